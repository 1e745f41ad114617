"""Web servers on loopback, what their workers cost, and the load that is put on them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 1.5
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: its address and its process."""

    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def workers(self) -> list[int]:
        """The processes that do the work; the one that only watches them is not counted."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def cpu(self) -> float:
        """Seconds that all workers have used."""
        return sum(cpu_of(worker) for worker in self.workers)

    def resident(self) -> int:
        """Bytes in memory of the largest worker."""
        return max(resident_of(worker) for worker in self.workers)

    def fetch(self, path: str, cookie: str = "") -> tuple[int, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": cookie} if cookie else {})
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return int(reply.status), reply.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of the load did: requests answered, a second, and the workers' CPU for each."""

    requests: int
    rate: float
    cpu: float
    failed: int


@contextmanager
def running(application: str, environ: Mapping[str, str], *options: str) -> Iterator[Server]:
    """gunicorn on a free port, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:app.cli.gunicorn_settings", "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen([*command, application], cwd=ROOT, env=dict(environ), stderr=subprocess.DEVNULL)
    try:
        yield waited_for(Server(port, process))
    finally:
        process.terminate()
        process.wait(timeout=30)


def waited_for(server: Server) -> Server:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            server.fetch("/")
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_of(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) * 1024 if found else 0


def wrk() -> str | None:
    """The load generator of Debian; as root it is installed when it is missing."""
    if shutil.which("wrk") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-q", "wrk"], capture_output=True, check=False)
    return shutil.which("wrk")


def loaded(server: Server, path: str, script: Path | None = None, seconds: float = SECONDS) -> Load:
    """One thread, eight connections."""
    program = wrk()
    assert program is not None
    command = [program, "-t1", "-c8", f"-d{max(1, round(seconds))}s"]
    if script is not None:
        command += ["-s", str(script)]
    before = server.cpu()
    done = subprocess.run([*command, f"http://127.0.0.1:{server.port}{path}"], capture_output=True, text=True, check=True)
    used = server.cpu() - before
    counted = re.search(r"(\d+) requests in", done.stdout)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert counted, done.stdout
    assert rate, done.stdout
    failed = sum(int(number) for number in re.findall(r"Non-2xx or 3xx responses: (\d+)", done.stdout))
    failed += sum(int(number) for number in re.findall(r"(?:connect|read|write|timeout) (\d+)", done.stdout))
    requests = int(counted[1])
    return Load(requests, float(rate[1]), used / max(1, requests), failed)
