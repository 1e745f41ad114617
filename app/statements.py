"""Statements of the hot path: written with SQLAlchemy, compiled once, run on a connection of the driver without anything between."""

import select as readiness
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Insert, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

Rows = Sequence[tuple[Any, ...]]
Change = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The text for one dialect, its values with room for those that are given, and what turns values into the driver's and back.

    Values have a place where the driver knows no names for them, else a name; `open` says for each place which value stands there.
    """

    text: str
    values: list[Any] | dict[str, Any]
    open: tuple[tuple[Any, str, Change | None], ...]
    read: tuple[tuple[int, Change], ...]

    def arguments(self, given: Mapping[str, Any]) -> Any:
        row: Any = self.values.copy()
        for place, name, change in self.open:
            row[place] = given[name] if change is None else change(given[name])
        return row

    def result(self, rows: Rows) -> Rows:
        return [self._row(row) for row in rows] if self.read else rows

    def _row(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, change in self.read:
            if values[place] is not None:
                values[place] = change(values[place])
        return tuple(values)


class Statement:
    """One statement and what it was compiled to for each dialect. Values are given by name, as Python has them."""

    def __init__(self, written: Select[*tuple[Any, ...]] | Insert) -> None:
        self._written = written
        self._compiled: dict[str, Compiled] = {}

    def rows(self, engine: Engine, **values: Any) -> Rows:
        """All rows of a SELECT, on the reading connection of this thread. One that has died meanwhile is replaced once."""
        compiled = self._for(engine.dialect)
        arguments = compiled.arguments(values)
        try:
            return compiled.result(_run(READING.cursor(engine), compiled.text, arguments))
        except engine.dialect.loaded_dbapi.OperationalError:
            return compiled.result(_run(READING.fresh(engine), compiled.text, arguments))

    def first(self, engine: Engine, **values: Any) -> tuple[Any, ...] | None:
        return next(iter(self.rows(engine, **values)), None)

    def within(self, work: "Work", **values: Any) -> int:
        """Write, inside a transaction; how many rows it were."""
        compiled = self._for(work.dialect)
        work.cursor.execute(compiled.text, compiled.arguments(values))
        return int(work.cursor.rowcount)

    def _for(self, dialect: Dialect) -> Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compiled(self._written, dialect)
        return found


@dataclass(frozen=True, slots=True)
class Work:
    """A transaction under way on a connection of the driver."""

    cursor: Any
    dialect: Dialect


def _compiled(written: ClauseElement, dialect: Dialect) -> Compiled:
    made = written.compile(dialect=dialect)
    assert isinstance(made, SQLCompiler)
    state = made.construct_expanded_state({name: None for bind, name in made.bind_names.items() if bind.required})
    types = [column.type for column in written.selected_columns] if isinstance(written, Select) else []
    binds = {name: bind for bind, name in made.bind_names.items() if name in state.parameters}
    order = list(state.positiontup) if made.positional and state.positiontup is not None else None
    places: list[tuple[Any, str]] = list(enumerate(order)) if order is not None else [(name, name) for name in binds]
    fixed = {name: None if bind.required else bind.effective_value for name, bind in binds.items()}
    return Compiled(
        text=state.statement,
        values=[fixed[name] for name in order] if order is not None else fixed,
        open=tuple((place, name, _binding(binds[name].type, dialect)) for place, name in places if binds[name].required),
        read=tuple((place, change) for place, kind in enumerate(types) if (change := _reading(kind, dialect)) is not None),
    )


def _binding(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


class Connections(threading.local):
    """One connection for each thread, kept open with a cursor: for the engine that was asked for last."""

    _engine: Engine | None = None
    _connection: PoolProxiedConnection | None = None
    _cursor: Any = None

    def cursor(self, engine: Engine) -> Any:
        return self._cursor if self._engine is engine else self.fresh(engine)

    def living(self, engine: Engine) -> Any:
        """The same, but another one if the server has hung up meanwhile: who writes cannot simply try again."""
        cursor = self.cursor(engine)
        return self.fresh(engine) if engine.dialect.name == "postgresql" and _hung_up(cursor) else cursor

    def fresh(self, engine: Engine) -> Any:
        """The cursor of another connection; the old one goes, since what it met may have broken it."""
        self.drop()
        connection = engine.raw_connection()
        self._engine, self._connection, self._cursor = engine, connection, connection.cursor()
        return self._cursor

    def drop(self) -> None:
        """Keep none: what was begun on it and not committed is undone."""
        if self._connection is not None:
            self._connection.invalidate()
        self._engine, self._connection, self._cursor = None, None, None


def _hung_up(cursor: Any) -> bool:
    """A server says nothing on a quiet line unless it closes it."""
    line = readiness.poll()
    line.register(cursor.connection.fileno(), readiness.POLLIN)
    return bool(line.poll(0))


READING, WRITING = Connections(), Connections()


def _run(cursor: Any, text: str, arguments: Any) -> Rows:
    """All rows are taken, so that nothing is left open between two requests."""
    cursor.execute(text, arguments)
    rows: Rows = cursor.fetchall()
    return rows
