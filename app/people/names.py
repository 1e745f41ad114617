"""Names as they stand on certificates: any script, one line, nothing invisible that could make one name look like another."""

import unicodedata

from app.errors import Invalid, say

LONGEST = 120

_JOINERS = {"\u200c", "\u200d"}
"""Needed to write names in Persian and several Indian scripts."""


def clean_name(typed: str, field: str) -> str:
    """Trimmed, composed (NFC), spaces joined. Raises Invalid for nothing, too much, or signs that cannot be printed."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name or not any(sign.isalpha() for sign in name):
        raise Invalid(say("Write the name in full."), field)
    if len(name) > LONGEST:
        raise Invalid(say("A name may have %(longest)d characters at most.", longest=LONGEST), field)
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} and sign not in _JOINERS for sign in name):
        raise Invalid(say("This name holds signs that cannot be printed. Type it again."), field)
    return name
