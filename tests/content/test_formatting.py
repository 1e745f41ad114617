"""Formatting gives one form, at once and for good, and what a reader gets stays equal."""

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.canonical import content_hash
from app.content.formatting import formatted
from app.content.problems import Problem
from app.content.reader import Reading, read_course
from app.content.starter import starter
from app.content.tidying import course_files, tidied
from tests.content.folders import front, question, write
from tests.content.fuzz import tries
from tests.content.readers import cases, titles
from tests.content.test_edits import _EDITS, edited

ROOT = Path(__file__).parents[2]
COURSES = sorted(path.parent for path in [*ROOT.glob("courses/*/course.md"), *ROOT.glob("tests/fixtures/courses/*/course.md")])
BROKEN = sorted(path for path in (ROOT / "tests" / "fixtures" / "broken").iterdir() if path.is_dir())


def tidy(folder: Path) -> int:
    """How many files were changed."""
    changed = tidied(course_files(folder))
    for path, data in changed.items():
        path.write_bytes(data)
    return len(changed)


def told(reading: Reading) -> list[Problem]:
    """The problems without their places, but for the blank lines that were put in."""
    left = [
        replace(problem, line=1, column=1, message="", values=()) for problem in reading.problems if problem.code != "blank-line-missing"
    ]
    return sorted(left, key=lambda problem: (problem.path, problem.code))


@pytest.mark.parametrize(("title", "text", "expected"), cases("formatting.md"), ids=titles("formatting.md"))
def test_a_text_is_brought_into_form_and_stays_in_it(title: str, text: str, expected: str):
    once = formatted(text, "01-page.md")

    assert once.rstrip("\n") == expected.rstrip("\n")
    assert formatted(once, "01-page.md") == once


@pytest.mark.parametrize("course", COURSES, ids=lambda path: path.name)
def test_every_course_of_ours_stays_equal(course: Path, tmp_path: Path):
    folder = shutil.copytree(course, tmp_path / course.name)
    before = read_course(folder)

    tidy(folder)

    after = read_course(folder)
    assert content_hash(after.course) == content_hash(before.course)
    assert told(after) == told(before)
    assert tidy(folder) == 0


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_new_course_is_in_form(language: str, tmp_path: Path):
    for path, data in starter(language, "seals").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
        if path.endswith(".md"):
            assert formatted(data.decode(), path) == data.decode()

    assert tidy(tmp_path) == 0


@pytest.mark.parametrize("course", BROKEN, ids=lambda path: path.name)
def test_a_broken_course_has_the_same_problems_afterwards(course: Path, tmp_path: Path):
    folder = shutil.copytree(course, tmp_path / course.name)
    before = told(read_course(folder))

    tidy(folder)

    assert told(read_course(folder)) == before
    assert tidy(folder) == 0


SMALL = ROOT / "tests" / "fixtures" / "courses" / "small"


@tries(40)
@given(_EDITS)
def test_any_edited_course_stays_equal(edits: list[tuple[Path, int, str, str]]):
    with TemporaryDirectory() as place:
        folder = shutil.copytree(SMALL, Path(place) / "course")
        for path, at, how, line in edits:
            (folder / path).write_text(edited((folder / path).read_text("utf-8"), at, how, line), "utf-8")
        before = read_course(folder)

        tidy(folder)

        after = read_course(folder)
        assert told(after) == told(before)
        if before.course is not None:
            assert content_hash(after.course) == content_hash(before.course)
        assert tidy(folder) == 0


_PIECES = st.sampled_from(
    ["word", "two words  ", "", "", "", "## Head", "* one", "+ two", "- three", "  * in", "1) a", "1. b", "> quote", "> * item", "|a|b|", "|-|:-:|",
     "| 1 | 2", "x | y", "```", "~~~", "    code", ":::", "::: takeaway", ":::: only customs", "::::", "::: question single #q", "- [x] a",
     "- [ ] b", "---", "***", "Term", ": said", "[^1]: note", "[^1]", "[b]: c", "$$", "Table: T", "\t* tab", "  ", "===", "\\", "<b>", "> hint: x"]
)  # fmt: skip


@tries(200)
@given(st.lists(_PIECES, max_size=14))
def test_any_lines_become_a_text_that_says_the_same_and_stays(lines: list[str]):
    text = "\n".join(lines)
    once = formatted(text, "01-page.md")

    assert formatted(once, "01-page.md") == once
    with TemporaryDirectory() as place:
        (Path(place) / "a").mkdir()
        (Path(place) / "b").mkdir()
        course = {"course.md": "---\nid: c\ntitle: C\nlanguage: en\naudiences: [customs, trade]\n---\n"}
        before = read_course(write(Path(place) / "a", {**course, "01-part/01-page.md": front("page") + text}))
        after = read_course(write(Path(place) / "b", {**course, "01-part/01-page.md": formatted(front("page") + text, "01-page.md")}))
    assert told(after) == told(before)
    if before.course is not None:
        assert content_hash(after.course) == content_hash(before.course)


def test_line_ends_and_the_byte_order_mark_stay(tmp_path: Path):
    page = b"\xef\xbb\xbf---\r\ntitle: Page\r\nid: page\r\n---\r\nWords.\r\n\r\n\r\n* one"
    folder = write(tmp_path, {"01-part/01-page.md": page})

    tidy(folder)

    expected = b"\xef\xbb\xbf---\r\nid: page\r\ntitle: Page\r\n---\r\n\r\nWords.\r\n\r\n- one\r\n"
    assert (folder / "01-part/01-page.md").read_bytes() == expected
    assert tidy(folder) == 0


@pytest.mark.parametrize("data", [b"\xff* one\n", b"* one\n\0", b"* one\n\x0b\n", b"* " + b"a" * 300_000 + b"\n"])
def test_what_cannot_be_read_is_left_alone(tmp_path: Path, data: bytes):
    folder = write(tmp_path, {"01-part/01-page.md": data})

    assert tidied([folder / "01-part/01-page.md"]) == {}


def test_readmes_links_and_what_is_no_markdown_are_left_alone(tmp_path: Path):
    folder = write(tmp_path, {"README.md": "* one\n", "_draft/01-x.md": "* one\n", "sources.yaml": "\n\n* one\n", "media/a.svg": "<svg>"})
    (folder / "01-part" / "02-link.md").symlink_to(folder / "README.md")

    listed = [*course_files(folder), folder / "01-part" / "02-link.md", folder / "sources.yaml", folder / "media/a.svg"]

    assert [path.name for path in tidied(listed)] == ["module.md"]


def test_a_translation_that_was_current_stays_current(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "course.fr.md": "---\nid: course\ntitle: Cours\n---\n",
        "01-part/01-page.md": front("page") + "* one\n\n" + question("q"),
        "01-part/01-page.fr.md": "---\nid: page\ntitle: Page\n---\n\n* un\n\n" + question("q"),
        "01-part/module.fr.md": "---\nid: part\ntitle: Partie\nsource: 00000000\n---\n",
        "01-part/module.md": front("part") + "+ one\n",
    }
    folder = write(tmp_path, files)
    marks = {
        problem.path: dict(problem.values)["fingerprint"] for problem in read_course(folder).problems if problem.code == "translation-stale"
    }
    current = files["01-part/01-page.fr.md"]
    assert isinstance(current, str)
    (folder / "01-part/01-page.fr.md").write_text(current.replace("---\n\n", f"source: {marks['01-part/01-page.fr.md']}\n---\n\n", 1))
    before = read_course(folder)

    tidied_alone = tidied([folder / "01-part/01-page.md"])
    tidy(folder)

    after = read_course(folder)
    assert sorted(path.name for path in tidied_alone) == ["01-page.fr.md", "01-page.md"]
    assert [problem.path for problem in after.problems if problem.code == "translation-stale"] == ["01-part/module.fr.md", "course.fr.md"]
    assert content_hash(after.course) == content_hash(before.course)
    assert tidy(folder) == 0
