"""A problem is told at what it names, and a mistake that explains another one is told alone."""

from pathlib import Path

import pytest

from app.content.places import placed
from app.content.problems import Problem
from app.content.reader import read_course

QUESTION = "::: question {kind} #q-one\n\nWhich?\n\n{answers}\n\n> explain: So it is.\n\n:::\n"


def problem(line: int, column: int = 1, **values: str) -> Problem:
    return Problem(
        path="page.md", line=line, column=column, severity="error", code="c", message="", remedy="", values=tuple(sorted(values.items()))
    )


@pytest.mark.parametrize(
    ("line", "given", "column"),
    [
        ("see [gate](gates.md) of the gate", problem(1, name="gate"), 29),
        ("tags=badges see=badge/1", problem(1, lesson="badge"), 17),
        ("a word", problem(1, name="longer"), 1),
        ("a word", problem(1, column=2, name="word"), 2),
        ("a word", problem(1, count="word"), 1),
        ("a word", problem(9, name="word"), 1),
        ("a(b", problem(1, name="(b"), 2),
    ],
)
def test_a_problem_gets_the_column_of_the_last_whole_place_where_its_words_stand(tmp_path: Path, line: str, given: Problem, column: int):
    (tmp_path / "page.md").write_text(line, "utf-8")

    assert [each.column for each in placed(tmp_path, [given])] == [column]


def test_a_problem_of_a_file_that_cannot_be_read_stays_where_it_is(tmp_path: Path):
    (tmp_path / "page.md").write_bytes(b"\xff word")

    assert [each.column for each in placed(tmp_path, [problem(1, name="word")])] == [1]
    assert [each.column for each in placed(tmp_path / "none", [problem(1, name="word")])] == [1]


def codes(
    folder: Path, text: str, front: str = "id: page\ntitle: Page\ncites: [own]", sources: str = "own:\n  instrument: own\n"
) -> list[str]:
    (folder / "01-part").mkdir()
    (folder / "course.md").write_text("---\nid: made\ntitle: Made\nlanguage: en\n---\n", "utf-8")
    (folder / "sources.yaml").write_text(sources + '  edition: "1"\n  title: Own\n  publisher: Us\n  date: 2026-11\n', "utf-8")
    (folder / "01-part" / "module.md").write_text("---\nid: part\ntitle: Part\n---\n", "utf-8")
    (folder / "01-part" / "01-page.md").write_text(f"---\n{front}\n---\n\n{text}", "utf-8")
    return [each.code for each in read_course(folder).problems]


@pytest.mark.parametrize(
    ("kind", "answers", "told"),
    [
        ("single", "- [ ] One\n- [x]Two", ["choice-mark"]),
        ("numeric", "- = 6,7 +- 0,05", ["answer-number"]),
        ("text", "- SAQ", ["answer-line"]),
        ("single", "- [ ] One\n> No.\n- [ ] Two", ["quote-loose"]),
        ("order", "1. One\n> No.\n2. Two\n3. Three", ["quote-loose"]),
    ],
)
def test_an_answer_line_that_cannot_be_read_is_told_and_not_what_follows_from_it(tmp_path: Path, kind: str, answers: str, told: list[str]):
    assert codes(tmp_path, QUESTION.format(kind=kind, answers=answers)) == told


def test_an_id_that_cannot_be_one_is_not_told_as_missing(tmp_path: Path):
    text = QUESTION.format(kind="truefalse", answers="- [x] true\n- [ ] false").replace("#q-one", "#Q_one")

    assert codes(tmp_path, text) == ["value-id"]


def test_sources_that_cannot_be_read_are_told_once_and_not_at_each_cite(tmp_path: Path):
    assert codes(tmp_path, "Text.\n", sources="own:\n\tinstrument: own\n") == ["yaml-broken"]


def test_front_matter_that_cannot_be_read_is_not_told_as_without_sources(tmp_path: Path):
    assert codes(tmp_path, "Text.\n", front="id: page\ntitle: Page: one") == ["yaml-broken"]


def test_a_quote_between_two_lists_of_a_prompt_is_no_lost_feedback(tmp_path: Path):
    answers = "- A list\n\n> A saying.\n\nAnd now:\n\n- [ ] One\n- [x] Two"

    assert codes(tmp_path, QUESTION.format(kind="single", answers=answers)) == []
