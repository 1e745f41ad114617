"""Reads fixture files in which cases stand as title, `.`, input, `.`, expected, `.`; and renders pieces of Markdown for tests."""

from pathlib import Path
from typing import Any

from app.content.lessons import Body, lesson_body
from app.content.page import Page
from app.content.pictures import Pictures
from app.content.problems import Log, Problem
from app.content.scanner import scan
from app.content.words import words

HERE = Path(__file__).parent / "fixtures"


def cases(name: str) -> list[Any]:
    """The cases of a fixture file, for parametrize."""
    lines = (HERE / name).read_text("utf-8").split("\n")
    found, at = [], 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        title = lines[at].strip()
        middle = lines.index(".", at + 2)
        end = lines.index(".", middle + 1)
        found.append((title, "\n".join(lines[at + 2 : middle]), "\n".join(lines[middle + 1 : end])))
        at = end + 1
    return found


def titles(name: str) -> list[str]:
    return [title for title, _, _ in cases(name)]


def a_page(problems: list[Problem], folder: Path = HERE, **more: Any) -> Page:
    given: dict[str, Any] = {
        "own_id": "page",
        "number": "1.2",
        "module": "1",
        "targets": {},
        "words": words("en"),
        "path": "01-part/page.md",
    }
    return Page(log=Log(given["path"], problems), pictures=Pictures(folder, problems), **{**given, **more})


def rendered(text: str, problems: list[Problem] | None = None, audiences: tuple[str, ...] = ("customs", "trade"), **more: Any) -> Body:
    """A lesson's text as its parts; problems go to the list."""
    page = a_page([] if problems is None else problems, **more)
    return lesson_body(page, scan(text, 1, page.log), audiences, practice=True)


def html_of(text: str, problems: list[Problem] | None = None, **more: Any) -> str:
    return "".join(getattr(part, "html", "") for part in rendered(text, problems, **more).parts)
