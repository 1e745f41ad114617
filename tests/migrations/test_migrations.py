"""Migrations: numbered without a gap, one head, equal to the models, there and back, and never half done."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from app import schema
from app.database import engine_for
from migrations import moving

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "migrations" / "versions"



def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def described(engine: Engine) -> set[str]:
    """All that the database itself knows of its tables, one fact a line, in an order that says nothing."""
    look = inspect(engine)
    facts = ("columns", "pk_constraint", "foreign_keys", "unique_constraints", "check_constraints", "indexes")
    return {f"{table} {fact} {line}" for table in tables(engine) for fact in facts for line in plain(getattr(look, f"get_{fact}")(table))}


def plain(found: object) -> list[str]:
    rows = found if isinstance(found, list) else [found]
    return [json.dumps(row, default=str, sort_keys=True) for row in rows]


@pytest.fixture
def engine(empty_url):
    engine = engine_for(empty_url, writing=True)
    yield engine
    engine.dispose()


@pytest.fixture
def modelled(template):
    """A database that was made from the models, without migrations."""
    engine = engine_for(template, writing=False)
    yield engine
    engine.dispose()


def test_migrations_are_numbered_from_one_without_a_gap():
    numbers = [file.name.partition("_")[0] for file in sorted(VERSIONS.glob("*.py"))]

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert numbers, "migrations/versions is empty"


def test_there_is_one_head_and_it_is_the_newest_number(engine):
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(moving.configured(connection))

    assert script.get_heads() == [schema.newest()]


def test_the_models_say_nothing_that_the_migrations_do_not(empty_url):
    moving.upgrade(empty_url)

    moving.check(empty_url)


def test_migrations_make_what_the_models_make_to_the_last_constraint(empty_url, engine, modelled):
    moving.upgrade(empty_url)

    assert described(engine) == described(modelled)


def test_going_back_to_nothing_and_up_again_gives_the_same_tables(empty_url, engine):
    moving.upgrade(empty_url)
    first = tables(engine)

    moving.downgrade(empty_url, "base")
    nothing = tables(engine)
    moving.upgrade(empty_url)

    assert nothing == set()
    assert tables(engine) == first != set()


def test_each_single_step_goes_back_and_forth(empty_url, engine):
    with engine.connect() as connection:
        steps = [step.revision for step in ScriptDirectory.from_config(moving.configured(connection)).walk_revisions()]

    for revision in reversed(steps):
        moving.upgrade(empty_url, revision)
        moving.downgrade(empty_url, "-1")
        moving.upgrade(empty_url, revision)

    assert schema.current(engine) == schema.newest()


def test_an_upgrade_that_has_nothing_to_do_changes_nothing(empty_url, engine):
    moving.upgrade(empty_url)
    before = tables(engine)

    moving.upgrade(empty_url)

    assert (schema.current(engine), tables(engine)) == (schema.newest(), before)


@pytest.mark.row("reliability:I10")
def test_a_migration_that_breaks_off_leaves_the_database_as_it_was(empty_url, engine, monkeypatch):
    def break_off(connection: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(moving, "refuse_dangling", break_off)

    with pytest.raises(RuntimeError, match="power"):
        moving.upgrade(empty_url)

    assert schema.current(engine) is None
    assert tables(engine) == set()


@pytest.mark.row("reliability:I10")
def test_two_that_migrate_at_once_do_it_once(empty_url, engine):
    command = [sys.executable, "-c", f"from migrations import moving; moving.upgrade({empty_url!r})"]

    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    errors = [process.communicate()[1] for process in running]

    assert errors == ["", ""]
    assert schema.current(engine) == schema.newest()


def test_rows_that_would_point_to_nothing_stop_a_migration(tmp_path):
    url = f"sqlite:///{tmp_path / 'aeo.db'}"
    with moving.migrating(url) as connection:
        connection.execute(text("CREATE TABLE course (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE lesson (course INTEGER REFERENCES course (id))"))
        connection.execute(text("INSERT INTO lesson VALUES (7)"))

        with pytest.raises(RuntimeError, match="1 rows of lesson would point to nothing"):
            moving.refuse_dangling(connection)
