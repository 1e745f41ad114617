"""The facts of a person in a course: four that stay apart, what is left, and where to go on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.views import view
from app.learning.facts import facts, unread_minutes
from tests.learning import build

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Stored:
    lesson_id: str
    seen_at: datetime = NOON
    finished_at: datetime | None = None
    passed_at: datetime | None = None
    best: int | None = None


def finished(name):
    return Stored(name, finished_at=NOON)


def passed(name, best=90, at=NOON):
    return Stored(name, finished_at=NOON, passed_at=at, best=best)


MADE = build.course(
    build.module("m1", "1", build.lesson("a", "1.1"), build.lesson("b", "1.2", required=False), build.quiz("q1", "1.3")),
    build.module("x", "2", build.lesson("c", "2.1"), elective=True),
    build.module("m3", "3", build.lesson("d", "3.1", sections=4), build.quiz("q3", "3.2"), build.quiz("p3", "3.3", graded=False)),
    order="locked",
)


def of(*rows, **place):
    return facts(view(MADE), rows, **place)


@pytest.mark.parametrize(
    ("row", "lesson", "mark"),
    [
        (None, "a", "not-started"),
        (None, "d", "locked"),
        (Stored("a"), "a", "seen"),
        (finished("a"), "a", "finished"),
        (Stored("q1"), "q1", "seen"),
        (Stored("q1", finished_at=NOON, best=40), "q1", "not-passed"),
        (passed("q1"), "q1", "passed"),
        (Stored("p3", finished_at=NOON, best=40), "p3", "finished"),
    ],
)
def test_the_mark_of_a_lesson(row, lesson, mark):
    assert of(*([row] if row else [])).lesson(lesson).mark == mark


def test_a_locked_lesson_says_what_opens_it():
    assert of().lesson("d").opens == "Opens after module 1."
    assert of().module_of("d").opens == "Opens after module 1."
    assert of().module_of("a").opens is None


@pytest.mark.parametrize(
    ("rows", "mark", "done"),
    [
        ([], "not-started", False),
        ([Stored("a")], "seen", False),
        ([finished("a")], "seen", False),
        ([finished("a"), Stored("q1", best=10, finished_at=NOON)], "not-passed", False),
        ([finished("a"), passed("q1")], "passed", True),
        ([passed("q1")], "seen", False),
    ],
)
def test_the_mark_of_a_module(rows, mark, done):
    module = of(*rows).modules[0]

    assert (module.mark, module.done) == (mark, done)


def test_a_module_without_a_quiz_is_finished_not_passed():
    made = build.course(build.module("m1", "1", build.lesson("a", "1.1")))

    assert facts(view(made), [finished("a")]).modules[0].mark == "finished"


def test_the_result_of_a_module_is_its_weakest_quiz_and_its_last_day():
    made = build.course(build.module("m1", "1", build.quiz("q1", "1.1"), build.quiz("q2", "1.2")))

    one = facts(view(made), [passed("q1", 95)]).modules[0]
    both = facts(view(made), [passed("q1", 95), passed("q2", 83, NOON + timedelta(days=2))]).modules[0]

    assert (one.best, one.passed_at) == (None, None)
    assert (both.best, both.passed_at) == (83, NOON + timedelta(days=2))


def test_time_left_is_that_of_what_counts_and_is_not_done():
    assert of().minutes_left == 5 + 5 + 6 + 5 + 6 + 6
    assert of(finished("a"), passed("q1")).minutes_left == 5 + 5 + 6 + 6
    assert of(finished("a"), passed("q1"), Stored("d"), last_lesson="d", last_section="s3").lesson("d").minutes_left == 3


def test_modules_done_are_counted_without_electives():
    found = of(finished("a"), passed("q1"), finished("c"))

    assert (found.modules_done, found.modules_counted) == (1, 2)


@pytest.mark.parametrize(
    ("rows", "last", "section", "place", "number", "resumed"),
    [
        ([], "", "", "a", "1.1", False),
        ([Stored("a")], "a", "s2", "a", "1.1.2", True),
        ([Stored("a")], "a", "gone", "a", "1.1", True),
        ([finished("a")], "a", "s2", "q1", "1.3", False),
        ([finished("a"), passed("q1")], "q1", "", "d", "3.1", False),
        ([Stored("b"), finished("a")], "b", "", "b", "1.2", True),
        ([finished("a"), passed("q1"), finished("d"), passed("q3")], "q3", "", None, None, None),
        ([finished("a"), passed("q1"), finished("d")], "vanished", "", "q3", "3.2", False),
        ([Stored("a"), passed("q1"), finished("d"), passed("q3")], "d", "", "a", "1.1", False),
        ([finished("a"), passed("q1"), finished("d"), passed("q3"), Stored("c")], "d", "", "c", "2.1", False),
    ],
)
def test_where_to_go_on(rows, last, section, place, number, resumed):
    found = of(*rows, last_lesson=last, last_section=section).next

    assert (found and found.lesson.id, found and found.number, found and found.resumed) == (place, number, resumed)


@given(sections=st.integers(1, 12), minutes=st.integers(1, 90), at=st.integers(1, 12))
def test_reading_on_never_makes_it_longer_nor_less_than_a_minute(sections, minutes, at):
    lesson = view(build.course(build.module("m", "1", build.lesson("a", "1.1", minutes=minutes, sections=sections)))).lessons[0]

    row = [unread_minutes(lesson, f"s{number}") for number in range(1, sections + 1)]

    assert row == sorted(row, reverse=True)
    assert row[0] == minutes
    assert all(1 <= left <= minutes for left in row)
    assert unread_minutes(lesson, f"s{sections + at}") == minutes
