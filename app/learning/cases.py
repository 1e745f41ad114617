"""The path through a case: what was opened in an attempt, in which order, at which cost, and what is left of the budget."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content.compiled import Document
from app.content.views import LessonView
from app.errors import NotAllowed, NotFound, Refused, say
from app.learning.enrolments import still_enrolled
from app.learning.models import Attempt, CaseStep
from app.learning.papers import is_over, locked
from app.publishing.versions import view_of
from app.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was opened. `document` is as the attempt's version has it; None should the version not have it."""

    number: int
    key: str
    cost: int
    opened_at: datetime
    document: Document | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePath:
    """The path of one attempt so far. Minutes."""

    budget: int
    steps: tuple[Step, ...] = ()

    @property
    def used(self) -> int:
        return sum(step.cost for step in self.steps)

    @property
    def left(self) -> int:
        return max(0, self.budget - self.used)

    @property
    def opened(self) -> frozenset[str]:
        return frozenset(step.key for step in self.steps)

    def can_open(self, document: Document) -> bool:
        return document.key in self.opened or document.cost <= self.left


class OverBudget(NotAllowed):
    """It would cost more than what is left."""


def open_document(session: Session, storage: Storage, attempt: Attempt, key: str, now: datetime) -> Step:
    """Open a document, visit or interview, or open it again: a second click and another tab cost nothing.

    Raises NotFound for what is not in this case, OverBudget, Refused when the attempt is closed, NotAllowed after un-enrolment.
    """
    lesson = lesson_of(storage, attempt)
    document = document_of(lesson, key)
    locked(session, attempt)
    still_enrolled(attempt.enrolment)
    path = path_of(session, lesson, attempt.id)
    known = next((step for step in path.steps if step.key == key), None)
    if known is not None:
        return known
    if not attempt.is_open or is_over(attempt, now):
        raise Refused(say("This attempt is over. What you did not open stays closed."))
    if not path.can_open(document):
        raise OverBudget(
            say("This takes %(cost)s minutes, and %(left)s minutes of the budget are left.", cost=document.cost, left=path.left)
        )
    row = CaseStep(attempt_id=attempt.id, document=key, number=len(path.steps) + 1, cost=document.cost, opened_at=now)
    session.add(row)
    session.flush()
    return Step(number=row.number, key=key, cost=row.cost, opened_at=now, document=document)


def path_of(session: Session, lesson: LessonView, attempt_id: int) -> CasePath:
    """The path of an attempt at the case of a lesson."""
    rows = session.scalars(select(CaseStep).where(CaseStep.attempt_id == attempt_id).order_by(CaseStep.number))
    return _path(lesson, rows)


def paths_of(session: Session, storage: Storage, attempts: Sequence[Attempt]) -> dict[int, CasePath]:
    """The paths of several attempts, by their ids; of those that are not at a case nothing."""
    rows = session.scalars(
        select(CaseStep).where(CaseStep.attempt_id.in_([each.id for each in attempts])).order_by(CaseStep.attempt_id, CaseStep.number)
    )
    found: dict[int, list[CaseStep]] = {}
    for row in rows:
        found.setdefault(row.attempt_id, []).append(row)
    return {each.id: _path(lesson_of(storage, each), found[each.id]) for each in attempts if each.id in found}


def document_of(lesson: LessonView, key: str) -> Document:
    """A document of the case in this edition. Raises NotFound."""
    document = next((each for each in lesson.documents if each.key == key), None)
    if document is None:
        raise NotFound(say("This case has no such document."))
    return document


def lesson_of(storage: Storage, attempt: Attempt) -> LessonView:
    """The case as it was when the attempt began."""
    return view_of(storage, attempt.version, attempt.edition, attempt.language).lesson(attempt.quiz_id)


def _path(lesson: LessonView, rows: Iterable[CaseStep]) -> CasePath:
    by_key = {each.key: each for each in lesson.documents}
    steps = tuple(
        Step(number=row.number, key=row.document, cost=row.cost, opened_at=row.opened_at, document=by_key.get(row.document)) for row in rows
    )
    return CasePath(budget=lesson.case.budget if lesson.case else 0, steps=steps)
