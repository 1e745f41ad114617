"""Read a number as people type it: comma or point, grouped thousands, other digits. What could mean two numbers is asked back."""

import re
import unicodedata
from fractions import Fraction

LONGEST = 40
"""Characters of a typed number that are looked at; more is not a number."""

_SPACES = re.compile("[\u0020\u00a0\u2009\u202f'’]")
_GROUPED = re.compile(r"^[+-]?\d{1,3}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})+$")
_MIXED = re.compile(r"^[+-]?\d{1,3}(?:(?P<mark>[.,])\d{3})+(?!(?P=mark))[.,]\d+$")
_PLAIN = re.compile(r"^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)$")
_DOUBTFUL = re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$")


class Ambiguous(ValueError):
    """The text can be read as two numbers; the learner is asked which one."""


class NotANumber(ValueError):
    """The text is no number."""


def read_number(raw: str, decimal: str = ".") -> Fraction:
    """The number a learner typed, where `decimal` is the sign of the language, "." or ",". Raises Ambiguous, NotANumber.

    The language's own sign always is the decimal sign; the other one followed by exactly three figures could
    group thousands, so it is asked back (12.345 in French, 12,345 in English).
    """
    text = _plain(raw)
    if _GROUPED.match(text):
        return Fraction(text.replace(",", "").replace(".", ""))
    if _MIXED.match(text):
        whole, _, rest = text.replace(",", ".").rpartition(".")
        return Fraction(f"{whole.replace('.', '')}.{rest}")
    if not _PLAIN.match(text):
        raise NotANumber(raw)
    if _DOUBTFUL.match(text) and decimal not in text:
        raise Ambiguous(raw)
    return Fraction(text.replace(",", ".").rstrip(".") if text[-1] in ".," else text.replace(",", "."))


def _plain(raw: str) -> str:
    """ASCII figures, one kind of minus, no spaces, no Arabic decimal sign. Raises NotANumber."""
    text = raw.strip().removesuffix("%").removesuffix("٪").strip()
    if not text or len(text) > LONGEST:
        raise NotANumber(raw)
    text = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)
    text = text.replace("−", "-").replace("٫", ".").replace("٬", ",")
    inner = _SPACES.sub("", text)
    if inner != text and not re.match(r"^[+-]?\d{1,3}(?:[\u0020\u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d*)?$", text):
        raise NotANumber(raw)
    return inner
