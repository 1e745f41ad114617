"""The translations: compiled at set-up into the .mo files that pages and packages read; `--update` collects new sentences first.

English is the language of the source and needs no catalogue. `app/translations/LANGUAGE/LC_MESSAGES/messages.po` holds each other one.
"""

import sys
from io import BytesIO
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from app.content.codes import CODES  # noqa: E402
from app.content.phrases import PHRASES  # noqa: E402

FOLDER = ROOT / "app" / "translations"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "__": None, "gettext": None, "lazy_gettext": None, "say": None, "ngettext": (1, 2), "say_number": (1, 2),
}  # fmt: skip
"""The functions whose words are collected, with the places of singular and plural."""

UNSAID = tuple(
    f'"{name}: '
    for name in ("Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Generated-By")
)
"""Lines of the head that would name people and times, and so change without a word being changed."""

OF_NO_USE = tuple(
    f'"{name}:'
    for name in ("Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Generated-By")
)
"""Lines of a catalogue's head that name people, addresses or times: none of them is kept."""


def catalogues() -> list[Path]:
    return sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def collected() -> Catalog:
    """Every sentence of the code, the templates, and the checker, whose sentences are data."""
    found = Catalog(charset="utf-8")
    for folder, method in ((ROOT / "app", [("**.py", "python")]), (ROOT / "templates", [("**.html", "jinja2")])):
        for file, _line, message, _comments, _context in extract_from_dir(folder, method_map=method, keywords=KEYWORDS):
            del file
            found.add(message, None)
    for message in (*chain.from_iterable((code.message, code.remedy) for code in CODES.values()), *PHRASES):
        found.add(message, None)
    return found


def read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=file.parts[-3])


def update(file: Path) -> None:
    """Bring a catalogue to the sentences of today; none is guessed from a like one."""
    catalogue = read(file)
    catalogue.update(collected(), no_fuzzy_matching=True)
    written = BytesIO()
    write_po(written, catalogue, sort_output=True, ignore_obsolete=True, omit_header=False, width=140)
    lines = written.getvalue().decode().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith(UNSAID)), encoding="utf-8")


def compile_all() -> None:
    for file in catalogues():
        with file.with_suffix(".mo").open("wb") as target:
            write_mo(target, read(file))


if __name__ == "__main__":
    if "--update" in sys.argv:
        for each in catalogues():
            update(each)
    compile_all()
