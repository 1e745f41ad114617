"""`aeo courses serve` as its author runs it: in a process of its own, seen from outside, stopped by Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.content.folders import front, write

LESSON = "01-part/01-page.md"
COMMAND = [sys.executable, "-m", "app.cli.main", "courses", "serve"]


def alone(home: Path) -> dict[str, str]:
    """An environment in which there is no installation: no settings, and a data folder that must stay away."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AEO_")} | {"AEO_DATA_DIR": str(home / "var")}


@contextmanager
def served(folder: Path, *more: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The address of the preview, and its process."""
    process = subprocess.Popen(
        [*COMMAND, str(folder), "--port", "0", *more], cwd=ROOT, env=alone(folder.parent), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line + process.communicate(timeout=20)[1]
        yield found.group(0), process
    finally:
        process.kill()
        process.communicate()


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read().decode()


def test_a_change_is_seen_with_the_new_text_and_the_new_problem_with_its_line(tmp_path):
    folder = write(tmp_path / "course", {LESSON: front("page") + "Old text.\n"})
    with served(folder) as (address, _process):
        assert "Old text." in page(f"{address}/courses/en/page")

        with urllib.request.urlopen(f"{address}/events", timeout=30) as news:
            before = news.readline()
            news.readline()
            (folder / LESSON).write_text(front("page") + "New text.\n\n### Jumped\n")
            after = news.readline()

        assert after.startswith(b"data: ")
        assert after != before
        assert "New text." in page(f"{address}/courses/en/page")
        assert "01-part/01-page.md:8:1" in page(f"{address}/see/en/page")


def test_neither_a_database_nor_anything_else_is_made(tmp_path):
    folder = write(tmp_path / "course", {})
    before = sorted(tmp_path.rglob("*"))
    with served(folder) as (address, _process):
        page(address)

    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_at_once_and_without_a_fuss_also_while_a_page_waits_for_news(tmp_path, sign):
    with served(write(tmp_path / "course", {})) as (address, process), urllib.request.urlopen(f"{address}/events", timeout=30):
        begun = time.monotonic()
        process.send_signal(sign)
        out, err = process.communicate(timeout=20)

    assert (process.returncode, out, err) == (0, "Stopped.\n", "")
    assert time.monotonic() - begun < 10


def test_it_is_reached_over_the_loopback_address_alone(tmp_path):
    with served(write(tmp_path / "course", {})) as (address, _process):
        port = address.rpartition(":")[2]
        listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        mine = [row[1].partition(":")[0] for row in listening if row[3] == "0A" and int(row[1].partition(":")[2], 16) == int(port)]

    assert mine == ["0100007F"]


def test_another_host_is_refused(tmp_path):
    with served(write(tmp_path / "course", {})) as (address, _process):
        request = urllib.request.Request(address, headers={"Host": "evil.example"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=30)
        refused.value.close()

    assert refused.value.code == 400


def test_a_port_that_is_taken_is_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = subprocess.run(
            [*COMMAND, str(write(tmp_path / "course", {})), "--port", port], cwd=ROOT, env=alone(tmp_path), capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"aeo: Port {port} cannot be used: Address already in use. Choose another with --port.\n"


def test_a_language_that_the_course_has_not_is_refused_with_those_it_has(tmp_path):
    folder = write(tmp_path / "course", {"course.fr.md": "---\nid: course\ntitle: Cours\n---\n"})
    done = subprocess.run(
        [*COMMAND, str(folder), "--port", "0", "--open-language", "de"], cwd=ROOT, env=alone(tmp_path), capture_output=True, text=True,
        check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (1, "aeo: The course has no language “de”. It has en, fr.\n")


def test_it_opens_in_the_language_that_is_asked_for(tmp_path):
    folder = write(tmp_path / "course", {"course.fr.md": "---\nid: course\ntitle: Cours\n---\n"})
    with served(folder, "--open-language", "fr") as (address, _process):
        assert '<iframe src="/courses/fr"' in page(address)
