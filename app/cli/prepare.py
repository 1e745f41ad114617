"""`aeo prepare`: from nothing to something that one can sign in to, and no change where all is there already."""

from pathlib import Path

import click
from sqlalchemy import func, select

from app import clock
from app.cli import context
from app.cli.db import bring_up_to_date
from app.cli.folders import tell_problems
from app.cli.people import made
from app.cli.publishing import publish_reading, told_of
from app.content.reader import Reading, read_course
from app.errors import Busy, DomainError
from app.people import accounts, passwords
from app.people.models import ADMINISTRATOR, INSTRUCTOR, TRAINEE, Person
from app.publishing import versions
from app.publishing.folders import course_folders

FIRST = ((TRAINEE, "Tara Trainee"), (INSTRUCTOR, "Ian Instructor"), (ADMINISTRATOR, "Ada Administrator"))


@click.command()
def prepare() -> None:
    """Make an installation ready to be tried: database, first people, courses.

    One trainee, one instructor and one administrator are made where nobody is there yet; their passwords are shown once.
    Courses that have no version are published; those that changed are named.
    """
    click.echo(bring_up_to_date())
    first_people()
    for folder in course_folders(context.settings().courses_dir):
        first_version(folder)


def first_people() -> None:
    """All three or none, so that a run that was stopped half-way shows all passwords the next time."""
    with context.reading() as session:
        if session.scalar(select(func.count(Person.id))):
            return
    chosen = {role: made() for role, _ in FIRST}
    hashes = {role: passwords.production().hash(password) for role, password in chosen.items()}
    with context.transaction() as session:
        for role, name in FIRST:
            person = accounts.add(session, address(role), name, clock.now(), roles=(role,))
            accounts.set_password(session, person, hashes[role], clock.now())
        show(chosen)


def show(chosen: dict[str, str]) -> None:
    """Before they count: nobody is left with a password that was never shown. Ones that came to nothing are made anew by the next run."""
    click.echo("These people can sign in. Their passwords are shown this once:")
    for role, password in chosen.items():
        click.echo(f"{role}  {address(role)}  {password}")


def address(role: str) -> str:
    return f"{role}@example.org"


def first_version(folder: Path) -> None:
    reading = read_course(folder)
    if reading.course is None:
        tell_problems(reading, folder)
        click.echo(f"{folder.name} has errors and is not published. `aeo courses check {shown(folder)}` lists them.")
        return
    if is_new(reading):
        try:
            publish_first(reading)
        except Busy:
            raise
        except DomainError as refusal:  # The courses after it have done nothing wrong.
            click.echo(f"{folder.name} is not published: {refusal}")
    elif is_changed(reading):
        click.echo(f"{reading.course.id} has changed since it was published. Publish it with: aeo courses publish {shown(folder)}")


def is_new(reading: Reading) -> bool:
    assert reading.course is not None
    with context.reading() as session:
        return versions.find_newest(session, reading.course.id) is None


def is_changed(reading: Reading) -> bool:
    assert reading.course is not None
    with context.reading() as session:
        return versions.changed_since(reading.course, versions.newest(session, reading.course.id))


def publish_first(reading: Reading) -> None:
    """The first instructor, where there is one, teaches what is published here."""
    with context.transaction() as session:
        teacher = accounts.find(session, address(INSTRUCTOR))
        teachers = [teacher] if teacher is not None and INSTRUCTOR in teacher.roles else []
        words = told_of(publish_reading(session, reading, teachers))
    click.echo(words)


def shown(folder: Path) -> str:
    """The folder as one would type it from where one stands."""
    here = Path.cwd()
    return str(folder.relative_to(here) if folder.is_relative_to(here) else folder)
