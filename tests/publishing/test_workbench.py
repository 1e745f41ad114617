"""A course with its drafts: what is told of it as one types is what the whole reading tells."""

from pathlib import Path

import pytest

from app.content.reader import read_course
from app.publishing.workbench import Workbench, Workbenches
from tests.content.folders import front, write

PAGE, OTHER = "01-part/01-page.md", "01-part/02-other.md"
QUESTION = "::: question single #q-{}\n\nWhich?\n\n- [x] One\n- [ ] Two\n\n> explain: So.\n\n:::\n"
FILES = {
    "course.md": "---\nid: course\ntitle: A course\nlanguage: en\n---\n",
    "01-part/module.md": front("part"),
    PAGE: front("page") + "Text of the page.\n",
    OTHER: front("other") + "Text of the other.\n\n" + QUESTION.format("taken"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "course", FILES)


@pytest.mark.parametrize(
    "text",
    [
        front("page") + "Sound.\n",
        front("page") + "![](none.svg)\n",
        front("page") + QUESTION.format("mine").replace("points", "poins"),
        front("page") + "::: question single\n\nWhich?\n\n- [x] One\n\n:::\n",
        "no front matter\n",
        front("page") + "[the other](02-other.md)\n\n#### Too deep\n",
        "---\nid: page\ntitle: [\n---\n",
    ],
)
def test_a_check_of_typed_text_tells_what_a_check_of_the_saved_file_would(folder: Path, tmp_path: Path, text: str) -> None:
    bench = Workbench(folder)
    bench.look({})

    told = bench.check(PAGE, text, {}).problems

    saved = read_course(write(tmp_path / "saved", FILES | {PAGE: text})).problems
    wanted = [(each.line, each.column, each.code, each.message) for each in saved if each.path == PAGE and each.code != "picture-missing"]
    assert [(each.line, each.column, each.code, each.message) for each in told if each.code != "picture-missing"] == wanted


def test_drafts_lie_over_the_folder_and_leave_no_trace_when_they_end(folder: Path) -> None:
    bench = Workbench(folder)
    overlay = {PAGE: (front("page") + "The draft.\n").encode(), "01-part/03-new.md": (front("new") + "New.\n").encode()}

    with_drafts = bench.look(overlay)
    without = bench.look({})

    assert with_drafts.course is not None
    assert [lesson.id for lesson in with_drafts.course.modules[0].lessons] == ["page", "other", "new"]
    assert without.course == read_course(folder).course
    assert (folder / PAGE).read_text("utf-8") == FILES[PAGE]


def test_the_folder_is_followed_also_when_files_come_change_and_go(folder: Path) -> None:
    bench = Workbench(folder)
    first = bench.look({})
    assert bench.look({}) is first

    (folder / OTHER).unlink()
    (folder / PAGE).write_text(front("page") + "Changed.\n", "utf-8")
    (folder / "01-part/04-more.md").write_text(front("more") + "More.\n", "utf-8")

    assert bench.look({}).course == read_course(folder).course


def test_an_id_that_another_file_has_stays_told_as_long_as_it_stands_there(folder: Path) -> None:
    bench = Workbench(folder)
    text = front("page") + QUESTION.format("taken")
    bench.look({PAGE: text.encode()})

    def codes(typed: str) -> list[str]:
        return [each.code for each in bench.check(PAGE, typed, {}).problems]

    if "id-repeated" in {each.code for each in bench.draft.problems if each.path == PAGE}:
        assert "id-repeated" in codes(text)
    assert "id-repeated" not in codes(front("page") + QUESTION.format("free"))


def test_a_link_in_the_folder_is_told_and_never_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(front("secret") + "Secret words.\n", "utf-8")
    (folder / "01-part/05-link.md").symlink_to(tmp_path / "secret.md")

    found = Workbench(folder).look({})

    assert "file-link" in {each.code for each in found.problems}
    assert "Secret words." not in repr(found.course)


def test_only_the_last_lessons_are_kept_ready_and_the_others_come_again(folder: Path) -> None:
    bench = Workbench(folder)
    for number in range(9):
        bench.check(f"01-part/1{number}-x.md", front(f"x{number}") + "Text.\n", {})

    assert [each.code for each in bench.check("01-part/10-x.md", front("x0") + "![](../a.svg)\n", {}).problems] != []


def test_each_course_has_one_bench_and_what_was_not_used_for_long_goes(tmp_path: Path) -> None:
    benches = Workbenches()
    first = benches.of(tmp_path / "0")

    assert benches.of(tmp_path / "0") is first
    for number in range(1, 10):
        benches.of(tmp_path / str(number))
    assert benches.of(tmp_path / "0") is not first
