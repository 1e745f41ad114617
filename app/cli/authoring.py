"""`aeo courses new|ids|fmt|translated|schema`: what an author does with the files. Neither database nor web framework is needed."""

import shutil
import tempfile
from pathlib import Path

import click

from app.cli.folders import earlier_of, has_database
from app.content.ids import Missing, fill_ids
from app.content.manuscript import manuscript
from app.content.schema import NAMES, schemas, written_out
from app.content.sourcemarks import fingerprint_of, original_of, with_source
from app.content.starter import LANGUAGES, starter
from app.content.tidying import course_files, tidied
from app.errors import Invalid, Refused
from app.whole import write_whole


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
    """All files at once: they are made in a folder of their own inside it, then moved to their place."""
    place = folder.absolute()
    place.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=place, prefix=".new."))
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
@click.option("--alone", is_flag=True, help="Look at the folder alone, also where there is a database.")
def ids(folder: Path, write: bool, alone: bool) -> None:
    """List the ids that the course in FOLDER lacks; exit 1 if any is left.

    Pages get them from their names, questions from their lesson, a translation those of its original. Once published they stay. Where
    this installation has a database, none is given out that a published version of the course has used.
    """
    used = earlier_of(folder).uses if not alone and has_database() else ()
    filled = fill_ids(folder, used)
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


@click.command()
@click.argument("places", metavar="FOLDER-OR-FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if a file would change.")
def fmt(places: tuple[Path, ...], check: bool) -> None:
    """Bring the layout of a course or of single files into one form.

    Blank lines, aligned tables, one list marker, keys in their order. What a reader gets stays equal, code is never touched, and what
    is not certain stays as it is.
    """
    files = [file for place in places for file in (course_files(place) if place.is_dir() else [place])]
    changed = tidied(dict.fromkeys(files))
    for path, data in sorted(changed.items()):
        if not check:
            write_whole(path, data)
        click.echo(f"{path}")
    what = "would change" if check else "changed"
    click.echo(f"{len(changed)} of {len(set(files) | set(changed))} files {what}")
    raise SystemExit(1 if check and changed else 0)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def translated(files: tuple[Path, ...]) -> None:
    """Note in each translation FILE that it is current.

    It writes the fingerprint of the original into `source:`, and changes nothing else. The checker warns when the original changes.
    """
    marked = [(path, *_marked(path)) for path in files]
    for path, data, mark in marked:
        write_whole(path, data)
        click.echo(f"{path} source: {mark}")


def _marked(path: Path) -> tuple[bytes, str]:
    """The bytes of a translation with its mark. Raises Invalid; all files are read before the first is written."""
    original = original_of(path)
    if original is None or not original.is_file():
        raise Invalid(f"{path} translates no file beside it. Nothing was written.")
    mark = fingerprint_of(original)
    try:
        changed = with_source(manuscript(path.read_bytes()), mark) if mark and not path.is_symlink() else None
    except UnicodeDecodeError:
        changed = None
    if changed is None:
        raise Invalid(f"{path} has no front matter that can take the key “source”. Nothing was written.")
    return changed.data, mark


@click.command()
@click.argument("name", required=False, type=click.Choice(NAMES))
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Write all of them into this folder.")
def schema(name: str | None, output: Path | None) -> None:
    """Print the JSON Schema of a front matter or of sources.yaml, for editors that complete and check as one types."""
    if (name is None) == (output is None):
        raise click.UsageError("Name one schema, or give a folder with -o.")
    made = schemas()
    if name is not None:
        click.echo(written_out(made[name]), nl=False)
        return
    assert output is not None
    output.mkdir(parents=True, exist_ok=True)
    for each, content in made.items():
        write_whole(output / f"{each}.schema.json", written_out(content).encode())
        click.echo(f"{output / each}.schema.json")
