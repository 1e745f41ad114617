"""Answers by compiled statements: written only where nothing has happened since they were judged, and the same as by the mapped classes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.database import Writing, plain_transaction, transaction
from app.errors import NotAllowed, Refused
from app.learning import running
from app.learning.attempts import start
from app.learning.closing import hand_in
from app.learning.enrolments import withdraw
from app.learning.models import Attempt, SavedAnswer
from app.learning.papers import GRACE, attempt_of, quiz_of
from app.learning.running import Kept, Running
from app.learning.saving import SAVED, STALE, Saved, flag, judged, save
from app.statements import READING, WRITING
from tests.learning import build


@pytest.fixture
def here(writing: Writing):
    yield writing
    READING.drop()
    WRITING.drop()


def begun(writing: Writing, storage, now, **rules) -> Running:
    """A running attempt that is committed, as its page reads it."""
    with transaction(writing) as db:
        made = build.course(build.module("m1", "1", build.quiz("q1", "1.1", **rules)))
        attempt = start(db, storage, build.enrolled(db, storage, now, made), "q1", now)
        return running_of(attempt)


def running_of(attempt: Attempt) -> Running:
    names = [name for name in Running._fields if name not in ("questions", "withdrawn_at", "digest")]
    values = {name: getattr(attempt, name) for name in names}
    return Running(
        **values, questions=tuple(attempt.questions), withdrawn_at=attempt.enrolment.withdrawn_at, digest=attempt.version.content_hash
    )


def person_of(writing: Writing, attempt: Running) -> int:
    with transaction(writing) as db:
        return db.get_one(Attempt, attempt.id).enrolment.person_id


def given(writing: Writing, storage, attempt: Running, answer: tuple[str, ...], number: int, now):
    """What a request does: judge by what it reads, then write."""
    seen = running.answers_of(writing.engine, attempt.id).get("q1-1")
    with transaction(writing) as db:
        quiz = quiz_of(storage, db.get_one(Attempt, attempt.id))
    row = judged(quiz, attempt, seen, "q1-1", answer, number, now)
    if not isinstance(row, Kept):
        return row
    with plain_transaction(writing) as work:
        return running.keep(work, person_of_work(work, attempt), attempt.id, row, seen)


def person_of_work(work, attempt: Running) -> int:
    work.cursor.execute(
        f"SELECT enrolment.person_id FROM attempt JOIN enrolment ON enrolment.id = attempt.enrolment_id WHERE attempt.id = {attempt.id}"
    )
    return work.cursor.fetchone()[0]


def stored(writing: Writing, attempt: Running) -> list[tuple[tuple[str, ...], int, int]]:
    with transaction(writing) as db:
        rows = db.scalars(select(SavedAnswer).where(SavedAnswer.attempt_id == attempt.id))
        return [(row.answer, row.sequence, row.tries) for row in rows]


def test_an_answer_is_kept_and_changed(here, storage, now):
    attempt = begun(here, storage, now)

    assert given(here, storage, attempt, ("02",), 1, now) is True
    assert given(here, storage, attempt, ("01",), 2, now) is True

    assert stored(here, attempt) == [(("01",), 2, 0)]
    assert running.answers_of(here.engine, attempt.id)["q1-1"].saved_at == now


def test_what_it_writes_is_what_the_mapped_classes_write(here, storage, now):
    first, second = begun(here, storage, now), begun(here, storage, now)
    for number, answer in ((3, ("02",)), (2, ("01",)), (3, ("02",)), (3, ("01",)), (9, ())):
        told = given(here, storage, first, answer, number, now)
        with transaction(here) as db:
            mine = db.get_one(Attempt, second.id)
            expected = save(db, storage, mine, "q1-1", list(answer), number, now)
        assert told == expected if isinstance(told, Saved) else expected.outcome == SAVED

    assert stored(here, first) == stored(here, second)


def test_a_flag_stays_when_an_answer_is_kept(here, storage, now):
    attempt = begun(here, storage, now)
    with transaction(here) as db:
        flag(db, storage, db.get_one(Attempt, attempt.id), "q1-1", True, now)

    assert given(here, storage, attempt, ("01",), 1, now) is True

    assert running.answers_of(here.engine, attempt.id)["q1-1"].flagged


@pytest.mark.row("reliability:Q09")
def test_an_older_answer_is_told_so(here, storage, now):
    attempt = begun(here, storage, now)
    given(here, storage, attempt, ("01",), 5, now)

    told = given(here, storage, attempt, ("02",), 4, now)

    assert (told.outcome, told.answer) == (STALE, ("01",))


@pytest.mark.row("reliability:Q01")
@pytest.mark.parametrize("meanwhile", ["another answer", "another answer first", "handed in", "withdrawn"])
def test_nothing_is_written_when_something_happened_since_it_was_judged(here, storage, now, meanwhile):
    attempt = begun(here, storage, now)
    person = person_of(here, attempt)
    if meanwhile != "another answer first":
        given(here, storage, attempt, ("01",), 1, now)
    seen = running.answers_of(here.engine, attempt.id).get("q1-1")
    row = Kept(question_id="q1-1", given=("02",), sequence=2, tries=0, checked=None, flagged=False, saved_at=now)
    with transaction(here) as db:
        mine = attempt_of(db, person, attempt.id)
        if meanwhile == "handed in":
            hand_in(db, storage, mine, "a-key-of-it", now)
        elif meanwhile == "withdrawn":
            withdraw(db, mine.enrolment, now)
        else:
            save(db, storage, mine, "q1-1", ["01"], 7, now)
    before = stored(here, attempt)

    with plain_transaction(here) as work:
        written = running.keep(work, person, attempt.id, row, seen)

    assert (written, stored(here, attempt)) == (False, before)


@pytest.mark.row("reliability:Q04")
def test_nobody_writes_into_the_attempt_of_somebody_else(here, storage, now):
    attempt = begun(here, storage, now)
    row = Kept(question_id="q1-1", given=("02",), sequence=1, tries=0, checked=None, flagged=False, saved_at=now)

    with plain_transaction(here) as work:
        written = running.keep(work, person_of_work(work, attempt) + 1, attempt.id, row, None)

    assert (written, stored(here, attempt)) == (False, [])


@pytest.mark.row("reliability:Q06")
def test_a_late_answer_is_left_to_the_way_that_closes_the_attempt(here, storage, now):
    attempt = begun(here, storage, now, time_limit=600)
    in_time = now + timedelta(seconds=600) + GRACE

    assert given(here, storage, attempt, ("01",), 1, in_time) is True
    assert given(here, storage, attempt, ("02",), 2, in_time + timedelta(seconds=1)) is None

    assert stored(here, attempt) == [(("01",), 1, 0)]


@pytest.mark.parametrize(("ended", "error"), [("closed_at", Refused), ("withdrawn_at", NotAllowed)])
def test_what_has_ended_is_refused_in_words(storage, now, writing, here, ended, error):
    attempt = begun(here, storage, now)._replace(**{ended: now})

    with pytest.raises(error):
        given(here, storage, attempt, ("01",), 1, now)
