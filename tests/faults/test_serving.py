"""The real server: killed outright under load again and again, and spoken to in ways that no browser speaks."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app import schema
from app.database import sqlite_module
from app.learning.models import Attempt, SavedAnswer
from app.statements import READING, WRITING
from tests.postgres import free_port
from tests.web import deeds
from tests.web import world as worlds
from tests.web.world import ROOT, SECRET, World


@dataclass
class Server:
    """`aeo serve` on an installation, with two processes that answer."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Until it answers; how long that took is not what is looked at here."""
        environ = {**os.environ, "AEO_DATA_DIR": str(self.folder), "AEO_SECRET_KEY": SECRET, "AEO_WORKERS": "2"}
        command = [sys.executable, "-m", "app.cli.main", "serve", "--port", str(self.port), "--no-worker"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < until:
            if status(self.port, "/health") == 200:
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def kill(self) -> None:
        """All processes, none of which can do anything any more."""
        assert self.process is not None
        for process in (self.process.pid, *below(self.process.pid)):
            os.kill(process, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


def below(process: int) -> list[int]:
    """The processes that it started, and theirs."""
    children = list(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    return [each for child in children for each in (child, *below(child))]


def status(port: int, path: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


@pytest.fixture(scope="module")
def installation(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """One for all the tests here: nobody has its database open but the server."""
    world = World(worlds.copied(furnished, tmp_path_factory.mktemp("serving") / "var"))
    with world.transaction() as db:
        db.connection().exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (schema.newest(),))
    return world


@pytest.fixture(scope="module")
def server(installation: World) -> Iterator[Server]:
    made = Server(installation.settings.data_dir)
    yield made
    made.end()


def let_go(world: World) -> None:
    world.close()
    READING.drop()
    WRITING.drop()


@dataclass
class Client:
    """A browser that saves one answer after the other to its own question, and remembers what was acknowledged."""

    port: int
    path: str
    headers: dict[str, str]
    sent: int = 0
    acknowledged: int = 0
    strange: list[int] = field(default_factory=list)

    def work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._send()
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)

    def _send(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            self.sent += 1
            connection.request("POST", self.path, json.dumps({"answer": [f"text {self.sent}"], "sequence": self.sent}), self.headers)
            reply = connection.getresponse()
            reply.read()
            if reply.status == 200:
                self.acknowledged = self.sent
            elif reply.status != 503:
                self.strange.append(reply.status)
        finally:
            connection.close()


@pytest.mark.row("reliability:I01")
@pytest.mark.row("reliability:Q22")
def test_killed_outright_under_load_no_acknowledged_answer_is_lost_and_it_serves_again(installation: World, server: Server) -> None:
    clients = [client_of(installation, server.port, who) for who in ("ada", "mallory", "grace")]
    let_go(installation)

    for _ in range(3):
        server.begin()
        one_round(server, clients)
    server.begin()

    assert [client.strange for client in clients] == [[], [], []]
    connection = sqlite_module().connect(installation.settings.data_dir / "aeo.db")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    for client in clients:
        assert client.acknowledged > 3
        number, given = kept(installation, client)
        assert client.acknowledged <= number <= client.sent
        assert given == [f"text {number}"]
    let_go(installation)


def client_of(world: World, port: int, who: str) -> Client:
    """Somebody in an attempt of their own, at its question that takes a text."""
    attempt_id = deeds.started(world, who)
    question = next(name for name in deeds.on_page(world, attempt_id) if name.endswith("-text"))
    browser = world.client(who)
    cookie = browser.client.get_cookie("aeo")
    assert cookie is not None
    headers = {"Cookie": f"aeo={cookie.value}", "X-CSRF-Token": browser.token, "Content-Type": "application/json", "Accept": "application/json"}
    return Client(port, f"/attempts/{attempt_id}/answers/{question}", headers)


def one_round(server: Server, clients: list[Client]) -> None:
    """Everybody saves as fast as can be; in the middle of it all processes are killed."""
    stop = threading.Event()
    threads = [threading.Thread(target=client.work, args=(stop,)) for client in clients]
    before = [client.acknowledged for client in clients]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 30
    while time.monotonic() < until and any(client.acknowledged < was + 5 for client, was in zip(clients, before, strict=True)):
        time.sleep(0.01)
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()


def kept(world: World, client: Client) -> tuple[int, list[str]]:
    _, _, attempt_id, _, question = client.path.split("/")
    with world.transaction() as db:
        row = db.get_one(SavedAnswer, (int(attempt_id), question))
        assert db.query(Attempt).filter_by(enrolment_id=db.get_one(Attempt, int(attempt_id)).enrolment_id).count() == 1
        return row.sequence, list(row.given)


RAW = {
    "two lengths": (b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 9\r\n\r\nabcd", (400,)),
    "length and chunks": (b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (400, 403)),
    "unknown coding": (b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", (400, 501)),
    "a space before the colon": (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", (400,)),
    "a bare line feed in a header": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-One: a\n X-Two: b\r\n\r\n", (400,)),
    "a header of 64 kB": (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 65_536 + b"\r\n\r\n", (400, 431)),
    "a path of 64 kB": (b"GET /" + b"a" * 65_536 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", (400, 414)),
    "a thousand headers": (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(1000)) + b"\r\n", (400, 431)),
    "a version that there is not": (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", (400, 505)),
}


@pytest.mark.row("reliability:H05")
@pytest.mark.parametrize("name", RAW)
def test_what_no_browser_sends_is_refused_and_others_stay_served(name: str, server: Server) -> None:
    if server.process is None:
        server.begin()
    sent, expected = RAW[name]

    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(sent)
        answer = line.recv(64)

    assert int(answer.split()[1]) in expected
    assert status(server.port, "/health") == 200
