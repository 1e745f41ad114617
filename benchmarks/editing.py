"""Row EDIT: what a person waits for who has changed one lesson of a long course: the whole course, looked at again."""

import shutil
import tempfile
import time
from pathlib import Path

from app.content.live import Live
from benchmarks.generator import generate
from benchmarks.table import ROUNDS, Measured, Report, Target

PAGES = 1_000
MOST = 0.150
"""Seconds that a check after a change may take."""
EDIT = Target(1.0, 0.5)


def measure(report: Report, wanted: set[str]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        generate(folder / "course", PAGES)
        report.add([editing(folder / "course")])
    finally:
        shutil.rmtree(folder)


def editing(folder: Path) -> Measured:
    """Each round changes another word of one page; only that page is rendered, everything is checked."""
    live = Live(folder)
    live.look()
    page = sorted(folder.glob("*/*page.md"))[-1]
    plain = page.read_text("utf-8")
    waits = [_changed(live, page, f"{plain}\nAnother sentence, number {number}.\n") for number in range(ROUNDS)]
    middle = sorted(waits)[len(waits) // 2]
    what = f"check of {PAGES:,} pages after one was changed, to {MOST * 1000:.0f} ms: CPU"
    return Measured(row="EDIT", what=what, target=EDIT, ratios=[wait / MOST for wait in waits], absolute=f"{middle * 1000:.0f} ms")


def _changed(live: Live, page: Path, text: str) -> float:
    page.write_text(text, "utf-8")
    before, began = live.draft, time.process_time()
    draft = live.look()
    used = time.process_time() - began
    assert draft.revision != before.revision
    assert draft.course is not None
    assert not draft.errors
    assert draft.course != before.course
    return used
