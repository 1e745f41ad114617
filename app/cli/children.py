"""The processes that live beside us and end with us: the web server, and the worker that is started again when it dies."""

import contextlib
import ctypes
import http.client
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import click

from app import logs

GRACE = 35.0
"""Seconds that the server has for the requests that are under way; its own grace is a little less."""
PAUSE = 5.0
"""Seconds between two starts of a worker that keeps dying."""
STOP = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Children:
    """What to run: the server first, then what is kept alive beside it; and the lock that all of them hold."""

    commands: list[list[str]]
    environ: dict[str, str]
    lock: int | None


class Child:
    """One command that runs, and can be run again."""

    def __init__(self, command: list[str], children: Children) -> None:
        self.command, self.children = command, children
        self.start()

    def start(self) -> None:
        """Begin, in a group of its own: Ctrl-C then reaches only us, and we stop it gently."""
        held = () if self.children.lock is None else (self.children.lock,)
        environ = self.children.environ
        self.process = subprocess.Popen(self.command, env=environ, pass_fds=held, process_group=0, preexec_fn=_end_with_parent)
        self.began = time.monotonic()

    def ended(self) -> bool:
        return self.process.poll() is not None


def supervise(children: Children, address: tuple[str, int], greeting: str) -> int:
    """Run the server and, once it answers, the others; end all when told to, or when the server ended. The exit code."""
    server_command, *beside = children.commands
    with told_to_stop() as told:
        running = [Child(server_command, children)]
        try:
            greet(running[0], address, greeting, told)
            running += [Child(command, children) for command in beside if not told]
            while not told and not running[0].ended():
                time.sleep(0.1)
                revive(running[1:])
            return 0 if told else running[0].process.returncode or 1
        finally:
            end(running)


def revive(others: list[Child]) -> None:
    for child in others:
        if child.ended() and time.monotonic() - child.began > PAUSE:
            logs.event("worker.restarted", level=logging.WARNING, code=child.process.returncode)
            child.start()


@contextlib.contextmanager
def told_to_stop() -> Iterator[list[int]]:
    """A list that stays empty until a signal says stop."""
    told: list[int] = []
    before = [signal.signal(number, lambda number, frame: told.append(number)) for number in STOP]
    try:
        yield told
    finally:
        for number, handler in zip(STOP, before, strict=True):
            signal.signal(number, handler)


def _end_with_parent() -> None:
    """If we are killed outright, the kernel tells the child to stop: PR_SET_PDEATHSIG is 1."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def greet(server: Child, address: tuple[str, int], greeting: str, told: list[int]) -> None:
    """Say where it is once it answers there."""
    while not told and not server.ended():
        if answers(address):
            click.echo(greeting)
            return
        time.sleep(0.05)


def answers(address: tuple[str, int]) -> bool:
    """Whether the application itself answers, whatever it says; its port is open long before."""
    connection = http.client.HTTPConnection(*address, timeout=1)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def end(running: list[Child]) -> None:
    until = time.monotonic() + GRACE
    for child in running:
        child.process.terminate()
    for child in running:
        try:
            child.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
