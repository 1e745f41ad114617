"""Make typed texts alike before they are compared. The JavaScript player does the same; `tests/vectors/grading.json` binds both.

Nothing here leans on the Unicode tables of one language alone: what Python and JavaScript read differently is spelled out.
"""

import re
import unicodedata

LONGEST_MATCHED = 200
"""Characters of a typed text that a pattern is tried against."""

ZEROS = "\u0660\u06f0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u0f20\u1040\u17e0\u1810\uff10"
"""The figures nought of the scripts that people type; the other nine follow each."""

FIGURES = {ord(zero) + value: str(value) for zero in ZEROS for value in range(10)}

UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks of direction and soft breaks: pasted along, never meant."""

SPACES = re.compile("[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")

_ESCAPE_OR_TEXT = re.compile(r"(\\.)|([^\\]+)", re.DOTALL)


def folded(text: str, *, keep_case: bool) -> str:
    """Trimmed, spaces joined, Unicode NFKC, figures of all scripts alike and, unless the case counts, raised and lowered.

    JavaScript has no casefold; raising and lowering gives the same in both languages, but for the Greek sigma at a word's end.
    """
    plain = SPACES.sub(" ", unicodedata.normalize("NFKC", UNSEEN.sub("", text))).strip(" ").translate(FIGURES)
    return plain if keep_case else unicodedata.normalize("NFKC", _lowered(plain))


def matches(pattern: str, text: str, *, keep_case: bool) -> bool:
    """Whether a pattern takes the whole of a folded text. Case is folded in the pattern as in the text, so no flag is needed."""
    if len(text) > LONGEST_MATCHED:
        return False
    spelled = pattern if keep_case else _ESCAPE_OR_TEXT.sub(lambda found: found[1] or _lowered(found[2]), pattern)
    return re.fullmatch(spelled, text, re.ASCII) is not None


def _lowered(text: str) -> str:
    return text.upper().lower().replace("ς", "σ")
