"""Cohorts: named groups of enrolments in one course, with a due date or none."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import added
from app.errors import Invalid, NotFound, Refused, say
from app.learning.models import Cohort, Enrolment
from app.people.models import Person
from app.publishing.models import CourseRecord
from app.publishing.staff import course_staff, taught_by

LONGEST = 120


def make(session: Session, course: CourseRecord, name: str, now: datetime, due_on: date | None = None) -> Cohort:
    """A new cohort. Raises Invalid, and Refused when the course has one of that name."""
    cohort = Cohort(course=course, name=_name(name), due_on=due_on, created_at=now)
    if not added(session, cohort):
        raise Refused(say("This course has a cohort of that name already."))
    return cohort


def change(session: Session, cohort: Cohort, name: str, due_on: date | None) -> None:
    """Another name or due date. Raises Invalid, Refused."""
    wanted = _name(name)
    taken = select(Cohort.id).where(Cohort.course_id == cohort.course_id, Cohort.name == wanted, Cohort.id != cohort.id)
    if session.scalar(taken) is not None:
        raise Refused(say("This course has a cohort of that name already."))
    cohort.name, cohort.due_on = wanted, due_on
    session.flush()


def cohort_for_staff(session: Session, person: Person, cohort_id: int) -> Cohort:
    """A cohort, for the staff of its course. Raises NotFound for everybody else."""
    cohort = session.get(Cohort, cohort_id) if 0 < cohort_id < 2**31 else None
    if cohort is None or not course_staff(session, person, cohort.course):
        raise NotFound(say("There is no such cohort."))
    return cohort


def cohorts_for_staff(session: Session, person: Person) -> list[tuple[Cohort, int]]:
    """The cohorts that a person may look into, newest first, each with the number of its learners."""
    courses = [course.id for course in taught_by(session, person)]
    learners = func.count(Enrolment.id)
    rows = select(Cohort, learners).outerjoin(Enrolment, (Enrolment.cohort_id == Cohort.id) & Enrolment.withdrawn_at.is_(None))
    ordered = rows.where(Cohort.course_id.in_(courses)).group_by(Cohort.id).order_by(Cohort.created_at.desc(), Cohort.id.desc())
    return [(cohort, number) for cohort, number in session.execute(ordered)]


def cohorts_of(session: Session, course: CourseRecord) -> list[Cohort]:
    """By name."""
    return list(session.scalars(select(Cohort).where(Cohort.course_id == course.id).order_by(Cohort.name)))


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise Invalid(say("Give the cohort a name of at most %(longest)d characters.", longest=LONGEST), "name")
    return name
