"""The ground that everything stands on: journal, durability, the fair queue, times in UTC."""

import fcntl
import os
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, select, text
from sqlalchemy.exc import StatementError

from app import database as ground
from app.database import UtcDateTime, Writing, engine_for, plain_transaction, transaction, write_ahead_is_sound, writing_for
from app.errors import Busy, Refused
from app.statements import WRITING
from tests.conftest import rolled_back

NAIROBI = timezone(timedelta(hours=3))
MOMENTS = Table("moment", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime()))


@pytest.fixture
def sqlite_writing(tmp_path: Path) -> Writing:
    writing = writing_for(f"sqlite:///{tmp_path / 'aeo.db'}")
    with transaction(writing) as session:
        session.execute(text("CREATE TABLE note (word TEXT)"))
    return writing


def words(writing: Writing) -> list[str]:
    with transaction(writing) as session:
        return list(session.execute(text("SELECT word FROM note ORDER BY word")).scalars())


def pragma(writing: Writing, name: str) -> object:
    with transaction(writing) as session:
        return session.execute(text(f"PRAGMA {name}")).scalar()


@pytest.mark.row("reliability:I03")
def test_a_commit_is_on_the_disk_before_it_is_acknowledged(sqlite_writing):
    assert pragma(sqlite_writing, "synchronous") == 2


@pytest.mark.row("reliability:I24")
def test_the_journal_is_ahead_of_the_file_only_where_the_library_is_sound(sqlite_writing):
    sound = write_ahead_is_sound(ground.sqlite_module().sqlite_version_info)

    assert pragma(sqlite_writing, "journal_mode") == ("wal" if sound else "truncate")


@pytest.mark.row("reliability:I24")
@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),
        ((3, 53, 4), True),
    ],
)
def test_the_sound_libraries_are_told_from_the_others(version, sound):
    assert write_ahead_is_sound(version) is sound


def test_an_unsound_library_gets_the_journal_without_the_fault(monkeypatch, tmp_path):
    monkeypatch.setattr(ground, "write_ahead_is_sound", lambda version: False)

    engine = engine_for(f"sqlite:///{tmp_path / 'aeo.db'}", writing=False)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "truncate"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_foreign_keys_are_enforced(sqlite_writing):
    assert pragma(sqlite_writing, "foreign_keys") == 1


def test_one_transaction_commits_on_the_way_out(sqlite_writing):
    with transaction(sqlite_writing) as session:
        session.execute(text("INSERT INTO note VALUES ('kept')"))

    assert words(sqlite_writing) == ["kept"]


def test_an_exception_inside_leaves_nothing_behind(sqlite_writing):
    with pytest.raises(ZeroDivisionError), transaction(sqlite_writing) as session:
        session.execute(text("INSERT INTO note VALUES (:word)"), {"word": "lost"}).rowcount / 0

    assert words(sqlite_writing) == []


def test_reading_leaves_no_lock_behind(sqlite_writing, tmp_path):
    reading = engine_for(f"sqlite:///{tmp_path / 'aeo.db'}", writing=False)

    with reading.connect() as connection:
        connection.execute(text("SELECT word FROM note")).all()
        with transaction(sqlite_writing) as session:
            session.execute(text("INSERT INTO note VALUES ('written while a reader is open')"))

        assert len(connection.execute(text("SELECT word FROM note")).all()) == 1


@pytest.mark.row("reliability:I23")
def test_writers_stand_in_a_queue_and_none_is_lost(sqlite_writing):
    def write(number: int) -> None:
        for step in range(10):
            with transaction(sqlite_writing) as session:
                session.execute(text("INSERT INTO note VALUES (:word)"), {"word": f"{number:02}-{step:02}"})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(words(sqlite_writing))) == 80


def test_a_second_writer_waits_for_the_first(sqlite_writing):
    order = []
    inside = threading.Event()

    def first() -> None:
        with transaction(sqlite_writing):
            inside.set()
            time.sleep(0.2)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    with transaction(sqlite_writing):
        order.append("second")
    thread.join()

    assert order == ["first", "second"]


@pytest.mark.row("reliability:I06")
def test_who_waited_too_long_in_the_queue_is_told_so_and_has_saved_nothing(sqlite_writing):
    impatient = replace(sqlite_writing, patience=0.05)
    holder = os.open(sqlite_writing.queue, os.O_RDWR)
    fcntl.flock(holder, fcntl.LOCK_EX)
    threading.Timer(0.3, os.close, [holder]).start()

    with pytest.raises(Busy, match=r"takes too long\. Nothing was saved"), transaction(impatient) as session:
        session.execute(text("INSERT INTO note VALUES ('late')"))

    assert words(sqlite_writing) == []


@pytest.mark.row("reliability:I06")
def test_a_lock_that_is_held_outside_the_queue_makes_the_writer_busy_not_broken(sqlite_writing, tmp_path, monkeypatch):
    monkeypatch.setattr(ground, "PATIENCE", 0.1)
    outsider = ground.sqlite_module().connect(tmp_path / "aeo.db", isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")
    writing = writing_for(f"sqlite:///{tmp_path / 'aeo.db'}")

    with pytest.raises(Busy, match=r"does not answer\. Nothing was saved"), transaction(writing) as session:
        session.execute(text("INSERT INTO note VALUES ('never')"))

    outsider.close()


@pytest.mark.row("reliability:I09")
def test_a_server_that_is_not_there_is_busy_not_broken():
    writing = writing_for("postgresql://nobody@127.0.0.1:9/none")

    with pytest.raises(Busy), transaction(writing) as session:
        session.execute(text("SELECT 1"))


def test_a_moment_comes_back_aware_and_in_utc(empty_url):
    engine = engine_for(empty_url, writing=False)
    MOMENTS.metadata.create_all(engine)

    with engine.connect() as connection:
        connection.execute(MOMENTS.insert(), {"id": 1, "at": datetime(2026, 11, 24, 12, 30, 0, 123456, tzinfo=NAIROBI)})
        back = connection.execute(select(MOMENTS.c.at)).scalar_one()

    assert back == datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=UTC)
    assert back.tzinfo is UTC or back.utcoffset() == timedelta(0)
    engine.dispose()


def test_no_moment_is_no_moment_on_the_way_back(empty_url):
    engine = engine_for(empty_url, writing=False)
    MOMENTS.metadata.create_all(engine)

    with engine.connect() as connection:
        connection.execute(MOMENTS.insert(), {"id": 1, "at": None})
        assert connection.execute(select(MOMENTS.c.at)).scalar_one() is None
    engine.dispose()


def test_a_naive_moment_is_refused(empty_url):
    engine = engine_for(empty_url, writing=False)
    MOMENTS.metadata.create_all(engine)

    with engine.connect() as connection, pytest.raises(StatementError, match="naive datetime"):
        connection.execute(MOMENTS.insert(), {"id": 1, "at": datetime(2026, 11, 24, 9, 30)})
    engine.dispose()


def test_what_a_session_of_a_test_commits_is_gone_afterwards(database: Engine):
    MOMENTS.metadata.create_all(database)
    with rolled_back(database) as session:
        session.execute(MOMENTS.insert(), {"id": 1, "at": None})
        session.commit()
        assert session.execute(select(MOMENTS.c.id)).scalars().all() == [1]

    with rolled_back(database) as session:
        assert session.execute(select(MOMENTS.c.id)).scalars().all() == []

    MOMENTS.metadata.drop_all(database)


def test_each_test_writes_to_a_database_of_its_own(writing):
    with transaction(writing) as session:
        session.execute(text("CREATE TABLE mine (id INTEGER)"))

    with transaction(writing) as session:
        assert session.execute(text("SELECT count(*) FROM mine")).scalar() == 0


@pytest.fixture
def plain(writing):
    yield writing
    WRITING.drop()


def count(writing) -> int:
    with transaction(writing) as db:
        return db.scalar(text("SELECT count(*) FROM course"))


INSERT = "INSERT INTO course (slug, created_at) VALUES ('seals', '2026-11-24 09:30:00')"


def test_a_plain_transaction_is_committed_on_the_way_out(plain):
    with plain_transaction(plain) as work:
        work.cursor.execute(INSERT)

    assert count(plain) == 1


@pytest.mark.parametrize("error", [Refused("no"), ValueError("a fault")], ids=["refusal", "fault"])
def test_a_plain_transaction_that_ends_badly_leaves_nothing_and_the_next_one_works(plain, error):
    with pytest.raises(type(error)):
        _fail_in_the_middle(plain, error)

    assert count(plain) == 0
    with plain_transaction(plain) as work:
        work.cursor.execute(INSERT)
    assert count(plain) == 1


def _fail_in_the_middle(writing, error: Exception) -> None:
    with plain_transaction(writing) as work:
        work.cursor.execute(INSERT)
        raise error


@pytest.mark.row("reliability:I06")
def test_plain_transactions_stand_in_the_same_queue(sqlite_writing):
    told: list[str] = []
    other = threading.Thread(target=_write_plainly, args=(replace(sqlite_writing, patience=0.05), told))

    with transaction(sqlite_writing):
        other.start()
        time.sleep(0.3)
    other.join()

    assert told == ["busy"]


def _write_plainly(writing, told: list[str]) -> None:
    try:
        with plain_transaction(writing) as work:
            work.cursor.execute("INSERT INTO note VALUES ('seal')")
        told.append("written")
    except Busy:
        told.append("busy")
    WRITING.drop()
