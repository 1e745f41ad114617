"""Rows S1, S4, S5: a lesson's page, a quiz's page and a saved answer under load, against a page of Flask that says hello."""

import json
import os
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from app.cli.serve import LEAN
from benchmarks.servers import Load, Server, loaded, running, wrk
from benchmarks.table import ROUNDS, Measured, Report, Target, rotated
from benchmarks.world import World, durability, furnished, sequences

SYNC = ("-k", "sync", "-w", "2")
LESSON = "/courses/bench/page-7"
ANSWERS = 4
MEMORY = 90_000_000

JUDGED = {
    "S1": ("lesson page, signed in, to hello", Target(1.7, 1.3), Target(0.60, 0.80, most=False), "lesson"),
    "S4": ("question of a quiz, signed in, with CSRF, to hello", Target(2.3, 1.6), Target(0.45, 0.70, most=False), "quiz"),
    "S5": ("answer saved and committed, to hello", Target(2.8, 2.4), Target(0.35, 0.42, most=False), "answer"),
}

_LUA = """
local rows = {rows}
local at, sent = 0, {start}
request = function()
  at = at % #rows + 1
  if at == 1 then sent = sent + 1 end
  local row = rows[at]
  local body = nil
  if row.method == "POST" then body = string.format(row.body, sent % {answers} + 1, sent) end
  return wrk.format(row.method, row.path, row.headers, body)
end
"""


def measure(report: Report, wanted: set[str]) -> None:
    """All wanted rows of the load in one go, round by round."""
    if wrk() is None:
        report.add(Measured(row=row, what=JUDGED[row][0], target=JUDGED[row][1], why_not="no wrk") for row in sorted(wanted))
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        world = furnished(Path(folder) / "world", shipped="S1" in wanted)
        hello = stack.enter_context(running("benchmarks.hello:app", os.environ, *SYNC))
        ours = stack.enter_context(running("app.factory:create_app()", world.environ, *SYNC))
        cases: dict[str, Callable[[], Load]] = {"hello": lambda: loaded(hello, "/")}
        scripts = Scripts(Path(folder), world, ours)
        for row in sorted(wanted):
            cases[JUDGED[row][3]] = scripts.case(JUDGED[row][3], ours)
        if "S1" in wanted:
            settings = world.settings
            options = ("-k", "gthread", "-w", str(settings.workers), "--threads", str(settings.threads))
            threads = stack.enter_context(running("app.factory:create_app()", world.environ, *options))
            cases["threads"] = scripts.case("lesson", threads)
        tell_conditions(report, world, hello, ours)
        found = rounds(cases)
        report.add(lines(found, wanted))
        if "S5" in wanted:
            report.say(f"{scripts.acknowledged} answers were acknowledged, {scripts.committed} are committed")
        if "S1" in wanted:
            tell_memory(report, world)


class Scripts:
    """What the load sends: every learner in turn, so that no two requests of one of them are under way at once."""

    def __init__(self, folder: Path, world: World, server: Server) -> None:
        self.folder, self.world = folder, world
        self.tokens = [checked(server, world, number) for number in range(len(world.learners))]
        self.sent = self.acknowledged = self.committed = 0

    def case(self, kind: str, server: Server) -> Callable[[], Load]:
        def run() -> Load:
            self.sent += 100_000
            script = self.folder / f"{kind}.lua"
            rows = [self.row(kind, number) for number in range(len(self.world.learners))]
            script.write_text(_LUA.format(rows=lua(rows), start=self.sent, answers=ANSWERS))
            load = loaded(server, "/", script)
            if kind == "answer":
                self.count(load)
            return load

        return run

    def count(self, load: Load) -> None:
        """Every answer has the next number of its learner, so the numbers tell how many were kept.

        When the load stops in the middle of some answers, more are kept than it has heard of; never fewer.
        """
        kept = sum(max(0, sequence - self.sent) for sequence in sequences(self.world))
        if kept < load.requests:
            raise SystemExit(f"{load.requests} answers were acknowledged, but only {kept} are in the database")
        self.acknowledged += load.requests
        self.committed += kept

    def row(self, kind: str, number: int) -> dict[str, Any]:
        headers = {"Cookie": self.world.learners[number].cookie}
        if kind == "lesson":
            return {"method": "GET", "path": LESSON, "headers": headers}
        if kind == "quiz":
            return {"method": "GET", "path": self.world.quiz(number), "headers": headers}
        body = '{"answer":["%02d"],"sequence":%d,"check":false}'
        headers |= {"X-CSRF-Token": self.tokens[number], "Content-Type": "application/json", "Accept": "application/json"}
        return {"method": "POST", "path": self.world.answer(number), "headers": headers, "body": body}


def checked(server: Server, world: World, number: int) -> str:
    """Look at what is going to be measured; the CSRF token of that learner."""
    cookie = world.learners[number].cookie
    lesson = server.fetch(LESSON, cookie)
    quiz = server.fetch(world.quiz(number), cookie)
    signs = {f"Lena Learner {number}".encode(): lesson, b'id="q-q-7-a"': lesson, b'class="slip"': quiz, b'data-attempt="': quiz}
    for sign, (status, body) in signs.items():
        assert status == 200, status
        assert sign in body, sign
    found = re.search(rb'name="csrf" (?:content|value)="([0-9a-f]{64})"', quiz[1])
    assert found is not None
    return found[1].decode()


def rounds(cases: dict[str, Callable[[], Load]]) -> dict[str, list[Load]]:
    """Each case once a round, in rotated order, after one that is thrown away."""
    for run in cases.values():
        run()
    found: dict[str, list[Load]] = {name: [] for name in cases}
    for number in range(ROUNDS):
        for name in rotated(list(cases), number):
            found[name].append(cases[name]())
            assert not found[name][-1].failed, f"{found[name][-1].failed} requests failed: {name}"
    return found


def lines(found: dict[str, list[Load]], wanted: set[str]) -> list[Measured]:
    rows = [JUDGED[row] + (row,) for row in sorted(wanted)]
    row = [line for what, cpu, rate, name, number in rows for line in pair(found, number, what, name, cpu, rate)]
    if "threads" in found:
        row += pair(found, "S1", "the same on the product's own threads (not judged)", "threads", None, None)
    return row


def pair(found: dict[str, list[Load]], row: str, what: str, name: str, cpu: Target | None, rate: Target | None) -> list[Measured]:
    mine, hello = found[name], found["hello"]
    middle = sorted(mine, key=lambda load: load.cpu)[len(mine) // 2]
    costs = [one.cpu / other.cpu for one, other in zip(mine, hello, strict=True)]
    rates = [one.rate / other.rate for one, other in zip(mine, hello, strict=True)]
    return [
        Measured(row=row, what=f"{what}: CPU", target=cpu, ratios=costs, absolute=f"{middle.cpu * 1e6:.0f} µs a request"),
        Measured(row=row, what=f"{what}: throughput", target=rate, ratios=rates, absolute=f"{middle.rate:.0f} requests/s"),
    ]


def tell_conditions(report: Report, world: World, hello: Server, ours: Server) -> None:
    sizes = {"hello": hello.fetch("/")[1], "lesson": ours.fetch(LESSON, world.learners[0].cookie)[1]}
    sizes["quiz"] = ours.fetch(world.quiz(), world.learners[0].cookie)[1]
    report.say("gunicorn 2 sync workers on both sides, loopback, wrk -t1 -c8, CPU of all workers from /proc")
    report.say("bytes of a body: " + ", ".join(f"{name} {len(body):,}" for name, body in sizes.items()))
    report.say(f"{len(world.learners)} learners in turn, each with progress, order of choices and attempt of their own")
    kept = durability(world)
    report.say(f"SQLite {kept['library']}, journal {kept['journal']}, synchronous {kept['synchronous']}; {commits(world)}")
    if kept["synchronous"] not in ("FULL", "EXTRA"):
        raise SystemExit("S5 says nothing below synchronous=FULL")


def commits(world: World) -> str:
    """What one commit costs this disk, without any of our code: the bound of S5."""
    file = world.folder / "probe"
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    began, used = time.perf_counter(), time.process_time()
    for number in range(200):
        os.pwrite(handle, b"x" * 4_096, number * 4_096)
        os.fdatasync(handle)
    wall, cpu = (time.perf_counter() - began) / 200, (time.process_time() - used) / 200
    os.close(handle)
    file.unlink()
    return f"a bare write of a page to this disk takes {wall * 1e6:.0f} µs, {cpu * 1e6:.0f} µs of them CPU"


def tell_memory(report: Report, world: World) -> None:
    """One worker after every page of the real course."""
    options = ("-k", "gthread", "-w", "1", "--threads", str(world.settings.threads))
    with running("app.factory:create_app()", LEAN | world.environ, *options) as server:
        for path in world.shipped:
            status, _ = server.fetch(path, world.learners[0].cookie)
            assert status == 200, (path, status)
        size = server.resident()
    ratio = [size / MEMORY]
    report.add(
        [Measured(row="RSS", what=f"one worker after {len(world.shipped)} pages of the real course, to 90 MB", target=Target(1.0, 0.8),
                  ratios=ratio, absolute=f"{size / 1e6:.0f} MB")]
    )  # fmt: skip


def lua(value: Any) -> str:
    """A value as Lua writes it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"[{json.dumps(name)}] = {lua(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "{" + ",\n".join(lua(each) for each in value) + "}"
    return json.dumps(value)
