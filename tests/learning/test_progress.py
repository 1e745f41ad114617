"""Lessons: seen, finished after their practice, and the course that is finished by the last of them."""

from datetime import timedelta

import pytest

from app.errors import Invalid, NotAllowed, NotFound, Refused
from app.learning.attempts import start
from app.learning.closing import Given, hand_in
from app.learning.completion import result_of_course
from app.learning.enrolments import enrolment_of, rows_of, withdraw
from app.learning.practice import practice_answers, practise
from app.learning.progress import facts_of, finish, see
from tests.learning import build


def with_practice(**rules):
    lesson = build.lesson("l1", "1.1", build.question("p1"), build.multiple("p2"))
    return build.course(build.module("m1", "1", lesson, build.quiz("q1", "1.2")), **rules)


@pytest.fixture
def enrolment(session, storage, now):
    return build.enrolled(session, storage, now, with_practice())


def test_a_lesson_that_was_in_view_is_seen_once_and_remembered_as_the_last_place(session, storage, enrolment, now):
    see(session, storage, enrolment, "l1", now, "s2")

    row = see(session, storage, enrolment, "l1", now + timedelta(minutes=1))

    assert (row.seen_at, row.finished_at) == (now, None)
    assert (enrolment.last_lesson, enrolment.last_section, enrolment.last_seen_at) == ("l1", "s2", now + timedelta(minutes=1))
    assert facts_of(session, storage, enrolment).next.number == "1.1.2"


def test_a_section_that_there_is_not_is_not_remembered(session, storage, enrolment, now):
    see(session, storage, enrolment, "l1", now, "<script>")

    assert enrolment.last_section == ""


def test_a_lesson_is_not_finished_before_its_practice_was_tried(session, storage, enrolment, now):
    first = finish(session, storage, enrolment, "l1", now)
    practise(session, storage, enrolment, "l1", "p1", ["03"], now)
    second = finish(session, storage, enrolment, "l1", now)
    practise(session, storage, enrolment, "l1", "p2", ["01"], now)

    third = finish(session, storage, enrolment, "l1", now + timedelta(hours=1))

    assert (first.finished, first.missing) == (False, ("p1", "p2"))
    assert (second.finished, second.missing) == (False, ("p2",))
    assert (third.finished, third.missing, third.course_finished) == (True, (), False)
    assert rows_of(session, enrolment)["l1"].finished_at == now + timedelta(hours=1)


def test_finishing_again_changes_no_date(session, storage, now):
    enrolment = build.enrolled(session, storage, now)
    finish(session, storage, enrolment, "l1", now)

    finish(session, storage, enrolment, "l1", now + timedelta(days=1))

    assert rows_of(session, enrolment)["l1"].finished_at == now


def test_practice_is_answered_at_once_and_the_last_answer_is_kept(session, storage, enrolment, now):
    wrong = practise(session, storage, enrolment, "l1", "p1", ["02"], now)
    right = practise(session, storage, enrolment, "l1", "p1", ["01"], now)

    row = practice_answers(session, enrolment, facts_of(session, storage, enrolment).lesson("l1").lesson)["p1"]

    assert (wrong.verdict, right.verdict) == ("wrong", "right")
    assert (row.answer, row.credit, row.tries) == (("01",), "1", 2)
    assert not result_of_course(session, storage, enrolment).taken


@pytest.mark.row("reliability:Q05")
@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [("q1-1", ["01"], "does not belong"), ("p1", [], "Give an answer first"), ("p1", [""], "not one of"), ("p1", ["77"], "not one of")],
)
def test_practice_takes_only_its_own_answers(session, storage, enrolment, now, question, answer, words):
    with pytest.raises(Invalid, match=words):
        practise(session, storage, enrolment, "l1", question, answer, now)


def test_a_quiz_is_not_finished_by_its_pager(session, storage, enrolment, now):
    with pytest.raises(Refused, match="handing it in"):
        finish(session, storage, enrolment, "q1", now)


@pytest.mark.row("reliability:Q18")
def test_what_is_locked_is_neither_seen_nor_finished_nor_practised_nor_started(session, storage, now):
    made = build.course(*with_practice().modules, build.module("m2", "2", build.lesson("l2", "2.1", build.question("p3"))), order="locked")
    enrolment = build.enrolled(session, storage, now, made)

    for act in (
        lambda: see(session, storage, enrolment, "l2", now),
        lambda: finish(session, storage, enrolment, "l2", now),
        lambda: practise(session, storage, enrolment, "l2", "p3", ["01"], now),
    ):
        with pytest.raises(NotAllowed, match=r"Opens after module 1\."):
            act()
    with pytest.raises(NotAllowed, match=r"Opens when 1\.1 is finished\."):
        start(session, storage, enrolment, "q1", now)

    assert rows_of(session, enrolment) == {}


def test_a_lesson_of_no_course_or_edition_does_not_exist(session, storage, enrolment, now):
    with pytest.raises(NotFound):
        see(session, storage, enrolment, "elsewhere", now)
    with pytest.raises(NotFound):
        enrolment_of(session, enrolment.person_id, "elsewhere")


@pytest.mark.row("reliability:Q07")
def test_who_left_sees_and_finishes_nothing(session, storage, enrolment, now):
    withdraw(session, enrolment, now)

    with pytest.raises(NotAllowed, match="no longer enrolled"):
        finish(session, storage, enrolment, "l1", now)
    with pytest.raises(NotAllowed):
        enrolment_of(session, enrolment.person_id, enrolment.course.slug)


def pass_quiz(session, storage, enrolment, quiz, now):
    attempt = start(session, storage, enrolment, quiz, now)
    given = [Given(question, ["01"], 1) for question in attempt.questions]
    return hand_in(session, storage, attempt, f"key-{attempt.id:08}", now, given)


@pytest.mark.parametrize("lesson_first", [True, False])
def test_the_course_is_finished_by_whatever_comes_last(session, storage, now, lesson_first):
    enrolment = build.enrolled(session, storage, now)
    later = now + timedelta(hours=1)
    acts = [
        lambda at: finish(session, storage, enrolment, "l1", at),
        lambda at: pass_quiz(session, storage, enrolment, "q1", at),
    ]
    first, last = acts if lesson_first else reversed(acts)

    first(now)
    before = enrolment.finished_at
    last(later)

    assert (before, enrolment.finished_at) == (None, later)
    assert result_of_course(session, storage, enrolment).status == "passed"


def test_a_course_is_scored_over_its_quizzes_and_one_not_taken_counts_as_nothing(session, storage, now):
    modules = (
        build.module("m1", "1", build.quiz("q1", "1.1")),
        build.module("m2", "2", build.quiz("q2", "2.1", build.question("x", points=6))),
    )
    enrolment = build.enrolled(session, storage, now, build.course(*modules))

    pass_quiz(session, storage, enrolment, "q1", now)
    before = result_of_course(session, storage, enrolment)
    pass_quiz(session, storage, enrolment, "q2", now)

    assert (before.percent, before.passed, before.status) == (25, False, None)
    assert result_of_course(session, storage, enrolment).percent == 100


def test_a_final_quiz_alone_is_the_score_and_a_lost_one_fails_the_course(session, storage, now):
    modules = (build.module("m1", "1", build.quiz("q1", "1.1")), build.module("m2", "2", build.quiz("q2", "2.1", final=True, attempts=1)))
    enrolment = build.enrolled(session, storage, now, build.course(*modules))
    pass_quiz(session, storage, enrolment, "q1", now)

    hand_in(session, storage, start(session, storage, enrolment, "q2", now), "key-of-the-last", now)

    result = result_of_course(session, storage, enrolment)
    assert (result.percent, result.status) == (0, "failed")


def test_what_is_not_required_or_elective_is_not_waited_for(session, storage, now):
    main = build.module(
        "m1", "1", build.lesson("l1", "1.1"), build.lesson("side", "1.2", required=False), build.quiz("trial", "1.3", graded=False)
    )
    extra = build.module("x", "2", build.lesson("lx", "2.1"), build.quiz("qx", "2.2"), elective=True)
    enrolment = build.enrolled(session, storage, now, build.course(main, extra))

    done = finish(session, storage, enrolment, "l1", now)

    assert done.course_finished
    assert result_of_course(session, storage, enrolment).status == "completed"
