"""`aeo packages`: a folder becomes a package, a package is checked, without database and web framework."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from app.cli import package_check, packages
from app.errors import DomainError, NotFound
from tests import build
from tests.packaging.packages import package

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "fixtures" / "courses" / "small"


def run(command, *words):
    return CliRunner().invoke(command, [str(word) for word in words])


def test_a_folder_becomes_a_package_and_the_command_says_what_is_in_it(tmp_path):
    target = tmp_path / "small.zip"

    done = run(packages.export, SMALL, "-o", target)

    assert done.exit_code == 0, done.output
    assert target.read_bytes().startswith(b"PK")
    assert "SCORM 1.2" in done.stdout
    assert "carries no version number and no signature" in done.stdout
    assert "Content digest" in done.stdout
    assert "4 of 4: Packing" in done.stderr


@pytest.mark.row("ladder:A05")
def test_two_exports_of_a_folder_are_equal_byte_by_byte(tmp_path):
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"

    run(packages.export, SMALL, "-o", one)
    run(packages.export, SMALL, "-o", two)

    assert one.read_bytes() == two.read_bytes()
    assert "The contents are the same" in run(package_check.check, one, "--same-as", two).output


def test_without_a_name_the_file_is_called_after_course_and_format(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    run(packages.export, SMALL)

    assert [path.name for path in tmp_path.iterdir()] == ["small-scorm12.zip"]


@pytest.mark.row("performance:B1")
def test_exporting_a_folder_imports_neither_database_nor_web_framework(tmp_path):
    script = (
        "import sys; from app.cli.packages import export\n"
        f"try: export([{str(SMALL)!r}, '-o', {str(tmp_path / 'x.zip')!r}])\n"
        "except SystemExit: pass\n"
        "print(sorted(name for name in ('flask', 'sqlalchemy', 'werkzeug', 'alembic', 'wtforms') if name in sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_a_folder_with_errors_is_refused_and_nothing_is_written(tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "course.md").write_text("---\nid: x\nnonsense: 1\n---\n", "utf-8")

    done = run(packages.export, broken, "-o", tmp_path / "x.zip")

    assert isinstance(done.exception, DomainError)
    assert "nothing was written" in str(done.exception)
    assert "nonsense" in done.stderr
    assert not (tmp_path / "x.zip").exists()


def test_a_name_that_is_neither_folder_nor_course_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(packages, "find_spec", lambda name: None)

    done = run(packages.export, "no-such-thing")

    assert isinstance(done.exception, NotFound)
    assert str(done.exception) == "There is no folder “no-such-thing”."


def test_a_published_course_is_found_through_the_seam_and_keeps_its_version(tmp_path, monkeypatch):
    source = packages.Source(build.course(), 12, lambda name: b"")
    monkeypatch.setattr(packages, "find_spec", lambda name: True)
    monkeypatch.setattr(packages, "import_module", lambda name: SimpleNamespace(newest=lambda slug: source))

    done = run(packages.export, "seal-control", "-o", tmp_path / "x.zip")

    assert done.exit_code == 0, done.output
    assert "signature" not in done.stdout


def test_the_wishes_of_the_command_reach_the_package(tmp_path, monkeypatch):
    source = packages.Source(build.course(audiences=("customs", "trade")), 12, lambda name: b"")
    monkeypatch.setattr(packages, "_source", lambda name: source)
    target = tmp_path / "x.zip"

    done = run(
        packages.export, "any", "-o", target, "--audience", "trade", "--language", "en", "--masteryscore", "--completed-as", "passed"
    )

    assert "edition trade" in done.stdout
    assert run(packages.export, "any", "--audience", "nobody").exception.field == "audience"


def test_a_sound_package_passes_the_check_and_a_broken_one_fails_by_the_rule(tmp_path):
    sound, broken = tmp_path / "sound.zip", tmp_path / "broken.zip"
    made = package(build.course())
    sound.write_bytes(made.data)
    broken.write_bytes(made.data.replace(b"course.js", b"CoursE.js"))

    good, bad = run(package_check.check, sound), run(package_check.check, broken, "--same-as", sound)

    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert f"Content digest {made.digest}" in good.output
    assert "error  files-listed" in bad.output
    assert "The contents differ from those of sound.zip" in bad.output


def test_a_warning_of_the_export_is_shown(tmp_path, monkeypatch):
    monkeypatch.setattr("app.packaging.scorm12.WARN_SIZE", 1)

    assert "advice: The package has" in run(packages.export, SMALL, "-o", tmp_path / "x.zip").stdout
