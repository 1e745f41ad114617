"""`aeo worker`: every sweep in its turn, a failing one holds up nothing; what the sweeps do."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.cli import worker
from app.cli.alone import alone
from app.cli.keys import new_signing_key
from app.cli.sweeps import Place, Sweep, close_attempts, forget_sessions, issue_certificates
from app.credentials.models import Certificate
from app.credentials.signing import signer_from
from app.database import transaction
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
