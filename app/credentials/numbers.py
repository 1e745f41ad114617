"""Certificate numbers: 140 random bits in 28 signs that cannot be mistaken for each other, seven groups of four."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O or U."""

SIGNS, GROUP = 28, 4

LONGEST = 120
"""Characters typed that are looked at."""

_BETWEEN = re.compile(r"[\s\u2010-\u2015\u2212-]+")


def new_number() -> str:
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(SIGNS)))


def grouped(signs: str) -> str:
    return "-".join(signs[place : place + GROUP] for place in range(0, SIGNS, GROUP))


def read_number(typed: str) -> str | None:
    """The number that was typed, whatever its case, spaces and hyphens; None for what cannot be one. No sign is guessed."""
    if len(typed) > LONGEST:
        return None
    signs = _BETWEEN.sub("", typed)
    upper = signs.upper() if signs.isascii() else ""
    return grouped(upper) if len(upper) == SIGNS and set(upper) <= set(ALPHABET) else None
