"""A running attempt as plain rows, for what is asked for most: its pages and its answers. Compiled statements, no mapped objects."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, and_, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

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

ANSWER = (
    SavedAnswer.question_id,
    SavedAnswer.given,
    SavedAnswer.sequence,
    SavedAnswer.tries,
    SavedAnswer.checked,
    SavedAnswer.flagged,
    SavedAnswer.saved_at,
)
"""Of what is kept of a question."""

_ANSWERS = Statement(select(*ANSWER).where(SavedAnswer.attempt_id == bindparam("attempt")))


def _keeping(insert: Any) -> Any:
    """An answer is written only where nothing has happened since it was judged: the attempt is as open, the row as it was.

    The attempt is held until the transaction ends, so that it cannot be marked without this answer.
    """
    names = ("question_id", "given", "sequence", "tries", "checked", "flagged", "saved_at")
    new = [bindparam(name, type_=getattr(SavedAnswer, name).type).label(name) for name in names]
    open_still = (Attempt.closed_at.is_(None), Attempt.timed_out.is_(False), Enrolment.withdrawn_at.is_(None))
    mine = (Attempt.id == bindparam("attempt"), Enrolment.person_id == bindparam("person"))
    source = select(Attempt.id, *new).join(Enrolment, Enrolment.id == Attempt.enrolment_id).where(*mine, *open_still)
    made = insert(SavedAnswer).from_select(["attempt_id", *names], source.with_for_update(key_share=True, of=Attempt))
    return made.on_conflict_do_update(
        index_elements=["attempt_id", "question_id"],
        set_={name: made.excluded[name] for name in ("given", "sequence", "checked", "saved_at")},
        where=and_(SavedAnswer.sequence == bindparam("seen_sequence"), SavedAnswer.tries == made.excluded.tries),
    )


_KEEP = {"sqlite": Statement(_keeping(sqlite.insert)), "postgresql": Statement(_keeping(postgresql.insert))}


def running_of(row: tuple[Any, ...]) -> Running:
    """From the values of COLUMNS, which stand in the order of its fields."""
    made = Running._make(row)
    return made._replace(questions=tuple(made.questions))


def answers_of(engine: Engine, attempt_id: int) -> Mapping[str, Kept]:
    """What is kept of each question."""
    rows = (kept_of(row) for row in _ANSWERS.rows(engine, attempt=attempt_id))
    return {row.question_id: row for row in rows if row is not None}


def keep(work: Work, person_id: int, attempt_id: int, row: Kept, seen: Kept | None) -> bool:
    """Write an answer that was judged by what was `seen`; False, with nothing written, when that is no longer so."""
    before = seen.sequence if seen else 0
    written = _KEEP[work.dialect.name].within(work, person=person_id, attempt=attempt_id, seen_sequence=before, **row._asdict())
    return written == 1


def kept_of(row: tuple[Any, ...]) -> Kept | None:
    """From the values of ANSWER; None where an outer join found nothing."""
    made = Kept._make(row)
    return made._replace(given=tuple(made.given)) if made.question_id is not None else None
