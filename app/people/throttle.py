"""Guessing made slow: by account, by address and for everybody together, while a known browser still gets in.

A try is counted before the password is looked at, so that many at once gain nothing, and taken back when it was right.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.database import added
from app.errors import NotAllowed, say_number
from app.people.addresses import fold
from app.people.models import Guesses
from app.people.tokens import hashed

FREE = 5
"""Wrong tries without a wait, for an account and for an address."""

FREE_IN_ALL = 500
"""The same for everybody together."""

FORGOTTEN = timedelta(minutes=15)
"""After so long without a wrong try the count starts anew."""

LONGEST = 60
"""Seconds: the longest wait for an account or an address."""

ALL = "all"


class Slowed(NotAllowed):
    """Tried too often; `seconds` until the next try is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            say_number(
                "That was tried too often. Wait %(number)d second, then try again.",
                "That was tried too often. Wait %(number)d seconds, then try again.",
                seconds,
            )
        )
        self.seconds = seconds


def keys_of(email: str, address: str, browser: str | None = None) -> tuple[str, ...]:
    """What a try is counted under. `browser` is the token of a browser that the person is known to use: it has a count of its own."""
    if browser is not None:
        return (f"browser:{hashed(browser)}",)
    account = hashlib.sha256(fold(email).encode("utf-8", "replace")).hexdigest()
    return (f"account:{account}", f"address:{address[:64]}", ALL)


def admit(session: Session, keys: Sequence[str], now: datetime) -> None:
    """Count a try, or refuse to look at it yet. Raises Slowed, counting nothing."""
    rows = [_row(session, key, now) for key in sorted(keys)]
    wait = max(_seconds_left(row, now) for row in rows)
    if wait > 0:
        raise Slowed(wait)
    for row in rows:
        row.count = 1 if now - row.last_at > FORGOTTEN else row.count + 1
        row.last_at = now
    session.flush()


def forgive(session: Session, keys: Sequence[str]) -> None:
    """The try was right: forget the account's and the browser's wrong ones, and do not count this one for the others."""
    for key in keys:
        row = session.get(Guesses, key, with_for_update=True)
        if row is not None:
            row.count = max(0, row.count - 1) if key == ALL or key.startswith("address:") else 0
    session.flush()


def sweep(session: Session, now: datetime) -> None:
    """Drop counts that no longer matter."""
    session.execute(delete(Guesses).where(Guesses.last_at < now - FORGOTTEN))


def alarm(session: Session, now: datetime) -> bool:
    """Whether so much is tried in vain that somebody should look at the log."""
    row = session.get(Guesses, ALL)
    return row is not None and row.count >= FREE_IN_ALL and now - row.last_at <= FORGOTTEN


def wait_after(key: str, count: int) -> int:
    """Seconds to wait after so many wrong tries: for an account doubling, for an address, which a class may share, one more each."""
    if key == ALL:
        return 1 if count >= FREE_IN_ALL else 0
    over = count - FREE + 1
    if over <= 0:
        return 0
    return min(LONGEST, over if key.startswith("address:") else 2 ** min(over - 1, 10))


def _row(session: Session, key: str, now: datetime) -> Guesses:
    """The count of that key, locked; always taken in the same order, so that no two wait for each other."""
    found = session.get(Guesses, key, with_for_update=True)
    if found is None:
        added(session, Guesses(key=key, count=0, last_at=now))
        found = session.get_one(Guesses, key, with_for_update=True)
    return found


def _seconds_left(row: Guesses, now: datetime) -> int:
    passed = (now - row.last_at).total_seconds()
    if passed > FORGOTTEN.total_seconds():
        return 0
    return max(0, int(wait_after(row.key, row.count) - passed + 0.999))
