"""For the tests of the pages: an installation with a course and the cast, on SQLite, or on both databases."""

import gc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import clock
from tests.web import world as worlds
from tests.web.world import World


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that is copied for each test, never changed."""
    folder = tmp_path_factory.mktemp("installation") / "var"
    worlds.furnish(folder, f"sqlite:///{folder / 'aeo.db'}")
    return folder


@pytest.fixture
def world(furnished: Path, tmp_path: Path) -> Iterator[World]:
    """The pages of an installation of this test alone, on SQLite."""
    made = World(worlds.copied(furnished, tmp_path / "var"))
    yield made
    made.close()


@pytest.fixture
def either_world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """The same on SQLite and on PostgreSQL, for the flows that must not depend on the database."""
    worlds.furnish(tmp_path / "var", database_url)
    made = World(worlds.settings_of(tmp_path / "var", database_url))
    yield made
    made.close()
    gc.collect()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], datetime]:
    """Let the server's clock stand so much later from now on."""

    def moved(by: timedelta) -> datetime:
        there = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: there)
        return there

    return moved
