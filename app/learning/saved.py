"""The rows in which answers of an attempt are kept, in time or late."""

from datetime import datetime
from fractions import Fraction
from typing import Protocol

from sqlalchemy.orm import Session

from app.assessment.questions import Answer
from app.assessment.quiz import AT_END, Quiz
from app.learning.marking import tries_of
from app.learning.models import Attempt, LateAnswer, SavedAnswer


class Answered(Protocol):
    """What is kept of one question: the mapped row, or plain data with the same names."""

    @property
    def question_id(self) -> str: ...
    @property
    def answer(self) -> Answer: ...
    @property
    def sequence(self) -> int: ...
    @property
    def tries(self) -> int: ...
    @property
    def checked(self) -> str | None: ...
    @property
    def saved_at(self) -> datetime: ...


def saved_row(session: Session, attempt: Attempt, question_id: str, now: datetime) -> SavedAnswer:
    """The row of a question, made when there is none. The caller holds the attempt's lock, so nobody makes it twice."""
    found = session.get(SavedAnswer, (attempt.id, question_id))
    if found is None:
        found = SavedAnswer(attempt_id=attempt.id, question_id=question_id, given=[], sequence=0, tries=0, flagged=False, saved_at=now)
        session.add(found)
    return found


def is_settled(quiz: Quiz, row: Answered) -> bool:
    """Whether the answer was checked and may not change: it is right, or no try is left."""
    if quiz.policy.feedback == AT_END or not row.tries:
        return False
    return row.tries >= tries_of(quiz.policy) or _is_right(quiz, row)


def keep_late(session: Session, attempt: Attempt, question_id: str, answer: Answer, now: datetime) -> None:
    """Keep what came too late, as evidence: the newest for each question."""
    found = session.get(LateAnswer, (attempt.id, question_id))
    if found is None:
        found = LateAnswer(attempt_id=attempt.id, question_id=question_id)
        session.add(found)
    found.given, found.received_at = list(answer), now
    session.flush()


def _is_right(quiz: Quiz, row: Answered) -> bool:
    question = quiz.question(row.question_id)
    return question is not None and row.checked is not None and question.credit(row.answer) == Fraction(1)
