"""What the worker does: close attempts whose time is over, issue what a stopped clock held up, forget what has ended."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from app import clock, logs
from app.credentials import certificates
from app.credentials.signing import Signer
from app.database import LARGEST_JOURNAL, Writing, transaction
from app.learning import closing
from app.learning.models import Enrolment
from app.people import sessions, throttle
from app.storage import Storage
from app.whole import UNFINISHED

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Place:
    """The installation that is swept."""

    writing: Writing
    storage: Storage
    signer: Signer
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Sweep:
    """Something to do every so many seconds. It may be cut short and done again, so it must bear both."""

    name: str
    seconds: float
    act: Callable[[], None]


def sweeps_of(place: Place) -> tuple[Sweep, ...]:
    return (
        Sweep("attempts.close", MINUTE, partial(close_attempts, place)),
        Sweep("certificates.issue", MINUTE, partial(issue_certificates, place)),
        Sweep("journal.watch", MINUTE, partial(watch_journal, place)),
        Sweep("sessions.forget", HOUR, partial(forget_sessions, place)),
        Sweep("files.tidy", HOUR, partial(tidy_files, place.storage.folder)),
    )


def close_attempts(place: Place) -> None:
    """One short transaction each: nobody waits for more than one of them."""
    with transaction(place.writing) as session:
        over = closing.due(session, clock.now())
    for attempt_id in over:
        with transaction(place.writing) as session:
            attempt = closing.close_if_due(session, place.storage, attempt_id, clock.now())
            if attempt is not None:
                issue(place, session, attempt.enrolment)


def issue_certificates(place: Place) -> None:
    with transaction(place.writing) as session:
        waiting = certificates.waiting(session, place.storage)
    for enrolment_id in waiting:
        with transaction(place.writing) as session:
            enrolment = session.get(Enrolment, enrolment_id)
            if enrolment is not None:
                issue(place, session, enrolment)


def issue(place: Place, session: Session, enrolment: Enrolment) -> None:
    certificates.issue_if_earned(session, place.storage, enrolment, clock.now(), place.signer, place.zone)


def forget_sessions(place: Place) -> None:
    with transaction(place.writing) as session:
        sessions.sweep(session, clock.now())
        throttle.sweep(session, clock.now())


def watch_journal(place: Place, most: int = LARGEST_JOURNAL) -> None:
    """SQLite's journal grows for as long as somebody reads without an end; it is emptied as far as can be, and somebody is told."""
    journal = Path(f"{place.writing.engine.url.database}-wal")
    if place.writing.engine.dialect.name != "sqlite" or not journal.exists() or journal.stat().st_size <= most:
        return
    with place.writing.engine.connect() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    logs.event("database.journal_large", level=logging.WARNING, bytes=journal.stat().st_size)


def tidy_files(folder: Path, after: float = DAY) -> None:
    """The unfinished files of writers that were stopped, once nobody can still be at them."""
    for pattern in (f"??/{UNFINISHED}*", f"previews/{UNFINISHED}*"):
        for unfinished in folder.glob(pattern):
            if time.time() - unfinished.stat().st_mtime > after:
                unfinished.unlink(missing_ok=True)
