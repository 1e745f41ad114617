"""What the commands share: the settings of this installation, and how they read and write."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache

from sqlalchemy import Engine
from sqlalchemy.orm import Session

import config
from app import database, schema
from app.storage import Storage


@cache
def settings() -> config.Settings:
    """The settings, read once. Commands need no secret; `aeo serve` asks for it itself."""
    return config.from_env(os.environ, serving=False)


def storage() -> Storage:
    """Where files are kept."""
    return Storage(settings().files_dir)


@cache
def writing() -> database.Writing:
    """How commands write; refused when the database is missing, or of another version than this software."""
    with reading_engine() as engine:
        schema.refuse_unready(engine)
    return database.writing_for(settings().database_url)


def transaction() -> AbstractContextManager[Session]:
    """One writing transaction on the installation's database."""
    return database.transaction(writing())


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only reads, on the installation's database."""
    with reading_engine() as engine:
        schema.refuse_unready(engine)
        with Session(engine) as session:
            yield session


@contextmanager
def reading_engine() -> Iterator[Engine]:
    engine = database.engine_for(settings().database_url, writing=False)
    try:
        with database.locked_is_busy():
            yield engine
    finally:
        engine.dispose()
