"""Any edit of a course is read or told: files are taken apart line by line and put together wrongly."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.reader import read_course
from app.content.report import report
from tests.content.folders import front, question, write
from tests.content.fuzz import tries

FIXTURES = Path(__file__).parents[1] / "fixtures"
SMALL = FIXTURES / "courses" / "small"
FILES = sorted(path.relative_to(SMALL) for path in SMALL.rglob("*") if path.is_file())
LINES = sorted(
    {line for path in SMALL.rglob("*.md") for line in path.read_text("utf-8").split("\n")} | {":::: only customs", "kind: case", "[[a]]"}
)

_EDITS = st.lists(
    st.tuples(st.sampled_from(FILES), st.integers(0, 40), st.sampled_from(["drop", "twice", "swap", "put", "cut"]), st.sampled_from(LINES)),
    max_size=5,
)


def edited(text: str, at: int, how: str, line: str) -> str:
    lines = text.split("\n")
    at %= len(lines)
    if how == "drop":
        del lines[at]
    elif how == "twice":
        lines.insert(at, lines[at])
    elif how == "swap":
        lines[at - 1], lines[at] = lines[at], lines[at - 1]
    elif how == "put":
        lines.insert(at, line)
    else:
        lines[at] = lines[at][: len(lines[at]) // 2]
    return "\n".join(lines)


@tries(150)
@given(_EDITS)
def test_no_edit_of_a_course_goes_untold_by_an_exception(edits: list[tuple[Path, int, str, str]]):
    with TemporaryDirectory() as place:
        folder = Path(place) / "course"
        shutil.copytree(SMALL, folder)
        for path, at, how, line in edits:
            (folder / path).write_text(edited((folder / path).read_text("utf-8"), at, how, line), "utf-8")

        reading = read_course(folder)

        assert (reading.course is None) == any(problem.severity == "error" for problem in reading.problems)
        assert list(report(reading.problems, "text", folder))


def test_a_quiz_and_a_lesson_of_one_id_are_told_and_no_more(tmp_path: Path):
    quiz = front("page", "kind: quiz\nblueprint:\n  - {pick: 5}\n") + question("q-1")

    reading = read_course(write(tmp_path, {"01-part/00-quiz.md": quiz}))

    assert [problem.code for problem in reading.problems] == ["id-repeated"]


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_every_broken_course_can_be_told_in_every_form(form: str):
    for folder in (FIXTURES / "broken").iterdir():
        assert list(report(read_course(folder).problems, form, folder))
