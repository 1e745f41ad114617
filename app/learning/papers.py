"""The paper of an attempt: its quiz as of its start, its questions in their order, what was saved, and its time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from app.assessment.questions import Question
from app.assessment.quiz import Quiz
from app.errors import Invalid, NotFound, say
from app.learning.models import Attempt, Enrolment, SavedAnswer
from app.publishing.versions import view_of
from app.storage import Storage

GRACE = timedelta(seconds=10)
"""What comes so long after the deadline still counts, by whatever path it comes."""


class Sat(Protocol):
    """An attempt as far as its paper and its time go: the mapped row, or plain data with the same names."""

    @property
    def questions(self) -> Sequence[str]: ...
    @property
    def deadline(self) -> datetime | None: ...
    @property
    def is_open(self) -> bool: ...


CHANGING = ("key", "digest", "closed_at", "timed_out", "earned", "possible", "percent", "passed")


def attempt_of(session: Session, person_id: int, attempt_id: int) -> Attempt:
    """An attempt of one's own. Raises NotFound for any other: one is not told whether it exists."""
    own = select(Attempt).join(Attempt.enrolment).join(Attempt.version).where(Attempt.id == attempt_id, Enrolment.person_id == person_id)
    whole = own.options(contains_eager(Attempt.enrolment), contains_eager(Attempt.version))
    found = session.scalar(whole) if 0 < attempt_id < 2**31 else None
    if found is None:
        raise NotFound(say("There is no such attempt."))
    return found


def locked(session: Session, attempt: Attempt) -> Attempt:
    """The attempt as it is now, held until the transaction ends. Only what can change is read again."""
    session.refresh(attempt, CHANGING, with_for_update={"key_share": True, "of": Attempt})
    return attempt


def quiz_of(storage: Storage, attempt: Attempt) -> Quiz:
    """The quiz as it was when the attempt began."""
    return view_of(storage, attempt.version, attempt.edition, attempt.language).quiz(attempt.quiz_id)


def questions_of(quiz: Quiz, attempt: Sat) -> tuple[Question, ...]:
    """The drawn questions in the order of the paper."""
    return tuple(quiz.named[name] for name in attempt.questions)


def question_in(quiz: Quiz, attempt: Sat, question_id: str) -> Question:
    """One drawn question. Raises Invalid for any other, also for one of the quiz that was not drawn."""
    question = quiz.question(question_id) if question_id in attempt.questions else None
    if question is None:
        raise Invalid(say("This question does not belong to this attempt."), question_id[:64])
    return question


def saved_of(session: Session, attempt: Attempt) -> dict[str, SavedAnswer]:
    """The saved answers by question."""
    rows = session.scalars(select(SavedAnswer).where(SavedAnswer.attempt_id == attempt.id))
    return {row.question_id: row for row in rows}


def is_over(attempt: Sat, now: datetime) -> bool:
    """Whether nothing that comes now counts any more."""
    return attempt.deadline is not None and now > attempt.deadline + GRACE


def seconds_left(attempt: Sat, now: datetime) -> int | None:
    """Until the deadline, never negative; None where there is none or the attempt is closed."""
    if attempt.deadline is None or not attempt.is_open:
        return None
    return max(0, int((attempt.deadline - now).total_seconds()))
