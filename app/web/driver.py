"""A SELECT of the hot path: written with SQLAlchemy, compiled once, run on a connection of the driver that each thread keeps."""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.pool import PoolProxiedConnection

from app.database import UtcDateTime

Compiled = tuple[str, tuple[str, ...] | None, Mapping[str, Any]]


class Statement:
    """One select() and what it was compiled to for each dialect. Values are given by name; times go through UtcDateTime."""

    def __init__(self, select: Select[Any]) -> None:
        self._select = select
        self._compiled: dict[str, Compiled] = {}

    def rows(self, engine: Engine, **values: Any) -> Sequence[tuple[Any, ...]]:
        """All rows, as the driver gives them. A connection that has died meanwhile is replaced once."""
        sql, order, fixed = self._for(engine.dialect)
        given = {**fixed, **values, "now": _bound(values["now"], engine.dialect)} if "now" in values else {**fixed, **values}
        arguments = [given[name] for name in order] if order is not None else given
        try:
            return _run(_connection(engine), sql, arguments)
        except engine.dialect.loaded_dbapi.OperationalError:
            return _run(_fresh_connection(engine), sql, arguments)

    def first(self, engine: Engine, **values: Any) -> tuple[Any, ...] | None:
        return next(iter(self.rows(engine, **values)), None)

    def _for(self, dialect: Dialect) -> Compiled:
        """The text, the order of its values where they have no names, and the values that stand in the statement itself."""
        found = self._compiled.get(dialect.name)
        if found is None:
            compiled = self._select.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
            order = tuple(compiled.positiontup) if compiled.positional and compiled.positiontup is not None else None
            found = self._compiled[dialect.name] = (str(compiled), order, dict(compiled.params))
        return found


class _Kept(threading.local):
    """The reading connection of this thread, and the engine that it belongs to."""

    engine: Engine | None = None
    connection: PoolProxiedConnection | None = None


_kept = _Kept()
_TIME = UtcDateTime()


def _connection(engine: Engine) -> PoolProxiedConnection:
    if _kept.connection is None or _kept.engine is not engine:
        return _fresh_connection(engine)
    return _kept.connection


def _fresh_connection(engine: Engine) -> PoolProxiedConnection:
    """Another connection for this thread; the old one goes, since what it met may have broken it."""
    if _kept.connection is not None:
        _kept.connection.invalidate()
    connection = engine.raw_connection()
    _kept.engine, _kept.connection = engine, connection
    return connection


def _run(connection: PoolProxiedConnection, sql: str, arguments: Any) -> Sequence[tuple[Any, ...]]:
    cursor = connection.cursor()
    try:
        cursor.execute(sql, arguments)
        return cursor.fetchall()
    finally:
        cursor.close()


def _bound(value: datetime, dialect: Dialect) -> Any:
    """A time as the dialect's own driver wants it."""
    plain = _TIME.process_bind_param(value, dialect)
    assert plain is not None
    return plain if dialect.name == "postgresql" else plain.isoformat(" ", "microseconds")


def moment(value: Any, dialect: Dialect) -> datetime | None:
    """A time as a driver gave it (text on SQLite), aware and in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return _TIME.process_result_value(value, dialect)
