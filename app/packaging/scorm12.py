"""Makes a SCORM 1.2 package of a course: one SCO, the official schemas, a report, the same bytes on every run."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from os import SEEK_END
from typing import Any, BinaryIO

from app.content.canonical import content_hash
from app.content.views import CourseView
from app.errors import Invalid
from app.packaging.archive import MANIFEST, Archive, digest_of_entries, entry_of, in_order
from app.packaging.assets import Assets
from app.packaging.course_data import course_data
from app.packaging.manifest12 import LAUNCH, manifest12
from app.packaging.pages import CASE_CSS, course_script, has_case, index_page, lesson_file, lesson_script
from app.packaging.pictures import pictures
from app.packaging.rendering import renderer
from app.packaging.report import DATA, PAGE, report_data, report_json, report_page
from app.packaging.state import state_of

FORMAT = "SCORM 1.2"
WARN_SIZE = 250 * 1024 * 1024

Step = Callable[[int, int, str], None]
"""Hears how far the work is: number of the step, of how many, and what it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to export. `mastery` writes the pass mark into the manifest; `completed` is the status of a course without a quiz that counts."""

    mastery: bool = False
    completed: str = "completed"
    largest: int = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A finished package: how large its ZIP is, what the report says, and advice (English sentences, each with its values)."""

    size: int
    sha256: str
    digest: str
    report: Mapping[str, Any]
    warnings: tuple[str, ...] = field(default=())


Content = Callable[[], bytes]
"""Makes a file of the package when its turn has come, so that hardly more than one is in memory."""


def export(
    view: CourseView,
    into: BinaryIO,
    *,
    version: int | None,
    media: Callable[[str], bytes],
    assets: Assets,
    options: Options | None = None,
    step: Step = lambda number, of, what: None,
) -> Package:
    """Write a course in one edition and language as a package into an empty file. `media` gives the bytes of a picture by its name.

    Raises Invalid (TooLarge among them) when it cannot be a SCORM 1.2 package; what was written until then is of no use.
    """
    options = options or Options()
    mastery = _mastery(view) if options.mastery else None
    step(1, 4, "Working out what has to be kept")
    course_hash = content_hash(view.course)
    state = state_of(view, course_hash)
    render = renderer(view.language)
    data = course_data(view, state, version=version, direction=render.direction, mastery=mastery is not None, completed=options.completed)
    files = _content(view, data, media, assets)
    _check_names(files)
    step(2, 4, "Writing the pages")
    package = Archive(into)
    package.add(MANIFEST, manifest12(course_id=view.id, title=view.title, files=(*files, DATA, PAGE), mastery=mastery))
    late = _until_report(package, files, assets)
    step(3, 4, "Writing the report")
    told = {name: package.entries.get(name) or entry_of(late[name]) for name in files}
    report = report_data(view, told, version=version, course_hash=course_hash, state_worst=state.worst, format_name=FORMAT)
    step(4, 4, "Packing")
    late |= {DATA: report_json(report), PAGE: report_page(report, render)}
    for name in in_order(late):
        package.add(name, late[name])
    package.close()
    return _finished(into, package, report, options)


def _until_report(package: Archive, files: Mapping[str, Content], assets: Assets) -> dict[str, bytes]:
    """Write all that stands before the report, which names every file; the few that stand behind it are made and handed back."""
    every: dict[str, Content] = {**files, **{name: partial(bytes, schema) for name, schema in assets.schemas.items()}}
    for name in in_order(name for name in every if name < PAGE):
        package.add(name, every[name]())
    return {name: every[name]() for name in every if name > PAGE}


def _finished(into: BinaryIO, package: Archive, report: Mapping[str, Any], options: Options) -> Package:
    size = into.seek(0, SEEK_END)
    if size > options.largest:
        raise Invalid(f"The package would have {size:,} bytes; {options.largest:,} are allowed. Use smaller pictures.", "format")
    return Package(size=size, sha256=_sha256(into), digest=digest_of_entries(package.entries), report=report, warnings=_warnings(size))


def _sha256(file: BinaryIO) -> str:
    """Of the whole file, read again: the head of an entry is written when its content is."""
    seen = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1 << 20):
        seen.update(chunk)
    return seen.hexdigest()


def _content(view: CourseView, data: dict[str, Any], media: Callable[[str], bytes], assets: Assets) -> dict[str, Content]:
    """Every file that the report tells of, by its name."""
    render = renderer(view.language)
    rows: list[tuple[str, Content]] = [
        (LAUNCH, partial(index_page, view, render, assets)),
        ("course.js", partial(course_script, data, render)),
        *((lesson_file(lesson.id), partial(lesson_script, view, lesson, render)) for lesson in view.lessons),
        ("player-scorm12.js", partial(bytes, assets.player)),
        ("site.css", partial(bytes, assets.css)),
        *([(CASE_CSS, partial(bytes, assets.case_css))] if has_case(view) else []),
        *((name, partial(bytes, font)) for name, font in assets.fonts.items()),
        *((name, partial(media, name)) for name in pictures(view)),
    ]
    return dict(rows)


def _mastery(view: CourseView) -> int:
    """The pass mark of the one quiz that counts. An LMS has one number, so it can judge one quiz only."""
    if len(view.graded) != 1 or view.graded[0].policy is None:
        count = len(view.graded)
        raise Invalid(
            f"A mastery score needs exactly one quiz that counts; this course has {count}. Leave --masteryscore out.", "masteryscore"
        )
    return view.graded[0].policy.pass_mark


def _check_names(files: Iterable[str]) -> None:
    """Some LMSs serve a package by the last part of a name, whatever its case."""
    seen: dict[str, str] = {}
    for name in files:
        last = name.rpartition("/")[2].casefold()
        if last in seen:
            raise Invalid(f"Two files of the package would be called “{last}”: {seen[last]} and {name}. Rename one.", "format")
        seen[last] = name


def _warnings(size: int) -> tuple[str, ...]:
    if size <= WARN_SIZE:
        return ()
    return (f"The package has {size // 1024 // 1024} MB. Some LMSs take 250 MB at most.",)
