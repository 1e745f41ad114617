"""Reads a course folder: an immutable Course, or all of its problems."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.content.bodies import Bodies
from app.content.compiled import Course
from app.content.course import Compiled, compile_course
from app.content.earlier import NEVER, Earlier
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


def read_course(folder: Path, earlier: Earlier = NEVER) -> Reading:
    """Everything about the course in a folder. Never raises for what stands in its files. `earlier`: what its published versions used."""
    compiled, told = read_as_it_stands(folder, earlier=earlier)
    wrong = fails(told, strict=False)
    return Reading(None if wrong else compiled.course, told, {} if wrong else compiled.media)


def read_as_it_stands(folder: Path, bodies: Bodies | None = None, earlier: Earlier = NEVER) -> tuple[Compiled, tuple[Problem, ...]]:
    """The same for who is still writing it: what could be put together also where there are errors.

    With the `bodies` of the reading before, only what has changed is rendered.
    """
    problems: list[Problem] = []
    if bodies is not None:
        bodies.start(folder)
    compiled = compile_course(folder, problems, bodies, earlier)
    told = sorted(set(placed(folder, problems)), key=lambda each: (each.path, each.line, each.column, each.code, each.message))
    return compiled, tuple(told)
