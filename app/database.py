"""Engines, the declarative base, and the one writing transaction."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from app.errors import Busy, DomainError, say
from app.outages import FULL, outage
from app.statements import WRITING, Work

try:
    import pysqlite3.dbapi2 as bundled_sqlite
except ImportError:  # no wheel for this platform: the interpreter's own library, in the journal mode that is safe for it
    bundled_sqlite = None

PATIENCE = 5.0
"""Seconds that a writer waits for its turn before it is told that the system is busy."""


LARGEST_JOURNAL = 64 * 1024 * 1024
"""Bytes of the journal that are left standing between two uses, and beyond which somebody should be told: a reader does not end."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, stored in UTC, aware out, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """All mapped classes; every constraint has a name, so that migrations can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime()}


def sqlite_module() -> ModuleType:
    """The SQLite library that everything uses: the bundled one where a wheel exists. Never both on one file."""
    return bundled_sqlite if bundled_sqlite is not None else sqlite3


def write_ahead_is_sound(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the fault that can corrupt a database in WAL mode (fixed in 3.51.3 and two back-ports)."""
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3) and version[:3] != (3, 52, 0)


def journal_mode() -> str:
    return "WAL" if write_ahead_is_sound(sqlite_module().sqlite_version_info) else "TRUNCATE"


def engine_for(url: str, *, writing: bool) -> Engine:
    """An engine of one purpose. Reading: autocommit, so that no SELECT leaves a lock behind. Writing: BEGIN IMMEDIATE on SQLite."""
    options: dict[str, Any] = {} if writing else {"isolation_level": "AUTOCOMMIT"}
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_timeout=PATIENCE, connect_args=_patience_of(url), **options)
    engine = create_engine(url, module=sqlite_module(), **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "do_connect", _as_it_lies)
    if writing:
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _patience_of(url: str) -> dict[str, Any]:
    """How long PostgreSQL may keep us waiting: for a connection, for a line that has died, for somebody else's lock."""
    line = {"connect_timeout": 5, "tcp_user_timeout": 5000, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2}
    own = "options" in make_url(url).query
    return line if own else {**line, "options": f"-c lock_timeout={int(PATIENCE * 1000)}"}


def _as_it_lies(dialect: Dialect, record: object, arguments: list[Any], options: dict[str, Any]) -> Any:
    """Where nothing can be written, the journal cannot be opened either: read the file alone, if no journal is left beside it."""
    file = Path(arguments[0]).absolute()
    closed = file.is_file() and not os.access(file, os.W_OK) and not os.access(file.parent, os.W_OK)
    if not closed or any(file.with_name(file.name + end).exists() for end in ("-wal", "-shm", "-journal")):
        return None
    return sqlite_module().connect(f"{file.as_uri()}?immutable=1", uri=True, **options)


def _prepare_sqlite(connection: Any, record: object) -> None:
    """Hand transactions to us, then set what makes an acknowledged commit survive a power cut."""
    connection.isolation_level = None
    cursor = connection.cursor()
    settings = (f"journal_mode={journal_mode()}", f"journal_size_limit={LARGEST_JOURNAL}", "synchronous=FULL", "foreign_keys=ON")
    for pragma in (*settings, f"busy_timeout={int(PATIENCE * 1000)}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@dataclass(frozen=True, slots=True)
class Writing:
    """How this process writes: its sessions, and the file in whose queue SQLite writers stand (None on PostgreSQL)."""

    sessions: sessionmaker[Session]
    queue: Path | None
    patience: float = PATIENCE

    @property
    def engine(self) -> Engine:
        bound: Engine = self.sessions.kw["bind"]
        return bound


def writing_for(url: str) -> Writing:
    parsed = make_url(url)
    on_file = parsed.get_backend_name() == "sqlite" and parsed.database
    queue = Path(f"{parsed.database}.queue") if on_file else None
    return Writing(sessionmaker(engine_for(url, writing=True), expire_on_commit=False), queue)


@contextmanager
def transaction(writing: Writing) -> Iterator[Session]:
    """One writing transaction in a session of its own, with one commit on the way out. The only commit in app/."""
    with locked_is_busy(), turn(writing), writing.sessions() as session, session.begin():
        yield session


@contextmanager
def plain_transaction(writing: Writing) -> Iterator[Work]:
    """The same for the few compiled statements of an answer: on a connection of the driver that this thread keeps, in the same queue."""
    engine = writing.engine
    with locked_is_busy(), turn(writing):
        cursor = WRITING.living(engine)
        try:
            if engine.dialect.name == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            yield Work(cursor, engine.dialect)
            cursor.connection.commit()
        except DomainError:
            cursor.connection.rollback()
            raise
        except BaseException:
            WRITING.drop()
            raise


@contextmanager
def turn(writing: Writing) -> Iterator[None]:
    """Wait in the fair queue. A descriptor of its own each time: threads that share one are not kept apart."""
    if writing.queue is None:
        yield
        return
    asked = time.monotonic()
    try:
        lock = os.open(writing.queue, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise Busy(FULL) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if time.monotonic() - asked > writing.patience:
            raise Busy(say("Another change takes too long. Nothing was saved. Try again."))
        yield
    finally:
        os.close(lock)


@contextmanager
def locked_is_busy() -> Iterator[None]:
    """Turn an outage of the database or the disk into the domain's Busy; a mistake of ours stays what it is."""
    try:
        yield
    except DomainError:
        raise
    except Exception as error:
        told = outage(error)
        if told is None:
            raise
        raise told from error


def added(session: Session, row: Base) -> bool:
    """Insert a row; False, with nothing changed, when a constraint says that someone was faster."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
