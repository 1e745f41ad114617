"""Row G2: a lesson, a question of a quiz and a saved answer where ten thousand people learn, against where a hundred do."""

import io
import json
import re
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.database import sqlite_module
from app.factory import create_app
from benchmarks.inprocess import Application, called, environ
from benchmarks.table import Measured, Report, Target, in_rounds, ratios
from benchmarks.world import World, furnished
from migrations.target import metadata

CALLS = 200
ATTEMPTS = 100
"""Of each person beside those who are measured."""
FEW, MANY = 100, 10_000
FIRST = 1_000
"""The number of the first person beside those who are measured."""
ROUNDS = 15
"""More than elsewhere: what a commit costs swings."""
G2 = Target(1.15, 1.05)
KINDS = ("lesson", "quiz", "answer")


def measure(report: Report, wanted: set[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        began = time.monotonic()
        places = {name: Place(Path(folder) / name, people) for name, people in (("few", FEW), ("many", MANY))}
        report.say(f"{MANY * ATTEMPTS:,} attempts of {MANY:,} people, and a hundredth of them, made in {time.monotonic() - began:.0f} s")
        for kind in KINDS:
            cases: dict[str, Callable[[], float]] = {name: partial(place.cost, kind) for name, place in places.items()}
            for case in cases.values():
                case()
            found = in_rounds(cases, ROUNDS)
            told = " to ".join(f"{sorted(found[name])[len(found[name]) // 2] * 1e6:.0f} µs" for name in ("many", "few"))
            what = f"{kind}, {MANY * ATTEMPTS:,} attempts to {FEW * ATTEMPTS:,}: CPU"
            report.add([Measured(row="G2", what=what, target=G2, ratios=ratios(found, "many", "few"), absolute=told)])


class Place:
    """An installation with so many people beside those who are measured, and its application."""

    def __init__(self, folder: Path, people: int) -> None:
        self.world = furnished(folder)
        crowd(self.world.folder / "aeo.db", people)
        self.app: Application = create_app(self.world.settings)
        self.sent = 1
        self.tokens = [token(self.app, self.world, number) for number in range(len(self.world.learners))]

    def cost(self, kind: str) -> float:
        """CPU seconds of one call; who is measured is asked for in turn."""
        row = [self._call(kind, number % len(self.world.learners)) for number in range(CALLS)]
        called(self.app, self._call("lesson", 0))
        began = time.process_time()
        for each in row:
            called(self.app, each)
        return (time.process_time() - began) / CALLS

    def _call(self, kind: str, number: int) -> dict[str, Any]:
        cookie = self.world.learners[number].cookie
        if kind == "answer":
            return self._post(cookie, number)
        return environ("/courses/bench/page-7" if kind == "lesson" else self.world.quiz(number), cookie)

    def _post(self, cookie: str, number: int) -> dict[str, Any]:
        self.sent += 1
        body = json.dumps({"answer": [f"{self.sent % 4 + 1:02}"], "sequence": self.sent, "check": False}).encode()
        return environ(self.world.answer(number), cookie) | {
            "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
            "HTTP_ACCEPT": "application/json", "HTTP_X_CSRF_TOKEN": self.tokens[number],
        }  # fmt: skip


def token(app: Application, world: World, number: int) -> str:
    """The CSRF token of that learner, from the page of their quiz."""
    body = b"".join(app(environ(world.quiz(number), world.learners[number].cookie), lambda status, headers, *failure: None))
    found = re.search(rb'name="csrf" (?:content|value)="([0-9a-f]{64})"', body)
    assert found is not None
    return found[1].decode()


def crowd(file: Path, people: int) -> None:
    """People who have taken the quiz again and again, each a copy of the first one; written without waiting for the disk."""
    connection = sqlite_module().connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    new = f"{FIRST} + n.i"
    copied(connection, "person", people, {"id": new, "email": f"'crowd-' || ({new}) || '@example.org'"})
    copied(connection, "role", people, {"person_id": new})
    copied(connection, "enrolment", people, {"id": new, "person_id": new})
    copied(connection, "lesson_progress", people, {"enrolment_id": new})
    closed = {"closed_at": "it.started_at", "earned": "'5'", "possible": "10", "percent": "50", "passed": "0"}
    place = {"id": f"{FIRST} + n.i", "enrolment_id": f"{FIRST} + (n.i - 1) / {ATTEMPTS} + 1", "number": f"(n.i - 1) % {ATTEMPTS} + 1"}
    copied(connection, "attempt", people * ATTEMPTS, place | closed)
    connection.execute(
        "INSERT INTO saved_answer (attempt_id, question_id, given, sequence, tries, checked, flagged, saved_at) "
        f"SELECT id, 'c-1', '[\"01\"]', 1, 0, NULL, 0, started_at FROM attempt WHERE id > {FIRST}"
    )
    connection.execute("COMMIT")
    held = connection.execute("SELECT count(*) FROM attempt WHERE closed_at IS NOT NULL").fetchone()[0]
    connection.close()
    assert held == people * ATTEMPTS, held


def copied(connection: Any, table: str, times: int, changed: dict[str, str]) -> None:
    """So many copies of the first row of a table, with some columns changed; `n.i` is the number of the copy."""
    columns = [column.name for column in metadata().tables[table].columns]
    values = ", ".join(changed.get(name, f'it."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times})"
    first = f"(SELECT * FROM {table} ORDER BY rowid LIMIT 1)"
    connection.execute(f"{numbers} INSERT INTO {table} ({names}) SELECT {values} FROM n CROSS JOIN {first} AS it")
