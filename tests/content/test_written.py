"""Essays and findings: what their lists and tables become, and what is said of their mistakes."""

import pytest

from app.assessment.questions import Essay, Finding
from tests.content.test_judgements import asked
from tests.content.test_questions import codes

FINDING = "Write.\n\n| Part | Model | Criterion | Points |\n|---|---|---|---|\n"
MODEL = "\n\n> model: In 12 of 240 …"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("essay", "Write.\n\n- [x] Names it (1)" + MODEL, (5, "criterion-line")),
        ("essay", "Write.\n\n- [ ] Names it (0)" + MODEL, (5, "criterion-line")),
        ("essay", "Write.\n\n- [ ] Names it (21)" + MODEL, (5, "criterion-line")),
        ("essay", "Write.\n\n- [ ] Names it (1)\n  > Well." + MODEL, (5, "criterion-line")),
        ("essay", "Write.\n\n- [ ] Names it (1)" + MODEL + MODEL, (9, "model-place")),
        ("finding", FINDING + "| condition | a | b | 1 |" + MODEL, (9, "model-place")),
        ("finding", FINDING + "| condition | a |  | 1 |", (7, "row-cells")),
        ("finding", FINDING + "| condition | a | b | 1 |\n| grade | x / (y) | z | 1 |", (8, "row-cells")),
        ("finding", FINDING + "| condition | a | b | one |", (7, "mark-value")),
        ("finding", FINDING + "| condition | a | b | ² |", (7, "mark-value")),
        ("finding", FINDING + "| condition | a | b | 1 |\n| grade | (x) |  | 1 |", (8, "blank-menu")),
        ("finding", FINDING + "| condition | a | b | 1 |\n| grade | x / (y) |  | 1 |\n| grade | x / (y) |  | 1 |", (9, "finding-order")),
        ("finding", "Write.\n\n| Part | Model |\n|---|---|\n| condition | a |", (7, "row-cells")),
    ],
)
def test_a_mistake_is_told_with_its_line(kind: str, text: str, expected: tuple[int, str]):
    assert expected in codes(kind, text)


def test_an_essay_is_worth_its_criteria_unless_its_head_says_otherwise():
    text = "Write.\n\n- [ ] Names it (1)\n- [ ] Counts it (3)" + MODEL

    assert (asked("essay", text).points, asked("essay", text, "points=2").points) == (4, 2)
    assert asked("essay", text).worth == 0


def test_two_markers_are_read_and_the_writer_marks():
    question = asked("essay", "Write.\n\n- [ ] Names it (1)" + MODEL, "mark=two")

    assert isinstance(question.task, Essay)
    assert (question.task.mark, question.uncounted) == ("two", "self")


def test_a_finding_may_leave_its_grade_and_parts_out():
    question = asked("finding", FINDING + "| cause | One loader | Says why | 2 |")

    assert isinstance(question.task, Finding)
    assert (question.task.width, question.points, question.credit(("One loader", "model", "01"))) == (1, 2, 1)
