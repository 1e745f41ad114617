"""`aeo worker`: what must happen without anybody asking, each thing at its own interval."""

import logging.config
import os
import signal
import threading
import time
from collections.abc import Sequence

import click

from app import logs
from app.cli import context
from app.cli.alone import alone
from app.cli.sweeps import Place, Sweep, sweeps_of
from app.credentials.signing import NoKey, signer_from
from app.errors import Refused


@click.command()
@click.option("--once", is_flag=True, help="Do everything once and stop.")
def worker(once: bool) -> None:
    """Do what is due, once a minute, until stopped.

    `aeo serve` starts one; a second on the same data folder is refused.
    """
    logging.config.dictConfig(logs.arrangement())
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: stop.set())
    with alone(context.settings().data_dir / "worker.lock", "Another worker (process {process}) is at work here already."):
        logs.event("worker.started", process=os.getpid())
        run(sweeps_of(place()), stop, once=once)
        logs.event("worker.stopped", process=os.getpid())


def place() -> Place:
    settings = context.settings()
    try:
        signer = signer_from(settings.signing_key_file)
    except NoKey as error:
        raise Refused(str(error)) from error
    return Place(context.writing(), context.storage(), signer, settings.time_zone)


def run(sweeps: Sequence[Sweep], stop: threading.Event, *, once: bool = False) -> None:
    """Do each sweep when it is due. One that fails is logged and due again; the others go on."""
    due = {sweep.name: time.monotonic() for sweep in sweeps}
    while not stop.is_set():
        for sweep in sweeps:
            if time.monotonic() >= due[sweep.name] and not stop.is_set():
                attempt(sweep)
                due[sweep.name] = time.monotonic() + sweep.seconds
        if once:
            return
        stop.wait(max(0.0, min(due.values(), default=time.monotonic() + 60.0) - time.monotonic()))


def attempt(sweep: Sweep) -> None:
    try:
        sweep.act()
    except Exception as error:  # whatever it is, the other sweeps must go on, and the next try may be the good one
        logs.event("sweep.failed", level=logging.ERROR, sweep=sweep.name, kind=type(error).__name__, words=str(error))
