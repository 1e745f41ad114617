"""The register of the conformance ladder: each row of its first four rungs is tested, or it stands here with the reason why not."""

import re
from collections import Counter

from tests.architecture.source import ROOT

ROWS = {rung: [f"{rung}{number:02}" for number in range(1, size + 1)] for rung, size in {"A": 12, "B": 12, "C": 12, "D": 27}.items()}
"""Rung A: the bytes of a package. B: the manifest of SCORM 1.2. C: that of SCORM 2004. D: the course at work in a SCORM 1.2 LMS."""

WITHOUT_A_TEST = dict.fromkeys(ROWS["C"], "SCORM 2004 is not among the formats that are exported yet")

MARK = re.compile(r'^@pytest\.mark\.row\("ladder:([A-Z]\d\d)"\)$', re.MULTILINE)


def marked() -> Counter[str]:
    """How many tests show each row."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return Counter(row for path in files for row in MARK.findall(path.read_text("utf-8")))


def test_every_row_is_tested_or_has_its_reason():
    told = set(marked()) | set(WITHOUT_A_TEST)

    assert [row for rows in ROWS.values() for row in rows if row not in told] == []


def test_no_row_is_both_tested_and_excused():
    assert sorted(set(marked()) & set(WITHOUT_A_TEST)) == []


def test_no_test_names_a_row_that_there_is_not():
    assert [row for row in marked() if row[0] in ROWS and row not in ROWS[row[0]]] == []


def test_every_mark_of_the_ladder_is_one_that_is_counted():
    """A mark written in another way would be lost to the register."""
    text = "".join(path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")) if path.name != "test_ladder.py")

    assert text.count("ladder:") == sum(marked().values())


def test_a_format_that_is_exported_has_no_rung_without_tests():
    """The excuse of rung C falls with the first module that writes SCORM 2004."""
    assert not list((ROOT / "app" / "packaging").glob("*2004*"))
