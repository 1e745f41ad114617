"""`aeo courses publish|list` and `aeo prepare`: from a folder to a version, once."""

import re
import shutil
from pathlib import Path

import pytest

from app.cli import context
from app.people import accounts
from app.publishing import staff, versions
from tests.content.folders import front, question, write

SMALL = Path(__file__).parents[1] / "fixtures" / "courses" / "small"


@pytest.fixture
def aeo(run):
    """`aeo` with a database in place."""
    assert run("db", "upgrade").exit_code == 0
    return run


@pytest.fixture
def courses(tmp_path, monkeypatch) -> Path:
    """A folder of courses with one in it."""
    shutil.copytree(SMALL, tmp_path / "courses" / "small")
    monkeypatch.setenv("AEO_COURSES_DIR", str(tmp_path / "courses"))
    return tmp_path / "courses"


@pytest.fixture
def slug(courses) -> str:
    lines = (courses / "small" / "course.md").read_text().splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith("id:"))


def edit(folder: Path) -> None:
    lesson = folder / "small" / "01-risk" / "01-seals.md"
    lesson.write_text(lesson.read_text() + "\nOne more paragraph.\n")


def break_it(folder: Path) -> None:
    lesson = folder / "small" / "01-risk" / "01-seals.md"
    lesson.write_text(lesson.read_text().replace("title: Seals", "titel: Seals"))


def newest(slug: str) -> int | None:
    with context.reading() as session:
        found = versions.find_newest(session, slug)
        return found.number if found else None


def test_a_course_is_published_once_and_again_when_it_changed(aeo, courses, slug):
    said = [aeo("courses", "publish", courses / "small").output, aeo("courses", "publish", courses / "small").output]
    edit(courses)
    said.append(aeo("courses", "publish", courses / "small").output)

    assert said == [
        f"{slug} is published as version 1.\n",
        f"{slug} has not changed since version 1.\n",
        f"{slug} is published as version 2.\n",
    ]


def test_a_course_with_errors_is_not_published_and_its_errors_are_named(aeo, courses, slug):
    break_it(courses)

    result = aeo("courses", "publish", courses / "small")

    assert result.exit_code == 1
    assert "01-seals.md" in result.stderr
    assert newest(slug) is None


def test_an_instructor_can_be_given_the_course(aeo, courses):
    aeo("people", "add", "grace@example.org", "--name", "Grace", "--role", "instructor")

    aeo("courses", "publish", courses / "small", "--instructor", "grace@example.org")

    with context.reading() as session:
        grace = accounts.find(session, "grace@example.org")
        assert [course.id for course in staff.taught_by(session, grace)] == [1]


@pytest.mark.parametrize("address", ["nobody@example.org", "ada@example.org"])
def test_who_is_no_instructor_is_refused_and_nothing_is_published(aeo, courses, slug, address):
    aeo("people", "add", "ada@example.org", "--name", "Ada")

    result = aeo("courses", "publish", courses / "small", "--instructor", address)

    assert result.exit_code == 1
    assert newest(slug) is None


def test_the_list_names_each_course_with_its_newest_version(aeo, courses, slug):
    aeo("courses", "publish", courses / "small")
    edit(courses)
    aeo("courses", "publish", courses / "small")

    lines = aeo("courses", "list").output.splitlines()

    assert len(lines) == 1
    assert lines[0].startswith(f"{slug}  version 2  20")


def test_a_package_of_a_published_course_is_the_one_that_was_published(aeo, courses, slug, tmp_path):
    aeo("courses", "publish", courses / "small")
    first = aeo("packages", "export", slug, "-o", tmp_path / "first.zip")
    edit(courses)

    aeo("packages", "export", slug, "-o", tmp_path / "again.zip")

    assert first.exit_code == 0, first.output
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "first.zip").read_bytes()
    assert aeo("packages", "check", tmp_path / "first.zip").exit_code == 0


def test_a_package_of_a_course_that_is_not_published_is_refused(aeo):
    assert "There is no such course" in aeo("packages", "export", "nothing").stderr


@pytest.mark.row("reliability:A15")
def test_an_installation_is_prepared_once(run, courses, slug):
    first = run("prepare")
    before = run("people", "list").output

    again = run("prepare")

    passwords = [line.split() for line in first.output.splitlines() if "@example.org" in line]
    assert [(role, address) for role, address, _ in passwords] == [
        ("trainee", "trainee@example.org"),
        ("instructor", "instructor@example.org"),
        ("administrator", "administrator@example.org"),
    ]
    assert f"{slug} is published as version 1." in first.output
    assert "@example.org" not in again.output
    assert slug not in again.output
    assert run("people", "list").output == before
    assert newest(slug) == 1


def test_the_first_instructor_teaches_what_is_prepared(run, courses):
    run("prepare")

    with context.reading() as session:
        instructor = accounts.find(session, "instructor@example.org")
        assert len(staff.taught_by(session, instructor)) == 1


def test_where_somebody_is_there_already_nobody_is_made(aeo, courses):
    aeo("people", "add", "ada@example.org", "--name", "Ada")

    aeo("prepare")

    assert aeo("people", "list").output == "ada@example.org  trainee  Ada\n"


def test_a_changed_course_is_named_with_the_command_and_not_published(run, courses, slug):
    run("prepare")
    edit(courses)

    output = run("prepare").output

    assert f"{slug} has changed since it was published. Publish it with: aeo courses publish" in output
    assert newest(slug) == 1


@pytest.mark.row("reliability:I27")
def test_a_broken_course_does_not_hold_up_the_others(run, courses, slug):
    shutil.copytree(courses / "small", courses / "another")
    break_it(courses)

    result = run("prepare")

    assert result.exit_code == 0
    assert "small has errors and is not published" in result.output
    assert newest(slug) == 1


BAD: dict[str, dict[str, bytes]] = {
    "a-not-text": {"course.md": b"\xff\xfe\x00"},
    "b-packed": {"course.md": b"\x1f\x8b\x08\x00"},
    "c-nul": {"course.md": b"---\nid: c\ntitle: C\nlanguage: en\n---\n", "01-a/01-b.md": b"a\0b"},
    "d-broken-keys": {"course.md": b"---\nid: [\n---\n"},
    "e-object": {"course.md": b"---\nid: !!python/object:os.system x\ntitle: E\nlanguage: en\n---\n"},
    "f-bomb": {"course.md": b"---\na: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n"},
    "g-deep": {"course.md": b"---\nid: " + b"[" * 5_000 + b"\n---\n"},
    "h-empty": {"course.md": b""},
    "i-long-line": {"course.md": b"---\nid: i\ntitle: I\nlanguage: en\n---\n", "01-a/01-b.md": b"a" * 10_000_000},
    "j-id": {"course.md": b"---\nid: ../../etc\ntitle: J\nlanguage: en\n---\n"},
    "k-date": {"course.md": b"---\nid: k\ntitle: 2024-02-30\nlanguage: en\npass: " + b"9" * 5_000 + b"\n---\n"},
    "l-links": {"course.md": b"---\nid: l\ntitle: L\nlanguage: en\n---\n", "01-a/01-b.md": b"---\nid: b\ntitle: B\n---\n[a](java&#9;script:alert(1))\n"},
    "m-paths": {"course.md": b"---\nid: m\ntitle: M\nlanguage: en\n---\n", "01-a/01-b.md": b"---\nid: b\ntitle: B\n---\n![a](../../../etc/passwd)\n"},
    "n-remote": {"course.md": b"---\nid: n\ntitle: N\nlanguage: en\n---\n", "01-a/01-b.md": b"---\nid: b\ntitle: B\n---\n![a](https://evil.example/pixel.png)\n"},
    "o-pattern": {
        "course.md": b"---\nid: o\ntitle: O\nlanguage: en\n---\n",
        "01-a/01-b.md": b"---\nid: b\ntitle: B\n---\n::: question text #q\n\nA\n\n- = /(a+)+$/\n\n:::\n",
    },
    "p-costly": {"course.md": b"---\nid: p\ntitle: P\nlanguage: en\n---\n", "01-a/01-b.md": b"---\nid: b\ntitle: B\n---\n" + b"![" * 50_000},
}
"""Courses of which each has one fault; the sound one comes after them by name."""


@pytest.fixture
def among_bad(courses) -> Path:
    for name, files in BAD.items():
        for path, data in files.items():
            (courses / name / path).parent.mkdir(parents=True, exist_ok=True)
            (courses / name / path).write_bytes(data)
    return courses


@pytest.mark.row("reliability:D02")
@pytest.mark.row("reliability:D06")
@pytest.mark.row("reliability:D08")
@pytest.mark.row("reliability:D10")
@pytest.mark.row("reliability:D11")
@pytest.mark.row("reliability:D12")
@pytest.mark.row("reliability:D13")
@pytest.mark.row("reliability:D14")
@pytest.mark.row("reliability:D15")
@pytest.mark.row("reliability:D16")
@pytest.mark.row("reliability:D23")
def test_bad_courses_are_named_and_the_sound_one_is_published(aeo, among_bad, slug):
    done = aeo("prepare")

    assert done.exit_code == 0
    assert f"{slug} is published as version 1." in done.output
    for name in BAD:
        assert f"{name} has errors and is not published." in done.output
    assert "Traceback" not in done.output
    assert [line.split()[0] for line in aeo("courses", "list").output.splitlines()] == [slug]


@pytest.mark.row("reliability:D08")
@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_course_is_refused_with_its_place_and_nothing_of_it_is_kept(name, aeo, among_bad):
    done = aeo("courses", "publish", among_bad / name)

    assert done.exit_code == 1
    assert re.search(rf"{name}/[\w./-]+:\d+:\d+ error [a-z0-9-]+: ", done.output + done.stderr)
    assert aeo("courses", "list").output == ""


def test_a_version_that_is_damaged_in_the_storage_is_named_and_the_others_are_listed(aeo, courses, slug):
    shutil.copytree(courses / "small", courses / "zz-other")
    (courses / "zz-other" / "course.md").write_text((courses / "small" / "course.md").read_text().replace(f"id: {slug}", "id: zz-other"))
    aeo("prepare")
    with context.reading() as session:
        damaged = versions.newest(session, slug).content_hash
    path = context.storage().path(damaged)
    path.chmod(0o600)
    path.write_bytes(b"{")
    versions.compiled_by_hash.cache_clear()

    lines = aeo("courses", "list").output.splitlines()

    assert len(lines) == 2
    assert "damaged" in next(line for line in lines if line.startswith(slug))


def test_no_id_is_given_out_that_a_published_version_has_used(run, tmp_path: Path) -> None:
    course = write(tmp_path / "course", {"01-part/01-page.md": front("page") + question("q-page-1")})
    page = course / "01-part/01-page.md"
    assert run("db", "upgrade").exit_code == 0
    assert run("courses", "publish", course).exit_code == 0
    page.write_text(front("page") + question("").replace(" #", ""))

    alone, asked = (run("courses", "ids", course, *more).output for more in (["--alone"], []))
    run("courses", "ids", course, "--write")

    assert "q-page-1\n" in alone
    assert "q-page-2\n" in asked
    assert "#q-page-2" in page.read_text()


def test_the_check_compares_ids_with_published_versions_when_it_is_told_to(run, tmp_path: Path) -> None:
    course = write(tmp_path / "course", {"01-part/01-page.md": front("page") + "Text.\n", "01-part/02-next.md": front("next") + "Text.\n"})
    assert run("db", "upgrade").exit_code == 0
    assert run("courses", "publish", course).exit_code == 0
    (course / "01-part/02-next.md").write_text(front("other") + question("next"))

    plain, compared = (run("courses", "check", course, *more) for more in ([], ["--published"]))

    assert "id-reused" not in plain.output
    assert compared.exit_code == 1
    assert "error id-reused: The id “next” named a lesson in version 1 and names a question here." in compared.output
