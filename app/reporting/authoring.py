"""What rests on a course for the people who write it: who is learning it now, and the certificates that it has earned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.credentials.models import Certificate
from app.learning.models import Enrolment
from app.people.models import Person
from app.publishing.models import CourseRecord

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Usage:
    """`learning`: enrolled, with an open account, and not finished yet."""

    learning: int = 0
    certificates: int = 0


def usage(session: Session, courses: Sequence[CourseRecord]) -> dict[str, Usage]:
    """Of each course, by its id."""
    active = (Enrolment.withdrawn_at.is_(None), Enrolment.finished_at.is_(None), Person.disabled_at.is_(None))
    enrolled = select(Enrolment.course_id, func.count()).join(Person, Person.id == Enrolment.person_id).where(*active)
    enrolled = enrolled.where(Enrolment.course_id.in_([course.id for course in courses])).group_by(Enrolment.course_id)
    earned = select(Certificate.course, func.count()).where(Certificate.course.in_([course.slug for course in courses]))
    learning = _by_key(session.execute(enrolled))
    certificates = _by_key(session.execute(earned.group_by(Certificate.course)))
    return {course.slug: Usage(learning.get(course.id, 0), certificates.get(course.slug, 0)) for course in courses}


def _by_key(rows: Iterable[tuple[K, int]]) -> dict[K, int]:
    return {key: int(number) for key, number in rows}
