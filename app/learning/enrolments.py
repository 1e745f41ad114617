"""Enrolments: into the newest version of a course, out of it, on to another version; and what was stored for one."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.content.views import CourseView
from app.database import added
from app.errors import Invalid, NotAllowed, NotFound, say
from app.learning.models import Cohort, Enrolment, LessonProgress
from app.people.models import Person
from app.publishing.models import CourseRecord, Version
from app.publishing.versions import compiled, newest, view_of
from app.storage import Storage

MOST_EXTRA_TIME = 400
"""Per cent."""


def enrol(
    session: Session,
    storage: Storage,
    person: Person,
    slug: str,
    now: datetime,
    *,
    edition: str = "",
    language: str = "",
    cohort: Cohort | None = None,
) -> Enrolment:
    """Enrol a person at the newest version. Somebody who is enrolled keeps all they have, also after having left.

    A language that the course lacks becomes the course's own. Raises NotFound, Invalid.
    """
    found = find_enrolment(session, person.id, slug)
    if found is None:
        found = _new(session, storage, person, newest(session, slug), now, edition, language)
    found.withdrawn_at = None
    if cohort is not None:
        join(session, found, cohort)
    session.flush()
    return found


def _new(session: Session, storage: Storage, person: Person, version: Version, now: datetime, edition: str, language: str) -> Enrolment:
    row = made(storage, person, version, now, edition=edition, language=language)
    if added(session, row):
        return row
    return session.scalars(_of(person.id, version.course.slug)).one()


def made(storage: Storage, person: Person, version: Version, now: datetime, *, edition: str = "", language: str = "") -> Enrolment:
    """An enrolment that is not stored yet: for a caller who stores many at once, of new people. Raises Invalid."""
    course = compiled(storage, version)
    chosen = view_of(storage, version, edition, language if language in course.languages else "")
    return Enrolment(
        person=person, course=version.course, version=version, edition=chosen.edition, language=chosen.language, enrolled_at=now
    )


def find_enrolment(session: Session, person_id: int, slug: str) -> Enrolment | None:
    """The enrolment of a person in a course, also one that was ended."""
    return session.scalar(_of(person_id, slug))


def enrolment_of(session: Session, person_id: int, slug: str) -> Enrolment:
    """The enrolment in use. Raises NotFound, and NotAllowed when it was ended."""
    found = find_enrolment(session, person_id, slug)
    if found is None:
        raise NotFound(say("You are not enrolled in this course."))
    still_enrolled(found)
    return found


def enrolments_of(session: Session, person_id: int) -> list[Enrolment]:
    """The enrolments in use of a person, newest first."""
    rows = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.withdrawn_at.is_(None))
    return list(session.scalars(rows.order_by(Enrolment.enrolled_at.desc(), Enrolment.id.desc())))


class Enrolled(Protocol):
    """An enrolment, as far as whether it is in use goes."""

    @property
    def withdrawn_at(self) -> datetime | None: ...


def still_enrolled(enrolment: Enrolled) -> None:
    """Raises NotAllowed."""
    if enrolment.withdrawn_at is not None:
        raise NotAllowed(say("You are no longer enrolled in this course. What you did is kept. Ask your instructor."))


def withdraw(session: Session, enrolment: Enrolment, now: datetime) -> None:
    """End an enrolment. Nothing of it is deleted, and enrolling again goes on where it stopped."""
    enrolment.withdrawn_at = enrolment.withdrawn_at or now
    session.flush()


def move(session: Session, storage: Storage, enrolment: Enrolment, version: Version) -> None:
    """Put an enrolment on another version of its course; progress follows the ids. Raises Invalid for another course's."""
    if version.course_id != enrolment.course_id:
        raise Invalid(say("This version belongs to another course."))
    course = compiled(storage, version)
    enrolment.version = version
    enrolment.edition = enrolment.edition if enrolment.edition in course.audiences else next(iter(course.audiences), "")
    enrolment.language = enrolment.language if enrolment.language in course.languages else course.language
    session.flush()


def choose(session: Session, storage: Storage, enrolment: Enrolment, *, edition: str | None = None, language: str | None = None) -> None:
    """Change the edition or the language in which the course is read. Raises Invalid."""
    wanted = enrolment.edition if edition is None else edition, enrolment.language if language is None else language
    chosen = view_of(storage, enrolment.version, *wanted)
    enrolment.edition, enrolment.language = chosen.edition, chosen.language
    session.flush()


def join(session: Session, enrolment: Enrolment, cohort: Cohort | None) -> None:
    """Put an enrolment into a cohort of its course, or into none. Raises Invalid for another course's."""
    if cohort is not None and cohort.course_id != enrolment.course_id:
        raise Invalid(say("This cohort belongs to another course."), "cohort")
    enrolment.cohort = cohort
    session.flush()


def give_time(session: Session, enrolment: Enrolment, per_cent: int) -> None:
    """More time on every quiz that is started from now on. Raises Invalid."""
    if not 0 <= per_cent <= MOST_EXTRA_TIME:
        raise Invalid(say("More time is a whole number from 0 to %(most)d per cent.", most=MOST_EXTRA_TIME), "extra_time")
    enrolment.extra_time = per_cent
    session.flush()


def course_view(storage: Storage, enrolment: Enrolment) -> CourseView:
    """The course as this person has it."""
    return view_of(storage, enrolment.version, enrolment.edition, enrolment.language)


def rows_of(session: Session, enrolment: Enrolment) -> dict[str, LessonProgress]:
    """What is stored of each lesson and quiz, by its id."""
    rows = session.scalars(select(LessonProgress).where(LessonProgress.enrolment_id == enrolment.id))
    return {row.lesson_id: row for row in rows}


def lesson_row(session: Session, enrolment: Enrolment, lesson_id: str, now: datetime) -> LessonProgress:
    """The row of a lesson, made when it is seen for the first time; two at once make one."""
    key = (enrolment.id, lesson_id)
    found = session.get(LessonProgress, key)
    if found is None:
        added(session, LessonProgress(enrolment_id=enrolment.id, lesson_id=lesson_id, seen_at=now))
        found = session.get_one(LessonProgress, key)
    return found


def _of(person_id: int, slug: str) -> Select[Enrolment]:
    return select(Enrolment).join(CourseRecord).where(Enrolment.person_id == person_id, CourseRecord.slug == slug)
