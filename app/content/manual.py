"""The authors' manual that is shipped beside the software: read from its own files, so that what is shown is what is printed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.content.markdown import anchor_of, shown

FOLDER = Path(__file__).resolve().parents[2] / "manual"
LANGUAGE = "en"
AUTHORS, PROBLEMS = "authors.md", "problems.md"

_TITLE = re.compile(r"# (.+)\n+")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_SECTION = re.compile(r"^### ([a-z0-9-]+)\n+(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the manual and its anchor."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Manual:
    """How a course is written: the title of the file, its text as Markdown, and its chapters."""

    title: str
    text: str
    chapters: tuple[Chapter, ...]


@cache
def manual() -> Manual:
    text = (FOLDER / AUTHORS).read_text("utf-8")
    title = _TITLE.match(text)
    assert title is not None
    chapters = tuple(Chapter(each, anchor_of(each)) for each in _HEADING.findall(_FENCED.sub("", text)))
    return Manual(title[1], text[title.end() :], chapters)


@cache
def sections() -> Mapping[str, str]:
    """What the manual says of each code of the checker, as Markdown."""
    return dict(_SECTION.findall((FOLDER / PROBLEMS).read_text("utf-8")))


def as_html(text: str, address: Callable[[str], str]) -> str:
    """A part of the manual. `address` says where its links lead; code and tables scroll inside themselves, and take the focus for it."""
    made = shown(text, address).replace("<pre>", '<pre tabindex="0" dir="ltr">')
    return made.replace("<table>", '<div class="table-scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
