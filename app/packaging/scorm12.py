"""Makes a SCORM 1.2 package of a course: one SCO, the official schemas, a report, the same bytes on every run."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.content.canonical import content_hash
from app.content.views import CourseView
from app.errors import Invalid
from app.packaging.archive import MANIFEST, archive, content_digest
from app.packaging.assets import Assets
from app.packaging.course_data import course_data
from app.packaging.manifest12 import LAUNCH, manifest12
from app.packaging.pages import CASE_CSS, course_script, has_case, index_page, lesson_file, lesson_script
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
    """A finished package: its ZIP, what the report says, and advice (English sentences, each with its values)."""

    data: bytes
    files: Mapping[str, bytes]
    digest: str
    report: Mapping[str, Any]
    warnings: tuple[str, ...] = field(default=())

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def export(
    view: CourseView,
    *,
    version: int | None,
    media: Callable[[str], bytes],
    assets: Assets,
    options: Options | None = None,
    step: Step = lambda number, of, what: None,
) -> Package:
    """A course in one edition and language as a package. `media` gives the bytes of a picture by its name.

    Raises Invalid (TooLarge among them) when it cannot be a SCORM 1.2 package.
    """
    options = options or Options()
    mastery = _mastery(view) if options.mastery else None
    step(1, 4, "Working out what has to be kept")
    course_hash = content_hash(view.course)
    state = state_of(view, course_hash)
    data = course_data(
        view, state, version=version, direction=renderer(view.language).direction, mastery=mastery is not None, completed=options.completed
    )
    step(2, 4, "Writing the pages")
    files = dict(_content(view, data, media, assets))
    _check_names(files)
    step(3, 4, "Writing the report and the manifest")
    report = report_data(view, files, version=version, course_hash=course_hash, state_worst=state.worst, format_name=FORMAT)
    files |= {DATA: report_json(report), PAGE: report_page(report, renderer(view.language))}
    files[MANIFEST] = manifest12(course_id=view.id, title=view.title, files=files, mastery=mastery)
    files |= assets.schemas
    step(4, 4, "Packing")
    packed = archive(files)
    if len(packed) > options.largest:
        raise Invalid(f"The package would have {len(packed):,} bytes; {options.largest:,} are allowed. Use smaller pictures.", "format")
    return Package(data=packed, files=files, digest=content_digest(files), report=report, warnings=_warnings(packed))


def _content(view: CourseView, data: dict[str, Any], media: Callable[[str], bytes], assets: Assets) -> Iterator[tuple[str, bytes]]:
    render = renderer(view.language)
    written = {LAUNCH: index_page(view, render, assets), "course.js": course_script(data, render)}
    written |= {lesson_file(lesson.id): lesson_script(view, lesson, render) for lesson in view.lessons}
    yield from written.items()
    yield "player-scorm12.js", assets.player
    yield "site.css", assets.css
    if has_case(view):
        yield CASE_CSS, assets.case_css
    yield from assets.fonts.items()
    for name in _pictures(view, b"\n".join(written.values())):
        yield name, media(name)


def _pictures(view: CourseView, text: bytes) -> list[str]:
    """The pictures that this edition shows: one that only another one's text names is no more in the package than that text."""
    return [picture.name for picture in view.course.media if picture.name.encode() in text]


def _mastery(view: CourseView) -> int:
    """The pass mark of the one quiz that counts. An LMS has one number, so it can judge one quiz only."""
    if len(view.graded) != 1 or view.graded[0].policy is None:
        count = len(view.graded)
        raise Invalid(
            f"A mastery score needs exactly one quiz that counts; this course has {count}. Leave --masteryscore out.", "masteryscore"
        )
    return view.graded[0].policy.pass_mark


def _check_names(files: Mapping[str, bytes]) -> None:
    """Some LMSs serve a package by the last part of a name, whatever its case."""
    seen: dict[str, str] = {}
    for name in files:
        last = name.rpartition("/")[2].casefold()
        if last in seen:
            raise Invalid(f"Two files of the package would be called “{last}”: {seen[last]} and {name}. Rename one.", "format")
        seen[last] = name


def _warnings(packed: bytes) -> tuple[str, ...]:
    if len(packed) <= WARN_SIZE:
        return ()
    return (f"The package has {len(packed) // 1024 // 1024} MB. Some LMSs take 250 MB at most.",)
