"""Reads a course folder: an immutable Course, or all of its problems."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.content.codes import ERROR
from app.content.compiled import Course
from app.content.course import compile_course
from app.content.places import placed
from app.content.problems import Problem, fails


@dataclass(frozen=True, slots=True)
class Reading:
    """`course` is there when no problem is an error. `media` maps the name of each picture to the file that holds it."""

    course: Course | None
    problems: tuple[Problem, ...]
    media: Mapping[str, Path]

    def fails(self, strict: bool = False) -> bool:
        """Whether a check of the course ends with a failure."""
        return fails(self.problems, strict)


def read_course(folder: Path) -> Reading:
    """Everything about the course in a folder. Never raises for what stands in its files."""
    problems: list[Problem] = []
    course, media = compile_course(folder, problems)
    told = tuple(sorted(set(placed(folder, problems)), key=lambda each: (each.path, each.line, each.column, each.code, each.message)))
    wrong = any(problem.severity == ERROR for problem in told)
    return Reading(None if wrong else course, told, {} if wrong else media)
