"""Ids that published versions have used: none comes to name something else, and one that comes back is told."""

from pathlib import Path

import pytest

from app.content.bounded import BoundedReader
from app.content.earlier import Earlier, Use, ids_of
from app.content.reader import read_course
from tests.content.folders import front, question, sound, write

PAGE = front("page") + "Text.\n\n" + question("q-1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "course", {"01-part/01-page.md": PAGE})


def told(folder: Path, **uses: Use) -> list[str]:
    earlier = Earlier({name.replace("_", "-"): use for name, use in uses.items()})
    found = read_course(folder, earlier).problems
    return [f"{each.path}:{each.line} {each.severity} {each.code}" for each in found if each.code.startswith("id-")]


def test_an_id_that_names_the_same_is_right(folder: Path):
    uses = {identity: Use(kind, 1) for identity, kind in ids_of(sound(read_course(folder))).items()}

    assert read_course(folder, Earlier(uses)).problems == read_course(folder).problems


def test_an_id_that_named_another_kind_of_thing_is_an_error_at_its_place(folder: Path):
    assert told(folder, page=Use("quiz", 1), q_1=Use("pool", 3, gone=True)) == [
        "01-part/01-page.md:2 error id-reused",
        "01-part/01-page.md:8 error id-reused",
    ]
    assert read_course(folder, Earlier({"page": Use("quiz", 1)})).course is None


def test_an_id_that_comes_back_is_a_warning(folder: Path):
    assert told(folder, q_1=Use("question", 2, gone=True)) == ["01-part/01-page.md:8 warning id-returned"]


def test_the_sentence_says_what_it_named_and_when(folder: Path):
    (problem,) = (each for each in read_course(folder, Earlier({"page": Use("quiz", 4)})).problems if each.code == "id-reused")

    assert problem.message == "The id “page” named a quiz in version 4 and names a lesson here."


def test_the_child_is_told_them_too(folder: Path):
    earlier = Earlier({"page": Use("quiz", 1), "q-1": Use("question", 2, gone=True)})
    reader = BoundedReader(60)

    found = reader.read(folder, earlier)
    reader.close()

    assert found.problems == read_course(folder, earlier).problems
