"""`aeo courses publish` and `aeo courses list`: from a checked folder to a version that nothing changes."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from app import clock
from app.cli import context
from app.cli.folders import tell_problems
from app.cli.people import person_at
from app.content.reader import Reading, read_course
from app.errors import NotFound
from app.people.models import Person
from app.publishing import staff, versions
from app.publishing.models import Version
from app.publishing.versions import Published
from config import version


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--instructor", metavar="ADDRESS", multiple=True, help="Let this instructor teach the course; may be given again.")
def publish(folder: Path, instructor: tuple[str, ...]) -> None:
    """Publish the course in FOLDER as its next version.

    A course with errors is not published; nor is one that equals its newest version.
    """
    reading = read_course(folder)
    tell_problems(reading, folder)
    if reading.course is None:
        raise click.ClickException("A course with errors cannot be published.")
    with context.transaction() as session:
        teachers = [person_at(session, address) for address in instructor]
        done = publish_reading(session, reading, teachers)
        words = told_of(done)
    click.echo(words)


def publish_reading(session: Session, reading: Reading, teachers: list[Person]) -> Published:
    """Publish what was read, in the caller's transaction, and say who teaches it."""
    done = versions.publish_reading(session, context.storage(), reading, version(), clock.now())
    for teacher in teachers:
        staff.give(session, teacher, done.version.course)
    return done


def told_of(done: Published) -> str:
    slug, number = done.version.course.slug, done.version.number
    return f"{slug} is published as version {number}." if done.made else f"{slug} has not changed since version {number}."


@click.command("list")
def listing() -> None:
    """List the courses that are published.

    One line each: name, newest version, day, title, and the hash that names the content.
    """
    with context.reading() as session:
        for newest in versions.catalogue(session):
            try:
                click.echo(line(newest))
            except NotFound as damaged:
                click.echo(f"{newest.course.slug}  version {newest.number}  {damaged}")


def line(newest: Version) -> str:
    course = versions.compiled(context.storage(), newest)
    title = course.texts[course.language].title
    return f"{newest.course.slug}  version {newest.number}  {newest.published_at:%Y-%m-%d}  {title}  {newest.content_hash[:12]}"
