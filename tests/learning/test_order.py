"""What unlocks what, and the sentence that says so."""

import pytest

from app.content.views import view
from app.learning.order import Done, locks, module_done
from tests.learning import build

LOCKED = build.course(
    build.module("m1", "1", build.lesson("a", "1.1"), build.lesson("b", "1.2"), build.lesson("c", "1.3"), build.quiz("q1", "1.4")),
    build.module("extra", "2", build.lesson("x", "2.1"), build.quiz("qx", "2.2"), elective=True),
    build.module("m3", "3", build.lesson("d", "3.1"), build.quiz("q3", "3.2")),
    build.module("m4", "4", build.lesson("e", "4.1")),
    order="locked",
)


def closed(made, **done):
    found = locks(view(made), Done(**{key: frozenset(value) for key, value in done.items()}))
    return {name: str(sentence) for name, sentence in found.items()}


def test_in_free_order_nothing_is_locked():
    made = build.course(*LOCKED.modules, order="free")

    assert closed(made) == {}


def test_a_module_opens_after_the_counted_one_before_it_and_electives_are_always_open():
    assert closed(LOCKED) == {
        "q1": "Opens when 1.1 to 1.3 are finished.",
        "d": "Opens after module 1.",
        "q3": "Opens after module 1.",
        "e": "Opens after module 3.",
    }


def test_finishing_the_lessons_opens_the_quiz_and_passing_it_the_next_module():
    lessons = {"a", "b", "c"}

    assert "q1" not in closed(LOCKED, seen=lessons, finished=lessons)
    assert "d" in closed(LOCKED, seen=lessons, finished={*lessons, "q1"})
    assert closed(LOCKED, seen=lessons, finished=lessons, passed={"q1"}) == {
        "q3": "Opens when 3.1 is finished.",
        "e": "Opens after module 3.",
    }


def test_what_was_open_once_stays_open():
    assert set(closed(LOCKED, seen={"d", "q1"})) == {"q3", "e"}


@pytest.mark.parametrize(
    ("lessons", "sentence"),
    [
        ((("a", True), ("b", True)), "Opens when 1.1 and 1.2 are finished."),
        ((("a", True), ("b", False), ("c", True)), "Opens when 1.1 and 1.3 are finished."),
        ((("a", True), ("b", False), ("c", True), ("d", True)), "Opens when 1.1, 1.3 and 1.4 are finished."),
        ((("a", False), ("b", True)), "Opens when 1.2 is finished."),
        ((("a", False),), None),
    ],
)
def test_only_required_lessons_before_the_quiz_are_named(lessons, sentence):
    rows = [build.lesson(name, f"1.{number}", required=required) for number, (name, required) in enumerate(lessons, start=1)]
    made = build.course(build.module("m1", "1", *rows, build.quiz("q", "1.9"), build.lesson("after", "1.10")), order="locked")

    assert closed(made).get("q") == sentence


def test_a_practice_quiz_is_never_locked_inside_its_module():
    made = build.course(build.module("m1", "1", build.lesson("a", "1.1"), build.quiz("q", "1.2", graded=False)), order="locked")

    assert closed(made) == {}


def test_a_module_without_anything_required_is_done():
    module = view(build.course(build.module("m1", "1", build.lesson("a", "1.1", required=False)))).modules[0]

    assert module_done(module, Done())
