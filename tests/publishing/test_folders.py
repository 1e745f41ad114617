"""The course folders of an installation: which course each holds, and checks that nobody waits for."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.content.bounded import BoundedReader
from app.content.earlier import Earlier, Use
from app.content.reader import Reading, read_course
from app.errors import Invalid
from app.publishing.folders import Folders, Place, course_folders, course_id
from tests.content.folders import front, write


class Reader(BoundedReader):
    """Reads here, as slowly as a test wants, and counts."""

    pause = 0.0
    read_ones: list[str]

    def read(self, folder: Path, earlier: Earlier = Earlier()) -> Reading:
        self.read_ones.append(folder.name)
        time.sleep(self.pause)
        if folder.name == "endless":
            raise Invalid("This course takes more than 10 seconds to read.")
        if folder.name == "faulty":
            raise RuntimeError("a fault of ours")
        return read_course(folder, earlier)


@pytest.fixture
def reader() -> Reader:
    made = Reader()
    made.read_ones = []
    return made


@pytest.fixture
def folders(tmp_path: Path, reader: Reader) -> Iterator[Folders]:
    for name in ("endless", "faulty", "sound"):
        write(tmp_path / name, {"01-part/01-page.md": front("page") + "Text.\n"})
    made = Folders(tmp_path, reader)
    yield made
    made.close()


def test_a_folder_is_checked_once_until_something_in_it_changes(folders: Folders, reader: Reader):
    folder = folders.root / "sound"

    first, second = folders.look(folder, 5), folders.look(folder, 5)
    (folder / "01-part/01-page.md").write_text(front("page") + "Other text.\n")
    third = folders.look(folder, 5)

    assert first is second
    assert first is not None
    assert third is not None
    assert first.stand is not None
    assert third.stand is not None
    assert first.stand.digest != third.stand.digest
    assert reader.read_ones == ["sound", "sound"]


def test_a_new_version_has_the_ids_compared_again(folders: Folders):
    folder = folders.root / "sound"

    before = folders.look(folder, 5, Earlier({}, "one"))
    after = folders.look(folder, 5, Earlier({"page": Use("quiz", 1)}, "two"))

    assert before is not None
    assert after is not None
    assert (before.errors, after.errors) == (0, 1)


@pytest.mark.row("reliability:D15")
def test_nobody_waits_longer_than_they_want_and_the_check_goes_on(folders: Folders, reader: Reader):
    reader.pause = 0.4

    begun = time.monotonic()
    first = folders.look(folders.root / "sound", 0.01)
    waited = time.monotonic() - begun

    assert first is None
    assert waited < 0.3
    assert folders.look(folders.root / "sound", 5) is not None
    assert reader.read_ones == ["sound"]


def test_what_goes_wrong_with_one_folder_is_said_of_that_one(folders: Folders, capsys: pytest.CaptureFixture[str]):
    endless, faulty, sound = (folders.look(folders.root / name, 5) for name in ("endless", "faulty", "sound"))

    assert endless is not None
    assert "more than 10 seconds" in endless.refusal
    assert faulty is not None
    assert "The check of this course failed" in faulty.refusal
    assert sound is not None
    assert sound.stand is not None
    assert sound.refusal == ""
    assert "a fault of ours" in capsys.readouterr().err


def test_a_course_keeps_its_id_where_its_page_can_hardly_be_read(tmp_path: Path):
    pages = {
        "plain": b"---\nid: mine\ntitle: T\nlanguage: en\n---\n",
        "wrong": b"---\nid: mine\nnothing: 1\n---\n::: no\n",
        "none": b"No front matter.\n",
        "bytes": b"\xff\xfe\x00",
        "capital": b"---\nid: Not An Id\n---\n",
    }
    for name, page in pages.items():
        write(tmp_path / name, {"course.md": page})
    (tmp_path / "pipe").mkdir()
    os.mkfifo(tmp_path / "pipe" / "course.md")

    found = {folder.name: course_id(folder) for folder in course_folders(tmp_path)}

    assert found == {"plain": "mine", "wrong": "mine", "none": "none", "bytes": "bytes", "capital": "capital", "pipe": "pipe"}


def test_drafts_are_checked_over_the_folder_which_stays_as_it_is(folders: Folders, reader: Reader):
    folder, path = folders.root / "sound", "01-part/01-page.md"
    before = (folder / path).read_bytes()

    plain = folders.look(folder, 5)
    drafted = folders.look(folder, 5, overlay={path: (front("page") + "A draft.\n").encode()})
    wrong = folders.look(folder, 5, overlay={path: b"::: nothing\n\n:::\n"})
    again = folders.look(folder, 5)

    assert plain is not None
    assert plain.stand is not None
    assert drafted is not None
    assert drafted.stand is not None
    assert drafted.folder == folder
    assert drafted.stand.digest != plain.stand.digest
    assert drafted.stand.course.id == plain.stand.course.id
    assert wrong is not None
    assert wrong.errors
    assert again is not None
    assert again.stand == plain.stand
    assert (folder / path).read_bytes() == before
    assert reader.read_ones == ["sound"] * 4  # A course that writes no id has it from this name.


def test_of_two_folders_with_one_id_that_of_its_name_comes_first_and_a_link_is_not_edited(tmp_path: Path):
    for name in ("a-copy", "seals"):
        write(tmp_path / name, {"course.md": b"---\nid: seals\ntitle: T\nlanguage: en\n---\n"})
    write(tmp_path / "elsewhere" / "far", {"course.md": b"---\nid: far\ntitle: T\nlanguage: en\n---\n"})
    (tmp_path / "far").symlink_to(tmp_path / "elsewhere" / "far")
    made = Folders(tmp_path)

    found = made.by_id()

    assert [each.name for each in found["seals"]] == ["seals", "a-copy"]
    assert Place(slug="seals", record=None, folder=found["seals"][0]).desk == tmp_path / "seals"
    assert Place(slug="far", record=None, folder=found["far"][0]).desk is None
    made.close()
