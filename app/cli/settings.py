"""`aeo settings`: what this installation is told, by whom, and what could be told."""

import os

import click

import config


@click.command()
def settings() -> None:
    """List every setting with its value, its source, its default and its meaning.

    A setting is looked for in the environment, then in aeo.env in the data folder. Secrets are not shown.
    """
    for row in config.described(os.environ):
        click.echo(f"{row.name} = {row.value or '(empty)'}")
        click.echo(f"    {row.meaning}")
        click.echo(f"    source: {row.source}; default: {row.default or '(none)'}")
    config.from_env(os.environ, serving=False)
