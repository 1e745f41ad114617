"""`aeo worker`: every sweep in its turn, a failing one holds up nothing."""

import threading

from app.cli import worker
from app.cli.alone import alone
from app.cli.worker import Sweep


def test_every_sweep_runs_once_when_asked_once(writing):
    done = []
    sweeps = [Sweep("first", 60, lambda writing: done.append("first")), Sweep("second", 60, lambda writing: done.append("second"))]

    worker.run(sweeps, writing, threading.Event(), once=True)

    assert done == ["first", "second"]


def test_a_sweep_that_fails_is_logged_and_holds_up_nothing(writing, caplog):
    done = []

    def fail(writing):
        raise RuntimeError("no room")

    worker.run([Sweep("failing", 60, fail), Sweep("next", 60, done.append)], writing, threading.Event(), once=True)

    assert done == [writing]
    assert [record.fields["sweep"] for record in caplog.records if record.message == "sweep.failed"] == ["failing"]


def test_each_sweep_keeps_its_own_interval(writing):
    stop, done = threading.Event(), []

    def often(writing):
        done.append("often")
        if done.count("often") == 4:
            stop.set()

    worker.run([Sweep("often", 0.01, often), Sweep("rare", 60, lambda writing: done.append("rare"))], writing, stop)

    assert (done.count("often"), done.count("rare")) == (4, 1)


def test_without_sweeps_it_waits_until_it_is_stopped(writing):
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()

    worker.run([], writing, stop)

    assert stop.is_set()


def test_a_second_worker_is_refused(run, data_dir):
    with alone(data_dir / "worker.lock", "held by {process}"):
        result = run("worker", "--once")

    assert result.exit_code == 1
    assert "is at work here already" in result.stderr
