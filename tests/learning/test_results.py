"""The result page: replayed from stored answers, by topic, with what to read again."""

from datetime import timedelta
from fractions import Fraction

import pytest

from app.assessment.marks import Mark
from app.errors import Refused
from app.learning.attempts import start
from app.learning.closing import Given, hand_in
from app.learning.enrolments import move
from app.learning.results import points_missing, result_of
from app.learning.saving import check, save
from tests.learning import build

TOPICS = {"terms": "Terms", "control": "Control from evidence", "bands": "Bands"}


def topical(**rules):
    questions = (
        build.question("a", points=2, tags=("terms",), see="l1/1"),
        build.question("b", points=3, tags=("x", "control"), see="l1/2"),
        build.question("c", points=3, tags=("control",), see="l1/2"),
        build.question("d", points=1, tags=("bands",)),
        build.question("e", points=1, see="l2"),
    )
    first = build.module(
        "m1", "1", build.lesson("l2", "1.1"), build.lesson("l1", "1.2", minutes=7), build.quiz("q1", "1.3", *questions, **rules)
    )
    return build.course(first, topics=TOPICS)


def handed_in(session, storage, now, *right, **rules):
    enrolment = build.enrolled(session, storage, now, topical(**rules))
    attempt = start(session, storage, enrolment, "q1", now)
    return hand_in(session, storage, attempt, "first-key", now + timedelta(minutes=14), [Given(each, ["01"], 1) for each in right])


@pytest.mark.row("reliability:Q13")
def test_a_running_attempt_has_no_result(session, storage, now):
    attempt = start(session, storage, build.enrolled(session, storage, now), "q1", now)

    with pytest.raises(Refused, match="still running"):
        result_of(session, storage, attempt, now)


def test_the_result_is_what_was_stored_when_it_was_handed_in(session, storage, now):
    attempt = handed_in(session, storage, now, "a", "b", "d", attempts=3)

    result = result_of(session, storage, attempt, now)

    assert result.mark == attempt.mark
    assert (result.percent, result.passed, result.points_missing, result.attempts_left) == (60, False, 2, 2)
    assert (result.seconds_used, result.seconds_allowed) == (840, None)
    assert [row.verdict for row in result.questions] == ["right", "right", "open", "right", "open"]


def test_topics_stand_in_the_order_of_the_source_with_what_to_read_again(session, storage, now):
    result = result_of(session, storage, handed_in(session, storage, now, "a", "b"), now)

    rows = [(topic.title, topic.mark.earned, topic.mark.possible, topic.reading and topic.reading.number) for topic in result.topics]
    assert rows == [("Terms", 2, 2, None), ("Control from evidence", 3, 6, "1.2.2"), ("Bands", 0, 1, "1.2")]


def test_what_to_read_first_is_where_most_points_were_lost(session, storage, now):
    result = result_of(session, storage, handed_in(session, storage, now, "a", "b"), now)

    rows = [(share.reading.number, share.title, share.lost, share.reading.minutes) for share in result.read_first]
    assert rows == [("1.2.2", "Control from evidence", 3, 4), ("1.2", "Bands", 1, 7), ("1.1", "", 1, 5)]


def test_a_full_result_leaves_nothing_to_read(session, storage, now):
    result = result_of(session, storage, handed_in(session, storage, now, "a", "b", "c", "d", "e"), now)

    assert (result.read_first, result.points_missing, result.percent) == ((), 0, 100)


def test_a_quiz_without_a_lesson_before_it_names_nothing_to_read(session, storage, now):
    made = build.course(build.module("m1", "1", build.quiz("q1", "1.1", build.question("a"), build.question("b", see="gone"))))
    attempt = start(session, storage, build.enrolled(session, storage, now, made), "q1", now)
    hand_in(session, storage, attempt, "first-key", now)

    result = result_of(session, storage, attempt, now)

    assert [row.reading for row in result.questions] == [None, None]
    assert (result.topics, result.read_first) == ((), ())


def test_partly_right_is_said_after_tries(session, storage, now):
    enrolment = build.enrolled(session, storage, now, topical(feedback="tries", tries=2))
    attempt = start(session, storage, enrolment, "q1", now)
    check(session, storage, attempt, "a", ["02"], 1, now)
    check(session, storage, attempt, "a", ["01"], 2, now)
    check(session, storage, attempt, "b", ["02"], 1, now)

    row, wrong, *_ = result_of(session, storage, hand_in(session, storage, attempt, "first-key", now), now).questions

    assert (row.verdict, row.credit, row.tries, row.review.verdict) == ("partly", Fraction(1, 2), 2, "right")
    assert wrong.verdict == "wrong"


def test_an_overdue_attempt_shows_its_result_before_anybody_has_closed_it(session, storage, now):
    enrolment = build.enrolled(session, storage, now, topical(time_limit=1200))
    attempt = start(session, storage, enrolment, "q1", now)
    save(session, storage, attempt, "a", ["01"], 1, now)

    result = result_of(session, storage, attempt, now + timedelta(hours=1))

    assert (result.percent, attempt.closed_at) == (20, None)
    assert (result.seconds_used, result.seconds_allowed) == (1200, 1200)


@pytest.mark.row("reliability:Q14")
@pytest.mark.row("reliability:D22")
def test_a_result_stays_what_it_was_when_the_course_changes(session, storage, now):
    attempt = handed_in(session, storage, now, "a", "b", "d")
    changed = build.course(build.module("m1", "1", build.lesson("l1", "1.1")), slug=attempt.enrolment.course.slug)
    move(session, storage, attempt.enrolment, build.published(session, storage, changed, now))

    result = result_of(session, storage, attempt, now)

    assert (result.percent, result.attempts_left) == (60, 0)
    assert result.mark == attempt.mark


@pytest.mark.parametrize(
    ("earned", "possible", "pass_mark", "missing"),
    [(16, 24, 80, 4), (0, 10, 80, 8), (Fraction(159, 2), 100, 80, 0), (Fraction(39, 2), 25, 80, 1), (0, 3, 100, 3), (1, 1, 80, 0)],
)
def test_the_points_that_are_missing_are_the_fewest_that_pass(earned, possible, pass_mark, missing):
    mark = Mark(Fraction(earned), possible)

    assert points_missing(mark, pass_mark) == missing
    assert Mark(mark.earned + missing, possible).passes(pass_mark)
    assert missing == 0 or not Mark(mark.earned + missing - 1, possible).passes(pass_mark)
