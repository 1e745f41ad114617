"""The groups of learners that somebody may look into, with what the list says of each: learners, finished, late."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from app.learning.models import Cohort, Enrolment
from app.people.models import Person
from app.publishing.models import CourseRecord
from app.publishing.staff import taught_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One row of the list: a cohort, or all learners of a course where `cohort` is None."""

    course: CourseRecord
    cohort: Cohort | None
    learners: int
    finished: int
    late: int


def cohorts(session: Session, person: Person, today: date) -> list[Summary]:
    """The cohorts of the courses that a person may look into, newest first."""
    courses = [course.id for course in taught_by(session, person)]
    active = and_(Enrolment.cohort_id == Cohort.id, Enrolment.withdrawn_at.is_(None))
    rows = select(Cohort, *_numbers(today)).outerjoin(Enrolment, active).outerjoin(Person, Person.id == Enrolment.person_id)
    rows = rows.where(Cohort.course_id.in_(courses))
    ordered = rows.group_by(Cohort.id).order_by(Cohort.created_at.desc(), Cohort.id.desc())
    return [Summary(course=each.course, cohort=each, **_named(numbers)) for each, *numbers in session.execute(ordered)]


def courses(session: Session, person: Person, today: date) -> list[Summary]:
    """All learners of each course that a person may look into, with a cohort or without."""
    every = taught_by(session, person)
    active = and_(Enrolment.course_id == CourseRecord.id, Enrolment.withdrawn_at.is_(None))
    rows = select(CourseRecord.id, *_numbers(today)).outerjoin(Enrolment, active).outerjoin(Cohort, Enrolment.cohort_id == Cohort.id)
    rows = rows.outerjoin(Person, Person.id == Enrolment.person_id)
    counted = rows.where(CourseRecord.id.in_([course.id for course in every])).group_by(CourseRecord.id)
    found = {course_id: numbers for course_id, *numbers in session.execute(counted)}
    return [Summary(course=course, cohort=None, **_named(found[course.id])) for course in every]


def _numbers(today: date) -> tuple[ColumnElement[int], ...]:
    """Learners, those who have finished, those who should have and can: nobody waits for whose account is closed."""
    late = and_(Enrolment.finished_at.is_(None), Cohort.due_on < today, Person.disabled_at.is_(None))
    return func.count(Enrolment.id), func.count(Enrolment.finished_at), func.count(case((late, Enrolment.id)))


def _named(numbers: list[int]) -> dict[str, int]:
    return dict(zip(("learners", "finished", "late"), numbers, strict=True))
