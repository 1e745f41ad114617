"""Rung A: the bytes of a package."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.compiled import Media
from app.errors import Invalid
from app.packaging.archive import MANIFEST, content_digest
from app.packaging.check import check_package
from tests import build
from tests.packaging.packages import archive, package

ROOT = Path(__file__).resolve().parents[2]
NAMES = st.dictionaries(st.text("abcXYZ0-_.", min_size=1, max_size=12), st.binary(max_size=50), max_size=8)


def illustrated(name="3f9a1c2e.png"):
    """The usual course with a picture in its lesson."""
    lesson = build.lesson("why-seals", build.prose(f'<p><img src="aeo-media:{name}" alt="A seal"></p>'), build.question("single", "q-practice"))
    picture = Media(name=name, sha256="0" * 64, size=20, type="image/png")
    return build.course(build.module("seals", lesson, build.quiz()), media=(picture,))


@pytest.fixture(scope="module")
def made():
    return package(illustrated())


@pytest.fixture(scope="module")
def zipped(made):
    return zipfile.ZipFile(io.BytesIO(made.data))


@pytest.mark.row("ladder:A01")
def test_the_manifest_is_the_first_entry(zipped):
    assert zipped.namelist()[0] == "imsmanifest.xml"


@pytest.mark.row("ladder:A02")
def test_the_zip_opens_here_and_with_unzip(made, zipped, tmp_path):
    file = tmp_path / "course.zip"
    file.write_bytes(made.data)

    assert zipped.testzip() is None
    if tool := shutil.which("unzip"):
        assert subprocess.run([tool, "-tq", str(file)], check=False, capture_output=True).returncode == 0
    listing = subprocess.run([sys.executable, "-m", "zipfile", "-t", str(file)], check=False, capture_output=True)
    assert listing.returncode == 0


@pytest.mark.row("ladder:A03")
@pytest.mark.row("ladder:A04")
def test_every_name_is_plain_and_there_is_no_leftover(zipped):
    for entry in zipped.infolist():
        assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._/-]*", entry.filename)
        assert ".." not in entry.filename.split("/")
        assert not any(part.startswith(".") for part in entry.filename.split("/"))
        assert not entry.is_dir()
        assert entry.external_attr >> 16 == 0o100644
    folded = [name.casefold() for name in zipped.namelist()]
    assert len(folded) == len(set(folded))


@pytest.mark.row("ladder:A05")
def test_two_runs_give_the_same_bytes(made):
    again = package(illustrated())

    assert again.sha256 == made.sha256
    assert again.digest == made.digest


@pytest.mark.row("ladder:A05")
def test_another_process_with_another_hash_seed_gives_the_same_bytes(made, tmp_path):
    script = (
        "from tests.packaging.packages import package; from tests.packaging.test_archive import illustrated; print(package(illustrated()).sha256)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "42", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == made.sha256


@given(NAMES)
def test_the_digest_hangs_on_names_and_contents_alone(files):
    turned = dict(reversed(files.items()))

    assert content_digest(turned) == content_digest(files)
    assert archive(turned) == archive(files)
    assert content_digest({**files, "one-more": b""}) != content_digest(files)


@pytest.mark.row("ladder:A06")
def test_no_ending_is_one_that_an_lms_refuses(zipped):
    refused = re.compile(r"\.(htaccess|php.*|cgi|sh|shtml|asp|aspx|jsp|py|rb|pl)$", re.IGNORECASE)

    assert not [name for name in zipped.namelist() if refused.search(name)]


@pytest.mark.row("ladder:A07")
@pytest.mark.row("ladder:A08")
def test_the_manifest_lists_exactly_the_files_that_are_there(zipped):
    listed = set(re.findall(r'<file href="([^"]+)"', zipped.read(MANIFEST).decode()))
    there = {name for name in zipped.namelist() if name != MANIFEST and not name.endswith(".xsd")}

    assert listed == there


@pytest.mark.row("ladder:A10")
def test_no_source_holds_what_a_scanner_or_a_browser_forbids(made):
    for name, content in made.files.items():
        if not name.endswith((".js", ".html")):
            continue
        text = content.decode().replace("\\u003c", "<").replace('\\"', '"')
        for pattern in (
            r"\beval\s*\(",
            r"new\s+Function\s*\(",
            r"<[a-z][^<>]*\son[a-z]+\s*=",
            r"['\"](before)?unload['\"]",
            r"top\.location",
            r"\batob\b|\bbtoa\b",
        ):
            assert not re.search(pattern, text), (name, pattern)


def test_words_of_the_trade_are_no_code(made):
    said = build.lesson(
        "unload", build.prose("<p>They unload the container; “on time = cheap” is no control. eval is a word.</p>"), number="1.1"
    )
    harmless = package(build.course(build.module("m", said)))

    assert check_package(harmless.data) == ()


@pytest.mark.row("ladder:A11")
def test_the_last_part_of_every_name_is_its_own(zipped):
    last = [name.rpartition("/")[2].casefold() for name in zipped.namelist()]

    assert len(last) == len(set(last))


@pytest.mark.row("ladder:A11")
def test_a_picture_named_as_a_file_of_ours_is_refused():
    with pytest.raises(Invalid, match=r"would be called “site\.css”"):
        package(illustrated("Site.css"))


@pytest.mark.row("ladder:A12")
def test_a_large_package_is_warned_of_and_a_too_large_one_refused(monkeypatch):
    monkeypatch.setattr("app.packaging.scorm12.WARN_SIZE", 10_000)

    assert "250 MB" in package(build.course()).warnings[0]
    with pytest.raises(Invalid, match="10,000 are allowed"):
        package(build.course(), largest=10_000)


def test_the_package_carries_the_pages_player_byte_for_byte(made):
    built = (ROOT / "static/vendor/player/player-scorm12.js").read_bytes()

    assert made.files["player-scorm12.js"] == built


@pytest.mark.row("performance:E8")
def test_a_package_of_ten_lessons_weighs_less_than_a_fifth_of_what_others_ship():
    lessons = [build.lesson(f"lesson-{n}", build.prose("<p>Two people fix each seal.</p>" * 200), number=f"1.{n}") for n in range(1, 11)]

    made = package(build.course(build.module("seals", *lessons)))

    assert len(made.data) <= 220_000


def test_the_report_in_the_package_describes_the_other_files(made):
    report = made.report

    assert (report["version"], report["lessons"], report["quizzes"], report["questions"]) == (7, 1, 1, len(build.KINDS) + 1)
    assert report["content_digest"] == content_digest({name: content for name, content in made.files.items() if name in report["files"]})
    assert set(report["files"]) == {
        name for name in made.files if name not in (MANIFEST, "report.html", "report.json") and not name.endswith(".xsd")
    }


def test_an_edited_title_changes_the_course_but_no_identifier(made):
    edited = package(replace(build.course(), media=()))

    assert edited.report["course_hash"] != made.report["course_hash"]
