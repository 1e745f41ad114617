"""Drafts of a course's files: what authors write, apart from the folder and from what learners see, until it is published.

Each save says which text it began from. Where another author has saved meanwhile, or the file in the folder is another one, nothing is
overwritten: whoever saves gets both texts.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content.reader import Reading
from app.database import added
from app.errors import Invalid, NotFound, Refused, say
from app.people.models import Person
from app.publishing import course_files, versions
from app.publishing.course_files import COPIES
from app.publishing.models import Draft
from app.publishing.versions import Published
from app.storage import Storage

NOTHING = "-"
"""Stands for the hash of a file that does not exist."""


@dataclass(frozen=True, slots=True)
class State:
    """A file as it is now: in the folder, and as its draft. `text` is what an author goes on from; None: there is no such file."""

    path: str
    on_disk: str | None
    draft: Draft | None

    @property
    def text(self) -> str | None:
        return self.draft.text if self.draft else self.on_disk

    @property
    def sign(self) -> str:
        """What a save sends back to say where it began: the text, and the file under it."""
        return f"{hash_of(self.text)}.{hash_of(self.on_disk)}"

    @property
    def moved(self) -> bool:
        """Whether the file in the folder is another one than that on which the draft rests."""
        return self.draft is not None and self.on_disk not in (self.draft.base, self.draft.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two texts made from one. `who` and `at` are those of the other save; nobody's where the file in the folder changed."""

    base: str
    mine: str
    theirs: str
    sign: str
    who: str = ""
    at: datetime | None = None


def hash_of(text: str | None) -> str:
    return NOTHING if text is None else hashlib.sha256(text.encode()).hexdigest()


def state_of(session: Session, folder: Path, slug: str, path: str) -> State:
    """A file as it is now. Raises NotFound for a path that no file of a course can have."""
    course_files.text_path(path)
    return State(path, course_files.read_text(folder, path), find(session, slug, path))


def existing(session: Session, folder: Path, slug: str, path: str) -> State:
    """The same. Raises NotFound where there is no such file and no draft of one."""
    state = state_of(session, folder, slug, path)
    if state.text is None:
        raise NotFound(course_files.NO_FILE)
    return state


def find(session: Session, slug: str, path: str) -> Draft | None:
    return session.scalar(select(Draft).where(Draft.slug == slug, Draft.path == path))


def of_course(session: Session, slug: str) -> list[Draft]:
    """All drafts of a course, by path."""
    return list(session.scalars(select(Draft).where(Draft.slug == slug).order_by(Draft.path)))


def waiting(session: Session, slug: str) -> list[Draft]:
    """Those that the next version takes in: all but the copies."""
    return [each for each in of_course(session, slug) if not _is_copy(each.path)]


def overlay(session: Session, storage: Storage, slug: str) -> dict[str, bytes]:
    """The drafts as files to be laid over the folder. Raises NotFound when the storage has lost a picture."""
    return {each.path: storage.get(each.stored) if each.stored else each.text.encode() for each in waiting(session, slug)}


def hold(session: Session, slug: str) -> None:
    """Let nobody change a draft of this course until the transaction ends; read anew what was read before."""
    chosen = select(Draft).where(Draft.slug == slug).with_for_update(of=Draft)
    session.scalars(chosen.execution_options(populate_existing=True)).all()


def moved(session: Session, folder: Path, slug: str) -> list[str]:
    """The drafts whose file in the folder is another one now, or can no longer be read: both have to be joined before publishing."""
    return [each.path for each in waiting(session, slug) if each.stored is None and _has_moved(folder, each)]


def _has_moved(folder: Path, draft: Draft) -> bool:
    try:
        return State(draft.path, course_files.read_text(folder, draft.path), draft).moved
    except (Invalid, NotFound):
        return True


def disturbed(state: State) -> Clash | None:
    """The clash that whoever opens a file finds, because the folder changed under its draft."""
    if not state.moved or state.draft is None:
        return None
    return Clash(base=state.draft.base or "", mine=state.draft.text, theirs=state.on_disk or "", sign=state.sign)


def save(
    session: Session, folder: Path, slug: str, path: str, *, text: str, began: str, base: str, person: Person, now: datetime
) -> Draft | Clash:
    """Keep a text as the draft of its file, or say with what it clashes. `base` is the text that it was made from, `began` its sign."""
    text = course_files.accepted(text)
    state = state_of(session, folder, slug, path)
    if state.text == text and not state.moved:
        return state.draft or Draft(slug=slug, path=path, text=text, base=state.on_disk, saved_at=now, saved_by=person)
    first, _, under = began.partition(".")
    if first != hash_of(state.text):
        return _clash(state, course_files.plain(base), text)
    if under != hash_of(state.on_disk):
        return Clash(base=(state.draft.base if state.draft else base) or "", mine=text, theirs=state.on_disk or "", sign=state.sign)
    return keep(session, slug, path, text=text, base=state.on_disk, person=person, now=now)


def keep(
    session: Session,
    slug: str,
    path: str,
    *,
    text: str = "",
    base: str | None = None,
    stored: str | None = None,
    person: Person,
    now: datetime,
) -> Draft:
    """Write a draft, whatever stood there. Raises Refused when somebody else has just begun one."""
    found = find(session, slug, path)
    if found is None:
        made = Draft(slug=slug, path=path, text=text, base=base, stored=stored, saved_at=now, saved_by=person)
        if not added(session, made):
            raise Refused(say("Somebody has just begun a draft of this file. Load the page again."))
        return made
    found.text, found.base, found.stored, found.saved_at, found.saved_by = text, base, stored, now, person
    return found


def start(session: Session, folder: Path, slug: str, path: str, text: str, person: Person, now: datetime) -> Draft:
    """A draft of a file that does not exist yet. Raises Invalid when there is one of that name."""
    if state_of(session, folder, slug, path).text is not None:
        raise Invalid(say("There is already a file of that name."), "name")
    return keep(session, slug, path, text=course_files.accepted(text), person=person, now=now)


def keep_copy(session: Session, slug: str, path: str, text: str, person: Person, now: datetime) -> Draft:
    """Put a text aside: a copy that the course does not read and that is never published."""
    stem, _, ending = path.removeprefix(f"{COPIES}/").replace("/", " ").rpartition(".")
    number = 1
    while find(session, slug, made := f"{COPIES}/{stem[:80]} {number}.{ending}") is not None:
        number += 1
    return keep(session, slug, course_files.text_path(made), text=course_files.accepted(text), person=person, now=now)


def drop(session: Session, slug: str, path: str) -> None:
    """Give a draft up: the file in the folder stands again."""
    found = find(session, slug, course_files.checked_path(path))
    if found is not None:
        session.delete(found)


def write_out(session: Session, storage: Storage, folder: Path, slug: str) -> list[str]:
    """Write the drafts of a course into its folder and end them; the paths that were written. Copies stay drafts.

    Raises Refused, before anything is written, when a file changed under its draft. Cut short and repeated it ends the same.
    """
    found = waiting(session, slug)
    before = {each.path: course_files.read_bytes(folder, each.path) for each in found}
    new = {each.path: storage.get(each.stored) if each.stored else course_files.as_before(each.text, before[each.path]) for each in found}
    for each in found:
        if each.stored is None and before[each.path] != new[each.path] and course_files.read_text(folder, each.path) != each.base:
            raise Refused(say("The file %(path)s changed under its draft. Open it in the editor and join both.", path=each.path))
    for each in found:
        if before[each.path] != new[each.path]:
            course_files.write(folder, each.path, new[each.path])
        session.delete(each)
    return [each.path for each in found]


def release(
    session: Session, storage: Storage, folder: Path, slug: str, reading: Reading, engine: str, now: datetime, publisher: Person
) -> Published:
    """Publish a course with its drafts, which become the files of its folder. `reading` is that of the folder with the drafts over it.

    Raises Invalid where errors stand, Refused where a file changed under its draft; then nothing is published and no draft ends.
    """
    if reading.course is None:
        raise Invalid(say("A course with errors cannot be published."))
    if reading.course.id != slug:
        raise Invalid(say("The course in this folder has another id now. Nothing was published."))
    done = versions.publish_reading(session, storage, reading, engine, now, publisher.id)
    write_out(session, storage, folder, slug)
    return done


def _clash(state: State, base: str, text: str) -> Clash:
    """With the other author's draft, or with the file where there is none."""
    draft = state.draft
    theirs = state.text or ""
    return Clash(
        base=base, mine=text, theirs=theirs, sign=state.sign, who=draft.saved_by.name if draft else "", at=draft.saved_at if draft else None
    )


def _is_copy(path: str) -> bool:
    return path.startswith(f"{COPIES}/")
