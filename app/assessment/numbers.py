"""Read a number as people type it: comma or point, grouped thousands, other digits. What could mean two numbers is asked back."""

import re
from decimal import Decimal
from fractions import Fraction

from app.assessment.wording import FIGURES, SPACES, UNSEEN

LONGEST = 40
"""Characters of a typed number that are looked at; more is not a number."""

_GAP = "[\u0020\u00a0\u2009\u202f'’٬]"
_GAPS = re.compile(_GAP)
_SPACED = re.compile(rf"^[+-]?[1-9]\d{{0,2}}(?:{_GAP}\d{{3}})+(?:[.,]\d*)?$", re.ASCII)
_GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})+$", re.ASCII)
_MIXED = re.compile(r"^[+-]?[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*(?!(?P=mark))[.,]\d+$", re.ASCII)
_PLAIN = re.compile(r"^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)$", re.ASCII)
_DOUBTFUL = re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$", re.ASCII)


class Ambiguous(ValueError):
    """The text can be read as two numbers; the learner is asked which one."""


class NotANumber(ValueError):
    """The text is no number."""


def read_number(raw: str, decimal: str = ".") -> Fraction:
    """The number a learner typed, where `decimal` is the sign of the language, "." or ",". Raises Ambiguous, NotANumber.

    The language's own sign always is the decimal sign; the other one followed by exactly three figures could
    group thousands, so it is asked back (12.345 in French, 12,345 in English). The Arabic signs leave no doubt.
    """
    text = _plain(raw)
    sure = "٫" in text or _GAPS.search(text) is not None
    text = _GAPS.sub("", text).replace("٫", ".")
    if _GROUPED.match(text):
        return Fraction(re.sub("[.,]", "", text))
    if _MIXED.match(text):
        whole, _, rest = text.replace(",", ".").rpartition(".")
        return Fraction(f"{whole.replace('.', '')}.{rest}")
    if not _PLAIN.match(text):
        raise NotANumber(raw)
    if _DOUBTFUL.match(text) and not sure and decimal not in text:
        raise Ambiguous(raw)
    return Fraction(text.replace(",", ".").rstrip("."))


def _plain(raw: str) -> str:
    """ASCII figures, one kind of minus, no per cent sign, gaps only between groups of three. Raises NotANumber."""
    text = SPACES.sub(" ", UNSEEN.sub("", raw)).strip(" ")
    text = re.sub(" ?[%٪]$", "", text).translate(FIGURES).replace("−", "-")
    if not text or len(text) > LONGEST:
        raise NotANumber(raw)
    if _GAPS.search(text) and not _SPACED.match(text.replace("٫", ".")):
        raise NotANumber(raw)
    return text


def in_figures(number: Fraction) -> str:
    """A number that was typed, as plain figures with a decimal point."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{exact.normalize():f}"
