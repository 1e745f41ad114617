"""`aeo db`: the database's tables, and whether they are what this software needs."""

import click
from alembic.util.exc import CommandError

from app import schema
from app.cli import context
from migrations import moving


@click.command()
def upgrade() -> None:
    """Make the tables, or change them to what this software needs.

    All steps happen, or none. Where there are many courses and people, make a backup first.
    """
    click.echo(bring_up_to_date())


def bring_up_to_date() -> str:
    """Do all migrations that are missing, and say in a sentence what changed."""
    settings = context.settings()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = where()
    moving.upgrade(settings.database_url)
    after = where()
    return f"The database stands at {after}." if before == after else f"The database went from {before or 'nothing'} to {after}."


@click.command()
def current() -> None:
    """Say where the database stands, and what this software needs."""
    click.echo(f"database {where() or 'empty'}, software {schema.newest()}")


@click.command()
def check() -> None:
    """Look for damage, for missing steps, and for tables that are not as this software describes them."""
    with context.reading_engine() as engine:
        if schema.is_there(engine):
            schema.refuse_damaged(engine, "integrity_check")
        schema.refuse_unready(engine)
    try:
        moving.check(context.settings().database_url)
    except CommandError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The database stands at {schema.newest()}, and nothing is wrong with it.")


def where() -> str | None:
    with context.reading_engine() as engine:
        return schema.current(engine) if schema.is_there(engine) else None
