"""What every test may ask for: both databases, a session, a way to write, and a fixed moment."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.database import Writing, engine_for, writing_for
from migrations.target import metadata
from tests.postgres import Cluster, running

LOOPBACK = ("127.", "::1", "localhost")
KINDS = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres)]


def _stay_at_home(event: str, arguments: tuple[Any, ...]) -> None:
    """No test reaches a host but this one, and so none sends mail."""
    if event == "socket.connect" and isinstance(arguments[1], tuple) and not str(arguments[1][0]).startswith(LOOPBACK):
        raise AssertionError(f"a test tried to reach {arguments[1][0]}")


sys.addaudithook(_stay_at_home)
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")  # How long one example takes tells of the machine, not of the code.


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A real PostgreSQL, one for all processes of this test run. That none can be had is a failure."""
    with running(shared_folder(tmp_path_factory)) as cluster:
        yield cluster


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that the processes of one run share: pytest-xdist gives each a folder of its own inside it."""
    own = factory.getbasetemp()
    return own.parent if own.name.startswith("popen-") else own


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database: a test that uses one, directly or not, runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def new_database(kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Makes empty databases and returns their URLs."""
    if kind == "postgresql":
        made: Cluster = request.getfixturevalue("cluster")
        return made.new_database
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('database') / 'aeo.db'}"


@pytest.fixture(scope="session")
def template(new_database: Callable[[], str]) -> str:
    """The URL of a database with all tables and no rows; copied, never written."""
    url = new_database()
    engine = engine_for(url, writing=True)
    metadata().create_all(engine)
    engine.dispose()
    return url


@pytest.fixture
def empty_url(new_database: Callable[[], str]) -> str:
    """A database without tables."""
    return new_database()


@pytest.fixture
def database_url(kind: str, template: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this test alone, with all tables and no rows, for code that commits."""
    if kind == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        url = cluster.new_database(template)
        yield url
        cluster.drop(url)
    else:
        shutil.copy(template.removeprefix("sqlite:///"), tmp_path / "aeo.db")
        yield f"sqlite:///{tmp_path / 'aeo.db'}"


@pytest.fixture
def writing(database_url: str) -> Iterator[Writing]:
    """How to write to this test's own database, for what must be seen to commit."""
    writing = writing_for(database_url)
    yield writing
    writing.sessions.kw["bind"].dispose()


@pytest.fixture(scope="session")
def database(new_database: Callable[[], str]) -> Iterator[Engine]:
    """A database that all tests of a process share; nothing that is done through `session` stays in it."""
    engine = engine_for(new_database(), writing=True)
    metadata().create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """A session for one test; what it flushes or commits is gone afterwards."""
    with rolled_back(database) as session:
        yield session


@contextmanager
def rolled_back(engine: Engine) -> Iterator[Session]:
    """A session joined to an outer transaction, which ends in a rollback whatever the session did."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        outer.rollback()
