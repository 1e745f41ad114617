"""Which revision the database stands at, and whether this software can work with it. Moving it is `aeo db upgrade`."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

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
