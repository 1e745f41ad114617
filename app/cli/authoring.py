"""`aeo courses new` and `aeo courses ids`: what an author begins with. Neither database nor web framework is needed."""

import shutil
import tempfile
from pathlib import Path

import click

from app.cli.whole import write_whole
from app.content.ids import Missing, fill_ids
from app.content.starter import LANGUAGES, starter
from app.errors import Refused


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(sorted(LANGUAGES)), default="en", show_default=True, help="The language of the course.")
def new(folder: Path, language: str) -> None:
    """Start a course in FOLDER, which is new or empty.

    It has one module with a lesson, practice and a quiz, sources, a glossary, and files that check it on GitHub or GitLab.
    """
    if folder.is_dir() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise Refused(f"{folder} is not empty. Nothing was written.")
    files = starter(language, folder.resolve().name)
    _put(folder, files)
    for path in sorted(files):
        click.echo(f"{folder / path}")
    click.echo(f"Next: aeo courses check {folder}")


def _put(folder: Path, files: dict[str, bytes]) -> None:
    """All files at once: they are made beside the folder, then moved to their place."""
    place = folder.absolute()
    place.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    try:
        for path, data in files.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            write_whole(made / path, data)
        for entry in sorted(made.iterdir(), key=lambda each: each.name == "course.md"):
            entry.rename(place / entry.name)
    finally:
        shutil.rmtree(made, ignore_errors=True)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Fill them in, and change nothing else.")
def ids(folder: Path, write: bool) -> None:
    """List the ids that the course in FOLDER lacks; exit 1 if any is left.

    Pages get them from their names, questions from their lesson, a translation those of its original. Once published they stay.
    """
    filled = fill_ids(folder)
    for path, data in sorted(filled.files.items()) if write else ():
        write_whole(folder / path, data)
    for missing in filled.missing:
        click.echo(_told(folder, missing))
    left = [missing for missing in filled.missing if not write or not missing.id]
    done = len(filled.missing) - len(left)
    click.echo(f"{len(left)} missing" + (f", {done} filled in" if write else ""))
    raise SystemExit(1 if left else 0)


def _told(folder: Path, missing: Missing) -> str:
    place = f"{folder / missing.path}:{missing.line} {missing.what}"
    return f"{place} {missing.id}" if missing.id else f"{place}: write its id yourself, because {missing.why}"
