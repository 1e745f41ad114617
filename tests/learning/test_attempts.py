"""Attempts: started once, counted from the start, and never more than there are."""

from datetime import timedelta

import pytest

from app.errors import NotAllowed, NotFound, Refused
from app.learning import attempts
from app.learning.attempts import sitting, start
from app.learning.closing import hand_in
from app.learning.completion import attempts_at
from app.learning.enrolments import give_time, withdraw
from app.learning.papers import attempt_of, saved_of, seconds_left
from app.learning.saving import save
from tests.learning import build


def with_quiz(**rules):
    return build.course(build.module("m1", "1", build.lesson("l1", "1.1"), build.quiz("q1", "1.2", **rules)))


def test_starting_twice_gives_the_same_attempt(session, storage, now):
    enrolment = build.enrolled(session, storage, now)

    first = start(session, storage, enrolment, "q1", now)
    second = start(session, storage, enrolment, "q1", now)

    assert first.id == second.id
    assert first.questions == ["q1-1", "q1-2"]


@pytest.mark.row("reliability:Q07")
def test_a_used_up_quiz_is_refused_and_nothing_is_remembered(session, storage, now):
    enrolment = build.enrolled(session, storage, now, with_quiz(attempts=1))
    hand_in(session, storage, start(session, storage, enrolment, "q1", now), "first-key", now)

    with pytest.raises(NotAllowed, match=r"used your 1 attempt\. Your best result, 0 %"):
        start(session, storage, enrolment, "q1", now)

    assert len(attempts_at(session, enrolment, "q1")) == 1


@pytest.mark.row("reliability:Q25")
def test_an_attempt_that_is_only_looked_at_counts(session, storage, now):
    enrolment = build.enrolled(session, storage, now, with_quiz(attempts=3))

    start(session, storage, enrolment, "q1", now)

    assert sitting(session, storage, enrolment, "q1", now).attempts_left == 2


@pytest.mark.row("reliability:Q04")
def test_the_attempt_of_somebody_else_does_not_exist(session, storage, now):
    enrolment = build.enrolled(session, storage, now)
    mallory = build.person(session, now, "Mallory Grey")
    attempt = start(session, storage, enrolment, "q1", now)

    for number in (attempt.id, 2**40, -1):
        with pytest.raises(NotFound, match="no such attempt"):
            attempt_of(session, mallory.id, number)

    assert attempt_of(session, enrolment.person_id, attempt.id) is attempt


@pytest.mark.row("reliability:Q07")
def test_who_left_the_course_starts_nothing(session, storage, now):
    enrolment = build.enrolled(session, storage, now)
    withdraw(session, enrolment, now)

    with pytest.raises(NotAllowed, match="no longer enrolled"):
        start(session, storage, enrolment, "q1", now)


def test_more_time_is_taken_into_the_deadline_when_the_attempt_starts(session, storage, now):
    enrolment = build.enrolled(session, storage, now, with_quiz(time_limit=1200))
    give_time(session, enrolment, 25)

    attempt = start(session, storage, enrolment, "q1", now)

    assert attempt.deadline == now + timedelta(seconds=1500)
    assert seconds_left(attempt, now + timedelta(seconds=10)) == 1490
    assert seconds_left(attempt, now + timedelta(hours=10)) == 0


@pytest.mark.row("reliability:Q21")
def test_who_signs_in_again_finds_the_same_attempt_with_the_same_deadline_and_answers(session, storage, now):
    enrolment = build.enrolled(session, storage, now, with_quiz(time_limit=1200))
    first = start(session, storage, enrolment, "q1", now)
    save(session, storage, first, "q1-1", ["01"], 1, now)
    session.expire_all()

    again = start(session, storage, enrolment, "q1", now + timedelta(minutes=15))

    assert (again.id, again.deadline) == (first.id, now + timedelta(minutes=20))
    assert saved_of(session, again)["q1-1"].answer == ("01",)


def test_a_wait_between_attempts_is_kept(session, storage, now):
    enrolment = build.enrolled(session, storage, now, with_quiz(wait=86_400))
    hand_in(session, storage, start(session, storage, enrolment, "q1", now), "first-key", now)

    with pytest.raises(NotAllowed, match="25 November 2026, 09:30 UTC"):
        start(session, storage, enrolment, "q1", now + timedelta(hours=23))

    assert sitting(session, storage, enrolment, "q1", now + timedelta(hours=23)).next_at == now + timedelta(days=1)
    assert start(session, storage, enrolment, "q1", now + timedelta(days=1)).number == 2


def test_an_overdue_attempt_is_closed_by_starting_again(session, storage, now):
    enrolment = build.enrolled(session, storage, now, with_quiz(time_limit=60))
    first = start(session, storage, enrolment, "q1", now)

    second = start(session, storage, enrolment, "q1", now + timedelta(hours=1))

    assert (first.timed_out, first.percent, second.number) == (True, 0, 2)
    assert first.closed_at == now + timedelta(seconds=70)


def test_the_page_before_a_quiz_tells_what_it_holds_and_what_runs(session, storage, now):
    enrolment = build.enrolled(session, storage, now, with_quiz(time_limit=60, attempts=2))
    before = sitting(session, storage, enrolment, "q1", now)
    attempt = start(session, storage, enrolment, "q1", now)

    during = sitting(session, storage, enrolment, "q1", now)

    assert (before.questions, before.points, before.seconds, before.running, before.obstacle) == (2, 2, 60, None, None)
    assert during.running is attempt
    assert sitting(session, storage, enrolment, "q1", now + timedelta(hours=1)).running is None


def test_an_attempt_that_another_window_used_up_meanwhile_is_told(session, storage, now, monkeypatch):
    enrolment = build.enrolled(session, storage, now)
    monkeypatch.setattr(attempts, "added", lambda session, row: False)

    with pytest.raises(Refused, match="Another window used this attempt"):
        start(session, storage, enrolment, "q1", now)


def test_without_a_limit_there_is_no_time_left_to_show_and_no_mark_before_the_end(session, storage, now):
    attempt = start(session, storage, build.enrolled(session, storage, now), "q1", now)

    assert (seconds_left(attempt, now), attempt.mark) == (None, None)
