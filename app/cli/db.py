"""`aeo db`: the database's tables, and whether they are what this software needs."""

import click
from alembic.util.exc import CommandError
from sqlalchemy import Engine, make_url, text

from app import database, schema
from app.cli import context
from migrations import moving


@click.group()
def db() -> None:
    """Bring the database up to date, or look at it."""


@db.command()
def upgrade() -> None:
    """Make the tables, or change them to what this software needs.

    All steps happen, or none. Where there are many courses and people, make a backup first.
    """
    settings = context.settings()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = where()
    moving.upgrade(settings.database_url)
    after = where()
    click.echo(f"The database stands at {after}." if before == after else f"The database went from {before or 'nothing'} to {after}.")


@db.command()
def current() -> None:
    """Say where the database stands, and what this software needs."""
    click.echo(f"database {where() or 'empty'}, software {schema.newest()}")


@db.command()
def check() -> None:
    """Look for damage, for missing steps, and for tables that are not as this software describes them."""
    url = context.settings().database_url
    engine = database.engine_for(url, writing=False)
    schema.refuse_unless_current(engine)
    if make_url(url).get_backend_name() == "sqlite":
        refuse_damaged(engine)
    try:
        moving.check(url)
    except CommandError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The database stands at {schema.newest()}, and nothing is wrong with it.")


def refuse_damaged(engine: Engine) -> None:
    with engine.connect() as connection:
        words = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    if words != ["ok"]:
        raise click.ClickException(f"The database is damaged ({words[0]}). `aeo restore` brings a backup back into an empty place.")


def where() -> str | None:
    engine = database.engine_for(context.settings().database_url, writing=False)
    try:
        return schema.current(engine)
    finally:
        engine.dispose()
