"""The one form of an e-mail address, used whenever one is stored and whenever one is looked for."""

import re
import unicodedata

from app.errors import Invalid, say

LONGEST = 254

_SHAPE = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_ALIKE = ("LATIN", "CYRILLIC", "GREEK")
_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}


def canonical(typed: str) -> str:
    """Trimmed, letters made alike (NFKC, case folded). Raises Invalid for what is no address, or one made to look like another."""
    folded = fold(typed)
    if len(folded) > LONGEST or not _SHAPE.fullmatch(folded) or any(unicodedata.category(sign) in _REFUSED for sign in folded):
        raise Invalid(say("This is not an e-mail address. Write it like name@example.org."), "email")
    if any(_mixed(part) for part in re.split(r"[@.]", folded)):
        raise Invalid(say("This address mixes letters of two alphabets that look alike. Write it again in one of them."), "email")
    return folded


def fold(typed: str) -> str:
    """The form in which two spellings of one address are equal; done twice, because folding may leave signs to be folded."""
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).casefold()).strip()
    return unicodedata.normalize("NFKC", once.casefold()).strip()


def _mixed(part: str) -> bool:
    """Whether letters of alphabets that are mistaken for each other stand in one part of an address."""
    scripts = {name for sign in part if sign.isalpha() for name in _ALIKE if unicodedata.name(sign, "").startswith(name)}
    return len(scripts) > 1
