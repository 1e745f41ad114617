"""Problems as lines of text for people, for programs, or for the notes of a pull request."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from app.content.codes import ERROR
from app.content.places import SourceLines
from app.content.problems import Problem

FORMS = ("text", "json", "github")


def report(problems: Iterable[Problem], form: str, folder: Path) -> Iterator[str]:
    """The lines to print. `folder` is that of the course: paths are told from where one stands, and source lines read from it."""
    listed = tuple(problems)
    if form == "json":
        yield json.dumps([_data(problem) for problem in listed], ensure_ascii=False, indent=2)
    elif form == "github":
        yield from (_annotation(problem, folder) for problem in listed)
    else:
        lines = SourceLines(folder)
        for problem in listed:
            yield from _told(problem, folder, lines)
        yield _sum(listed)


def _data(problem: Problem) -> dict[str, object]:
    data = asdict(problem)
    del data["values"]
    return data


def _told(problem: Problem, folder: Path, lines: SourceLines) -> Iterator[str]:
    """`file:line:column code message`, the source line with a marker, and what to do."""
    yield f"{folder / problem.path}:{problem.line}:{problem.column} {problem.severity} {problem.code}: {problem.message}"
    source = _shown(lines.line(problem.path, problem.line))
    if source:
        start = max(0, problem.column - 61)
        piece = source[start : start + 120].replace("\t", " ")
        yield f"    {piece}"
        yield f"    {' ' * min(problem.column - 1 - start, len(piece))}^"
    yield f"    {problem.remedy}"
    yield ""


def _shown(line: str) -> str:
    """A line of a file as it can be printed."""
    return "".join(sign if sign.isprintable() or sign == "\t" else "\ufffd" for sign in line.rstrip("\r"))


def _annotation(problem: Problem, folder: Path) -> str:
    place = f"file={_property(str(folder / problem.path))},line={problem.line},col={problem.column},title={problem.code}"
    return f"::{problem.severity} {place}::{_escaped(f'{problem.message} {problem.remedy}')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _sum(problems: tuple[Problem, ...]) -> str:
    errors = sum(problem.severity == ERROR for problem in problems)
    warnings = len(problems) - errors
    return f"{errors} {'error' if errors == 1 else 'errors'}, {warnings} {'warning' if warnings == 1 else 'warnings'}"
