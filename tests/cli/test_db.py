"""`aeo db`: what it says, and what it finds."""

import pytest

from app import schema
from app.database import sqlite_module


def test_an_upgrade_says_where_the_database_went(run, data_dir):
    first, again = run("db", "upgrade"), run("db", "upgrade")

    assert first.output == f"The database went from nothing to {schema.newest()}.\n"
    assert again.output == f"The database stands at {schema.newest()}.\n"


def test_where_it_stands_is_said_before_and_after(run):
    before = run("db", "current").output
    run("db", "upgrade")

    assert before == f"database empty, software {schema.newest()}\n"
    assert run("db", "current").output == f"database {schema.newest()}, software {schema.newest()}\n"


def test_a_sound_database_is_said_to_be_sound(run):
    run("db", "upgrade")

    assert "nothing is wrong with it" in run("db", "check").output


def test_an_empty_place_is_not_sound(run, data_dir):
    data_dir.mkdir()

    result = run("db", "check")

    assert result.exit_code == 1
    assert "There is no database" in result.stderr
    assert not (data_dir / "aeo.db").exists()


def test_a_table_that_the_software_does_not_know_is_found(run, data_dir):
    run("db", "upgrade")
    connection = sqlite_module().connect(data_dir / "aeo.db")
    connection.execute("CREATE TABLE stranger (id INTEGER)")
    connection.close()

    result = run("db", "check")

    assert result.exit_code == 1
    assert "stranger" in result.stderr


@pytest.mark.row("reliability:I13")
def test_damage_is_found(run, data_dir):
    run("db", "upgrade")
    file = data_dir / "aeo.db"
    content = bytearray(file.read_bytes())
    content[4096:8192] = bytes(4096)
    (data_dir / "aeo.db-wal").unlink(missing_ok=True)
    file.write_bytes(content)

    result = run("db", "check")

    assert result.exit_code == 1
    assert "damaged" in result.stderr
