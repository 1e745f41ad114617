"""`aeo courses new|ids|fmt|translated|schema`: what an author does with the files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.main import aeo
from app.content.canonical import content_hash
from app.content.reader import read_course
from app.content.schema import NAMES
from app.errors import Invalid, Refused
from tests.content.folders import write


def run(*words: object) -> Result:
    result = CliRunner().invoke(aeo, ["courses", *map(str, words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_new_course_has_no_problem_and_something_of_everything(tmp_path: Path, language: str):
    run("new", tmp_path / "Gates & seals", "--language", language)

    reading = read_course(tmp_path / "Gates & seals")

    assert reading.problems == ()
    assert reading.course is not None
    assert (reading.course.id, reading.course.language, reading.course.texts[language].title) == ("gates-seals", language, "Gates & seals")
    lesson, quiz = reading.course.modules[0].lessons
    assert [sum(hasattr(part, "task") for part in each.texts[language].parts) for each in (lesson, quiz)] == [1, 2]
    assert reading.course.sources
    assert reading.course.glossary[language]


def test_the_languages_of_a_new_course_are_the_same_course(tmp_path: Path):
    for language in ("en", "fr", "ar"):
        run("new", tmp_path / language, "--language", language)

    listed = [sorted(tree(tmp_path / language)) for language in ("en", "fr", "ar")]

    assert listed[0] == listed[1] == listed[2]
    assert {".github/workflows/course.yml", ".gitlab-ci.yml", "README.md", "sources.yaml", "glossary.md"} <= set(listed[0])
    assert "aeo courses check . --format github --strict" in (tmp_path / "en" / ".github/workflows/course.yml").read_text()


@pytest.mark.parametrize("name", ["12: the “seal” #1", "null", "no", "'quoted'", "- list", "مختصر"])
def test_any_name_of_a_folder_becomes_a_title(tmp_path: Path, name: str):
    run("new", tmp_path / name)

    assert read_course(tmp_path / name).problems == ()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(Refused, match="is not empty"):
        run("new", tmp_path)

    assert tree(tmp_path) == {"notes.txt": b"mine"}


def test_a_fresh_repository_and_an_empty_folder_will_do(tmp_path: Path):
    (tmp_path / "course" / ".git").mkdir(parents=True)

    assert run("new", tmp_path / "course").exit_code == 0
    assert read_course(tmp_path / "course").problems == ()
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_two_new_courses_of_one_name_are_equal(tmp_path: Path):
    run("new", tmp_path / "a" / "seals")
    run("new", tmp_path / "b" / "seals")

    courses = [read_course(tmp_path / place / "seals").course for place in "ab"]

    assert content_hash(courses[0]) == content_hash(courses[1])


LACKING = "---\ntitle: Page\n---\n\nWords.\n"


def test_missing_ids_are_listed_and_only_written_when_asked(tmp_path: Path):
    folder = write(tmp_path, {"01-part/01-page.md": LACKING})

    listed = run("ids", folder)
    untouched = (folder / "01-part/01-page.md").read_text()
    filled = run("ids", folder, "--write")
    again = run("ids", folder)

    assert (listed.exit_code, untouched) == (1, LACKING)
    assert listed.output == f"{folder / '01-part/01-page.md'}:2 lesson page\n1 missing\n"
    assert (filled.exit_code, filled.output.splitlines()[-1]) == (0, "0 missing, 1 filled in")
    assert (again.exit_code, again.output) == (0, "0 missing\n")
    assert read_course(folder).problems == ()


def test_what_only_the_author_can_name_is_told_and_fails(tmp_path: Path):
    folder = write(tmp_path, {"01-part/01-page.md": "---\n{title: Page}\n---\n\nWords.\n"})

    result = run("ids", folder, "--write")

    assert result.exit_code == 1
    assert "write its id yourself, because its front matter is not written key by key" in result.output


def test_a_file_that_cannot_be_written_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = write(tmp_path, {"01-part/01-page.md": LACKING})

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        run("ids", folder, "--write")

    assert tree(folder)["01-part/01-page.md"] == LACKING.encode()
    assert len(tree(folder)) == 3


def test_a_written_file_keeps_its_permissions(tmp_path: Path):
    page = write(tmp_path, {"01-part/01-page.md": LACKING}) / "01-part/01-page.md"
    page.chmod(0o640)

    run("ids", tmp_path, "--write")

    assert page.stat().st_mode & 0o777 == 0o640


def test_a_layout_is_checked_and_then_mended(tmp_path: Path):
    folder = write(tmp_path, {"01-part/01-page.md": "---\nid: page\ntitle: Page\n---\n* one\n"})
    run("fmt", folder / "01-part/module.md")

    checked = run("fmt", folder, "--check")
    untouched = (folder / "01-part/01-page.md").read_text()
    done = run("fmt", folder, folder / "01-part/01-page.md")
    again = run("fmt", folder, "--check")

    assert (checked.exit_code, checked.output) == (1, f"{folder / '01-part/01-page.md'}\n1 of 3 files would change\n")
    assert untouched.endswith("* one\n")
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "1 of 3 files changed")
    assert (folder / "01-part/01-page.md").read_text() == "---\nid: page\ntitle: Page\n---\n\n- one\n"
    assert (again.exit_code, again.output) == (0, "0 of 3 files would change\n")


FRENCH = "---\r\nid: page\r\nsource: 'old'  # by hand\r\ntitle: Page\r\n---\r\n\r\nTexte."


def test_a_translation_is_noted_as_current_and_nothing_else_is_changed(tmp_path: Path):
    files: dict[str, str | bytes] = {"course.fr.md": "---\nid: course\ntitle: Cours\n---\n", "01-part/01-page.fr.md": FRENCH}
    files["01-part/module.fr.md"] = "---\nid: part\ntitle: Partie\n---\n"
    folder = write(tmp_path, files)

    result = run("translated", *(folder / name for name in files))

    assert result.exit_code == 0
    assert read_course(folder).problems == ()
    mark = result.output.splitlines()[1].rpartition(" ")[2]
    assert (folder / "01-part/01-page.fr.md").read_bytes().decode() == FRENCH.replace("'old'", mark)
    assert run("translated", folder / "course.fr.md").output == result.output.splitlines()[0] + "\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [("01-page.md", "Words."), ("02-none.fr.md", "---\nid: x\n---\n"), ("01-page.fr.md", "Texte."), ("01-page.fr.md", "---\n{id: page}\n---\n"),
     ("01-page.fr.md", b"---\nid: page\n---\n\xff"), ("01-page.fr.md", "---\nid: page\nsource: >\n  x\n---\n")],
)  # fmt: skip
def test_a_file_that_cannot_be_noted_is_named_and_none_is_written(tmp_path: Path, name: str, text: str | bytes):
    files: dict[str, str | bytes] = {"course.fr.md": "---\nid: course\ntitle: Cours\n---\n", f"01-part/{name}": text}
    folder = write(tmp_path, files)
    before = tree(folder)

    with pytest.raises(Invalid, match="Nothing was written"):
        run("translated", folder / "course.fr.md", folder / "01-part" / name)

    assert tree(folder) == before


def test_a_schema_is_printed_or_all_are_written(tmp_path: Path):
    printed = json.loads(run("schema", "lesson").output)
    run("schema", "-o", tmp_path / "schemas")

    names = sorted(path.name for path in (tmp_path / "schemas").iterdir())
    assert names == sorted(f"{name}.schema.json" for name in NAMES)
    assert json.loads((tmp_path / "schemas/lesson.schema.json").read_text()) == printed
    assert (run("schema").exit_code, run("schema", "course", "-o", tmp_path).exit_code) == (2, 2)
