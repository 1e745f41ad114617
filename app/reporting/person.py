"""One learner in detail, for those who teach: lessons, attempts, certificates."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.assessment.marks import CourseResult
from app.credentials.certificates import certificates_of
from app.credentials.models import Certificate
from app.errors import NotFound, say
from app.learning.cases import CasePath, paths_of
from app.learning.completion import attempts_at, result_of_course
from app.learning.enrolments import course_view, rows_of
from app.learning.facts import CourseFacts, facts
from app.learning.models import Attempt, Enrolment
from app.people.models import Person
from app.publishing.staff import course_staff
from app.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One enrolment, whole. `paths` are those of the attempts at cases, by the ids of the attempts."""

    enrolment: Enrolment
    facts: CourseFacts
    result: CourseResult
    attempts: tuple[Attempt, ...]
    paths: Mapping[int, CasePath]
    certificates: tuple[Certificate, ...]


def enrolment_for_staff(session: Session, person: Person, enrolment_id: int) -> Enrolment:
    """An enrolment, for the staff of its course. Raises NotFound for everybody else."""
    found = session.get(Enrolment, enrolment_id) if 0 < enrolment_id < 2**31 else None
    if found is None or not course_staff(session, person, found.course):
        raise NotFound(say("There is no such learner."))
    return found


def detail(session: Session, storage: Storage, enrolment: Enrolment) -> Detail:
    """What a teacher sees of one learner in one course; never another course."""
    view = course_view(storage, enrolment)
    rows = rows_of(session, enrolment).values()
    attempts = attempts_at(session, enrolment)
    mine = [each for each in certificates_of(session, enrolment.person_id) if each.enrolment_id == enrolment.id]
    return Detail(
        enrolment=enrolment,
        facts=facts(view, rows, enrolment.last_lesson, enrolment.last_section),
        result=result_of_course(session, storage, enrolment),
        attempts=tuple(attempts),
        paths=paths_of(session, storage, attempts),
        certificates=tuple(mine),
    )
