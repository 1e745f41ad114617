"""The end of an attempt: handed in by its person, or closed by the clock. Either way it is marked from what was saved in time."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.assessment.questions import Answer
from app.assessment.quiz import Quiz
from app.errors import Invalid, Refused, say
from app.learning.answers import read_answer, read_sequence
from app.learning.completion import settle
from app.learning.enrolments import lesson_row, still_enrolled
from app.learning.marking import mark_questions, total_of
from app.learning.models import Attempt, SavedAnswer
from app.learning.papers import GRACE, is_over, locked, question_in, questions_of, quiz_of, saved_of
from app.learning.saved import is_settled, keep_late, saved_row
from app.storage import Storage

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that is posted together with the hand-in, as one form that shows all questions does."""

    question_id: str
    answer: object
    sequence: object


def hand_in(session: Session, storage: Storage, attempt: Attempt, key: str, now: datetime, given: Sequence[Given] = ()) -> Attempt:
    """Mark what was saved in time and close the attempt; the same key gives the stored result again.

    Raises Invalid for the same key with other answers, Refused for another key once it is closed, NotAllowed after un-enrolment.
    """
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise Invalid(say("The form lacks its key. Open the page again."), "key")
    quiz = quiz_of(storage, attempt)
    answers = _read(quiz, attempt, given)
    locked(session, attempt)
    if attempt.closed_at is not None:
        return _same_or_refused(attempt, key, _digest(answers))
    still_enrolled(attempt.enrolment)
    if is_over(attempt, now):
        for question_id, answer, _ in answers:
            keep_late(session, attempt, question_id, answer, now)
        return close_by_clock(session, storage, attempt, now)

    for question_id, answer, sequence in answers:
        _put(session, quiz, attempt, question_id, answer, sequence, now)
    attempt.key, attempt.digest = key, _digest(answers)
    return _close(session, storage, attempt, quiz, max(now, attempt.started_at), now)


def due(session: Session, now: datetime, limit: int = 100) -> list[int]:
    """The ids of open attempts whose time and grace are over, longest first."""
    over = select(Attempt.id).where(Attempt.closed_at.is_(None), Attempt.deadline < now - GRACE)
    return list(session.scalars(over.order_by(Attempt.deadline).limit(limit)))


def close_if_due(session: Session, storage: Storage, attempt_id: int, now: datetime) -> Attempt | None:
    """Close one attempt whose time is over: one short transaction each, for the sweep. None when somebody was faster."""
    attempt = session.get(Attempt, attempt_id)
    if attempt is None or locked(session, attempt).closed_at is not None or not is_over(attempt, now):
        return None
    return close_by_clock(session, storage, attempt, now)


def close_by_clock(session: Session, storage: Storage, attempt: Attempt, now: datetime) -> Attempt:
    """Close an attempt at the end of its time; the caller has locked it and seen that it is over."""
    attempt.timed_out = True
    return _close(session, storage, attempt, quiz_of(storage, attempt), (attempt.deadline or now) + GRACE, now)


def _close(session: Session, storage: Storage, attempt: Attempt, quiz: Quiz, closed_at: datetime, now: datetime) -> Attempt:
    """Mark it, write the quiz's own facts, and see whether the course is finished by it: all in the caller's transaction."""
    mark = total_of(mark_questions(questions_of(quiz, attempt), saved_of(session, attempt), quiz.policy))
    attempt.earned, attempt.possible = str(mark.earned), mark.possible
    attempt.percent, attempt.passed = mark.percent, mark.passes(attempt.pass_mark)
    attempt.closed_at = closed_at
    row = lesson_row(session, attempt.enrolment, attempt.quiz_id, now)
    row.finished_at = row.finished_at or now
    row.best = mark.percent if row.best is None else max(row.best, mark.percent)
    if attempt.passed and quiz.policy.graded:
        row.passed_at = row.passed_at or now
    settle(session, storage, attempt.enrolment, now)
    return attempt


def _same_or_refused(attempt: Attempt, key: str, digest: str) -> Attempt:
    """A repeated request gets the stored result; one that says something else is told so."""
    if attempt.timed_out:
        return attempt
    if attempt.key != key:
        raise Refused(say("This attempt was handed in already, at %(at)s. Its result stands.", at=attempt.closed_at))
    if attempt.digest != digest:
        raise Invalid(say("The same form came again with other answers. What was handed in first stands."), "key")
    return attempt


def _read(quiz: Quiz, attempt: Attempt, given: Sequence[Given]) -> list[tuple[str, Answer, int]]:
    """All answers of the form, checked before any is kept."""
    asked = [(each, question_in(quiz, attempt, each.question_id)) for each in given]
    return [(each.question_id, read_answer(question, each.answer), read_sequence(each.sequence)) for each, question in asked]


def _put(session: Session, quiz: Quiz, attempt: Attempt, question_id: str, answer: Answer, sequence: int, now: datetime) -> None:
    """Keep an answer of the form unless a newer one came by another tab, or the question is closed by its check."""
    row = session.get(SavedAnswer, (attempt.id, question_id))
    if row is not None and (sequence <= row.sequence or is_settled(quiz, row)):
        return
    row = row or saved_row(session, attempt, question_id, now)
    if row.answer != answer:
        row.given, row.checked, row.saved_at = list(answer), None, now
    row.sequence = sequence
    session.flush()


def _digest(answers: Sequence[tuple[str, Answer, int]]) -> str:
    """What the form held, in a form in which the same content is the same text."""
    content = sorted((question_id, answer) for question_id, answer, _ in answers)
    return hashlib.sha256(json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
