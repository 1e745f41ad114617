"""A question block becomes a question; its mistakes are told with their lines."""

import json

import pytest

from app.assessment.questions import Numeric, Question, Text
from app.content.canonical import to_data
from app.content.problems import Problem
from app.content.words import words
from tests.content.readers import cases, rendered, titles


@pytest.mark.parametrize(("title", "text", "expected"), cases("questions.md"), ids=titles("questions.md"))
def test_a_block_becomes_the_question_that_the_fixtures_show(title: str, text: str, expected: str):
    problems: list[Problem] = []

    body = rendered(text, problems)

    assert [to_data(placed.part) for placed in body.placed] == json.loads(expected)
    assert problems == []


def asked(kind: str, text: str, attributes: str = "", language: str = "en") -> Question:
    body = rendered(f"::: question {kind} #q {attributes}\n\n{text}\n\n:::", words=words(language))
    part = body.placed[0].part
    assert isinstance(part, Question)
    return part


def codes(kind: str, text: str, attributes: str = "") -> list[tuple[int, str]]:
    problems: list[Problem] = []
    rendered(f"::: question {kind} #q {attributes}\n\n{text}\n\n:::", problems)
    return [(problem.line, problem.code) for problem in problems]


def test_an_example_of_the_grammar_earns_what_it_should():
    question = asked("multiple", "Which?\n\n- [x] One\n- [x] Two\n- [ ] Three", "scoring=no-wrong points=2")

    assert question.credit(("01", "02")) == 1
    assert question.credit(("01", "03")) == 0


def test_a_french_question_shows_its_numbers_with_a_comma():
    question = asked("numeric", "Combien ?\n\n- = 5.5 +- 0.1\n- = [1.5, 2.5]", language="fr")

    assert isinstance(question.task, Numeric)
    assert [line.shown for line in question.task.lines] == ["5,5", "1,5 – 2,5"]
    assert question.credit(("5,45",)) == 1


def test_true_and_false_are_said_in_the_language_of_the_text():
    question = asked("truefalse", "Vrai ?\n\n- [ ] true\n- [x] false", language="fr")

    assert [option.text for option in question.task.options] == ["Vrai", "Faux"]


def test_answer_lines_are_read_from_the_source():
    question = asked("text", "Name it.\n\n- = *SAQ* & `x`\n- = /s\\.a\\.q/")

    assert isinstance(question.task, Text)
    assert [line.value for line in question.task.lines] == ["*SAQ* & `x`", "s\\.a\\.q"]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("single", "Which?\n\n- [x] One {weight=2}\n- [ ] Two", (5, "item-mark")),
        ("numeric", "How many?\n\n- = 5 {weight=2}", (5, "item-mark")),
        ("numeric", "How many?\n\n- = [3, 2]\n- = 2", (5, "answer-number")),
        ("order", "Order.\n\n1. One {last}\n2. Two", (5, "item-mark")),
        ("order", "Order.\n\n1. One\n2. One", (1, "choice-twice")),
        ("order", "Order.\n\n1. One", (1, "choices-few")),
        ("match", "Match.\n\n| a | b |\n|---|---|\n| 1 | one |", (1, "choices-few")),
        ("match", "Match.\n\n| a | b |\n|---|---|\n| 1 | one |\n| 1 | two |", (1, "choice-twice")),
        ("match", "Match.\n\n| a | b | c |\n|---|---|---|\n| 1 | one | x |\n| 2 | two | x |\n| 3 | x |  |", (7, "match-row")),
        ("match", "Match.\n\n| a | b |\n|---|---|\n" + "".join(f"| {n} | n{n} |\n" for n in range(37)), (1, "parts-many")),
        ("truefalse", "Is it?\n\n- [x] true\n- [x] false", (1, "choice-one-right")),
        ("single", "Which?\n\n- [x]\n- [ ] Two\n- [x] Three", (5, "choice-mark")),
        ("numeric", "How many?\n\n- ~ 5", (1, "answer-none-right")),
        ("cloze", "A [[w]].\n\n- [[w]] = one {last}", (5, "item-mark")),
        ("cloze", "A [[w]].\n\n- [[w]] = one\n  > No.", (5, "item-mark")),
        ("cloze", "A [[w]].\n\n- [[w]] = /(a+)+/", (5, "pattern-refused")),
        ("cloze", "A [[w]].\n\n- [[w]] = |", (5, "blank-line")),
        ("cloze", "No blank.\n\n- [[w]] = one", (5, "blank-missing")),
    ],
)
def test_a_mistake_is_told_with_its_line(kind: str, text: str, expected: tuple[int, str]):
    assert expected in codes(kind, text)


def test_a_bar_inside_an_answer_is_escaped():
    question = asked("cloze", "A [[w]].\n\n- [[w]] = a \\| b | c")

    assert [line.value for line in question.task.blanks[0].accepted] == ["a | b", "c"]


def test_two_types_in_one_head_are_one_too_many():
    assert codes("single multiple", "Which?\n\n- [x] One\n- [ ] Two") == [(1, "head-word")]


def test_another_block_cannot_stand_in_a_question():
    problems: list[Problem] = []

    rendered(":::: question single #q\n\n::: aside\n\nX\n\n:::\n\n::::", problems)

    assert "block-unclosed" in {problem.code for problem in problems}


def test_a_pool_with_a_broken_question_is_not_also_called_too_small():
    problems: list[Problem] = []

    rendered(":::: pool #p pick=1\n\n::: question single #q\n\nWhich?\n\n:::\n\n::::", problems)

    assert [problem.code for problem in problems] == ["answer-missing"]


def test_a_pool_holds_questions_alone_and_needs_an_id():
    problems: list[Problem] = []

    rendered(":::: pool pick=1 now\n\nText.\n\n::::", problems)

    assert [problem.code for problem in problems] == ["question-id", "head-word", "block-place"]


def test_a_pool_is_for_those_whom_it_and_the_block_around_it_name():
    body = rendered(
        "::::: only customs\n\n:::: pool #p pick=1\n\n::: question truefalse #q\n\nX?\n\n- [x] true\n- [ ] false\n\n:::\n\n::::\n\n:::::"
    )

    assert body.placed[0].part.audience == ("customs",)


def test_an_id_is_told_where_it_stands():
    problems: list[Problem] = []

    rendered("::: question single #Q_1\n\nWhich?\n\n- [x] One\n- [ ] Two\n\n:::", problems)

    assert [(problem.column, problem.code) for problem in problems] == [(21, "value-id")]
