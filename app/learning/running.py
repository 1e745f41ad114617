"""A running attempt as plain rows, for what is asked for most: its pages and its answers. Compiled statements, no mapped objects."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, bindparam, insert, select, update

from app.assessment.questions import Answer
from app.learning.models import Attempt, Enrolment, SavedAnswer
from app.publishing.models import Version
from app.statements import Statement, Work


class Running(NamedTuple):
    """An attempt of its person, with the names of the mapped class. `digest` names the course as it was when it began."""

    id: int
    number: int
    quiz_id: str
    edition: str
    language: str
    seed: int
    questions: tuple[str, ...]
    started_at: datetime
    deadline: datetime | None
    closed_at: datetime | None
    timed_out: bool
    withdrawn_at: datetime | None
    digest: str

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Kept(NamedTuple):
    """What is kept of one question, with the names of the mapped class."""

    question_id: str
    given: tuple[str, ...]
    sequence: int
    tries: int
    checked: str | None
    flagged: bool
    saved_at: datetime

    @property
    def answer(self) -> Answer:
        return self.given


COLUMNS = (
    Attempt.id,
    Attempt.number,
    Attempt.quiz_id,
    Attempt.edition,
    Attempt.language,
    Attempt.seed,
    Attempt.questions,
    Attempt.started_at,
    Attempt.deadline,
    Attempt.closed_at,
    Attempt.timed_out,
    Enrolment.withdrawn_at,
    Version.content_hash,
)
"""Of an attempt with its enrolment and its version."""

_ANSWER = (
    SavedAnswer.question_id,
    SavedAnswer.given,
    SavedAnswer.sequence,
    SavedAnswer.tries,
    SavedAnswer.checked,
    SavedAnswer.flagged,
    SavedAnswer.saved_at,
)
_OF_ATTEMPT = SavedAnswer.attempt_id == bindparam("attempt")
_OF_QUESTION = SavedAnswer.question_id == bindparam("question")
_NEW = {name: bindparam(f"new_{name}", type_=getattr(SavedAnswer, name).type) for name in ("given", "sequence", "checked", "saved_at")}

_ANSWERS = Statement(select(*_ANSWER).where(_OF_ATTEMPT))
_ONE_ANSWER = Statement(select(*_ANSWER).where(_OF_ATTEMPT, _OF_QUESTION))
_LOCK = Statement(
    select(Attempt.deadline, Attempt.closed_at, Attempt.timed_out, Enrolment.withdrawn_at)
    .select_from(Attempt)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .where(Attempt.id == bindparam("attempt"), Enrolment.person_id == bindparam("person"))
    .with_for_update(key_share=True, of=Attempt)
)
_ADD = Statement(
    insert(SavedAnswer).values(
        attempt_id=bindparam("attempt", type_=SavedAnswer.attempt_id.type),
        question_id=bindparam("question", type_=SavedAnswer.question_id.type),
        tries=0,
        flagged=False,
        **_NEW,
    )
)
_CHANGE = Statement(update(SavedAnswer).where(_OF_ATTEMPT, _OF_QUESTION).values(**_NEW))


def running_of(row: tuple[Any, ...]) -> Running:
    """From the values of COLUMNS, which stand in the order of its fields."""
    made = Running._make(row)
    return made._replace(questions=tuple(made.questions))


def answers_of(engine: Engine, attempt_id: int) -> Mapping[str, Kept]:
    """What is kept of each question."""
    return {row[0]: _kept(row) for row in _ANSWERS.rows(engine, attempt=attempt_id)}


def locked_of(work: Work, person_id: int, running: Running) -> Running | None:
    """The attempt as it is now, held until the transaction ends; None when it is not this person's. Only what can change is read again."""
    found = next(iter(_LOCK.within(work, attempt=running.id, person=person_id)), None)
    if found is None:
        return None
    deadline, closed_at, timed_out, withdrawn_at = found
    return running._replace(deadline=deadline, closed_at=closed_at, timed_out=timed_out, withdrawn_at=withdrawn_at)


def answer_of(work: Work, attempt_id: int, question_id: str) -> Kept | None:
    """What is kept of one question, read after the attempt was locked."""
    found = next(iter(_ONE_ANSWER.within(work, attempt=attempt_id, question=question_id)), None)
    return _kept(found) if found else None


def keep(work: Work, attempt_id: int, row: Kept, *, is_new: bool) -> None:
    """Write an answer; the caller holds the attempt's lock, so nobody else makes or changes the row."""
    values = {"new_given": list(row.given), "new_sequence": row.sequence, "new_checked": row.checked, "new_saved_at": row.saved_at}
    (_ADD if is_new else _CHANGE).within(work, attempt=attempt_id, question=row.question_id, **values)


def _kept(row: tuple[Any, ...]) -> Kept:
    """From the values of _ANSWER, which stand in the order of its fields."""
    made = Kept._make(row)
    return made._replace(given=tuple(made.given))
