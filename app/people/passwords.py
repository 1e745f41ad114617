"""Passwords: how they are hashed and compared, and which are refused."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import Invalid, say, say_number
from app.people.common_passwords import COMMON
from app.people.models import STAFF

LONGEST = 1_024
"""Characters; more are refused rather than cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The shortest passwords that are taken, by whom, and what none may consist of beside the common ones."""

    staff: int = 15
    others: int = 8
    refused: frozenset[str] = frozenset()

    def shortest(self, roles: Collection[str]) -> int:
        return self.staff if STAFF & set(roles) else self.others


@dataclass(frozen=True, slots=True)
class Hashing:
    """Argon2id of one cost. The dummy is verified for addresses that nobody has, so that both answers take as long."""

    hasher: PasswordHasher
    dummy: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "dummy", self.hasher.hash("no account has this password"))

    def hash(self, password: str) -> str:
        """The hash to store. Costs time on purpose: call it before a transaction, never within."""
        return self.hasher.hash(password)

    def fits(self, password: str, stored: str | None) -> bool:
        """Whether it is the password of that hash; as slow when there is none. Call it outside a transaction."""
        try:
            return self.hasher.verify(stored or self.dummy, password[: LONGEST + 1]) and stored is not None and len(password) <= LONGEST
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made at another cost and should be made anew at the next sign-in."""
        return self.hasher.check_needs_rehash(stored)


def production() -> Hashing:
    """Argon2id with 19 MiB, two passes, one lane: the least that OWASP recommends, and what a small server bears."""
    return Hashing(PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1))


def cheap() -> Hashing:
    """The same algorithm at the lowest cost, for tests alone."""
    return Hashing(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def check_new(password: str, roles: Collection[str], rules: Rules, own: Collection[str] = ()) -> None:
    """Refuse a new password that is too short, too long, common, or the person's own name or address (`own`). Raises Invalid."""
    if len(password) > LONGEST:
        raise Invalid(say("A password may have %(longest)d characters at most.", longest=LONGEST), "password")
    if any(unicodedata.category(sign) == "Cs" for sign in password):
        raise Invalid(say("This password holds signs that cannot be stored."), "password")
    least = rules.shortest(roles)
    if len(password) < least:
        message = say_number("Use at least %(number)d character.", "Use at least %(number)d characters.", least)
        raise Invalid(message, "password")
    if is_guessable(password, (*rules.refused, *own)):
        raise Invalid(
            say("This password is easy to guess. Choose another one, for example four words that do not belong together."), "password"
        )


def is_guessable(password: str, own: Collection[str] = ()) -> bool:
    """Whether it is a common word, with figures or signs at its ends or without, one thing repeated, or a row of the keyboard."""
    plain = _bare(password)
    words = {_bare(word) for each in own for word in (each, each.partition("@")[0])} - {""}
    return len(set(plain)) < 3 or _is_repeat(plain) or any(each in COMMON or each in words for each in (plain, _folded(password)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace(" ", "")


def _bare(text: str) -> str:
    """Without figures and signs at the ends, and with the usual figures for letters undone."""
    folded = _folded(text)
    core = folded.strip("0123456789!?.,;:-_*#+$%&@/()=\"'")
    return (core or folded).translate(_LOOKALIKES)


_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})


def _is_repeat(text: str) -> bool:
    """One piece of at most four signs, over and over, or a common word over and over."""
    for size in range(1, len(text) // 2 + 1):
        piece, times = text[:size], len(text) // size
        if piece * times == text and (size <= 4 or piece in COMMON):
            return True
    return False
