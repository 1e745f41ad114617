"""Rows S3 and G1: a lesson's page without any server, against a page of Flask, and in a long course against a short one."""

import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app.factory import create_app
from benchmarks.hello import app as hello
from benchmarks.table import Measured, Report, Target, in_rounds, ratios
from benchmarks.world import LONG, PAGES, World, furnished

CALLS = 300
SHORT_PAGE, LONG_PAGE = "/courses/bench/page-7", "/courses/long/page-7"
S3, G1 = Target(4.0, 2.5), Target(1.25, 1.05)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def measure(report: Report, wanted: set[str]) -> None:
    """Both rows with one application: every call is one learner's, all of them in turn."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        world = furnished(Path(folder) / "world", long="G1" in wanted)
        app = create_app(world.settings)
        cases = {"hello": lambda: cost(hello, "/", [""]), "short": lambda: cost(app, SHORT_PAGE, cookies(world))}
        if "G1" in wanted:
            cases |= {"short of one": lambda: cost(app, SHORT_PAGE, cookies(world)[:1]), "long": lambda: cost(app, LONG_PAGE, cookies(world)[:1])}
        for case in cases.values():
            case()
        found = in_rounds(cases)
        report.add(lines(found, wanted))


def lines(found: dict[str, list[float]], wanted: set[str]) -> list[Measured]:
    def microseconds(name: str) -> str:
        return f"{sorted(found[name])[len(found[name]) // 2] * 1e6:.0f} µs"

    rows = []
    if "S3" in wanted:
        told = f"{microseconds('short')} to {microseconds('hello')}"
        rows.append(Measured(row="S3", what="lesson page in process, to hello: CPU", target=S3, ratios=ratios(found, "short", "hello"), absolute=told))
    if "G1" in wanted:
        told = f"{microseconds('long')} to {microseconds('short of one')}"
        what = f"lesson page in a course of {LONG:,} pages, to {PAGES}: CPU"
        rows.append(Measured(row="G1", what=what, target=G1, ratios=ratios(found, "long", "short of one"), absolute=told))
    return rows


def cookies(world: World) -> list[str]:
    return [learner.cookie for learner in world.learners]


def cost(app: Application, path: str, row: list[str]) -> float:
    """CPU seconds of one call."""
    environs = [environ(path, row[number % len(row)]) for number in range(CALLS)]
    began = time.process_time()
    for each in environs:
        called(app, each)
    return (time.process_time() - began) / CALLS


def called(app: Application, given: dict[str, Any]) -> None:
    answered: list[str] = []
    body = app(given, lambda status, headers, *failure: answered.append(status))
    b"".join(body)
    close = getattr(body, "close", None)
    if close is not None:
        close()
    assert answered == ["200 OK"], answered


def environ(path: str, cookie: str) -> dict[str, Any]:
    plain = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SCRIPT_NAME": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": False,
        "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    return plain | ({"HTTP_COOKIE": cookie} if cookie else {})
