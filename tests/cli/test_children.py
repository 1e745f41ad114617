"""What is started together ends together, however the end comes; what dies beside the server is started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SERVER = """
import os, sys
from http.server import HTTPServer, SimpleHTTPRequestHandler
SimpleHTTPRequestHandler.log_message = lambda *arguments: None
open(sys.argv[2], "w").write(str(os.getpid()))
HTTPServer(("127.0.0.1", int(sys.argv[1])), SimpleHTTPRequestHandler).serve_forever()
"""
WORKER = """
import os, sys, time
open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
while True: time.sleep(0.1)
"""
SUPERVISOR = """
import os, sys
from app.cli import children
children.PAUSE = 0.2
port, folder = int(sys.argv[1]), sys.argv[2]
commands = [
    [sys.executable, folder + "/server.py", str(port), folder + "/server.pid"],
    [sys.executable, folder + "/worker.py", folder + "/worker.pids"],
]
sys.exit(children.supervise(children.Children(commands, dict(os.environ), None), ("127.0.0.1", port), "ready"))
"""


def until(condition, seconds: float = 10.0):
    """Wait for something to become true, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("it did not come true in time")


class Family:
    """A supervisor with its two children."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "server.py").write_text(SERVER)
        (folder / "worker.py").write_text(WORKER)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        command = [sys.executable, "-c", SUPERVISOR, str(port), str(folder)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"
        until(self.workers)

    def server(self) -> int:
        return int((self.folder / "server.pid").read_text())

    def workers(self) -> list[int]:
        file = self.folder / "worker.pids"
        return [int(line) for line in file.read_text().splitlines()] if file.exists() else []

    def gone(self) -> bool:
        return not any(alive(process) for process in [self.server(), *self.workers()])


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def family(tmp_path):
    family = Family(tmp_path)
    yield family
    family.process.kill()
    family.process.wait()
    family.process.stdout.close()


@pytest.mark.row("reliability:I18")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all_and_is_no_failure(family, number):
    family.process.send_signal(number)

    assert family.process.wait(10) == 0
    assert family.gone()


@pytest.mark.row("reliability:I01")
def test_when_it_is_killed_outright_its_children_do_not_stay(family):
    family.process.kill()

    until(family.gone)


@pytest.mark.row("reliability:I19")
def test_a_worker_that_was_killed_is_started_again(family):
    os.kill(family.workers()[0], signal.SIGKILL)

    until(lambda: len(family.workers()) == 2 and alive(family.workers()[1]))


def test_when_the_server_ends_so_does_everything_and_the_exit_code_says_so(family):
    os.kill(family.server(), signal.SIGKILL)

    assert family.process.wait(10) != 0
    until(family.gone)
