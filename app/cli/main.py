"""The `aeo` command: which commands there are, and where each one lives. A command's module is imported when it is called."""

import sys
from importlib import import_module

import click

from app.errors import DomainError
from config import SettingsError, version

GROUPS = {
    "courses": "Start courses, check them, publish them, compare them.",
    "db": "Bring the database up to date, or look at it.",
    "packages": "Make a package for an LMS, or check one.",
    "people": "Add people, give them new passwords, list them.",
}
COMMANDS = {
    "backup": ("app.cli.backup:backup", "Write one archive with everything in it, and check it."),
    "courses check": ("app.cli.courses:check", "List every problem of the course in FOLDER; exit 1 if there is an error."),
    "courses diff": ("app.cli.comparing:diff", "Compare two versions of a course by its ids."),
    "courses fmt": ("app.cli.authoring:fmt", "Bring the layout of a course or of single files into one form."),
    "courses ids": ("app.cli.authoring:ids", "List the ids that the course in FOLDER lacks; exit 1 if any is left."),
    "courses impact": ("app.cli.comparing:impact", "List the lessons, questions, courses and certificates that rest on a text."),
    "courses new": ("app.cli.authoring:new", "Start a course in FOLDER, which is new or empty."),
    "courses list": ("app.cli.publishing:listing", "List the courses that are published."),
    "courses serve": ("app.cli.preview:serve", "Show the course in FOLDER as a trainee will see it, and again after each save."),
    "courses publish": ("app.cli.publishing:publish", "Publish the course in FOLDER as its next version."),
    "courses schema": (
        "app.cli.authoring:schema",
        "Print the JSON Schema of a front matter or of sources.yaml, for editors that complete and check as one types.",
    ),
    "courses translated": ("app.cli.authoring:translated", "Note in each translation FILE that it is current."),
    "db check": ("app.cli.db:check", "Look for damage, for missing steps, and for tables that are not as this software describes them."),
    "db current": ("app.cli.db:current", "Say where the database stands, and what this software needs."),
    "db upgrade": ("app.cli.db:upgrade", "Make the tables, or change them to what this software needs."),
    "keys": ("app.cli.keys:keys", "Make the secret and the signing key that are missing."),
    "packages check": ("app.cli.package_check:check", "Check a package of ours by every rule; exit 1 if one is broken."),
    "packages export": ("app.cli.packages:export", "Write a package of the published course SLUG, or of the course in FOLDER."),
    "people add": ("app.cli.people:add", "Add a person with an e-mail address, a name and a role."),
    "people list": ("app.cli.people:listing", "List everybody with their roles."),
    "people password": ("app.cli.people:password", "Give a person a new password, and end their sessions."),
    "prepare": ("app.cli.prepare:prepare", "Make an installation ready to be tried: database, first people, courses."),
    "restore": ("app.cli.backup:restore", "Bring an archive back into an empty place."),
    "serve": ("app.cli.serve:serve", "Serve the pages, with the worker beside them."),
    "settings": ("app.cli.settings:settings", "List every setting with its value, its source, its default and its meaning."),
    "worker": ("app.cli.worker:worker", "Do what is due, once a minute, until stopped."),
}
"""The words of each command, where it stands, and its line in the help (which so imports none of them)."""


class Lazy(click.Group):
    """A group whose commands are imported when one is called, so that checking a folder never waits for the web framework."""

    def __init__(self, name: str = "", help: str | None = None, **options: object) -> None:
        super().__init__(name, help=help, **options)  # type: ignore[arg-type]
        self.prefix = f"{name} " if name in GROUPS else ""

    def lines(self) -> dict[str, str]:
        """The next word of each command and group in here, with its line of help."""
        inside = {words.removeprefix(self.prefix): line for words, (_, line) in COMMANDS.items() if words.startswith(self.prefix)}
        return dict(sorted((({} if self.prefix else GROUPS) | {word: line for word, line in inside.items() if " " not in word}).items()))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lines())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if not self.prefix and name in GROUPS:
            return Lazy(name, help=GROUPS[name])
        if self.prefix + name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[self.prefix + name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.lines().items()))


def show_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"aeo {version()}")
        ctx.exit()


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="Show the version.")
def aeo() -> None:
    """AEO Courseware: courses in Markdown become lessons, quizzes, certificates and LMS packages."""


def main() -> None:
    """Run one command; a refusal, of ours or of the system, is one sentence on the error stream and exit code 1."""
    try:
        aeo(prog_name="aeo")
    except (DomainError, SettingsError) as refusal:
        click.echo(f"aeo: {refusal}", err=True)
        sys.exit(1)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        click.echo(f"aeo: {error.strerror or error}{where}. What was there before is as it was.", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
