"""Where in its line a problem stands: a problem that only knows its line gets the column of what it names."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from app.content.problems import Problem

NAMING = ("id", "name", "value", "lesson", "anchor", "address", "word", "type", "mark", "text", "tag", "file")
"""The values that quote the author; the others count, or tell of another place."""


class SourceLines:
    """The lines of a course's files, read once each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str:
        """A line of a file, or nothing where it cannot be read as text."""
        if path not in self.files:
            try:
                text = (self.folder / path).read_text("utf-8-sig", errors="strict")
            except (OSError, UnicodeDecodeError):
                text = ""
            self.files[path] = text.split("\n")
        found = self.files[path]
        return found[number - 1] if number <= len(found) else ""


def placed(folder: Path, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, each with the column of what it names where that can be found."""
    lines = SourceLines(folder)
    for problem in problems:
        column = _column(problem, lines) if problem.column == 1 else 0
        yield replace(problem, column=column) if column else problem


def _column(problem: Problem, lines: SourceLines) -> int:
    values = dict(problem.values)
    for name in NAMING:
        if value := values.get(name):
            found = _last_word(lines.line(problem.path, problem.line), value)
            if found:
                return found
    return 0


@lru_cache(maxsize=256)
def _last_word(line: str, value: str) -> int:
    """The column where a value stands last that is not a part of a longer word; searched from the end, and once for each value."""
    at = line.rfind(value)
    while at >= 0:
        behind = at + len(value)
        if not (value[0].isalnum() and _goes_on(line[at - 1 : at])) and not (value[-1].isalnum() and _goes_on(line[behind : behind + 1])):
            return at + 1
        at = line.rfind(value, 0, behind - 1)
    return 0


def _goes_on(sign: str) -> bool:
    """Whether a word goes on with this character."""
    return sign.isalnum() or sign in ("-", "_")
