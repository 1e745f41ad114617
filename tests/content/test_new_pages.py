"""New pages from the starter's: sound, with ids of their own, at the end of their module."""

from pathlib import Path

import pytest

from app.content.new_pages import SNIPPETS, kinds, new_page
from app.content.reader import read_course
from app.content.starter import LANGUAGES, starter
from tests.content.folders import front, write

PATHS = ("01-part/01-page.md", "01-part/07-late.md", "01-part/90-check.md", "02-other/11-far.md")


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("kind", ["lesson", "quiz"])
def test_a_new_page_beside_the_starter_course_brings_no_error(tmp_path: Path, language: str, kind: str) -> None:
    files = starter(language, "course")
    made = new_page(kind, language, "Seals: at the gate", "01-first-module", files, {"first-lesson"})

    reading = read_course(write(tmp_path / "course", {**files, made.path: made.text}))

    assert [problem for problem in reading.problems if problem.severity == "error"] == []
    assert reading.course is not None
    assert "Seals: at the gate" in [lesson.texts[language].title for module in reading.course.modules for lesson in module.lessons]


def test_a_new_page_stands_behind_the_last_one_but_before_what_ends_the_module() -> None:
    assert new_page("lesson", "en", "A page", "01-part", PATHS, ()).path == "01-part/08-a-page.md"
    assert new_page("quiz", "en", "A page", "03-new", PATHS, {"a-page"}).path == "03-new/01-a-page-2.md"


def test_a_language_without_a_starter_course_gets_the_english_one() -> None:
    assert kinds("th") == kinds("en")


def test_each_block_that_can_be_put_in_reads_without_an_error_once_it_has_its_id(tmp_path: Path) -> None:
    blocks = "\n".join(text.replace(" #\n", f" #q-{name}\n") for name, text in SNIPPETS)

    reading = read_course(write(tmp_path / "course", {"01-part/01-page.md": front("page") + blocks}))

    assert [problem for problem in reading.problems if problem.severity == "error"] == []
