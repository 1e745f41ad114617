"""`aeo serve`: look whether all is in place, then run the web server and the worker until told to stop."""

import errno
import logging
import os
import socket
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click
from sqlalchemy import Engine, make_url

import config
from app import database, logs, schema
from app.cli import places
from app.cli.alone import alone
from app.cli.children import Children, supervise
from app.errors import Refused

LEAN = {"MALLOC_ARENA_MAX": "1"}
"""One heap for all threads of a process, unless somebody wants it otherwise: they run one at a time anyway, and it saves some 6 MB each."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-worker", is_flag=True, help="Serve pages only; `aeo worker` must run elsewhere.")
def serve(host: str, port: int, no_worker: bool) -> None:
    """Serve the pages, with the worker beside them.

    SIGTERM or Ctrl-C stops both; requests under way are finished.
    """
    environ = with_port(os.environ, port)
    settings = config.from_env(environ)
    refuse_debug(environ)
    refuse_open_http(settings, host)
    refuse_unready(settings.database_url)
    with only_server(settings.database_url) as lock:
        refuse_taken(host, port)
        beside = [] if no_worker else [[sys.executable, "-m", "app.cli.main", "worker"]]
        children = Children([server(settings, host, port), *beside], LEAN | environ, lock)
        greeting = f"{settings.site_name} is at {settings.base_url} (Ctrl-C stops it)"
        raise SystemExit(supervise(children, (host, port), greeting))


def with_port(environ: Mapping[str, str], port: int) -> dict[str, str]:
    """The environment of the children: where nobody set an address, it is the loopback one with this port."""
    source = config.gathered(environ)["AEO_BASE_URL"][1]
    return dict(environ) | ({"AEO_BASE_URL": f"http://127.0.0.1:{port}"} if source == "default" else {})


def refuse_debug(environ: Mapping[str, str]) -> None:
    if environ.get("FLASK_DEBUG", "0") not in ("", "0"):
        raise Refused("FLASK_DEBUG is set. It shows visitors the inside of the server: unset it.")


def refuse_open_http(settings: config.Settings, host: str) -> None:
    if not settings.secure and not settings.allow_http and not config.is_loopback(host):
        raise Refused(f"--host {host} would serve plain http to other machines. Set an https AEO_BASE_URL, or AEO_ALLOW_HTTP=1.")


def refuse_unready(url: str) -> None:
    """A database that is missing, damaged, or of another version; say it before any visitor meets it."""
    engine = database.engine_for(url, writing=False)
    try:
        if schema.is_there(engine):
            schema.refuse_damaged(engine)
        schema.refuse_unready(engine)
        tell_of_the_journal(engine)
        tell_of_the_place(engine)
    finally:
        engine.dispose()


def tell_of_the_journal(engine: Engine) -> None:
    """A library in which writing ahead can damage the file gets the older journal, which is slower; say so."""
    if engine.dialect.name == "sqlite" and database.journal_mode() != "WAL":
        logs.event("database.journal", level=logging.WARNING, mode=database.journal_mode(), library=database.sqlite_module().sqlite_version)


def tell_of_the_place(engine: Engine) -> None:
    words = places.objection(Path(engine.url.database or ""), places.mounts()) if engine.dialect.name == "sqlite" else ""
    if words:
        logs.event("database.place", level=logging.WARNING, words=words)


def only_server(url: str) -> AbstractContextManager[int | None]:
    """Two servers on one SQLite file may be of two versions; only one is let in."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return nullcontext()
    return alone(Path(f"{parsed.database}.serving"), "Another server (process {process}) already uses this database. Stop it first.")


def refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refused(f"Port {port} is taken by another program. Choose another with --port.") from None
            raise Refused(f"{host}:{port} cannot be listened on: {error.strerror}.") from None


def server(settings: config.Settings, host: str, port: int) -> list[str]:
    """The application is given by name: what serves never imports it here."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    numbers = ["--workers", str(settings.workers), "--threads", str(settings.threads)]
    known = [sys.executable, "-m", "gunicorn", "-c", "python:app.cli.gunicorn_settings"]
    return [*known, "--bind", bind, *numbers, "app.factory:create_app()"]
