"""A course with a case file is refused as a package, in words: never a package that loses points without a word."""

from pathlib import Path

import pytest

from app.content.reader import read_course
from app.errors import Invalid
from tests.content.folders import EDITIONS, front, question, sound, write
from tests.packaging.packages import package


def course(folder: Path, audience: str = ""):
    case = f":::: case #c-one budget=2h {audience}\n\n- doc: saq.md\n\n{question('q-one')}::::\n"
    files = {"course.md": EDITIONS, "01-part/02-case.md": front("orion", "kind: case\n") + case, "cases/saq.md": "Dual control.\n"}
    return sound(read_course(write(folder, files)))


def test_a_course_with_a_case_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"cannot hold a case file yet: 1\.2 Orion\."):
        package(course(tmp_path))


def test_the_edition_without_the_case_can_be_exported(tmp_path: Path) -> None:
    made = package(course(tmp_path, "audience=customs"), audience="trade")

    assert b"Dual control" not in b"".join(made.files.values())
