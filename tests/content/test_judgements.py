"""Evidence, ratings and risk matrices: what their tables and lists become, and what is said of their mistakes."""

from pathlib import Path

import pytest

from app.assessment.judgements import Evidence, Rating, RiskMatrix
from app.assessment.questions import Question
from app.content.problems import Problem
from tests.content.readers import rendered
from tests.content.test_questions import codes

EVIDENCE = "What?\n\n| Claim | Document | Says | Place |\n|---|---|---|---|\n"
RATING = "Rate.\n\n| Risk | L | I | C |\n|---|---|---|---|\n"
PLACED = "Place.\n\n- Night {#night}\n- Drawer {#drawer}"


def asked(kind: str, text: str, attributes: str = "", problems: list[Problem] | None = None, **more: object) -> Question:
    body = rendered(f"::: question {kind} #q {attributes}\n\n{text}\n\n:::", problems, **more)
    part = body.placed[0].part
    assert isinstance(part, Question)
    return part


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("evidence", EVIDENCE + "| a | saq | supports | 1 |\n| a | saq | silent |  |", (1, "choice-twice")),
        ("evidence", EVIDENCE + "| a | saq | Supports | 1 |", (7, "evidence-says")),
        ("evidence", "What?\n\n| Claim | Document |\n|---|---|\n| a | saq |", (7, "row-cells")),
        ("evidence", EVIDENCE + "| a | saq | supports | /(a+)+/ |", (7, "pattern-refused")),
        ("evidence", EVIDENCE + "".join(f"| a{n} | saq | silent | |\n" for n in range(37)), (1, "parts-many")),
        ("rating", RATING + "| a | 0 | 5 | 1 |", (7, "mark-value")),
        ("rating", RATING + "| a | 1 | 6 | 1 |", (7, "mark-value")),
        ("rating", RATING + "| a | 1 | 5 |  |", (7, "mark-value")),
        ("rating", RATING + "| a {seals} | 1 | 5 | 1 |", (7, "item-mark")),
        ("rating", RATING + "| a | 1 | 5 | 1 |\n| a | 2 | 5 | 1 |", (1, "choice-twice")),
        ("riskmatrix", "Place.\n\n- a {#Night l=1 i=1}", (5, "matrix-key")),
        ("riskmatrix", "Place.\n\n- a {#night l=1}", (5, "matrix-key")),
        ("riskmatrix", "Place.\n\n- a {#night l=1 i=9}", (5, "mark-value")),
        ("riskmatrix", "Place.\n\n- a {#night l=1 i=1}\n  > No.", (5, "feedback-place")),
        ("riskmatrix", "Place.\n\n- a {#night l=1 i=1}\n- b {#night l=1 i=1}", (1, "row-key-twice")),
        ("riskmatrix", "Place.\n\n- a {#x l=1 i=1}\n- a {#y l=1 i=1}", (1, "choice-twice")),
    ],
)
def test_a_mistake_is_told_with_its_line(kind: str, text: str, expected: tuple[int, str]):
    assert expected in codes(kind, text)


def test_a_table_without_the_column_of_places_asks_for_none():
    question = asked("evidence", "What?\n\n| Claim | Document | Says |\n|---|---|---|\n| a | saq | supports |\n| b | saq | silent |")

    assert isinstance(question.task, Evidence)
    assert (question.task.width, question.credit(("supports", "silent"))) == (1, 1)


def test_places_that_are_not_asked_count_for_nothing():
    question = asked("evidence", EVIDENCE + "| a | saq | supports | 6.4 |")

    assert question.credit(("supports",)) == 1


def test_the_manuals_rating_is_judged_by_its_band():
    question = asked("rating", RATING + "| Seals | 4 | 5 | 1 |")

    assert isinstance(question.task, Rating)
    assert question.credit(("4", "5", "2")) * 2 == 1  # 12.0 is high, 16.0 was critical


def test_a_panel_of_ten_counts_and_is_read_from_its_file():
    question = asked("riskmatrix", PLACED, "panel=panels/risk.csv")

    assert isinstance(question.task, RiskMatrix)
    assert (question.task.experts, question.worth) == (10, 1)
    assert question.credit(("4", "4", "5", "5")) == (question.task.spots[0].credit("4.4") + 1) / 2


def made(folder: Path, panel: str) -> list[tuple[str, int, str]]:
    """What is said of a matrix with that panel."""
    (folder / "cases" / "panels").mkdir(parents=True)
    (folder / "cases" / "panels" / "made.csv").write_text(panel, "utf-8")
    problems: list[Problem] = []
    rendered(f"::: question riskmatrix #q panel=panels/made.csv\n\n{PLACED}\n\n:::", problems, folder=folder)
    return [(problem.path, problem.line, problem.code) for problem in problems]


HEAD = "expert,night.l,night.i,drawer.l,drawer.i\n"
FILE = "cases/panels/made.csv"


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        ("", (FILE, 1, "panel-head")),
        ("expert,night.i,night.l\n", (FILE, 1, "panel-head")),
        ("expert,night.l,night.i,night.l,night.i\n", (FILE, 1, "panel-head")),
        (HEAD + "E1,4,3,5\n", (FILE, 2, "panel-row")),
        (HEAD + ",4,3,5,5\n", (FILE, 2, "panel-row")),
        (HEAD + "\nE1,4,3,5,0\n", (FILE, 3, "panel-row")),
        (HEAD + "".join(f"E{n},1,1,1,1\n" for n in range(1001)), (FILE, 1, "panel-size")),
        ('expert,"' + "a" * 140_000, (FILE, 1, "panel-head")),
        ("a\0b", (FILE, 1, "file-nul")),
        (HEAD + "E1,4,3,5,5\n\n", ("01-part/page.md", 1, "panel-few")),
    ],
)
def test_what_is_wrong_with_a_panel_is_told_at_its_place(panel: str, expected: tuple[str, int, str], tmp_path: Path):
    assert made(tmp_path, panel) == [expected]


def test_two_questions_with_one_broken_panel_tell_of_it_once(tmp_path: Path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "made.csv").write_text("wrong", "utf-8")
    problems: list[Problem] = []
    text = f"::: question riskmatrix #q-1 panel=made.csv\n\n{PLACED}\n\n:::\n"

    rendered(f"{text}\n{text.replace('q-1', 'q-2')}", problems, folder=tmp_path)

    assert [problem.code for problem in problems] == ["panel-head"]


@pytest.mark.parametrize("path", ["../risk.csv", "/etc/hosts", "panels/", "none.csv", "a:b", "../cases/../course.md"])
def test_a_panel_lies_in_the_folder_of_the_cases(path: str):
    assert codes("riskmatrix", PLACED, f"panel={path}") == [(1, "panel-missing")]


def test_a_panel_behind_a_link_is_not_followed(tmp_path: Path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "secret.csv").write_text(HEAD, "utf-8")
    (tmp_path / "cases" / "made.csv").symlink_to(tmp_path / "secret.csv")
    problems: list[Problem] = []

    rendered(f"::: question riskmatrix #q panel=made.csv\n\n{PLACED}\n\n:::", problems, folder=tmp_path)

    assert [problem.code for problem in problems] == ["panel-missing"]
