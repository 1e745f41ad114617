"""Which revision the database stands at, and whether this software can work with it. Moving it is `aeo db upgrade`."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from app.database import locked_is_busy, sqlite_module
from app.errors import Refused

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def newest() -> str | None:
    """The number of the newest migration that this software brings."""
    numbers = sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    return numbers[-1] if numbers else None


def current(engine: Engine) -> str | None:
    """The number that the database stands at; None before the first migration."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def refuse_unless_current(engine: Engine) -> None:
    """Old software on a newer database, or the other way round, would store things that the other cannot read."""
    here, needed = current(engine), newest()
    if here == needed:
        return
    if here is None:
        raise Refused("The database has no tables yet. `aeo db upgrade` makes them.")
    if needed is None or here > needed:
        raise Refused(f"The database stands at {here}, this software knows only {needed}. Start the newer software, or restore a backup.")
    raise Refused(f"The database stands at {here}, this software needs {needed}. Make a backup, then run `aeo db upgrade`.")


def is_there(engine: Engine) -> bool:
    """SQLite would make a missing file, empty, only because somebody looked."""
    return engine.dialect.name != "sqlite" or Path(engine.url.database or "").is_file()


def refuse_unready(engine: Engine) -> None:
    """The database is there and fits this software."""
    if not is_there(engine):
        raise Refused(f"There is no database at {engine.url.database}. `aeo db upgrade` makes it.")
    with locked_is_busy():
        refuse_unless_current(engine)


def refuse_damaged(engine: Engine, look: str = "quick_check") -> None:
    """SQLite looks through its own file; `integrity_check` looks closer and takes longer. PostgreSQL does this for itself."""
    if engine.dialect.name != "sqlite":
        return
    try:
        with locked_is_busy(), engine.connect() as connection:
            words = connection.execute(text(f"PRAGMA {look}(1)")).scalar()
    except (DatabaseError, sqlite_module().DatabaseError) as error:
        words = str(getattr(error, "orig", None) or error)
    if words != "ok":
        raise Refused(f"The database is damaged ({words}). `aeo restore` brings a backup back into an empty place.")
