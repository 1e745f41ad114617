"""Handing in: once, with one result, whatever is clicked twice or comes late."""

from datetime import timedelta
from fractions import Fraction

import pytest

from app.errors import Invalid, Refused
from app.learning.attempts import start
from app.learning.closing import Given, close_if_due, due, hand_in
from app.learning.enrolments import rows_of
from app.learning.models import LateAnswer
from app.learning.papers import saved_of
from app.learning.saving import check, save
from tests.learning import build


def begun(session, storage, now, *parts, **rules):
    made = build.course(build.module("m1", "1", build.quiz("q1", "1.1", *parts, **rules)))
    return start(session, storage, build.enrolled(session, storage, now, made), "q1", now)


def test_the_mark_is_what_was_saved(session, storage, now):
    attempt = begun(session, storage, now, build.question("a", points=1), build.multiple("b", points=2), pass_mark=67)
    save(session, storage, attempt, "a", ["01"], 1, now)
    save(session, storage, attempt, "b", ["01"], 1, now)

    hand_in(session, storage, attempt, "first-key", now + timedelta(minutes=5))

    assert (attempt.mark.earned, attempt.mark.possible) == (Fraction(2), 3)
    assert (attempt.percent, attempt.passed) == (67, True)
    assert attempt.closed_at == now + timedelta(minutes=5)


@pytest.mark.row("reliability:Q02")
@pytest.mark.row("reliability:Q22")
def test_the_same_key_gives_the_stored_result_days_later(session, storage, now):
    attempt = begun(session, storage, now)
    hand_in(session, storage, attempt, "first-key", now)

    again = hand_in(session, storage, attempt, "first-key", now + timedelta(days=40))

    assert again.closed_at == now
    assert again.percent == 0


@pytest.mark.row("reliability:Q03")
def test_the_same_key_with_other_answers_is_refused_and_the_first_stay(session, storage, now):
    attempt = begun(session, storage, now)
    hand_in(session, storage, attempt, "first-key", now, [Given("q1-1", ["02"], 1)])

    with pytest.raises(Invalid, match="other answers"):
        hand_in(session, storage, attempt, "first-key", now, [Given("q1-1", ["01"], 1)])

    assert saved_of(session, attempt)["q1-1"].answer == ("02",)
    assert hand_in(session, storage, attempt, "first-key", now, [Given("q1-1", ["02"], 1)]).percent == 0


@pytest.mark.row("reliability:Q19")
def test_another_window_is_told_that_it_was_handed_in(session, storage, now):
    attempt = begun(session, storage, now)
    hand_in(session, storage, attempt, "first-key", now)

    with pytest.raises(Refused, match="Its result stands"):
        hand_in(session, storage, attempt, "other-key", now)


@pytest.mark.parametrize("key", ["", "short", "with space", "x" * 65, "ключ-ключ", None, 12345678])
def test_a_hand_in_needs_its_key(session, storage, now, key):
    attempt = begun(session, storage, now)

    with pytest.raises(Invalid, match="lacks its key"):
        hand_in(session, storage, attempt, key, now)


def test_answers_that_come_with_the_hand_in_count_unless_a_newer_one_is_there(session, storage, now):
    attempt = begun(session, storage, now)
    save(session, storage, attempt, "q1-2", ["02"], 7, now)

    hand_in(session, storage, attempt, "first-key", now, [Given("q1-1", ["01"], 1), Given("q1-2", ["01"], 6)])

    assert attempt.percent == 50


def test_answers_that_come_with_the_hand_in_replace_older_ones_but_not_checked_ones(session, storage, now):
    attempt = begun(session, storage, now, feedback="at-once")
    save(session, storage, attempt, "q1-1", ["02"], 1, now)
    check(session, storage, attempt, "q1-2", ["02"], 1, now)

    hand_in(session, storage, attempt, "first-key", now, [Given("q1-1", ["01"], 2), Given("q1-2", ["01"], 2)])

    assert attempt.percent == 50


@pytest.mark.row("reliability:Q05")
def test_one_wrong_entry_in_the_form_keeps_everything_as_it_was(session, storage, now):
    attempt = begun(session, storage, now)

    with pytest.raises(Invalid):
        hand_in(session, storage, attempt, "first-key", now, [Given("q1-1", ["01"], 1), Given("nowhere", ["01"], 1)])

    assert attempt.is_open
    assert saved_of(session, attempt) == {}


@pytest.mark.row("reliability:Q06")
@pytest.mark.parametrize(("seconds", "percent", "timed_out"), [(70, 100, False), (71, 50, True)])
def test_the_grace_of_ten_seconds_is_the_same_for_a_hand_in(session, storage, now, seconds, percent, timed_out):
    attempt = begun(session, storage, now, time_limit=60)
    save(session, storage, attempt, "q1-1", ["01"], 1, now)

    hand_in(session, storage, attempt, "first-key", now + timedelta(seconds=seconds), [Given("q1-2", ["01"], 1)])

    assert (attempt.percent, attempt.timed_out) == (percent, timed_out)
    assert (session.get(LateAnswer, (attempt.id, "q1-2")) is not None) == timed_out


def test_who_hands_in_what_the_clock_closed_gets_its_result(session, storage, now):
    attempt = begun(session, storage, now, time_limit=60)
    hand_in(session, storage, attempt, "first-key", now + timedelta(hours=1))

    again = hand_in(session, storage, attempt, "other-key", now + timedelta(hours=2))

    assert again.closed_at == now + timedelta(seconds=70)


@pytest.mark.row("reliability:Q06")
def test_the_sweep_closes_what_is_over_and_nothing_else(session, storage, now):
    over = begun(session, storage, now, time_limit=60)
    running = begun(session, storage, now, time_limit=600)
    endless = begun(session, storage, now)
    later = now + timedelta(seconds=71)

    assert due(session, later) == [over.id]
    closed = [close_if_due(session, storage, each.id, later) for each in (over, running, endless)]

    assert closed == [over, None, None]
    assert close_if_due(session, storage, over.id, later) is None
    assert close_if_due(session, storage, 10**6, later) is None
    assert over.percent == 0


@pytest.mark.row("reliability:Q15")
def test_a_clock_that_goes_back_gives_no_negative_time(session, storage, now):
    attempt = begun(session, storage, now, time_limit=60)

    hand_in(session, storage, attempt, "first-key", now - timedelta(hours=1))

    assert attempt.closed_at == attempt.started_at
    with pytest.raises(Refused):
        save(session, storage, attempt, "q1-1", ["01"], 1, now)


def test_the_facts_of_the_quiz_follow_the_best_attempt(session, storage, now):
    first = begun(session, storage, now)
    enrolment = first.enrolment
    hand_in(session, storage, first, "first-key", now, [Given("q1-1", ["01"], 1), Given("q1-2", ["01"], 1)])
    second = start(session, storage, enrolment, "q1", now)

    hand_in(session, storage, second, "second-key", now + timedelta(days=1))

    row = rows_of(session, enrolment)["q1"]
    assert (row.best, row.passed_at, row.finished_at) == (100, now, now)


def test_a_practice_quiz_is_finished_and_never_stamped(session, storage, now):
    attempt = begun(session, storage, now, graded=False)

    hand_in(session, storage, attempt, "first-key", now, [Given("q1-1", ["01"], 1), Given("q1-2", ["01"], 1)])

    row = rows_of(session, attempt.enrolment)["q1"]
    assert (row.best, row.passed_at, row.finished_at) == (100, None, now)


@pytest.mark.row("reliability:Q10")
@pytest.mark.parametrize("sequence", [0, 2**80, "1", None, True])
def test_answers_that_come_with_the_hand_in_need_their_place_in_the_order(session, storage, now, sequence):
    attempt = begun(session, storage, now)

    with pytest.raises(Invalid, match="place in the order"):
        hand_in(session, storage, attempt, "first-key", now, [Given("q1-1", ["01"], sequence)])

    assert attempt.is_open


def test_an_answer_that_was_saved_before_and_comes_again_is_the_same_answer(session, storage, now):
    attempt = begun(session, storage, now)
    save(session, storage, attempt, "q1-1", ["01"], 1, now)

    hand_in(session, storage, attempt, "first-key", now + timedelta(hours=1), [Given("q1-1", ["01"], 2)])

    row = saved_of(session, attempt)["q1-1"]
    assert (row.answer, row.saved_at, attempt.percent) == (("01",), now, 50)
