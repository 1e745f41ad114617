"""Patterns that answers may use: the same in both languages, and unable to stall."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.patterns import Refused, checked
from tests.content.fuzz import tries
from tests.content.readers import cases, titles


def outcome(pattern: str) -> str:
    try:
        return checked(pattern)
    except Refused as error:
        return f"refused: {error}"


@pytest.mark.row("reliability:D23")
@pytest.mark.parametrize(("title", "pattern", "expected"), cases("patterns.md"), ids=titles("patterns.md"))
def test_a_pattern_is_kept_or_refused_as_the_fixtures_show(title: str, pattern: str, expected: str):
    assert outcome(pattern) == expected


@pytest.mark.row("reliability:D23")
@tries(200)
@given(st.text(alphabet="ab.()|?*+{},123[]\\d^$-", max_size=24), st.sampled_from(["a" * 200, "ab" * 100, "a" * 199 + "!", "1" * 200]))
def test_no_pattern_that_is_kept_can_stall(pattern: str, text: str):
    kept = outcome(pattern)
    if kept.startswith("refused: "):
        return

    started = time.process_time()
    re.fullmatch(kept, text, re.IGNORECASE)

    assert time.process_time() - started < 0.5
