"""`aeo courses diff` and `aeo courses impact`, for folders and for published versions."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import click
import pytest

from app.cli import context
from app.credentials.models import Certificate
from app.errors import DomainError, Invalid, NotFound
from app.people import accounts
from app.publishing import versions
from tests.content.folders import front, question, write

SOURCES = (
    'safe-2021:\n  instrument: safe\n  edition: "2021"\n  title: SAFE\nsafe-2025:\n  instrument: safe\n  edition: "2025"\n  title: SAFE\n'
)
PAGE = front("page", "cites: [safe-2021:A]\n") + "Text.\n\n" + question("q-1", "cites=safe-2021") + question("q-2", "cites=safe-2025")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "course", {"sources.yaml": SOURCES, "01-part/01-page.md": PAGE})


def edit(folder: Path, old: str = "cites=safe-2021", new: str = "points=2 cites=safe-2025") -> None:
    page = folder / "01-part/01-page.md"
    page.write_text(page.read_text().replace(old, new))


@pytest.fixture
def aeo(run):
    assert run("db", "upgrade").exit_code == 0
    return run


def test_two_folders_are_compared(run, folder: Path, tmp_path: Path):
    other = write(tmp_path / "other", {"sources.yaml": SOURCES, "01-part/01-page.md": PAGE})
    edit(other)

    lines = run("courses", "diff", folder, other).output.splitlines()

    assert lines == [
        "meaning  question  q-1  Is it?  (points: 1 → 2; cites: safe-2021 → safe-2025)",
        "1 meaning, 0 new, 0 gone, 0 moved, 0 wording, 6 same",
    ]
    assert len(run("courses", "diff", folder, other, "--all").output.splitlines()) == 8


def test_a_program_gets_every_part(run, folder: Path, tmp_path: Path):
    other = write(tmp_path / "other", {"sources.yaml": SOURCES, "01-part/01-page.md": PAGE})
    edit(other)

    data = json.loads(run("courses", "diff", folder, other, "--format", "json").output)

    assert data["counts"] == {"meaning": 1, "new": 0, "gone": 0, "moved": 0, "wording": 0, "same": 6}
    (change,) = [each for each in data["changes"] if each["state"] != "same"]
    assert change["id"] == "q-1"
    assert change["details"][0] == {"name": "points", "old": "1", "new": "2"}


def test_published_versions_are_compared_with_each_other_and_with_a_folder(aeo, folder: Path):
    aeo("courses", "publish", folder)
    edit(folder)
    aeo("courses", "publish", folder)

    changed = "1 meaning, 0 new, 0 gone, 0 moved, 0 wording, 6 same"
    same = "0 meaning, 0 new, 0 gone, 0 moved, 0 wording, 7 same"

    assert aeo("courses", "diff", "course@1", "course@2").output.splitlines()[-1] == changed
    assert aeo("courses", "diff", "course@1", folder).output.splitlines()[-1] == changed
    assert aeo("courses", "diff", "course", folder).output.splitlines() == [same]


def test_what_is_not_there_is_refused(aeo, folder: Path):
    for name, kind in ((f"{folder}/none", Invalid), ("course@0", Invalid), ("course@9", NotFound), ("nobody", NotFound)):
        result = aeo("courses", "diff", folder, name)
        assert isinstance(result.exception, kind), name


def test_a_course_with_errors_is_not_compared(run, folder: Path):
    edit(folder, "truefalse", "truefals")

    result = run("courses", "diff", folder, folder)

    assert isinstance(result.exception, DomainError)
    assert "question-type-unknown" in result.stderr


def test_the_parts_that_rest_on_a_text_are_listed(run, folder: Path):
    assert run("courses", "impact", "safe", "2021", folder).output.splitlines() == [
        f"course    {folder}",
        "lesson    page  Page  (safe-2021:A; in part)",
        "question  q-1  Is it?  (safe-2021; in page)",
        "2 parts rest on safe 2021.",
    ]


def test_a_text_that_nothing_rests_on_is_told_with_those_that_are_listed(run, folder: Path):
    lines = run("courses", "impact", "safe", "2018", folder).output.splitlines()

    assert lines == ["Nothing rests on safe 2018. Listed there: safe 2021, safe 2025."]


@pytest.mark.parametrize("more", [[], ["--published", "{folder}"]])
def test_one_says_where_to_look(run, folder: Path, more: list[str]):
    result = run("courses", "impact", "safe", "2021", *(word.format(folder=folder) for word in more))

    assert result.exit_code == click.UsageError.exit_code
    assert "Name a folder, or give --published." in result.stderr


def certify(number: str, version: int, **more: object) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    with context.transaction() as session:
        person = accounts.find(session, "ada@example.org")
        assert person is not None
        given = dict.fromkeys(("percent", "pass_mark", "modules", "quizzes", "attempts"), 1) | {
            "number": number, "person_id": person.id, "name": "Ada", "course": "course", "title": "Course", "language": "en",
            "version": version, "content_hash": versions.version_of(session, "course", version).content_hash,
            "published_on": date(2026, 11, 1), "finished_on": now.date(), "issued_at": now, "issued_on": now.date(),
            "key_id": "k", "signature": "s",
        }  # fmt: skip
        session.add(Certificate(**given | more))


def test_published_courses_and_certificates_that_rest_on_a_text_are_listed(aeo, folder: Path):
    aeo("people", "add", "ada@example.org", "--name", "Ada", "--role", "trainee")
    aeo("courses", "publish", folder)
    edit(folder, "cites: [safe-2021:A]", "cites: [safe-2025]")
    aeo("courses", "publish", folder)
    edit(folder)
    aeo("courses", "publish", folder)
    now = datetime(2026, 11, 25, tzinfo=UTC)
    certify("A-1", 1)
    certify("A-2", 2)
    certify("A-3", 3)
    certify("A-4", 1, revoked_at=now)
    certify("A-5", 1, superseded_at=now)

    old = aeo("courses", "impact", "safe", "2021", "--published").output.splitlines()
    new = aeo("courses", "impact", "safe", "2025", "--published").output.splitlines()

    assert old == [
        "certificate A-1  course@1  2026-11-24",
        "certificate A-2  course@2  2026-11-24",
        "0 parts rest on safe 2021, 2 certificates in force.",
    ]
    assert new[0] == "course    course@3"
    assert new[-1] == "3 parts rest on safe 2025, 3 certificates in force."
