"""Reads a course in a process of its own that is ended when it takes too long: for what comes by the browser, where others wait.

At a shell `read_course` is enough: the limits before the parser hold it to seconds, and there one can stop it. Both give the same Reading.
"""

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any

from app.content.canonical import from_json, to_data
from app.content.compiled import Course
from app.content.earlier import NEVER, Earlier, Use
from app.content.problems import Problem
from app.content.reader import Reading, read_course
from app.errors import Invalid, say

SECONDS = 10.0
MEMORY = 1 << 30
"""Bytes of address space; a course of thousands of pages needs a third of it."""

_ROOT = Path(__file__).resolve().parents[2]
_START = (sys.executable, "-c", "from app.content.bounded import answer_all; answer_all()")


@dataclass(slots=True)
class BoundedReader:
    """One child, started with the first course and kept warm; a new one after one that was ended. Threads take turns."""

    seconds: float = SECONDS
    child: subprocess.Popen[bytes] | None = None
    lock: Lock = field(default_factory=Lock)

    def read(self, folder: Path, earlier: Earlier = NEVER) -> Reading:
        """The same as `read_course`. Raises Invalid when it takes too long or too much memory."""
        with self.lock:
            child = self._running()
            timer = Timer(self.seconds, child.kill)
            timer.start()
            try:
                answer = _asked(child, folder, earlier)
            finally:
                timer.cancel()
            if not answer:
                self._end()
                limit = f"{self.seconds:g}"
                raise Invalid(say("This course takes more than %(limit)s seconds to read. Split its longest files.", limit=limit))
        return _reading(json.loads(answer))

    def close(self) -> None:
        with self.lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self.child is None or self.child.poll() is not None:
            environ = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
            self.child = subprocess.Popen(_START, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ, cwd=_ROOT)
        return self.child

    def _end(self) -> None:
        child, self.child = self.child, None
        if child is not None:
            child.kill()
            child.communicate()


def _asked(child: subprocess.Popen[bytes], folder: Path, earlier: Earlier) -> bytes:
    """What the child answers; nothing when it was ended meanwhile."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        uses = {identity: [use.kind, use.version, use.gone] for identity, use in earlier.uses.items()}
        child.stdin.write(json.dumps({"folder": str(folder.resolve()), "earlier": uses}).encode() + b"\n")
        child.stdin.flush()
        answer = child.stdout.readline()
    except BrokenPipeError:
        return b""
    return answer if answer.endswith(b"\n") else b""


def _reading(data: dict[str, Any]) -> Reading:
    course = from_json(Course, json.dumps(data["course"]).encode()) if data["course"] is not None else None
    problems = tuple(Problem(**{**each, "values": tuple(map(tuple, each["values"]))}) for each in data["problems"])
    return Reading(course, problems, {name: Path(file) for name, file in data["media"].items()})


def answer_all() -> None:
    """The child: one folder a line in, one reading a line out. Its own prints must not come between, nor may it grow without end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        uses = {identity: Use(*use) for identity, use in asked["earlier"].items()}
        _write(answers, read_course(Path(asked["folder"]), Earlier(uses)))


def _write(answers: IO[bytes], reading: Reading) -> None:
    data = {
        "course": to_data(reading.course) if reading.course is not None else None,
        "problems": [asdict(problem) for problem in reading.problems],
        "media": {name: str(file) for name, file in reading.media.items()},
    }
    answers.write(json.dumps(data, separators=(",", ":")).encode() + b"\n")
    answers.flush()
