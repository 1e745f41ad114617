"""What the measuring stands on: equal courses from one seed, fair rounds, and verdicts that say who misses."""

import re

import pytest

from app.content.reader import read_course
from benchmarks.checking import checking
from benchmarks.exporting import Courses, peak
from benchmarks.floor import export
from benchmarks.generator import generate
from benchmarks.table import Measured, Report, Target, closing, in_rounds, ratios, told, verdict


def test_the_same_seed_makes_the_same_course(tmp_path):
    for name in ("one", "two"):
        generate(tmp_path / name, 3)

    rows = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in sorted((tmp_path / name).rglob("*")) if path.is_file()}
        for name in ("one", "two")
    ]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 1 + 1 + 3 + 3


def test_a_generated_course_has_no_errors_and_the_floor_exports_it(tmp_path):
    generate(tmp_path / "course", 2)
    reading = read_course(tmp_path / "course")
    assert reading.course is not None

    export(tmp_path / "course", tmp_path / "floor.zip")

    words = re.findall(r"\w+", (tmp_path / "course" / "001-module" / "0001-page.md").read_text())
    assert (tmp_path / "floor.zip").stat().st_size > 10_000
    assert 900 < len(words) < 1_200


def test_a_check_is_measured_against_a_parse_of_the_same_files(tmp_path):
    generate(tmp_path / "course", 2)

    line = checking(tmp_path / "course")

    assert len(line.ratios) == 5
    assert 0.5 < line.ratio < 20


def test_the_memory_of_a_child_is_its_own(tmp_path):
    courses = Courses(tmp_path)

    ballast = bytearray(300_000_000)

    assert 20_000 < peak(courses, 1) < 100_000 < len(ballast) / 1_024


@pytest.mark.parametrize(
    ("target", "ratio", "words"),
    [
        (Target(1.7, 1.3), 1.7, "holds"),
        (Target(1.7, 1.3), 1.3, "moon"),
        (Target(1.7, 1.3), 2.04, "misses by 20%"),
        (Target(0.6, 0.8, most=False), 0.6, "holds"),
        (Target(0.6, 0.8, most=False), 0.9, "moon"),
        (Target(0.6, 0.8, most=False), 0.3, "misses by 50%"),
    ],
)
def test_a_verdict_says_whether_and_by_how_much(target, ratio, words):
    line = Measured(row="S1", what="a page", target=target, ratios=[9.0, ratio, 0.0])

    assert verdict(line) == words


def test_what_cannot_be_measured_says_why():
    line = Measured(row="S1", what="a page", target=Target(1, 1), why_not="no wrk")

    assert told(line).endswith("not measured: no wrk")
    assert closing(Report(lines=[line])).endswith("S1 a page: not measured, no wrk.")


def test_each_case_runs_once_a_round_and_none_always_follows_the_same_one():
    ran: list[str] = []
    cases = {name: (lambda name=name: ran.append(name) or float(len(ran))) for name in "abc"}

    found = in_rounds(cases, 3)

    assert "".join(ran) == "abcbcacab"
    assert ratios(found, "a", "b") == [1 / 2, 6 / 4, 8 / 9]
