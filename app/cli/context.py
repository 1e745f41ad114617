"""What the commands share: the settings of this installation, and how they read and write."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache

from sqlalchemy.orm import Session

import config
from app import database


@cache
def settings() -> config.Settings:
    """The settings, read once. Commands need no secret; `aeo serve` asks for it itself."""
    return config.from_env(os.environ, serving=False)


@cache
def writing() -> database.Writing:
    return database.writing_for(settings().database_url)


def transaction() -> AbstractContextManager[Session]:
    """One writing transaction on the installation's database."""
    return database.transaction(writing())


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only reads, on the installation's database."""
    engine = database.engine_for(settings().database_url, writing=False)
    with Session(engine) as session:
        yield session
    engine.dispose()
