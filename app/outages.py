"""Which failures are nobody’s mistake: the database is away, locked or only to be read, or the disk is full."""

import errno

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from app.errors import Busy, Sentence, say

AWAY = say("The database does not answer. Nothing was saved. Try again.")
FULL = say("There is no room to save anything, or it may only be read here. Nothing was saved. Try again later.")

SQLITE_AWAY = {5, 6, 7, 9, 10, 14, 15}
"""Busy, locked, out of memory, interrupted, an error of the disk, cannot be opened, protocol of the locks."""
SQLITE_FULL = {8, 13}
"""Only to be read, full."""
POSTGRESQL_AWAY = ("08", "40", "53", "55", "57", "58")
"""Classes of states: connection, rolled back by the server, resources, not in the right state, ended by an operator, system."""
POSTGRESQL_FULL = ("25006", "53100")
"""Only to be read, full."""
DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
DISK_AWAY = {errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.ESTALE}


def outage(error: BaseException) -> Busy | None:
    """What to tell if this is an outage: nothing was saved, and the same may be sent again. None when it is a mistake of ours."""
    words = _words(error)
    return Busy(words) if words is not None else None


def _words(error: BaseException) -> Sentence | None:
    if isinstance(error, NoConnection):
        return AWAY
    if isinstance(error, DBAPIError):
        return AWAY if error.connection_invalidated else _words(error.orig) if error.orig is not None else None
    if isinstance(error, OSError):
        return FULL if error.errno in DISK_FULL else AWAY if error.errno in DISK_AWAY else None
    return _of_driver(error)


def _of_driver(error: BaseException) -> Sentence | None:
    """SQLite's errors have a number, PostgreSQL's a state; one that broke the connection has neither."""
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return FULL if code & 0xFF in SQLITE_FULL else AWAY if code & 0xFF in SQLITE_AWAY else None
    state = getattr(error, "sqlstate", "")
    if isinstance(state, str) and state:
        return FULL if state in POSTGRESQL_FULL else AWAY if state.startswith(POSTGRESQL_AWAY) else None
    return AWAY if type(error).__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout") else None
