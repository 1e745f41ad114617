"""One broken course for each code of the checker: the mistake is found at its place, and nothing else is."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.content.codes import CODES
from app.content.frontmatter import MOST_KEYS
from app.content.limits import LARGEST_FILE, LONGEST_LINE, MOST_CELLS, MOST_LINES
from app.content.reader import read_course

FIXTURES = Path(__file__).parents[1] / "fixtures"
BROKEN = sorted(path.name for path in (FIXTURES / "broken").iterdir())
FRONT = "---\nid: page\ntitle: Page\n---\n\n"


def told(folder: Path) -> list[str]:
    return [f"{each.path}:{each.line}:{each.column} {each.severity} {each.code}" for each in read_course(folder).problems]


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_course_is_told_as_its_list_says(code: str):
    folder = FIXTURES / "broken" / code

    problems = told(folder)

    assert problems == (folder / "expected.txt").read_text("utf-8").splitlines()
    assert any(problem.endswith(f" {code}") for problem in problems)


def course(folder: Path, lesson: str, front: str = FRONT) -> Path:
    (folder / "01-part").mkdir()
    (folder / "course.md").write_text("---\nid: made\ntitle: Made\nlanguage: en\n---\n", "utf-8")
    (folder / "01-part" / "module.md").write_text("---\nid: part\ntitle: Part\n---\n", "utf-8")
    (folder / "01-part" / "01-page.md").write_text(front + lesson, "utf-8")
    return folder


def missing_folder(folder: Path) -> Path:
    return folder / "none"


def link(folder: Path) -> Path:
    (course(folder, "Text.\n") / "01-part" / "02-link.md").symlink_to(folder / "course.md")
    return folder


def pipe(folder: Path) -> Path:
    os.mkfifo(course(folder, "Text.\n") / "01-part" / "02-pipe.md")
    return folder


MADE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "course-folder": (missing_folder, ".:1:1 error course-folder"),
    "file-link": (link, "01-part/02-link.md:1:1 error file-link"),
    "file-unreadable": (pipe, "01-part/02-pipe.md:1:1 error file-unreadable"),
    "file-large": (lambda folder: course(folder, "word\n" * (LARGEST_FILE // 5)), "01-part/01-page.md:1:1 error file-large"),
    "file-lines": (lambda folder: course(folder, "a\n" * MOST_LINES), "01-part/01-page.md:10001:1 error file-lines"),
    "yaml-large": (
        lambda folder: course(folder, f"---\nsummary: {'a' * MOST_KEYS}\n---\n", front=""),
        "01-part/01-page.md:2:1 error yaml-large",
    ),
    "table-large": (
        lambda folder: course(folder, "Text.\n\nTable: Wide\n\n|" + "a|" * 99 + "\n|" + "-|" * 99 + "\n" + "|a\n" * (MOST_CELLS // 100)),
        "01-part/01-page.md:10:1 error table-large",
    ),
    "quotes-mixed": (lambda folder: course(folder, "> # a\nb\n" * 300), "01-part/01-page.md:6:1 error quotes-mixed"),
    "line-long": (lambda folder: course(folder, "a" * (LONGEST_LINE + 1)), "01-part/01-page.md:6:10000 error line-long"),
}


@pytest.mark.row("reliability:D11")
@pytest.mark.parametrize("code", sorted(MADE))
def test_what_is_too_large_to_keep_as_a_file_is_told_too(code: str, tmp_path: Path):
    make, expected = MADE[code]

    assert told(make(tmp_path)) == [expected]


AGAINST_VERSIONS = {"id-reused", "id-returned"}
"""What can only be seen beside published versions; tests/content/test_earlier.py has these."""


def test_every_code_has_its_broken_course():
    assert set(BROKEN) | set(MADE) | AGAINST_VERSIONS == set(CODES)


def test_every_code_has_its_section_in_the_manual():
    manual = (FIXTURES.parents[1] / "manual" / "problems.md").read_text("utf-8")

    sections = re.findall(r"^### ([a-z0-9-]+)$", manual, re.MULTILINE)

    assert sections == sorted(sections)
    assert set(sections) == set(CODES)


def test_each_mistake_of_a_course_is_told_in_one_run(tmp_path: Path):
    folder = course(tmp_path, "# One\n\n[Two](none.md)\n\n::: three\n\n:::\n\n![](four.png)\n")

    assert [problem.rpartition(" ")[2] for problem in told(folder)] == [
        "heading-first-level",
        "link-broken",
        "block-unknown",
        "picture-missing",
        "picture-no-text",
    ]
