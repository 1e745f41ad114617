"""What mends a problem by one click: only where the checker is sure."""

from pathlib import Path

import pytest

from app.content.fixes import Fix, fix_of, id_fixes
from app.content.reader import read_course
from tests.content.folders import front, write

PAGE = "01-part/01-page.md"


def mended(text: str, fix: Fix) -> str:
    lines = text.split("\n")
    row = lines[fix.line - 1]
    lines[fix.line - 1] = row[: fix.column - 1] + fix.insert + row[fix.column - 1 + fix.length :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("::: question single #q-a poins=2", "::: question single #q-a points=2"),
        ("::: question singel #q-a", "::: question single #q-a"),
        ("::: questoin single #q-a", "::: question single #q-a"),
    ],
)
def test_a_misspelt_word_becomes_the_one_that_was_meant(tmp_path: Path, wrong: str, right: str) -> None:
    text = front("page") + f"{wrong}\n\nWhich?\n\n- [x] One\n- [ ] Two\n\n> explain: So.\n\n:::\n"
    problems = read_course(write(tmp_path / "course", {PAGE: text})).problems

    fixes = [fix for problem in problems if (fix := fix_of(problem, text))]

    assert [mended(text, fix) for fix in fixes] == [text.replace(wrong, right)]


def test_a_misspelt_key_of_the_front_matter_becomes_the_known_one(tmp_path: Path) -> None:
    text = front("page").replace("title:", "sumary: Short\ntitle:") + "Text.\n"
    problems = read_course(write(tmp_path / "course", {PAGE: text})).problems

    fix = next(fix for problem in problems if (fix := fix_of(problem, text)))

    assert "summary: Short" in mended(text, fix)


def test_a_word_that_is_like_none_has_no_fix(tmp_path: Path) -> None:
    text = front("page").replace("title:", "zzzz: Short\ntitle:") + "Text.\n"
    problems = read_course(write(tmp_path / "course", {PAGE: text})).problems

    assert [fix_of(problem, text) for problem in problems if problem.code == "key-unknown"] == [None]


def test_a_problem_whose_place_is_gone_has_no_fix(tmp_path: Path) -> None:
    text = front("page") + "::: question singel #q-a\n\nWhich?\n\n- [x] One\n- [ ] Two\n\n:::\n"
    problem = next(each for each in read_course(write(tmp_path / "course", {PAGE: text})).problems if each.code == "question-type-unknown")

    assert fix_of(problem, "short") is None
    assert fix_of(problem, "\n" * 20) is None


@pytest.mark.parametrize("head", ["::: question single", "::: question single #", "::: question single points=2"])
def test_a_missing_id_is_the_one_that_the_command_would_write(tmp_path: Path, head: str) -> None:
    text = front("page") + f"{head}\n\nWhich?\n\n- [x] One\n- [ ] Two\n\n> explain: So.\n\n:::\n"
    folder = write(tmp_path / "course", {PAGE: text})
    problems = read_course(folder).problems

    found = id_fixes(problems, folder, PAGE)

    after = {problem.code for problem in read_course(write(tmp_path / "again", {PAGE: mended(text, *found.values())})).problems}
    assert [fix.word for fix in found.values()] == ["q-page-1"]
    assert "question-id" not in after
    assert id_fixes((), folder, PAGE) == {}
