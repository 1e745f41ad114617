"""Row CHECK: reading a course with everything that is checked, against the bare Markdown parse of the same text."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.content.canonical import content_hash
from app.content.reader import read_course
from benchmarks.floor import body_of, pages_of, parser
from benchmarks.generator import generate
from benchmarks.table import Measured, Report, Target, in_rounds, ratios

PAGES, ROUNDS = 1_000, 5
CHECK = Target(3.0, 1.5)


def measure(report: Report, wanted: set[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name) / "course"
        generate(folder, PAGES)
        report.add([checking(folder)])


def checking(folder: Path) -> Measured:
    """Each page has two questions. Both sides read the files; ours also compiles, checks and hashes."""
    found = in_rounds({"ours": lambda: cost(read_and_hash, folder), "bare": lambda: cost(parse_all, folder)}, ROUNDS)
    middle = {name: statistics.median(row) for name, row in found.items()}
    told = f"{middle['ours']:.2f} s to {middle['bare']:.2f} s"
    what = f"check of {PAGES:,} pages, {2 * PAGES:,} questions, to a bare parse: CPU"
    return Measured(row="CHECK", what=what, target=CHECK, ratios=ratios(found, "ours", "bare"), absolute=told)


def cost(act: Callable[[Path], None], folder: Path) -> float:
    began = time.process_time()
    act(folder)
    return time.process_time() - began


def read_and_hash(folder: Path) -> None:
    course = read_course(folder).course
    assert course is not None
    assert len(content_hash(course)) == 64


def parse_all(folder: Path) -> None:
    """Tokens only: nothing is rendered, and a question is text like any other."""
    md = parser()
    for path in pages_of(folder):
        assert md.parse(body_of(path.read_text("utf-8"))[1])
