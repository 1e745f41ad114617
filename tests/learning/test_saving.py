"""Saved answers: the newest wins, nothing strange is kept, and time is the server's."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid, NotAllowed, Refused
from app.learning.answers import read_answer
from app.learning.attempts import start
from app.learning.closing import hand_in
from app.learning.enrolments import withdraw
from app.learning.models import LateAnswer
from app.learning.papers import quiz_of, saved_of
from app.learning.saving import LATE, SAVED, STALE, check, checked_of, flag, save
from tests.learning import build


def begun(session, storage, now, *parts, **rules):
    made = build.course(build.module("m1", "1", build.quiz("q1", "1.1", *parts, **rules)))
    return start(session, storage, build.enrolled(session, storage, now, made), "q1", now)


def test_an_answer_is_kept_and_can_be_changed(session, storage, now):
    attempt = begun(session, storage, now)
    save(session, storage, attempt, "q1-1", ["02"], 1, now)

    saved = save(session, storage, attempt, "q1-1", ["01"], 2, now + timedelta(minutes=1))

    assert (saved.outcome, saved.answer, saved.sequence) == (SAVED, ("01",), 2)
    assert saved_of(session, attempt)["q1-1"].answer == ("01",)


@pytest.mark.row("reliability:Q09")
def test_an_older_window_is_told_and_changes_nothing(session, storage, now):
    attempt = begun(session, storage, now)
    save(session, storage, attempt, "q1-1", ["01"], 5, now)

    for sequence, answer in ((4, ["02"]), (5, ["02"])):
        told = save(session, storage, attempt, "q1-1", answer, sequence, now)
        assert (told.outcome, told.answer, told.sequence) == (STALE, ("01",), 5)


@pytest.mark.row("reliability:Q01")
def test_the_same_answer_sent_again_is_saved_once(session, storage, now):
    attempt = begun(session, storage, now)
    first = save(session, storage, attempt, "q1-1", ["01"], 1, now)

    again = save(session, storage, attempt, "q1-1", ["01"], 1, now + timedelta(minutes=3))

    assert again == first


@pytest.mark.row("reliability:Q05")
@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        ("q2-1", ["01"], "does not belong"),
        ("q1-1", ["09"], "not one of the choices"),
        ("q1-1", ["01", "02"], "Choose one only"),
        ("many", ["01", "01"], "given twice"),
        ("number", ["five"], "not a number"),
        ("number", ["1,234"], "two numbers"),
    ],
)
def test_what_the_question_does_not_offer_is_refused(session, storage, now, question, answer, words):
    attempt = begun(session, storage, now, build.question("q1-1"), build.multiple("many"), build.numeric("number"))

    with pytest.raises(Invalid, match=words):
        save(session, storage, attempt, question, answer, 1, now)

    assert saved_of(session, attempt) == {}


@pytest.mark.row("reliability:Q10")
@pytest.mark.row("reliability:Q24")
@pytest.mark.parametrize(
    "raw",
    [None, "01", 1, True, {"0": "01"}, [1], [None], [["01"]], ["\ud800"], ["\x00"], ["x" * 1_000_000], ["01"] * 201],
    ids=["null", "text", "number", "bool", "object", "list of numbers", "list of null", "nested", "half character", "nul", "long", "many"],
)
def test_what_no_browser_posts_is_refused_and_the_attempt_stays_open(session, storage, now, raw):
    attempt = begun(session, storage, now)

    with pytest.raises(Invalid):
        save(session, storage, attempt, "q1-1", raw, 1, now)

    assert attempt.is_open
    assert saved_of(session, attempt) == {}


@pytest.mark.row("reliability:Q10")
@pytest.mark.parametrize("sequence", [0, -1, True, "1", 1.5, None, 2**53])
def test_a_sequence_is_a_whole_number_from_one(session, storage, now, sequence):
    attempt = begun(session, storage, now)

    with pytest.raises(Invalid, match="Open the page again"):
        save(session, storage, attempt, "q1-1", ["01"], sequence, now)


@given(
    raw=st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_whatever_arrives_is_an_answer_or_refused(raw):
    question = build.multiple("many")

    try:
        answer = read_answer(question, raw)
    except Invalid:
        return

    assert set(answer) <= {"01", "02", "03", "04"}


@pytest.mark.row("reliability:Q06")
@pytest.mark.row("reliability:Q17")
@pytest.mark.parametrize(("seconds", "outcome"), [(60, SAVED), (70, SAVED), (71, LATE), (3_600, LATE)])
def test_ten_seconds_after_the_deadline_nothing_is_scored_but_kept_as_evidence(session, storage, now, seconds, outcome):
    attempt = begun(session, storage, now, time_limit=60)
    save(session, storage, attempt, "q1-1", ["01"], 1, now)

    told = save(session, storage, attempt, "q1-2", ["01"], 1, now + timedelta(seconds=seconds))

    evidence = session.get(LateAnswer, (attempt.id, "q1-2"))
    assert told.outcome == outcome
    assert (evidence is not None) == (outcome == LATE)
    assert attempt.percent == (50 if outcome == LATE else None)


@pytest.mark.row("reliability:Q17")
def test_answers_that_come_after_the_clock_closed_it_are_evidence_the_newest_of_each(session, storage, now):
    attempt = begun(session, storage, now, time_limit=60)
    save(session, storage, attempt, "q1-1", ["01"], 1, now)
    save(session, storage, attempt, "q1-1", ["02"], 2, now + timedelta(hours=1))

    told = save(session, storage, attempt, "q1-1", ["03"], 3, now + timedelta(hours=2))

    assert (told.outcome, told.answer, told.sequence) == (LATE, ("01",), 1)
    assert session.get_one(LateAnswer, (attempt.id, "q1-1")).given == ["03"]
    assert attempt.percent == 50


@pytest.mark.row("reliability:Q19")
def test_nothing_is_changed_after_handing_in(session, storage, now):
    attempt = begun(session, storage, now)
    hand_in(session, storage, attempt, "first-key", now)

    with pytest.raises(Refused, match="handed in at 24 November 2026, 09:30 UTC"):
        save(session, storage, attempt, "q1-1", ["01"], 1, now)
    with pytest.raises(Refused):
        flag(session, storage, attempt, "q1-1", True, now)


@pytest.mark.row("reliability:Q07")
def test_nothing_is_saved_after_leaving_the_course(session, storage, now):
    attempt = begun(session, storage, now)
    withdraw(session, attempt.enrolment, now)

    with pytest.raises(NotAllowed):
        save(session, storage, attempt, "q1-1", ["01"], 1, now)
    with pytest.raises(NotAllowed):
        hand_in(session, storage, attempt, "first-key", now)


def test_a_question_marked_to_be_looked_at_again_is_not_answered_by_it(session, storage, now):
    attempt = begun(session, storage, now)

    flag(session, storage, attempt, "q1-2", True, now)

    row = saved_of(session, attempt)["q1-2"]
    assert (row.flagged, row.answer) == (True, ())
    flag(session, storage, attempt, "q1-2", False, now)
    assert not saved_of(session, attempt)["q1-2"].flagged


def test_where_feedback_comes_at_the_end_nothing_is_checked(session, storage, now):
    attempt = begun(session, storage, now)

    with pytest.raises(NotAllowed, match="after the quiz was handed in"):
        check(session, storage, attempt, "q1-1", ["01"], 1, now)


def test_a_check_at_once_settles_the_question_and_shows_why(session, storage, now):
    attempt = begun(session, storage, now, feedback="at-once")

    told = check(session, storage, attempt, "q1-1", ["02"], 1, now)

    assert (told.settled, told.tries_left, told.credit) == (True, 0, 0)
    assert told.review.verdict == "wrong"
    with pytest.raises(Refused, match="was checked and stays"):
        save(session, storage, attempt, "q1-1", ["01"], 2, now)
    assert check(session, storage, attempt, "q1-1", ["02"], 2, now).settled


@pytest.mark.row("reliability:Q01")
def test_a_double_click_on_check_uses_one_try(session, storage, now):
    attempt = begun(session, storage, now, feedback="tries", tries=3)
    first = check(session, storage, attempt, "q1-1", ["02"], 1, now)

    again = check(session, storage, attempt, "q1-1", ["02"], 1, now)

    assert first == again
    assert (again.settled, again.tries_left) == (False, 2)


def test_each_further_try_takes_a_third_off(session, storage, now):
    attempt = begun(session, storage, now, build.question("a"), build.question("b"), build.question("c"), feedback="tries", tries=3)
    check(session, storage, attempt, "a", ["01"], 1, now)
    check(session, storage, attempt, "b", ["02"], 1, now)
    check(session, storage, attempt, "b", ["01"], 2, now)
    check(session, storage, attempt, "c", ["02"], 1, now)
    save(session, storage, attempt, "c", ["01"], 2, now)

    hand_in(session, storage, attempt, "first-key", now)

    assert Fraction(attempt.earned) == 1 + Fraction(2, 3) + Fraction(2, 3)
    assert attempt.percent == 78


def test_an_open_question_is_not_checked_and_a_stale_check_judges_nothing(session, storage, now):
    attempt = begun(session, storage, now, feedback="tries", tries=2)
    with pytest.raises(Invalid, match="Give an answer first"):
        check(session, storage, attempt, "q1-1", [], 1, now)
    check(session, storage, attempt, "q1-1", ["02"], 3, now)

    stale = check(session, storage, attempt, "q1-1", ["01"], 2, now)

    assert (stale.outcome, stale.review) == (STALE, None)


def test_the_page_that_is_opened_again_knows_what_was_checked(session, storage, now):
    attempt = begun(session, storage, now, feedback="tries", tries=3)
    checked = check(session, storage, attempt, "q1-1", ["02"], 1, now)
    row = saved_of(session, attempt)["q1-1"]

    assert checked_of(quiz_of(storage, attempt), row) == checked
    save(session, storage, attempt, "q1-1", ["03"], 2, now)
    assert checked_of(quiz_of(storage, attempt), row).tries_left == 2
