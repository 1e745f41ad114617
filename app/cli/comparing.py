"""`aeo courses diff` and `aeo courses impact`: what changed, and what a change outside touches. For folders no database is needed."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from app.cli.folders import PUBLISHED, sound
from app.content.comparison import SAME, STATES, Change, Comparison, compare
from app.content.compiled import Course
from app.content.impact import Resting, editions_of, resting_on
from app.errors import Invalid

_VERSION = re.compile(r"([a-z0-9-]{1,64})(?:@([1-9][0-9]{0,8}))?")


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How changes are written.")
@click.option("--all", "every", is_flag=True, help="Also list what is the same (json always does).")
def diff(old: str, new: str, form: str, every: bool) -> None:
    """Compare two versions of a course by its ids.

    OLD and NEW are each a folder, SLUG@NUMBER for a published version, or SLUG for the newest one. Of each part it says whether its
    meaning changed (answers, points, citations and all else that decides), only its wording, or whether it is new, gone or moved.
    """
    found = compare(course_at(old), course_at(new))
    for line in _as_json(found) if form == "json" else _as_text(found, every):
        click.echo(line)


def course_at(name: str) -> Course:
    """The course in a folder, or a published version. Raises DomainError."""
    folder = Path(name)
    match = _VERSION.fullmatch(name)
    if folder.is_dir():
        return _in_folder(folder)
    if match is None:
        raise Invalid(f"“{name}” is neither a folder nor SLUG@NUMBER.")
    course = import_module(PUBLISHED).numbered(match[1], int(match[2]) if match[2] else None)
    assert isinstance(course, Course)
    return course


def _in_folder(folder: Path) -> Course:
    reading = sound(folder, ", so there is nothing to look at.")
    assert reading.course is not None
    return reading.course


def _as_text(found: Comparison, every: bool) -> Iterator[str]:
    for change in found.changes:
        if every or change.state != SAME:
            yield _told(change)
    yield ", ".join(f"{found.count(state)} {state}" for state in STATES)


def _told(change: Change) -> str:
    notes = [_detail(detail.name, detail.old, detail.new) for detail in change.details]
    if change.languages and change.languages != ("",):
        notes.append(f"words in {', '.join(change.languages)}")
    if change.moved:
        notes.append(f"moved from {change.was} to {change.place}" if change.was != change.place else f"moved inside {change.place}")
    return f"{change.state:8} {change.kind:9} {change.id}  {change.title}" + (f"  ({'; '.join(notes)})" if notes else "")


def _detail(name: str, old: str, new: str) -> str:
    return f"{name}: {old or 'nothing'} → {new or 'nothing'}" if old or new else name


def _as_json(found: Comparison) -> Iterator[str]:
    counts = {state: found.count(state) for state in STATES}
    yield json.dumps({"counts": counts, "changes": [asdict(change) for change in found.changes]}, ensure_ascii=False, indent=2)


@click.command()
@click.argument("instrument")
@click.argument("edition")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--published", is_flag=True, help="Look at all published courses, and at the certificates in force.")
def impact(instrument: str, edition: str, folder: Path | None, published: bool) -> None:
    """List the lessons, questions, courses and certificates that rest on a text.

    INSTRUMENT and EDITION are those of sources.yaml, such as: aeo courses impact safe 2021 courses/aeo-validation. With --published
    also the certificates are listed that were earned in a version, also an older one, which rests on that text.
    """
    if (folder is None) != published:
        raise click.UsageError("Name a folder, or give --published.")
    courses: list[tuple[str, Course]] = [(str(folder), _in_folder(folder))] if folder else _published()
    total = 0
    for name, course in courses:
        parts = resting_on(course, instrument, edition)
        total += len(parts)
        for line in _resting(name, parts):
            click.echo(line)
    certificates = _certificates(instrument, edition) if published else []
    for line in certificates:
        click.echo(line)
    click.echo(_sum(courses, total, len(certificates) if published else None, instrument, edition))


def _published() -> list[tuple[str, Course]]:
    return [(f"{slug}@{number}", course) for slug, number, course in import_module(PUBLISHED).everything()]


def _certificates(instrument: str, edition: str) -> list[str]:
    found: Any = import_module(PUBLISHED).certificates_on(instrument, edition)
    return [f"certificate {each.number}  {each.course}@{each.version}  {each.issued_on}" for each in found]


def _resting(name: str, parts: tuple[Resting, ...]) -> Iterator[str]:
    if parts:
        yield f"course    {name}"
    for part in parts:
        yield f"{part.kind:9} {part.id}  {part.title}  ({', '.join(part.cites)}; in {part.place})"


def _sum(courses: list[tuple[str, Course]], total: int, certificates: int | None, instrument: str, edition: str) -> str:
    if not total and not certificates:
        known = sorted({f"{name} {of}" for _, course in courses for name, of in editions_of(course)})
        return f"Nothing rests on {instrument} {edition}. Listed there: {', '.join(known) or 'no source'}."
    more = "" if certificates is None else f", {certificates} certificates in force"
    return f"{total} parts rest on {instrument} {edition}{more}."
