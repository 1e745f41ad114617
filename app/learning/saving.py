"""Answers of a running attempt: saved as they are given, checked where the quiz says so, marked to be looked at again."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Protocol

from sqlalchemy.orm import Session

from app.assessment.questions import Answer
from app.assessment.quiz import AT_END, Quiz
from app.assessment.review import Review, review
from app.errors import NotAllowed, Refused, say
from app.learning.answers import read_answer, read_given, read_sequence
from app.learning.closing import close_by_clock
from app.learning.enrolments import Enrolled, still_enrolled
from app.learning.marking import award, tries_of
from app.learning.models import Attempt, SavedAnswer
from app.learning.papers import Sat, is_over, locked, question_in, quiz_of
from app.learning.running import Kept, Running
from app.learning.saved import Answered, is_settled, keep_late, saved_row
from app.storage import Storage

SAVED, STALE, LATE = "saved", "stale", "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of an answer, and what is stored now.

    `saved`: it is kept. `stale`: another tab was newer, its answer stands. `late`: the time was up; kept as evidence, not scored.
    """

    outcome: str
    answer: Answer
    sequence: int
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check says. `review` holds the key once the question is `settled`; before, only the credit may be shown.

    `outcome` as for Saved; without `saved` nothing was checked. `credit` is what the answer is awarded at this try.
    """

    outcome: str
    review: Review | None = None
    credit: Fraction = Fraction(0)
    settled: bool = False
    tries_left: int = 0


def save(session: Session, storage: Storage, attempt: Attempt, question_id: str, raw: object, sequence: object, now: datetime) -> Saved:
    """Keep one answer; the newest sequence wins. A late one is kept apart and closes the attempt, so the caller commits all the same.

    Raises Invalid, Refused when it was handed in or the question is settled, NotAllowed after un-enrolment.
    """
    number = read_sequence(sequence)
    quiz = quiz_of(storage, attempt)
    answer = read_answer(question_in(quiz, attempt, question_id), raw)
    locked(session, attempt)
    if not _in_time(attempt, attempt.enrolment, now):
        return _late(session, storage, attempt, question_id, answer, now)

    row = saved_row(session, attempt, question_id, now)
    stands = _stands(quiz, row, answer, number)
    if stands is not None:
        return stands
    row.checked = _still_checked(row, answer)
    row.given, row.sequence, row.saved_at = list(answer), number, now
    session.flush()
    return Saved(outcome=SAVED, answer=answer, sequence=number, saved_at=now)


def judged(
    quiz: Quiz, attempt: Running, seen: Kept | None, question_id: str, answer: Answer, number: int, now: datetime
) -> Saved | Kept | None:
    """The same by what was read a moment ago, for the many answers that are in time: what stands, or the row that is to be kept.

    None for a late one: `save` is to be asked. The row is written by `running.keep`, which refuses when anything has happened meanwhile.
    """
    if not _in_time(attempt, attempt, now):
        return None
    if seen is None:
        return Kept(question_id=question_id, given=answer, sequence=number, tries=0, checked=None, flagged=False, saved_at=now)
    stands = _stands(quiz, seen, answer, number)
    return stands or seen._replace(given=answer, sequence=number, checked=_still_checked(seen, answer), saved_at=now)


def check(session: Session, storage: Storage, attempt: Attempt, question_id: str, raw: object, sequence: object, now: datetime) -> Checked:
    """Save an answer and judge it, where the quiz gives feedback at once or tries. The same answer twice uses one try.

    Raises NotAllowed where feedback comes at the end, and whatever `save` raises.
    """
    quiz = quiz_of(storage, attempt)
    if quiz.policy.feedback == AT_END:
        raise NotAllowed(say("What is right is shown after the quiz was handed in."))
    question = question_in(quiz, attempt, question_id)
    read_given(question, raw)

    saved = save(session, storage, attempt, question_id, raw, sequence, now)
    if saved.outcome != SAVED:
        return Checked(outcome=saved.outcome)
    row = session.get_one(SavedAnswer, (attempt.id, question_id))
    if row.checked is None:
        row.tries += 1
        row.checked = str(award(question, row.answer, row.tries, quiz.policy))
        session.flush()
    return checked_of(quiz, row)


def checked_of(quiz: Quiz, row: Answered) -> Checked:
    """What was said of an answer that was checked; for the page that is opened again."""
    question = quiz.question(row.question_id)
    if question is None or row.checked is None:
        return Checked(outcome=SAVED, tries_left=tries_of(quiz.policy) - row.tries)
    return Checked(
        outcome=SAVED,
        review=review(question, row.answer),
        credit=Fraction(row.checked),
        settled=is_settled(quiz, row),
        tries_left=0 if is_settled(quiz, row) else tries_of(quiz.policy) - row.tries,
    )


def flag(session: Session, storage: Storage, attempt: Attempt, question_id: str, flagged: bool, now: datetime) -> None:
    """Mark a question to be looked at again, or take the mark off. Raises Invalid, Refused, NotAllowed."""
    question_in(quiz_of(storage, attempt), attempt, question_id)
    locked(session, attempt)
    still_enrolled(attempt.enrolment)
    _not_closed(attempt)
    saved_row(session, attempt, question_id, now).flagged = flagged
    session.flush()


class Ending(Sat, Protocol):
    """An attempt as far as its end goes."""

    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def timed_out(self) -> bool: ...


def _in_time(attempt: Ending, enrolment: Enrolled, now: datetime) -> bool:
    """Whether an answer that comes now counts. Raises NotAllowed after un-enrolment, Refused when the attempt was handed in."""
    still_enrolled(enrolment)
    if attempt.timed_out or is_over(attempt, now):
        return False
    _not_closed(attempt)
    return True


def _stands(quiz: Quiz, row: Answered, answer: Answer, number: int) -> Saved | None:
    """What is kept already where it stays: it is the same, or newer. None for one to be kept. Raises Refused for a settled question."""
    question = quiz.question(row.question_id)
    if question is not None and not question.replaces(row.answer, answer):
        raise Refused(say("Your text was compared with the model and stays as it is."))
    if is_settled(quiz, row) and answer != row.answer:
        raise Refused(say("Your answer to this question was checked and stays as it is."))
    if number > row.sequence:
        return None
    outcome = SAVED if (number, answer) == (row.sequence, row.answer) else STALE
    return Saved(outcome=outcome, answer=row.answer, sequence=row.sequence, saved_at=row.saved_at)


def _still_checked(row: Answered, answer: Answer) -> str | None:
    """An answer other than the one that was checked has not been checked."""
    return row.checked if answer == row.answer else None


def _late(session: Session, storage: Storage, attempt: Attempt, question_id: str, answer: Answer, now: datetime) -> Saved:
    keep_late(session, attempt, question_id, answer, now)
    row = session.get(SavedAnswer, (attempt.id, question_id))
    if attempt.is_open:
        close_by_clock(session, storage, attempt, now)
    if row is None:
        return Saved(outcome=LATE, answer=(), sequence=0, saved_at=attempt.started_at)
    return Saved(outcome=LATE, answer=row.answer, sequence=row.sequence, saved_at=row.saved_at)


def _not_closed(attempt: Ending) -> None:
    if attempt.closed_at is not None:
        raise Refused(say("This attempt was handed in at %(at)s. Its answers stand.", at=attempt.closed_at))
