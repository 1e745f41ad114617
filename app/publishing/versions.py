"""Versions of a course: publish one, find one, and read back what was published."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import logs
from app.content.canonical import content_hash, from_json, to_json
from app.content.compiled import Course
from app.content.earlier import Earlier, Use, ids_of
from app.content.reader import Reading
from app.content.views import CourseView, view
from app.database import added
from app.errors import Invalid, NotFound, Refused, say
from app.publishing.models import CourseRecord, Version
from app.storage import Storage

Loader = Callable[[], bytes]

KINDS = {
    "module": say("a module"), "lesson": say("a lesson"), "quiz": say("a quiz"), "case": say("a case file"),
    "pool": say("a pool of questions"), "question": say("a question"),
}  # fmt: skip
"""What an id names, as the sentence about it says it."""


@dataclass(frozen=True, slots=True)
class Published:
    """The newest version, and whether it was made just now; else nothing had changed."""

    version: Version
    made: bool


def publish(
    session: Session,
    storage: Storage,
    course: Course,
    media: Mapping[str, Loader],
    engine: str,
    now: datetime,
    publisher_id: int | None = None,
) -> Published:
    """Make the next version, unless the newest one is equal. `media` gives the bytes of each picture by its name in the course.

    The files are stored before the row: whatever happens in between, no version lacks a file. Raises Invalid, Refused.
    """
    record = _record(session, course.id, now)
    latest = find_newest(session, course.id)
    digest = content_hash(course)
    if latest is not None and latest.content_hash == digest:
        return Published(latest, False)

    _no_id_means_something_else(session, storage, course)
    _store(storage, course, media)
    number = latest.number + 1 if latest else 1
    version = Version(course=record, number=number, content_hash=digest, engine=engine, published_at=now, publisher_id=publisher_id)
    if not added(session, version):
        raise Refused(say("Somebody has just published this course. Look at their version, then publish again."))
    return Published(version, True)


def publish_reading(
    session: Session, storage: Storage, reading: Reading, engine: str, now: datetime, publisher_id: int | None = None
) -> Published:
    """Publish what was read from a folder, in the caller's transaction. Raises Invalid where it has errors, and what `publish` raises."""
    if reading.course is None:
        raise Invalid(say("A course with errors cannot be published."))
    media = {name: file.read_bytes for name, file in reading.media.items()}
    done = publish(session, storage, reading.course, media, engine, now, publisher_id)
    if done.made:
        logs.event("course.published", course=done.version.course.slug, version=done.version.number, hash=done.version.content_hash)
    return done


def find_newest(session: Session, slug: str) -> Version | None:
    """The newest version of a course, or None when nothing is published under that name."""
    by_number = select(Version).join(CourseRecord).where(CourseRecord.slug == slug).order_by(Version.number.desc()).limit(1)
    return session.scalar(by_number)


def newest(session: Session, slug: str) -> Version:
    """Raises NotFound."""
    found = find_newest(session, slug)
    if found is None:
        raise NotFound(say("There is no such course."))
    return found


def version_of(session: Session, slug: str, number: int) -> Version:
    """One version by its number. Raises NotFound."""
    found = session.scalar(select(Version).join(CourseRecord).where(CourseRecord.slug == slug, Version.number == number))
    if found is None:
        raise NotFound(say("There is no such version of this course."))
    return found


def catalogue(session: Session) -> list[Version]:
    """The newest version of each course, by its id."""
    latest = select(Version.course_id, func.max(Version.number).label("number")).group_by(Version.course_id).subquery()
    rows = select(Version).join(latest, (Version.course_id == latest.c.course_id) & (Version.number == latest.c.number))
    return list(session.scalars(rows.join(CourseRecord).order_by(CourseRecord.slug)))


def versions(session: Session, slug: str) -> list[Version]:
    """All versions of a course, newest first."""
    return list(session.scalars(select(Version).join(CourseRecord).where(CourseRecord.slug == slug).order_by(Version.number.desc())))


def changed_since(course: Course, version: Version) -> bool:
    """Whether a course as it is now differs from a published version."""
    return content_hash(course) != version.content_hash


def compiled(storage: Storage, version: Version) -> Course:
    """The course as it was published. A few are kept in memory, by hash, so that a page does not read a file."""
    return compiled_by_hash(storage, version.content_hash)


@lru_cache(maxsize=8)
def compiled_by_hash(storage: Storage, digest: str) -> Course:
    """The compiled course of that name; its bytes are checked against it. Raises NotFound, also for damaged bytes."""
    data = storage.get(digest)
    if hashlib.sha256(data).hexdigest() != digest:
        raise NotFound(say("This version of the course is damaged in the storage. Restore it from a backup."))
    return from_json(Course, data)


@lru_cache(maxsize=64)
def view_by_hash(storage: Storage, digest: str, edition: str, language: str) -> CourseView:
    """One edition and language of a published course, kept in memory. Raises Invalid, NotFound."""
    return view(compiled_by_hash(storage, digest), edition=edition, language=language)


def view_of(storage: Storage, version: Version, edition: str = "", language: str = "") -> CourseView:
    """One edition and language of a version. Raises Invalid for one that it does not have."""
    return view_by_hash(storage, version.content_hash, edition, language)


def earlier(session: Session, storage: Storage, slug: str) -> Earlier:
    """The ids that the published versions of a course have used. One that the storage has lost is passed over: it can tell nothing."""
    return _earlier(storage, tuple((version.number, version.content_hash) for version in versions(session, slug)))


@lru_cache(maxsize=64)
def _earlier(storage: Storage, every: tuple[tuple[int, str], ...]) -> Earlier:
    """Newest first; worked out once for each version that is added."""
    uses: dict[str, Use] = {}
    for number, digest in every:
        with suppress(NotFound):
            for identity, kind in ids_of(compiled_by_hash(storage, digest)).items():
                uses.setdefault(identity, Use(kind, number, gone=number != every[0][0]))
    return Earlier(uses, every[0][1] if every else "")


def _no_id_means_something_else(session: Session, storage: Storage, course: Course) -> None:
    """An id that once named a quiz must not come to name a lesson: records that speak of it would change their meaning."""
    now = ids_of(course)
    for old in versions(session, course.id):
        for name, kind in ids_of(compiled(storage, old)).items():
            if now.get(name, kind) != kind:
                message = say(
                    "The id “%(id)s” named %(old)s in version %(version)d and cannot name %(new)s now. Write a new id.",
                    id=name, old=KINDS.get(kind, kind), new=KINDS.get(now[name], now[name]), version=old.number,
                )  # fmt: skip
                raise Invalid(message)


def _store(storage: Storage, course: Course, media: Mapping[str, Loader]) -> None:
    """Pictures first, the course that names them last. Raises Invalid when a picture is not the one that was compiled."""
    for picture in course.media:
        if not storage.path(picture.sha256).exists() and (
            picture.name not in media or storage.put(media[picture.name]()) != picture.sha256
        ):
            raise Invalid(say("The picture “%(name)s” changed while the course was read. Publish again.", name=picture.name))
    storage.put(to_json(course))


def _record(session: Session, slug: str, now: datetime) -> CourseRecord:
    by_slug = select(CourseRecord).where(CourseRecord.slug == slug)
    found = session.scalar(by_slug)
    if found is None:
        added(session, CourseRecord(slug=slug, created_at=now))
        found = session.scalars(by_slug).one()
    return found
