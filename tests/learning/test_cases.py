"""The path through a case: opened once, paid once, never past the budget, and kept with the attempt."""

from datetime import timedelta

import pytest

from app.errors import NotAllowed, NotFound, Refused
from app.learning import cases
from app.learning.attempts import start
from app.learning.closing import hand_in
from app.learning.completion import result_of_course
from app.learning.enrolments import withdraw
from app.learning.results import result_of
from app.learning.saving import save
from tests.learning import build

MINUTE = timedelta(minutes=1)


@pytest.fixture
def attempt(session, storage, now):
    def attempt(**rules):
        made = build.course(build.module("m1", "1", build.lesson("l1", "1.1"), build.case("k1", "1.2", **rules)))
        return start(session, storage, build.enrolled(session, storage, now, made), "k1", now)

    return attempt


def path(session, storage, attempt):
    return cases.path_of(session, cases.lesson_of(storage, attempt), attempt.id)


def test_what_is_opened_is_kept_in_its_order_with_its_cost(session, storage, now, attempt):
    mine = attempt()

    for place, key in enumerate(("yard", "saq")):
        cases.open_document(session, storage, mine, key, now + place * MINUTE)

    walked = path(session, storage, mine)
    assert [(step.number, step.key, step.cost, step.opened_at) for step in walked.steps] == [(1, "yard", 90, now), (2, "saq", 0, now + MINUTE)]
    assert (walked.budget, walked.used, walked.left) == (120, 90, 30)
    assert [step.document.key for step in walked.steps] == ["yard", "saq"]


def test_opening_again_costs_nothing_and_is_no_second_step(session, storage, now, attempt):
    mine = attempt()
    first = cases.open_document(session, storage, mine, "yard", now)

    again = cases.open_document(session, storage, mine, "yard", now + MINUTE)

    assert again == first
    assert path(session, storage, mine).used == 90


def test_what_would_pass_the_budget_is_refused_with_what_is_left(session, storage, now, attempt):
    mine = attempt()
    cases.open_document(session, storage, mine, "yard", now)

    with pytest.raises(cases.OverBudget, match="takes 45 minutes, and 30 minutes of the budget are left"):
        cases.open_document(session, storage, mine, "loader", now)

    assert [step.key for step in path(session, storage, mine).steps] == ["yard"]


def test_the_last_minute_of_the_budget_may_be_used(session, storage, now, attempt):
    mine = attempt(budget=135)

    cases.open_document(session, storage, mine, "yard", now)
    cases.open_document(session, storage, mine, "loader", now)

    assert path(session, storage, mine).left == 0


def test_nothing_new_is_opened_after_the_end_and_what_was_read_stays_open(session, storage, now, attempt):
    mine = attempt()
    cases.open_document(session, storage, mine, "saq", now)
    hand_in(session, storage, mine, "key-of-the-case", now + MINUTE)

    assert cases.open_document(session, storage, mine, "saq", now + 2 * MINUTE).opened_at == now
    with pytest.raises(Refused, match="over"):
        cases.open_document(session, storage, mine, "yard", now + 2 * MINUTE)


def test_nothing_is_opened_after_the_time_is_up(session, storage, now, attempt):
    mine = attempt(time_limit=600)

    with pytest.raises(Refused, match="over"):
        cases.open_document(session, storage, mine, "saq", now + timedelta(minutes=11))


def test_who_left_the_course_opens_nothing(session, storage, now, attempt):
    mine = attempt()
    withdraw(session, mine.enrolment, now)

    with pytest.raises(NotAllowed):
        cases.open_document(session, storage, mine, "saq", now)


def test_a_document_of_no_case_is_not_found(session, storage, now, attempt):
    with pytest.raises(NotFound):
        cases.open_document(session, storage, attempt(), "vault", now)


def test_each_attempt_has_its_own_budget_and_path(session, storage, now, attempt):
    first = attempt()
    cases.open_document(session, storage, first, "yard", now)
    hand_in(session, storage, first, "key-of-the-case", now)

    second = start(session, storage, first.enrolment, "k1", now)

    assert path(session, storage, second).left == 120
    assert {name: len(found.steps) for name, found in cases.paths_of(session, storage, [first, second]).items()} == {first.id: 1}


def test_the_score_of_a_case_is_the_sum_of_its_parts_and_counts_as_a_quiz_does(session, storage, now, attempt):
    mine = attempt(pass_mark=50)
    save(session, storage, mine, "k1-1", ["01"], 1, now)
    hand_in(session, storage, mine, "key-of-the-case", now)

    result = result_of(session, storage, mine, now)

    assert (result.percent, result.passed, len(result.questions)) == (50, True, 2)
    assert result_of_course(session, storage, mine.enrolment).percent == 50
