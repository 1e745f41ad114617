"""A course folder as a command takes it: with its problems told where there are any."""

from pathlib import Path

import click

from app.content.reader import Reading, read_course
from app.content.report import report
from app.errors import DomainError


def sound(folder: Path, otherwise: str) -> Reading:
    """A reading that has a course. Raises DomainError, with `otherwise` as what that means here, after the problems were told."""
    reading = read_course(folder)
    if reading.course is None:
        tell_problems(reading, folder)
        raise DomainError(f"The course in {folder} has errors{otherwise}")
    return reading


def tell_problems(reading: Reading, folder: Path) -> None:
    """On the error stream, where there are any."""
    if reading.problems:
        for line in report(reading.problems, "text", folder):
            click.echo(line, err=True)
