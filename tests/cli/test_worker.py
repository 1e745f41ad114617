"""`aeo worker`: every sweep in its turn, a failing one holds up nothing; what the sweeps do."""

import os
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app import clock
from app.cli import worker
from app.cli.alone import alone
from app.cli.keys import new_signing_key
from app.cli.sweeps import Place, Sweep, close_attempts, forget_sessions, issue_certificates, tidy_files, watch_journal
from app.credentials.models import Certificate
from app.credentials.signing import signer_from
from app.database import engine_for, transaction, writing_for
from app.learning.attempts import start
from app.learning.models import Attempt, Enrolment
from app.people import sessions
from app.people.models import SignIn
from app.storage import Storage
from tests.learning import build


def test_every_sweep_runs_once_when_asked_once():
    done = []
    sweeps = [Sweep("first", 60, lambda: done.append("first")), Sweep("second", 60, lambda: done.append("second"))]

    worker.run(sweeps, threading.Event(), once=True)

    assert done == ["first", "second"]


def test_a_sweep_that_fails_is_logged_and_holds_up_nothing(caplog):
    done = []

    def fail():
        raise RuntimeError("no room")

    worker.run([Sweep("failing", 60, fail), Sweep("next", 60, lambda: done.append("next"))], threading.Event(), once=True)

    assert done == ["next"]
    assert [record.fields["sweep"] for record in caplog.records if record.message == "sweep.failed"] == ["failing"]


def test_each_sweep_keeps_its_own_interval():
    stop, done = threading.Event(), []

    def often():
        done.append("often")
        if done.count("often") == 4:
            stop.set()

    worker.run([Sweep("often", 0.01, often), Sweep("rare", 60, lambda: done.append("rare"))], stop)

    assert (done.count("often"), done.count("rare")) == (4, 1)


def test_without_sweeps_it_waits_until_it_is_stopped():
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()

    worker.run([], stop)

    assert stop.is_set()


def test_a_second_worker_is_refused(run, data_dir):
    with alone(data_dir / "worker.lock", "held by {process}"):
        result = run("worker", "--once")

    assert result.exit_code == 1
    assert "is at work here already" in result.stderr


def test_without_a_signing_key_it_says_what_to_do(run):
    run("db", "upgrade")

    assert "aeo keys" in run("worker", "--once").stderr


def test_it_does_everything_once_and_ends(run):
    run("keys")
    run("db", "upgrade")

    assert run("worker", "--once").exit_code == 0


@pytest.fixture
def place(writing, tmp_path) -> Place:
    (tmp_path / "signing-key").write_bytes(new_signing_key())
    return Place(writing, Storage(tmp_path / "files"), signer_from(tmp_path / "signing-key"), UTC)


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_to


@pytest.mark.row("reliability:Q06")
def test_an_attempt_whose_time_is_over_is_closed_without_its_person(place, now, at):
    with transaction(place.writing) as session:
        made = build.course(build.module("m1", "1", build.quiz("q1", "1.1", time_limit=600)))
        start(session, place.storage, build.enrolled(session, place.storage, now, made), "q1", now)
    at(now + timedelta(minutes=9))
    close_attempts(place)
    with transaction(place.writing) as session:
        open_before = session.get(Attempt, 1).closed_at is None

    at(now + timedelta(minutes=30))
    close_attempts(place)

    with transaction(place.writing) as session:
        attempt = session.get(Attempt, 1)
        assert open_before
        assert attempt.timed_out
        assert attempt.closed_at == attempt.deadline + timedelta(seconds=10)


def test_a_certificate_that_a_wrong_clock_held_up_is_issued_once(place, now, at):
    with transaction(place.writing) as session:
        enrolment = build.enrolled(session, place.storage, now, build.course(years=3))
        enrolment.finished_at = now
    at(now + timedelta(minutes=1))

    issue_certificates(place)
    issue_certificates(place)

    with transaction(place.writing) as session:
        assert session.query(Certificate).count() == session.query(Enrolment).count() == 1


def test_sessions_that_ended_are_forgotten(place, now, at):
    with transaction(place.writing) as session:
        sessions.start(session, build.person(session, now), now)
    at(now + timedelta(days=400))

    forget_sessions(place)

    with transaction(place.writing) as session:
        assert session.query(SignIn).count() == 0


@pytest.mark.row("reliability:I26")
def test_a_journal_that_grows_under_a_long_reader_is_told_of_and_shrinks_when_the_reader_ends(tmp_path, caplog):
    url = f"sqlite:///{tmp_path / 'aeo.db'}"
    place = Place(writing_for(url), Storage(tmp_path / "files"), signer=None, zone=UTC)
    journal = tmp_path / "aeo.db-wal"
    with transaction(place.writing) as session:
        session.execute(text("CREATE TABLE note (word TEXT)"))
    reader = engine_for(url, writing=False).connect()
    reader.exec_driver_sql("BEGIN")
    reader.exec_driver_sql("SELECT * FROM note").fetchall()
    for _ in range(3):
        with transaction(place.writing) as session:
            session.execute(text("INSERT INTO note VALUES (:word)"), {"word": "x" * 200_000})

    watch_journal(place, most=100_000)
    grown = journal.stat().st_size
    reader.exec_driver_sql("COMMIT")
    watch_journal(place, most=100_000)

    assert grown > 500_000
    assert journal.stat().st_size == 0
    assert [record.fields["bytes"] for record in caplog.records if record.message == "database.journal_large"] == [grown, 0]
    reader.close()


@pytest.mark.row("reliability:I26")
def test_a_journal_of_an_ordinary_size_is_left_alone(tmp_path, caplog):
    place = Place(writing_for(f"sqlite:///{tmp_path / 'aeo.db'}"), Storage(tmp_path / "files"), signer=None, zone=UTC)
    with transaction(place.writing) as session:
        session.execute(text("CREATE TABLE note (word TEXT)"))

    watch_journal(place)

    assert [record for record in caplog.records if record.message == "database.journal_large"] == []


@pytest.mark.row("reliability:I19")
def test_what_a_killed_writer_left_half_done_is_swept_away_and_nothing_else(tmp_path):
    storage = Storage(tmp_path / "files")
    kept = storage.path(storage.put(b"a certificate"))
    old, fresh = kept.parent / ".new-old", kept.parent / ".new-fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    os.utime(kept, (0, 0))

    tidy_files(storage.folder)

    assert (old.exists(), fresh.exists(), kept.exists()) == (False, True, True)
