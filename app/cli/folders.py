"""A course folder as a command takes it: with its problems told where there are any, and with the ids that its versions have used."""

import os
from importlib import import_module
from pathlib import Path

import click

from app.content.earlier import Earlier
from app.content.reader import Reading, read_course
from app.content.report import report
from app.errors import DomainError
from config import from_env

PUBLISHED = "app.cli.published"
"""The module that finds published courses; imported only when a database is asked."""


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


def has_database() -> bool:
    """Whether this installation has a database: one on a server that the settings name, or the file of an SQLite one."""
    kind, _, place = from_env(os.environ, serving=False).database_url.partition(":///")
    return not kind.startswith("sqlite") or Path(place).is_file()


def earlier_of(folder: Path) -> Earlier:
    """The ids that published versions of the course in a folder have used."""
    found: Earlier = import_module(PUBLISHED).earlier(folder)
    return found
