"""Who is where: the learners of a course or of one of its cohorts, with what the charts and the table show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from app.content.views import CourseView
from app.credentials.validity import EXPIRING, state
from app.errors import Invalid, Sentence, say, say_number
from app.learning.facts import facts
from app.learning.models import Cohort
from app.publishing.models import CourseRecord
from app.publishing.versions import newest, view_by_hash, view_of
from app.reporting import stored
from app.reporting.outline import Columns, Outline, columns_of, outline_of
from app.reporting.stored import Entry, Reached, Scope, Tries
from app.storage import Storage

PAGE = 50

_NEVER = datetime.min.replace(tzinfo=UTC)

FINISHED, LATE, ON_PLAN, LAST_TRY, NO_TRY, DISABLED = "finished", "late", "on-plan", "last-try", "no-try", "disabled"

SHOWN = ("all", LATE, ON_PLAN, FINISHED, "not-passed", "not-started")
"""What the table may be narrowed to."""

ORDERS = ("last-seen", "name", "progress", "best", "late")

Marks = Mapping[str, str]
"""The mark of each module by its id; none where the learner's edition or version has no such module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The current certificate of a learner and its state."""

    number: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """A row of the table. `state` is one word, `words` the sentence of the badge; `late_by` is whole days past the due date.

    `begun` are the modules in which a lesson was seen; `failing`: a graded quiz was taken and is not passed yet.
    """

    entry: Entry
    begun: frozenset[str]
    modules_done: int
    lessons_done: int
    failing: bool
    tries: Mapping[str, Tries]
    best: int | None
    last_seen: datetime | None
    late_by: int
    state: str
    words: Sentence
    certificate: Held | None

    @property
    def id(self) -> int:
        """Of the enrolment."""
        return self.entry.id

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def finished(self) -> bool:
        return self.entry.finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All learners of a cohort, or of a course, in the order of their names, as of `now`. Whose account is closed is among them."""

    view: CourseView
    columns: Columns
    scope: Scope
    learners: tuple[Learner, ...]
    now: datetime

    @property
    def finished(self) -> int:
        return sum(learner.finished for learner in self.learners)

    @property
    def late(self) -> int:
        return sum(learner.late_by > 0 for learner in self.learners)

    @property
    def ending(self) -> int:
        """Certificates that end within 90 days."""
        return sum(each.certificate is not None and each.certificate.state == EXPIRING for each in self.learners)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty rows of the table. `number` from 1."""

    rows: tuple[Learner, ...]
    number: int
    pages: int
    total: int


def group_of(session: Session, storage: Storage, course: CourseRecord, now: datetime, zone: tzinfo, cohort: Cohort | None = None) -> Group:
    """The learners of a course, or of one cohort, who have not left. A few queries, however many they are."""
    scope, today = Scope(course, cohort), now.astimezone(zone).date()
    found = stored.entries(session, scope)
    reached, tries = stored.reached(session, scope), stored.tries(session, scope)
    held = {key: Held(number=row.number, state=state(row, now)) for key, row in stored.certificates(session, scope).items()}

    @cache
    def outline(digest: str, edition: str) -> Outline:
        return outline_of(view_by_hash(storage, digest, edition, ""))

    def learner(entry: Entry) -> Learner:
        seen, taken = reached.get(entry.id, _NOTHING), tries.get(entry.id, stored.NOTHING)
        return _learner(entry, outline(entry.digest, entry.edition), seen, taken, held.get(entry.id), today)

    learners = sorted(map(learner, found), key=lambda each: (each.name.casefold(), each.id))
    latest = newest(session, course.slug)
    columns = columns_of(storage, latest, sorted({entry.edition for entry in found}))
    return Group(view=view_of(storage, latest), columns=columns, scope=scope, learners=tuple(learners), now=now)


_NOTHING = Reached(set(), set(), set(), set())


def page(group: Group, *, show: str = "all", order: str = "last-seen", number: int = 1) -> Page:
    """One page of the table, narrowed and ordered. Raises Invalid for a view that there is not."""
    rows = selected(group, show=show, order=order)
    pages = max(1, -(-len(rows) // PAGE))
    if not 1 <= number <= pages:
        raise Invalid(say("There is no such page of the table."), "page")
    return Page(rows=rows[(number - 1) * PAGE : number * PAGE], number=number, pages=pages, total=len(rows))


def selected(group: Group, *, show: str = "all", order: str = "last-seen") -> tuple[Learner, ...]:
    """All rows that a view shows, in its order: what the CSV takes too. Raises Invalid."""
    if show not in SHOWN or order not in ORDERS:
        raise Invalid(say("There is no such view of the table."), "show")
    kept = [each for each in group.learners if _is_shown(each, show)]
    keys: dict[str, Callable[[Learner], Any]] = {
        "last-seen": lambda each: each.last_seen or _NEVER,
        "name": lambda each: 0,
        "progress": lambda each: (-each.modules_done, -each.lessons_done),
        "best": lambda each: -(each.best if each.best is not None else -1),
        "late": lambda each: -each.late_by,
    }
    return tuple(sorted(kept, key=keys[order]))


def marks_of(session: Session, storage: Storage, rows: Iterable[Learner]) -> dict[int, Marks]:
    """The marks of these learners' modules, by enrolment: worked out for the rows that are looked at, not for all."""
    entries = [each.entry for each in rows]
    lessons = stored.lesson_rows(session, [entry.id for entry in entries])
    return {entry.id: _marks(storage, entry, lessons.get(entry.id, [])) for entry in entries}


def table(group: Group, rows: Sequence[Learner], marks: Mapping[int, Marks]) -> list[list[str]]:
    """The table as texts, its header first, for a file."""
    modules = [module.id for module in group.columns.modules]
    columns = [f"module {module.number}" for module in group.columns.modules]
    header = ["name", "name-native", "email", "cohort", *columns, "best", "last-seen", "state", "certificate"]
    return [header, *(_texts(each, [marks[each.id].get(module, "") for module in modules]) for each in rows)]


def _learner(entry: Entry, outline: Outline, reached: Reached, tries: Mapping[str, Tries], held: Held | None, today: date) -> Learner:
    waits = entry.due_on is not None and not entry.finished and not entry.disabled
    late_by = max(0, (today - entry.due_on).days) if waits and entry.due_on else 0
    word, words = _state(entry, [outline.tries_left(name, tries.get(name)) for name in outline.attempts], late_by, held)
    moments = [*(each.last for each in tries.values()), *([entry.last_seen] if entry.last_seen else [])]
    return Learner(
        entry=entry,
        begun=outline.begun(reached),
        modules_done=outline.modules_done(reached),
        lessons_done=outline.lessons_done(reached),
        failing=outline.failing(reached),
        tries=tries,
        best=_best(outline, tries),
        last_seen=max(moments, default=None),
        late_by=late_by,
        state=word,
        words=words,
        certificate=held,
    )


def _state(entry: Entry, left: Sequence[int | None], late_by: int, held: Held | None) -> tuple[str, Sentence]:
    """The one thing to know about a learner: what is finished, then what cannot go on by itself, then the plan."""
    if entry.finished:
        return FINISHED, CERTIFICATE[held.state] if held is not None else say("Finished")
    if entry.disabled:
        return DISABLED, say("Account closed")
    if 0 in left:
        return NO_TRY, say("No attempt left")
    if 1 in left:
        return LAST_TRY, say("1 attempt left")
    if late_by >= 14:
        return LATE, say_number("Late by %(number)d week", "Late by %(number)d weeks", late_by // 7)
    if late_by:
        return LATE, say_number("Late by %(number)d day", "Late by %(number)d days", late_by)
    return ON_PLAN, say("On plan")


CERTIFICATE: Mapping[str, Sentence] = {
    "valid": say("Certificate valid"),
    "expiring": say("Certificate expiring"),
    "expired": say("Certificate expired"),
    "renewed": say("Certificate renewed"),
    "revoked": say("Certificate revoked"),
}


def _best(outline: Outline, tries: Mapping[str, Tries]) -> int | None:
    """The mean of the best results at the graded quizzes that were taken, rounded half up; None before the first."""
    taken = [each.best for name, each in tries.items() if name in outline.attempts and each.best is not None]
    return (2 * sum(taken) + len(taken)) // (2 * len(taken)) if taken else None


def _is_shown(learner: Learner, show: str) -> bool:
    if show == LATE:
        return learner.late_by > 0
    if show == ON_PLAN:
        return not (learner.finished or learner.late_by or learner.entry.disabled)
    if show == FINISHED:
        return learner.finished
    if show == "not-passed":
        return learner.failing
    return show == "all" or not learner.begun


def _marks(storage: Storage, entry: Entry, rows: Iterable[Any]) -> Marks:
    view = view_by_hash(storage, entry.digest, entry.edition, "")
    return {each.module.id: each.mark for each in facts(view, rows).modules}


def _texts(learner: Learner, marks: Sequence[str]) -> list[str]:
    entry, held = learner.entry, learner.certificate
    return [
        entry.name,
        entry.name_native,
        entry.email,
        entry.cohort,
        *marks,
        "" if learner.best is None else str(learner.best),
        learner.last_seen.isoformat(timespec="seconds") if learner.last_seen else "",
        str(learner.words),
        "" if held is None else f"{held.number} {held.state}",
    ]
