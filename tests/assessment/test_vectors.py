"""The vectors that bind the Python and the JavaScript grader, run against Python."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.assessment import draw
from app.assessment.marks import Mark, QuizStanding, course_result, share_of_try
from app.assessment.numbers import Ambiguous, NotANumber, read_number
from app.assessment.questions import Question
from app.assessment.quiz import Quiz
from app.assessment.review import review
from app.assessment.wording import folded, matches
from app.content.canonical import from_json

VECTORS = Path(__file__).parent.parent / "vectors"
GRADING = json.loads((VECTORS / "grading.json").read_text("utf-8"))
DRAW = json.loads((VECTORS / "draw.json").read_text("utf-8"))
ANSWERS = [
    pytest.param(each["question"], row, id=f"{each['name']}: {str(row['answer'])[:60]}")
    for each in GRADING["questions"]
    for row in each["answers"]
]
FIELDS = ("key", "verdict", "text", "given", "right")


def compiled(kind: type, data: object) -> Any:
    return from_json(kind, json.dumps(data).encode())


@pytest.mark.parametrize("row", GRADING["numbers"], ids=lambda row: f"{row['typed'][:20]}|{row['decimal']}")
def test_a_typed_number_is_read_as_the_vectors_say(row):
    try:
        got = {"value": str(read_number(row["typed"], row["decimal"]))}
    except Ambiguous:
        got = {"problem": "ambiguous-number"}
    except NotANumber:
        got = {"problem": "not-a-number"}

    expected = {"value": str(Fraction(row["value"]))} if "value" in row else {"problem": row["problem"]}
    assert got == expected


@pytest.mark.parametrize("row", GRADING["folding"], ids=lambda row: ascii(row["a"]))
def test_two_texts_are_alike_as_the_vectors_say(row):
    keep = row.get("keep_case", False)

    assert (folded(row["a"], keep_case=keep) == folded(row["b"], keep_case=keep)) is row["same"]


@pytest.mark.parametrize("row", GRADING["patterns"], ids=lambda row: ascii(row["pattern"] + "|" + row["typed"][:20]))
def test_a_pattern_takes_a_text_as_the_vectors_say(row):
    keep = row.get("keep_case", False)

    assert matches(row["pattern"], folded(row["typed"], keep_case=keep), keep_case=keep) is row["matches"]


@pytest.mark.parametrize(("data", "row"), ANSWERS)
def test_an_answer_earns_what_the_vectors_say(data, row):
    question = compiled(Question, data)
    answer = tuple(row["answer"])

    told = review(question, answer)

    assert question.credit(answer) == Fraction(row["credit"])
    assert question.objection(answer) == row.get("objection")
    assert told.verdict == row["verdict"]
    shown = [{name: getattr(part, name) for name in FIELDS if getattr(part, name)} for part in told.parts]
    assert shown == row["parts"]


@pytest.mark.parametrize("row", GRADING["questions"], ids=lambda row: row["name"])
def test_a_question_counts_as_the_vectors_say(row):
    question = compiled(Question, row["question"])

    assert question.uncounted == review(question, ()).uncounted == row.get("uncounted", "")
    assert question.worth == (0 if "uncounted" in row else question.points)


@pytest.mark.parametrize("row", GRADING["marks"])
def test_a_mark_is_rounded_once_and_half_up(row):
    assert Mark(Fraction(row["earned"]), row["possible"]).percent == row["percent"]


@pytest.mark.parametrize("row", GRADING["tries"])
def test_each_further_try_takes_an_equal_share(row):
    assert share_of_try(row["number"], row["tries"]) == Fraction(row["share"])


@pytest.mark.parametrize("row", GRADING["courses"], ids=lambda row: row["name"])
def test_the_result_of_a_course_is_what_the_vectors_say(row):
    standings = [
        QuizStanding(
            best=Mark(Fraction(quiz["best"]), quiz["possible"]) if quiz["best"] else None,
            possible=quiz["possible"],
            pass_mark=quiz["pass_mark"],
            attempts_left=quiz["attempts_left"],
            final=quiz["final"],
        )
        for quiz in row["quizzes"]
    ]

    result = course_result(required_finished=row["finished"], quizzes=standings)

    assert (result.finished, result.passed, result.percent, result.taken, result.status) == (
        row["finished"], row["passed"], row["percent"], row["taken"], row["status"],
    )  # fmt: skip


@pytest.mark.parametrize("row", DRAW["hashes"], ids=lambda row: row["name"])
def test_a_name_is_hashed_as_the_vectors_say(row):
    assert draw.fnv1a(row["name"]) == row["hash"]


@pytest.mark.parametrize("row", DRAW["numbers"], ids=lambda row: str(row["seed"]))
def test_the_generator_gives_the_numbers_of_the_vectors(row):
    numbers = draw.mulberry32(row["seed"])

    assert [next(numbers) for _ in row["numbers"]] == row["numbers"]


@pytest.mark.parametrize("row", DRAW["orders"], ids=lambda row: row["name"])
def test_choices_and_items_come_in_the_order_of_the_vectors(row):
    question = compiled(Question, row["question"])

    assert list(draw.order_of(question, row["seed"], shuffle=row["shuffle"])) == row["order"]


@pytest.mark.parametrize("row", DRAW["papers"], ids=lambda row: row["name"])
def test_a_paper_is_drawn_as_the_vectors_say(row):
    quiz = compiled(Quiz, row["quiz"])
    seen = frozenset(row.get("seen", ()))

    if "unfillable" in row:
        with pytest.raises(draw.Unfillable, match=row["unfillable"]):
            draw.paper(quiz, row["seed"], seen)
        return

    assert list(draw.paper(quiz, row["seed"], seen)) == row["paper"]
