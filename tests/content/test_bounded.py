"""A course read in a process of its own: the same reading, and an end to one that takes too long."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.content.bounded import BoundedReader
from app.content.reader import read_course
from app.errors import Invalid
from tests.content.folders import front, write

COURSES = Path(__file__).parents[1] / "fixtures" / "courses"


@pytest.fixture
def reader() -> Iterator[BoundedReader]:
    made = BoundedReader(60)
    yield made
    made.close()


@pytest.mark.parametrize("name", ["journey", "small", "hostile"])
def test_a_course_is_read_as_it_is_in_this_process(name: str, reader: BoundedReader):
    assert reader.read(COURSES / name) == read_course(COURSES / name)


@pytest.mark.row("reliability:D10")
@pytest.mark.row("reliability:R19")
def test_a_reading_that_takes_too_long_is_ended_and_the_next_one_is_not(reader: BoundedReader, tmp_path: Path):
    reader.read(COURSES / "small")
    child, reader.seconds = reader.child, 0.05
    many = {f"01-part/{number:03}-page.md": front(f"page-{number}") + "*a* **b** `c` [d](https://e.f)\n\n" * 2_000 for number in range(20)}

    with pytest.raises(Invalid, match=r"more than 0\.05 seconds"):
        reader.read(write(tmp_path, dict(many)))
    reader.seconds = 60

    assert child is not None
    assert child.returncode is not None
    assert reader.read(COURSES / "small") == read_course(COURSES / "small")


def test_a_folder_that_is_missing_is_told_and_the_child_goes_on(reader: BoundedReader, tmp_path: Path):
    told = reader.read(tmp_path / "none")
    child = reader.child

    assert [problem.code for problem in told.problems] == ["course-folder"]
    assert reader.read(COURSES / "small").course is not None
    assert reader.child is child
