"""What was taken out and what was put in, line by line and word by word."""

import time
from pathlib import Path

import pytest

from app.content.comparison import Change, compare, items_of
from app.content.differences import MOST_LINES, Difference, Line, Run, changed, difference
from app.content.reader import read_course
from tests.content.folders import front, question, sound, write


def told(folder: Path, old: str, new: str, identity: str) -> tuple[Change, Difference]:
    courses = [
        sound(read_course(write(folder / name, {"01-part/01-page.md": front("page") + text}))) for name, text in (("old", old), ("new", new))
    ]
    (change,) = (each for each in compare(*courses).changes if each.id == identity)
    return change, difference(dict(items_of(courses[0])), dict(items_of(courses[1])), change)


def marked(runs: tuple[Run, ...]) -> str:
    signs = {"": "{}", "in": "[{}]", "out": "({})"}
    return "".join(signs[run.state].format(run.text) for run in runs)


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("Then the seal is tugged.", "Then tug the seal.", "Then the seal( is tugged).", "Then [tug ]the seal."),
        ("One two three.", "One three.", "One (two )three.", "One three."),
        ("A *stressed* word.", "A stressed word, more.", "A stressed word.", "A stressed word[, more]."),
    ],
)
def test_words_that_changed_are_marked_in_their_line(tmp_path: Path, old: str, new: str, before: str, after: str):
    change, found = told(tmp_path, f"Same.\n\n{old}\n\nSame too.\n", f"Same.\n\n{new}\n\nSame too.\n", "page")

    assert change.state == "wording"
    assert [(marked(line.old), marked(line.new)) for line in found.lines] == [(before, after)]


def test_a_line_that_only_one_side_has_stands_alone(tmp_path: Path):
    _, found = told(tmp_path, "One.\n\nTwo.\n", "One.\n\nTwo.\n\nThree.\n", "page")

    assert found.lines == (Line(language="en", new=(Run("Three.", "in"),)),)


def test_a_key_that_changed_is_shown_by_its_answers_in_words(tmp_path: Path):
    old = question("q-1")
    change, found = told(tmp_path, old, old.replace("[x]", "[?]").replace("[ ]", "[x]").replace("[?]", "[ ]"), "q-1")

    assert [detail.name for detail in change.details] == ["answers"]
    assert {line.about for line in found.lines} == {"answers"}
    assert found.lines[0].old != found.lines[0].new


def test_points_are_shown_as_they_were_and_are(tmp_path: Path):
    _, found = told(tmp_path, question("q-1"), question("q-1", "points=2"), "q-1")

    assert [(line.about, marked(line.old), marked(line.new)) for line in found.lines] == [("points", "(1)", "[2]")]


def test_of_a_part_that_is_written_anew_only_the_first_lines_are_shown(tmp_path: Path):
    old, new = ("\n\n".join(f"{word} {number}." for number in range(40)) + "\n" for word in ("Old", "New"))

    _, found = told(tmp_path, old, new, "page")

    assert (len(found.lines), found.more) == (MOST_LINES, 40 - MOST_LINES)


@pytest.mark.row("reliability:D15")
def test_two_long_texts_that_share_nothing_are_compared_at_once():
    old, new = [f"a{number}" for number in range(20_000)], [f"b{number}" for number in range(20_000)]

    begun = time.monotonic()
    rows = list(changed(old, new))

    assert len(rows) == 20_000
    assert time.monotonic() - begun < 1
