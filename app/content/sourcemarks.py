"""The mark `source:` of a translation: the fingerprint of the text that was translated, read and written."""

from pathlib import Path

from app.content.files import read_text, translation_of
from app.content.formatting import bare_keys
from app.content.frontmatter import split
from app.content.manuscript import Manuscript
from app.content.problems import Log
from app.content.sheets import sheet_of, table_of


def original_of(path: Path) -> Path | None:
    """The file that a file translates, whether it exists or not; None for one that is no translation by its name."""
    name, _ = translation_of(path.name)
    return path.with_name(name) if name else None


def translations_of(path: Path) -> list[Path]:
    """The files beside a file that translate it."""
    return sorted(each for each in path.parent.glob(f"{path.stem}.*.md") if original_of(each) == path and not each.is_symlink())


def fingerprint_of(path: Path) -> str:
    """What a translation of this file names as its source; "" for a file that cannot be read."""
    text = read_text(path.parent, path.name, Log(path.name, []))
    return "" if text is None else fingerprint(text, path)


def fingerprint(text: str, path: Path) -> str:
    """The same for a text that stands, or will stand, in that file."""
    log = Log(f"{path.parent.name}/{path.name}", [])
    return sheet_of(text, table_of(path.name), set(), log).fingerprint


def source_of(translation: Manuscript) -> str:
    """The fingerprint that a translation names, or nothing."""
    entry = (split(translation.text, Log("", [])).entries or {}).get("source")
    return entry.value.text or "" if entry else ""


def with_source(translation: Manuscript, mark: str) -> Manuscript | None:
    """The translation with that mark and nothing else changed; None when its front matter cannot take it."""
    log = Log("", [])
    front = split(translation.text, log)
    if front.entries is None or not front.readable or log.problems:
        return None
    entry = front.entries.get("source")
    if entry is None:
        changed = translation.with_new_lines(front.first - 1, f"source: {mark}")
    else:
        changed = translation.with_value(entry.line, "source", mark)
    again = bare_keys(split(changed.text, log).entries or {})
    return changed if not log.problems and again == bare_keys(front.entries) | {"source": (mark, False)} else None
