"""The course folders of an installation: which course each holds, and what a check of it says, without ever making a request wait long."""

import contextlib
import shutil
import stat
import traceback
import weakref
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from sqlalchemy.orm import Session

from app.content.bodies import entries
from app.content.bounded import BoundedReader
from app.content.canonical import content_hash
from app.content.codes import ERROR
from app.content.earlier import NEVER, Earlier
from app.content.files import id_from_name, read_text
from app.content.frontmatter import split
from app.content.keys import ID
from app.content.live import revision_of
from app.content.problems import Log, Problem
from app.content.reader import Reading
from app.errors import Invalid, NotFound, say
from app.people.models import Person
from app.publishing import staff
from app.publishing.models import CourseRecord
from app.publishing.stands import Stand
from app.publishing.workbench import Mirror, Overlay, is_part, sign_of

PAGE = "course.md"
"""A folder that has this file holds a course."""

BROKEN = say("The check of this course failed. The log of the server says why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A course folder at one moment. `stand` is there when no problem is an error; `refusal` says why it could not be checked at all."""

    folder: Path
    revision: str
    changed_at: datetime
    stand: Stand | None = None
    problems: tuple[Problem, ...] = ()
    media: Mapping[str, Path] = field(default_factory=dict)
    refusal: str = ""

    @property
    def errors(self) -> int:
        return sum(each.severity == ERROR for each in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    @property
    def reading(self) -> Reading:
        """What publishing takes."""
        return Reading(self.stand.course if self.stand else None, self.problems, self.media)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A course that somebody may write: `record` is None before its first version, `folder` where its files are not kept here.

    `others` are more folders that claim the same id.
    """

    slug: str
    record: CourseRecord | None
    folder: Path | None
    others: tuple[Path, ...] = ()

    @property
    def desk(self) -> Path | None:
        """The folder, where its files may be edited by the browser: one that is a link leads elsewhere."""
        return None if self.folder is None or self.folder.is_symlink() else self.folder


NO_DRAFTS: Overlay = MappingProxyType({})


class Folders:
    """All course folders below one. Each state of a folder is checked once, by a child process, one after the other."""

    def __init__(self, root: Path, reader: BoundedReader | None = None) -> None:
        self.root = root
        self._reader = reader or BoundedReader()
        self._turns = ThreadPoolExecutor(max_workers=1, thread_name_prefix="course-check")
        self._asked: dict[Path, tuple[str, Future[Checked]]] = {}
        self._mirrors: dict[Path, Mirror] = {}
        self._lock = Lock()
        self.close = weakref.finalize(self, _close, self._turns, self._reader, self._mirrors)

    def by_id(self) -> dict[str, list[Path]]:
        """The folders of each course, by its id, that which is named by it first; more than one is a mistake of who put them there."""
        found: dict[str, list[Path]] = {}
        for folder in course_folders(self.root):
            found.setdefault(course_id(folder), []).append(folder)
        return {slug: sorted(every, key=lambda folder: folder.name != slug) for slug, every in found.items()}

    def look(self, folder: Path, seconds: float, earlier: Earlier = NEVER, overlay: Overlay = NO_DRAFTS) -> Checked | None:
        """The folder as it is now, with the drafts over it, or None when the check does not end within that time.

        It goes on then, and the next look finds it.
        """
        asked = self._check_of(folder, earlier, overlay)
        try:
            return asked.result(max(0.0, seconds))
        except (TimeoutError, CancelledError):
            return None

    def ask(self, folder: Path, earlier: Earlier = NEVER, overlay: Overlay = NO_DRAFTS) -> None:
        """Have it checked, and wait for nothing."""
        self._check_of(folder, earlier, overlay)

    def _check_of(self, folder: Path, earlier: Earlier, overlay: Overlay) -> Future[Checked]:
        revision = revision_of(folder) + earlier.sign + sign_of(overlay)
        with self._lock:
            before = self._asked.get(folder)
            if before is not None and before[0] == revision:
                return before[1]
            if before is not None:
                before[1].cancel()
            made = self._turns.submit(_checked, self._reader, folder, revision, earlier, partial(self._with, folder, overlay))
            self._asked[folder] = revision, made
            return made

    def _with(self, folder: Path, overlay: Overlay) -> Path:
        """The folder to read: a copy where drafts lie over it. Only the one thread that checks comes here: no copy changes while read."""
        if not overlay:
            return folder
        if folder not in self._mirrors:
            self._mirrors[folder] = Mirror(folder, is_part)
        mirror = self._mirrors[folder]
        mirror.follow(overlay)
        return mirror.folder


def reachable(session: Session, person: Person, folders: Folders) -> list[Place]:
    """The courses that a person may write, by id: those that they teach; for administrators all, published or not."""
    records = {record.slug: record for record in staff.taught_by(session, person)}
    found = folders.by_id()
    slugs = sorted(records.keys() | found.keys()) if person.is_administrator else sorted(records)
    return [_place(slug, records.get(slug), found.get(slug, [])) for slug in slugs]


def place_of(session: Session, person: Person, slug: str, folders: Folders) -> Place:
    """One of them. Raises NotFound for everybody else: they are not told that it exists."""
    place = next((each for each in reachable(session, person, folders) if each.slug == slug), None)
    if place is None:
        raise NotFound(say("There is no such course."))
    return place


def _place(slug: str, record: CourseRecord | None, found: list[Path]) -> Place:
    return Place(slug=slug, record=record, folder=next(iter(found), None), others=tuple(found[1:]))


def _close(turns: ThreadPoolExecutor, reader: BoundedReader, mirrors: Mapping[Path, Mirror]) -> None:
    turns.shutdown(wait=False, cancel_futures=True)
    if (child := reader.child) is not None:
        child.kill()
    reader.close()
    for mirror in mirrors.values():
        shutil.rmtree(mirror.folder.parent, ignore_errors=True)


def _checked(reader: BoundedReader, folder: Path, revision: str, earlier: Earlier, laid: Callable[[], Path]) -> Checked:
    """One folder, read by the child where `laid` says. What goes wrong there is said of this folder and of no other one."""
    changed = last_change(folder)
    try:
        found = reader.read(laid(), earlier)
    except Invalid as refusal:
        return Checked(folder=folder, revision=revision, changed_at=changed, refusal=refusal.sentence)
    except Exception:
        traceback.print_exc()
        return Checked(folder=folder, revision=revision, changed_at=changed, refusal=BROKEN)
    stand = Stand(content_hash(found.course), found.course) if found.course is not None else None
    return Checked(folder=folder, revision=revision, changed_at=changed, stand=stand, problems=found.problems, media=found.media)


def course_folders(root: Path) -> Iterator[Path]:
    """The folders of courses below one, by name."""
    yield from sorted(page.parent for page in root.glob(f"*/{PAGE}") if not page.parent.name.startswith("."))


def course_id(folder: Path) -> str:
    """The id that the course of a folder gives itself, also where the rest of it cannot be read; else one from the folder's name."""
    try:
        found = (folder / PAGE).lstat()
    except OSError:
        return _from_name(folder)
    if not stat.S_ISREG(found.st_mode):
        return _from_name(folder)
    return _written_id(folder, found.st_mtime_ns, found.st_size, found.st_ino) or _from_name(folder)


@lru_cache(maxsize=512)
def _written_id(folder: Path, *_state: int) -> str:
    """Read once for each state of the page."""
    text = read_text(folder, PAGE, Log(PAGE, []))
    entry = (split(text, Log(PAGE, [])).entries or {}).get("id") if text is not None else None
    written = entry.value.text or "" if entry else ""
    return written if ID.fullmatch(written) else ""


def _from_name(folder: Path) -> str:
    return id_from_name(folder.name, set(), "course")


def last_change(folder: Path) -> datetime:
    """When a file of the course was last written."""
    return datetime.fromtimestamp(max(_written(folder), default=0.0), UTC)


def _written(folder: Path) -> Iterator[float]:
    for path, _line in entries(folder):
        with contextlib.suppress(OSError):  # It has gone while it was looked at.
            yield (folder / path).lstat().st_mtime
