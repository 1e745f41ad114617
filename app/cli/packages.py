"""`aeo packages export`: make a package for an LMS. For a folder neither database nor web framework is imported."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from app.cli.folders import sound
from app.content.compiled import Course
from app.content.views import view
from app.errors import NotFound
from app.packaging.assets import load_assets
from app.packaging.scorm12 import Options, Package
from app.packaging.scorm12 import export as export_scorm12
from app.whole import whole

FORMATS = {"scorm12": export_scorm12}
PUBLISHED = "app.cli.published"
"""The module that finds a published course; imported only when a slug is exported. Its `newest(slug)` gives a Source."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is exported: a compiled course, its version (None: from a folder), and the bytes of a picture by its name."""

    course: Course
    version: int | None
    media: Callable[[str], bytes]


@click.command()
@click.argument("source", metavar="SLUG-OR-FOLDER")
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="scorm12", show_default=True, help="The kind of package.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; without it SLUG-FORMAT.zip.")
@click.option("--audience", default="", help="The edition; without it the first one listed.")
@click.option("--language", default="", help="The language; without it the course's own.")
@click.option("--masteryscore", is_flag=True, help="Write the pass mark into the manifest, so that the LMS judges too.")
@click.option(
    "--completed-as",
    type=click.Choice(["completed", "passed"]),
    default="completed",
    show_default=True,
    help="The status of a course without a quiz that counts.",
)
def export(source: str, form: str, output: Path | None, audience: str, language: str, masteryscore: bool, completed_as: str) -> None:
    """Write a package of the published course SLUG, or of the course in FOLDER."""
    found = _source(source)
    seen = view(found.course, edition=audience, language=language)
    options = Options(mastery=masteryscore, completed=completed_as)
    target = output or Path(f"{seen.id}-{form}.zip")
    with whole(target) as into:
        package = FORMATS[form](seen, into, version=found.version, media=found.media, assets=load_assets(), options=options, step=_told)
    for line in _lines(package, target, found):
        click.echo(line)


def _source(name: str) -> Source:
    """A folder that exists is read, anything else is the slug of a published course. Raises DomainError."""
    folder = Path(name)
    if folder.is_dir():
        return _folder(folder)
    if find_spec(PUBLISHED) is None:
        raise NotFound(f"There is no folder “{name}”.")
    found = import_module(PUBLISHED).newest(name)
    assert isinstance(found, Source)
    return found


def _folder(folder: Path) -> Source:
    reading = sound(folder, "; nothing was written.")
    assert reading.course is not None
    return Source(reading.course, None, lambda picture: reading.media[picture].read_bytes())


def _told(number: int, of: int, what: str) -> None:
    click.echo(f"{number} of {of}: {what}", err=True)


def _lines(package: Package, target: Path, source: Source) -> list[str]:
    told = package.report
    edition = f", edition {told['edition']}" if told["edition"] else ""
    signed = "" if source.version is not None else " It comes from a folder, so it carries no version number and no signature."
    return [
        *(f"advice: {warning}" for warning in package.warnings),
        f"{target}: {told['format']}, {told['title']}, language {told['language']}{edition}.{signed}",
        f"{told['lessons']} lessons, {told['quizzes']} quizzes, {told['questions']} questions; "
        f"a learner's state takes {told['state_worst']} of {told['state_limit']} characters at most.",
        f"{package.size:,} bytes, SHA-256 {package.sha256}",
        f"Content digest {package.digest}",
    ]
