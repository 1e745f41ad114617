"""What is given out as a file: its name, its parts; and that nothing is ever fetched for anybody."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.learning.models import Cohort
from app.web.downloads import csv_file
from tests.web.world import COURSE, ROOT, World

NAMES = ['a"b', "a\r\nSet-Cookie: evil=1", "../../etc/passwd", "تقييم المخاطر", "x" * 120, "a;b=c", "a%0d%0ab", "..", "\x00\x1b"]


@pytest.mark.row("reliability:H03")
@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_one_harmless_header(name: str, world: World) -> None:
    with world.app.test_request_context("/"):
        header = csv_file([["a"]], name).headers["Content-Disposition"]

    assert header.startswith("attachment; filename")
    assert header.isascii()
    assert not set('\r\n/\\') & set(header)
    assert header.count("=") == header.count("filename")


@pytest.mark.row("reliability:H03")
def test_the_table_of_a_cohort_is_named_after_it_in_any_script(world: World) -> None:
    grace = world.client("grace")
    grace.post("/cohorts", {"course": "journey", "name": 'ميناء "A"; x=y'})
    with world.transaction() as db:
        cohort_id = db.query(Cohort).one().id

    header = grace.get(f"/cohorts/{cohort_id}/csv").headers["Content-Disposition"]

    assert "filename*=UTF-8''%D9%85" in header
    assert "x=y" not in header


RANGES = {
    "ten thousand parts": "bytes=" + ",".join(f"{n}-{n}" for n in range(1, 10_000)),
    "overlapping": "bytes=0-9,5-14,0-",
    "negative": "bytes=-5--1",
    "backwards": "bytes=9-3",
    "beyond": "bytes=99999999999-",
    "not numbers": "bytes=a-b",
}


@pytest.mark.row("reliability:H02")
@pytest.mark.parametrize("asked", RANGES.values(), ids=RANGES)
def test_no_range_makes_more_of_a_file_than_it_is(asked: str, world: World) -> None:
    path = world.app.extensions["aeo"].assets["site.css"]
    whole = world.client().get(path)

    reply = world.client().get(path, headers={"Range": asked})

    assert reply.status_code in (200, 206, 416)
    assert len(reply.get_data()) <= len(whole.get_data())
    assert "multipart" not in reply.headers.get("Content-Type", "")


@pytest.mark.row("reliability:H02")
def test_one_range_is_that_part(world: World) -> None:
    path = world.app.extensions["aeo"].assets["site.css"]

    reply = world.client().get(path, headers={"Range": "bytes=2-5"})

    assert (reply.status_code, reply.get_data()) == (206, world.client().get(path).get_data()[2:6])


ASKING = """\
import sys
asked = []
sys.addaudithook(lambda event, arguments: asked.append(event) if event.startswith(("socket.connect", "socket.getaddrinfo", "urllib.")) else None)
from pathlib import Path
from app.cli.main import aeo
for words in (["courses", "check", sys.argv[1]], ["packages", "export", sys.argv[1], "-o", sys.argv[2]]):
    try:
        aeo(words, standalone_mode=False)
    except SystemExit:
        pass
print("asked", asked)
"""


@pytest.mark.row("reliability:H08")
def test_nothing_in_a_course_makes_the_server_ask_another_host(tmp_path: Path) -> None:
    course = tmp_path / "journey"
    shutil.copytree(COURSE, course)
    lesson = course / "01-seals" / "02-register.md"
    lesson.write_text(lesson.read_text() + "\nSee <https://169.254.169.254/latest/meta-data> and [this](http://127.0.0.1:1/x).\n")
    command = [sys.executable, "-c", ASKING, str(course), str(tmp_path / "out.zip")]

    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)

    assert "asked []" in done.stdout, done.stderr
    assert (tmp_path / "out.zip").exists()
