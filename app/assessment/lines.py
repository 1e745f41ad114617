"""What kinds of question share: an answer, the lines by which typed texts are judged, and when an answer is none."""

from collections.abc import Set
from dataclasses import dataclass
from fractions import Fraction

from app.assessment.wording import folded, matches

Answer = tuple[str, ...]
"""What was picked or typed, always as strings, just as a browser posts it."""

LONGEST_TEXT = 2_000
"""Characters of a typed text that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """An accepted wording or, with `pattern`, a regular expression matched whole; a foreseen wrong one when `weight` is "0"."""

    value: str
    pattern: bool = False
    weight: str = "1"
    feedback: str = ""


def is_answered(answer: Answer) -> bool:
    return any(entry.strip() for entry in answer)


def first_match(lines: tuple[TextLine, ...], given: str, *, keep_case: bool) -> TextLine | None:
    """The first line that takes this wording, after spaces and letters are made alike."""
    text = folded(given, keep_case=keep_case)
    if not text:
        return None
    return next((line for line in lines if _takes(line, text, keep_case=keep_case)), None)


def shown_wording(lines: tuple[TextLine, ...]) -> str:
    """The first accepted wording that is no pattern, else the first accepted line as it is."""
    accepted = [line for line in lines if Fraction(line.weight) > 0]
    return next((line.value for line in accepted if not line.pattern), accepted[0].value)


def keys_objection(answer: Answer, offered: Set[str]) -> str | None:
    if not set(answer) <= offered:
        return "unknown-choice"
    return "twice" if len(set(answer)) != len(answer) else None


def _takes(line: TextLine, text: str, *, keep_case: bool) -> bool:
    if line.pattern:
        return matches(line.value, text, keep_case=keep_case)
    return folded(line.value, keep_case=keep_case) == text
