"""Alembic's commands, each in one transaction on a connection that nobody else writes beside."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, text

from app.database import Writing, transaction, writing_for

ONE_AT_A_TIME = 4302601
"""The number of the lock that keeps two migrations on one PostgreSQL apart."""


def upgrade(url: str, revision: str = "head") -> None:
    """All missing migrations or none: a process killed on the way leaves the database as it was."""
    with migrating(url) as connection:
        command.upgrade(configured(connection), revision)
        refuse_dangling(connection)


def downgrade(url: str, revision: str) -> None:
    with migrating(url) as connection:
        command.downgrade(configured(connection), revision)
        refuse_dangling(connection)


def check(url: str) -> None:
    """Raises alembic's CommandError when the models and the database differ."""
    with migrating(url) as connection:
        command.check(configured(connection))


def write(url: str, number: str, words: str) -> None:
    """A new migration with what the models say and this database, which stands at the newest one, has not."""
    with migrating(url) as connection:
        command.revision(configured(connection), message=words, autogenerate=True, rev_id=number)


def configured(connection: Connection) -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """The one connection that may change tables now; others wait, so that two that start at once do not both do it."""
    writing = replace(writing_for(url), patience=600.0)
    engine = engine_of(writing)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_foreign_keys)
    try:
        with transaction(writing) as session:
            if engine.dialect.name == "postgresql":
                session.execute(text("SET LOCAL lock_timeout = 0"))
                session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
            yield session.connection()
    finally:
        engine.dispose()


def engine_of(writing: Writing) -> Any:
    return writing.sessions.kw["bind"]


def _without_foreign_keys(connection: Any, record: object) -> None:
    """SQLite alters a table by making it anew; with keys enforced, dropping the old one would delete what points to it."""
    connection.execute("PRAGMA foreign_keys=OFF")


def refuse_dangling(connection: Connection) -> None:
    """Since keys were not enforced on SQLite, look before the commit whether all of them still point somewhere."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise RuntimeError(f"{len(lost)} rows of {lost[0][0]} would point to nothing; nothing was changed")
