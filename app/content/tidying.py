"""Files of a course that formatting changes, with the marks of translations kept current where only the layout of the original changed."""

from collections.abc import Iterable
from pathlib import Path

from app.content.files import find_files, read_text
from app.content.formatting import formatted
from app.content.manuscript import Manuscript, manuscript
from app.content.problems import Log
from app.content.sourcemarks import fingerprint, source_of, translations_of, with_source

OTHERS = frozenset({"README.md", "LICENSE.md", "CHANGELOG.md"})
"""Files beside a course that are none of its pages."""


def course_files(folder: Path) -> list[Path]:
    """The Markdown files of the course in a folder."""
    names = find_files(folder, []).names
    own = [name for name in names if name.endswith(".md") and (name not in OTHERS or (name == "README.md" and "course.md" not in names))]
    return [folder / name for name in sorted(own)]


def tidied(paths: Iterable[Path]) -> dict[Path, bytes]:
    """The files that change, with their new bytes. A translation is among them when its original was formatted and it was current."""
    old = {path: source for path in paths if (source := _readable(path)) is not None}
    new = {path: _formatted(source, path) for path, source in old.items()}
    marks: dict[Path, Manuscript] = {}
    for path, source in old.items():
        if new[path].text != source.text:
            marks |= _marked(path, source, new[path], new)
    now = new | marks
    return {path: source.data for path, source in now.items() if path not in old or source != old[path]}


def _readable(path: Path) -> Manuscript | None:
    """A file as written; None for one that is no Markdown, or that the checker refuses."""
    if path.suffix != ".md" or path.is_symlink() or read_text(path.parent, path.name, Log(path.name, [])) is None:
        return None
    return manuscript(path.read_bytes())


def _formatted(source: Manuscript, path: Path) -> Manuscript:
    text = formatted(source.text, path.name)
    if text == source.text:
        return source
    lines = text.split("\n")
    return Manuscript(tuple(lines), (*[source.ending] * (len(lines) - 1), ""), source.mark)


def _marked(path: Path, source: Manuscript, now: Manuscript, new: dict[Path, Manuscript]) -> dict[Path, Manuscript]:
    """The translations of a formatted file that named its text, naming it as it is now."""
    before, after = fingerprint(source.text, path), fingerprint(now.text, path)
    found: dict[Path, Manuscript] = {}
    for translation in translations_of(path) if before != after else ():
        theirs = new.get(translation) or _readable(translation)
        if theirs is not None and source_of(theirs) == before and (marked := with_source(theirs, after)) is not None:
            found[translation] = marked
    return found
