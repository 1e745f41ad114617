"""Rows E1, E5, E6 and B1: packages of generated courses against the least that such an export can cost, and what a start costs."""

import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.generator import generate
from benchmarks.servers import ROOT
from benchmarks.table import ROUNDS, Measured, Report, Target, in_rounds, ratios

E1, E5 = Target(3.0, 1.5), Target(1.08, 1.01)
E6 = Target(3.0, 1.3)
VERSION, SMALL = Target(6.0, 3.0), Target(4.0, 2.0)
LONGEST = 120.0
"""Seconds after which no further round of the large export is begun, once there are three."""


def measure(report: Report, wanted: set[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        courses = Courses(Path(folder))
        if "B1" in wanted:
            report.add(start_up(courses))
        if "E1" in wanted:
            report.add([large(courses)])
        if "E5" in wanted:
            report.add([growth(courses)])
        if "E6" in wanted:
            report.add([memory(courses)])


class Courses:
    """Generated courses of some sizes, and what is exported from them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, pages: int) -> Path:
        place = self.folder / str(pages)
        if not place.exists():
            generate(place, pages)
        return place

    def ours(self, pages: int) -> Callable[[], float]:
        target = self.folder / "ours.zip"
        return command("-m", "app.cli.entry", "packages", "export", str(self.of(pages)), "-o", str(target), makes=target)

    def floor(self, pages: int) -> Callable[[], float]:
        target = self.folder / "floor.zip"
        return command("-m", "benchmarks.floor", str(self.of(pages)), str(target), makes=target)


def command(*words: str, makes: Path | None = None) -> Callable[[], float]:
    """Run Python with these words in a process of its own; its CPU seconds."""

    def run() -> float:
        before = children()
        subprocess.run([sys.executable, *words], cwd=ROOT, env=plain_environment(), check=True, capture_output=True)
        if makes is not None:
            assert makes.stat().st_size > 100_000, makes
            makes.unlink()
        return children() - before

    return run


def plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("AEO_")}


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def start_up(courses: Courses) -> list[Measured]:
    """`--version` against an interpreter that does nothing, and a small export against the floor of the same course."""
    cases = {
        "pass": command("-c", "pass"),
        "version": command("-m", "app.cli.entry", "--version"),
        "ours": courses.ours(10),
        "floor": courses.floor(10),
    }
    found = in_rounds(cases)
    middle = {name: statistics.median(row) for name, row in found.items()}
    told = f"{middle['version'] * 1000:.0f} ms to {middle['pass'] * 1000:.0f} ms"
    small = f"{middle['ours']:.2f} s to {middle['floor']:.2f} s"
    return [
        Measured(row="B1", what="`aeo --version` to `python -c pass`: CPU", target=VERSION, ratios=ratios(found, "version", "pass"), absolute=told),
        Measured(row="B1", what="export of 10 pages, to the floor: CPU", target=SMALL, ratios=ratios(found, "ours", "floor"), absolute=small),
    ]


def large(courses: Courses) -> Measured:
    """A thousand pages with every check. Rounds are bounded in time; how many there were is told."""
    cases = {"ours": courses.ours(1_000), "floor": courses.floor(1_000)}
    found: dict[str, list[float]] = {name: [] for name in cases}
    began = time.monotonic()
    for number in range(ROUNDS):
        if number >= 3 and time.monotonic() - began > LONGEST:
            break
        for name in list(cases)[:: -1 if number % 2 else 1]:
            found[name].append(cases[name]())
    row = ratios(found, "ours", "floor")
    told = f"{statistics.median(found['ours']):.2f} s to {statistics.median(found['floor']):.2f} s, {len(row)} rounds"
    return Measured(row="E1", what="export of 1,000 pages as SCORM 1.2, to the floor: CPU", target=E1, ratios=row, absolute=told)


def growth(courses: Courses) -> Measured:
    """The exponent of CPU from 100 to 4,000 pages; the start, which is the 10-page run, is taken off. The large one runs once."""
    small = in_rounds({"10": courses.ours(10), "100": courses.ours(100)}, 3)
    start, hundred = (statistics.median(small[name]) for name in ("10", "100"))
    many = courses.ours(4_000)()
    exponent = math.log((many - start) / (hundred - start)) / math.log(40)
    told = f"{many:.1f} s at 4,000 pages (one run), {hundred:.2f} s at 100, {start:.2f} s at 10"
    return Measured(row="E5", what="export, exponent of CPU from 100 to 4,000 pages", target=E5, ratios=[exponent], absolute=told)


def memory(courses: Courses) -> Measured:
    """The most memory that an export holds at 4,000 pages, to that at 100. Memory hardly varies: the large one runs once."""
    many, hundred = peak(courses, 4_000), statistics.median(peak(courses, 100) for _ in range(3))
    told = f"{many / 1024:.0f} MiB to {hundred / 1024:.0f} MiB"
    return Measured(row="E6", what="export, peak memory at 4,000 pages, to 100", target=E6, ratios=[many / hundred], absolute=told)


def peak(courses: Courses, pages: int) -> float:
    """KiB that one export has held at most, by its own word."""
    target, told = courses.folder / "peak.zip", courses.folder / "peak"
    command("-m", "benchmarks.peak", str(told), "packages", "export", str(courses.of(pages)), "-o", str(target), makes=target)()
    return float(told.read_text())
