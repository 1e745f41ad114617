"""A published course for a package: found in the database, its pictures read from the storage."""

from app.cli import context
from app.cli.packages import Source
from app.publishing import versions


def newest(slug: str) -> Source:
    """The newest version of a course. Raises NotFound."""
    storage = context.storage()
    with context.reading() as session:
        version = versions.newest(session, slug)
        course, number = versions.compiled(storage, version), version.number
    hashes = {picture.name: picture.sha256 for picture in course.media}
    return Source(course, number, lambda name: storage.get(hashes[name]))
