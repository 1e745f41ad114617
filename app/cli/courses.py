"""`aeo courses …`: what authors do with a course folder. Checking needs neither database nor web framework."""

from pathlib import Path

import click

from app.cli.folders import earlier_of
from app.content.earlier import NEVER
from app.content.reader import read_course
from app.content.report import FORMS, report


@click.group()
def courses() -> None:
    """Start courses, check them, publish them, compare them."""


@courses.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How problems are written.")
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.option("--published", is_flag=True, help="Also compare its ids with those of its published versions; needs the database.")
def check(folder: Path, form: str, strict: bool, published: bool) -> None:
    """List every problem of the course in FOLDER; exit 1 if there is an error."""
    reading = read_course(folder, earlier_of(folder) if published else NEVER)
    for line in report(reading.problems, form, folder):
        click.echo(line)
    raise SystemExit(1 if reading.fails(strict) else 0)
