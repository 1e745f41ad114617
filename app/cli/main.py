"""The `aeo` command: which commands there are, and where each one lives. A command's module is imported when it is called."""

import sys
from importlib import import_module

import click

from app.errors import DomainError
from config import SettingsError, version

COMMANDS = {
    "serve": ("app.cli.serve:serve", "Serve the pages, with the worker beside them."),
    "worker": ("app.cli.worker:worker", "Do what is due, once a minute, until stopped."),
    "db": ("app.cli.db:db", "Bring the database up to date, or look at it."),
    "keys": ("app.cli.keys:keys", "Make the secret and the signing key that are missing."),
    "settings": ("app.cli.settings:settings", "List every setting with its value, its source, its default and its meaning."),
    "backup": ("app.cli.backup:backup", "Write one archive with everything in it, and check it."),
    "restore": ("app.cli.backup:restore", "Bring an archive back into an empty place."),
}
"""Name, where its click command stands, and its line in `aeo --help` (so that help imports none of them)."""


class Lazy(click.Group):
    """A group whose commands are imported when one is called, so that checking a folder never waits for the web framework."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


def show_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"aeo {version()}")
        ctx.exit()


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="Show the version.")
def aeo() -> None:
    """AEO Courseware: courses in Markdown become lessons, quizzes, certificates and LMS packages."""


def main() -> None:
    """Run one command; a refusal is one sentence on the error stream and exit code 1."""
    try:
        aeo(prog_name="aeo")
    except (DomainError, SettingsError) as refusal:
        click.echo(f"aeo: {refusal}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
