"""Published courses for commands that can do without a database: found there, their files read from the storage."""

from pathlib import Path

from app.cli import context
from app.cli.packages import Source
from app.content.compiled import Course
from app.content.earlier import Earlier
from app.content.impact import resting_on
from app.credentials import resting
from app.credentials.models import Certificate
from app.publishing import versions
from app.publishing.folders import course_id


def newest(slug: str) -> Source:
    """The newest version of a course. Raises NotFound."""
    storage = context.storage()
    with context.reading() as session:
        version = versions.newest(session, slug)
        course, number = versions.compiled(storage, version), version.number
    hashes = {picture.name: picture.sha256 for picture in course.media}
    return Source(course, number, lambda name: storage.get(hashes[name]))


def numbered(slug: str, number: int | None) -> Course:
    """A version of a course by its number, or its newest one. Raises NotFound."""
    with context.reading() as session:
        version = versions.newest(session, slug) if number is None else versions.version_of(session, slug, number)
        return versions.compiled(context.storage(), version)


def earlier(folder: Path) -> Earlier:
    """The ids that published versions of the course in a folder have used."""
    with context.reading() as session:
        return versions.earlier(session, context.storage(), course_id(folder))


def everything() -> tuple[tuple[str, int, Course], ...]:
    """The newest version of each published course: its name, its number, and what it says."""
    with context.reading() as session:
        return tuple((each.course.slug, each.number, versions.compiled(context.storage(), each)) for each in versions.catalogue(session))


def certificates_on(instrument: str, edition: str) -> tuple[Certificate, ...]:
    """The certificates in force whose version of the course rests on this edition of an instrument."""
    with context.reading() as session:
        hashes = {
            version.content_hash
            for newest in versions.catalogue(session)
            for version in versions.versions(session, newest.course.slug)
            if resting_on(versions.compiled(context.storage(), version), instrument, edition)
        }
        found = resting.certificates(session, hashes)
        session.expunge_all()
        return tuple(found)
