"""A SELECT of the hot path: written with SQLAlchemy, compiled once, run on the driver's own connection."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select
from sqlalchemy.engine import Dialect

from app.database import UtcDateTime


class Statement:
    """One select() and what it was compiled to for each dialect. Values are given by name; times go through UtcDateTime."""

    def __init__(self, select: Select[Any]) -> None:
        self._select = select
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None, Mapping[str, Any]]] = {}

    def rows(self, engine: Engine, **values: Any) -> list[tuple[Any, ...]]:
        """All rows, as the driver gives them."""
        sql, order, fixed = self._for(engine.dialect)
        given = {**fixed, **{name: _bound(value, engine.dialect) for name, value in values.items()}}
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(sql, [given[name] for name in order] if order is not None else given)
            return list(cursor.fetchall())
        finally:
            connection.close()

    def first(self, engine: Engine, **values: Any) -> tuple[Any, ...] | None:
        return next(iter(self.rows(engine, **values)), None)

    def _for(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None, Mapping[str, Any]]:
        """The text, the order of its values where they have no names, and the values that stand in the statement itself."""
        found = self._compiled.get(dialect.name)
        if found is None:
            compiled = self._select.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
            order = tuple(compiled.positiontup) if compiled.positional and compiled.positiontup is not None else None
            found = self._compiled[dialect.name] = (str(compiled), order, dict(compiled.params))
        return found


_TIME = UtcDateTime()


def _bound(value: Any, dialect: Dialect) -> Any:
    """A time as the dialect's own driver wants it."""
    if not isinstance(value, datetime):
        return value
    plain = _TIME.process_bind_param(value, dialect)
    assert plain is not None
    return plain if dialect.name == "postgresql" else plain.isoformat(" ", "microseconds")


def moment(value: Any, dialect: Dialect) -> datetime | None:
    """A time as a driver gave it (text on SQLite), aware and in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return _TIME.process_result_value(value, dialect)
