"""Who is where: the learners of a course or of one of its cohorts, with what the charts and the table show."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from fractions import Fraction
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.content.views import CourseView
from app.credentials.models import Certificate
from app.credentials.validity import EXPIRING, state
from app.errors import Invalid, Sentence, say, say_number
from app.learning.completion import best_of, standing
from app.learning.facts import CourseFacts, facts
from app.learning.models import Attempt, Cohort, Enrolment, LessonProgress
from app.publishing.models import CourseRecord
from app.publishing.versions import newest, view_of
from app.storage import Storage

Row = TypeVar("Row", LessonProgress, Attempt)

PAGE = 50

_NEVER = datetime.min.replace(tzinfo=UTC)

FINISHED, LATE, ON_PLAN, LAST_TRY, NO_TRY = "finished", "late", "on-plan", "last-try", "no-try"

SHOWN = ("all", LATE, ON_PLAN, FINISHED, "not-passed", "not-started")
"""What the table may be narrowed to."""

ORDERS = ("last-seen", "name", "progress", "best", "late")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """A row of the table. `state` is one word, `words` the sentence of the badge; `late_by` is whole days past the due date."""

    enrolment: Enrolment
    facts: CourseFacts
    best: int | None
    last_seen: datetime | None
    late_by: int
    state: str
    words: Sentence
    certificate: Certificate | None

    @property
    def name(self) -> str:
        return self.enrolment.person.name

    @property
    def finished(self) -> bool:
        return self.enrolment.finished_at is not None

    def mark(self, module_id: str) -> str:
        """The mark of a module; none where the learner's edition or version has no such module."""
        return next((each.mark for each in self.facts.modules if each.module.id == module_id), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All learners of a cohort, or of a course, in the order of their names, as of `now`."""

    view: CourseView
    cohort: Cohort | None
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
        return sum(state(each.certificate, self.now) == EXPIRING for each in self.learners if each.certificate is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty rows of the table. `number` from 1."""

    rows: tuple[Learner, ...]
    number: int
    pages: int
    total: int


def group_of(session: Session, storage: Storage, course: CourseRecord, now: datetime, zone: tzinfo, cohort: Cohort | None = None) -> Group:
    """The learners of a course, or of one cohort, who have not left. A few queries, however many they are."""
    rows = select(Enrolment).where(Enrolment.course_id == course.id, Enrolment.withdrawn_at.is_(None))
    rows = rows.options(joinedload(Enrolment.person), joinedload(Enrolment.cohort))
    enrolments = list(session.scalars(rows if cohort is None else rows.where(Enrolment.cohort_id == cohort.id)))
    ids = [each.id for each in enrolments]
    progress = _by_enrolment(session.scalars(select(LessonProgress).where(LessonProgress.enrolment_id.in_(ids))))
    attempts = _by_enrolment(session.scalars(select(Attempt).where(Attempt.enrolment_id.in_(ids)).order_by(Attempt.number)))
    current = select(Certificate).where(Certificate.enrolment_id.in_(ids), Certificate.superseded_at.is_(None))
    certificates = {each.enrolment_id: each for each in session.scalars(current)}
    today = now.astimezone(zone).date()
    learners = [_learner(storage, each, progress[each.id], attempts[each.id], certificates.get(each.id), now, today) for each in enrolments]
    learners.sort(key=lambda each: (each.name.casefold(), each.enrolment.id))
    return Group(view=view_of(storage, newest(session, course.slug)), cohort=cohort, learners=tuple(learners), now=now)


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
        "progress": lambda each: (-each.facts.modules_done, -_finished_lessons(each)),
        "best": lambda each: -(each.best if each.best is not None else -1),
        "late": lambda each: -each.late_by,
    }
    return tuple(sorted(kept, key=keys[order]))


def table(group: Group, rows: Iterable[Learner]) -> list[list[str]]:
    """The table as texts, its header first, for a file."""
    modules = group.view.modules
    columns = [f"module {each.number}" for each in modules]
    header = ["name", "name-native", "email", "cohort", *columns, "best", "last-seen", "state", "certificate"]
    return [header, *(_texts(each, [module.id for module in modules], group.now) for each in rows)]


def _learner(
    storage: Storage,
    enrolment: Enrolment,
    progress: Sequence[LessonProgress],
    attempts: Sequence[Attempt],
    certificate: Certificate | None,
    now: datetime,
    today: date,
) -> Learner:
    view = view_of(storage, enrolment.version, enrolment.edition, enrolment.language)
    found = facts(view, progress, enrolment.last_lesson, enrolment.last_section)
    due = enrolment.cohort.due_on if enrolment.cohort is not None else None
    late_by = (today - due).days if due is not None and enrolment.finished_at is None and today > due else 0
    word, words = _state(view, enrolment, attempts, late_by, certificate, now)
    return Learner(
        enrolment=enrolment,
        facts=found,
        best=_best(view, attempts),
        last_seen=enrolment.last_seen_at or max((each.started_at for each in attempts), default=None),
        late_by=late_by,
        state=word,
        words=words,
        certificate=certificate,
    )


def _state(
    view: CourseView, enrolment: Enrolment, attempts: Sequence[Attempt], late_by: int, certificate: Certificate | None, now: datetime
) -> tuple[str, Sentence]:
    """The one thing to know about a learner: what is finished, then what cannot go on by itself, then the plan."""
    if enrolment.finished_at is not None:
        return FINISHED, CERTIFICATE[state(certificate, now)] if certificate is not None else say("Finished")
    left = [_tries_left(view, lesson.id, [each for each in attempts if each.quiz_id == lesson.id]) for lesson in view.graded]
    if 0 in left:
        return NO_TRY, say("No attempt left")
    if 1 in left:
        return LAST_TRY, say("1 attempt left")
    if late_by >= 14:
        weeks = late_by // 7
        return LATE, say_number("Late by %(number)d week", "Late by %(number)d weeks", weeks)
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


def _tries_left(view: CourseView, quiz_id: str, attempts: Sequence[Attempt]) -> int | None:
    """Attempts left at a quiz that was tried and not passed; None where that says nothing."""
    if not attempts or any(each.is_open for each in attempts):
        return None
    stands = standing(view, quiz_id, attempts)
    return None if stands.passed else stands.attempts_left


def _best(view: CourseView, attempts: Sequence[Attempt]) -> int | None:
    """The mean of the best results at the graded quizzes that were taken, rounded half up; None before the first."""
    found = [best_of([each for each in attempts if each.quiz_id == lesson.id]) for lesson in view.graded]
    taken = [each.percent for each in found if each is not None and each.percent is not None]
    return int(Fraction(sum(taken), len(taken)) + Fraction(1, 2)) if taken else None


def _is_shown(learner: Learner, show: str) -> bool:
    marks = [module.mark for module in learner.facts.modules]
    return {
        "all": True,
        LATE: learner.late_by > 0,
        ON_PLAN: not learner.finished and not learner.late_by,
        FINISHED: learner.finished,
        "not-passed": "not-passed" in marks,
        "not-started": all(mark in ("not-started", "locked") for mark in marks),
    }[show]


def _finished_lessons(learner: Learner) -> int:
    return sum(module.finished for module in learner.facts.modules)


def _texts(learner: Learner, modules: Sequence[str], now: datetime) -> list[str]:
    person, cohort, certificate = learner.enrolment.person, learner.enrolment.cohort, learner.certificate
    return [
        person.name,
        person.name_native,
        person.email,
        cohort.name if cohort else "",
        *(learner.mark(module) for module in modules),
        "" if learner.best is None else str(learner.best),
        learner.last_seen.isoformat(timespec="seconds") if learner.last_seen else "",
        str(learner.words),
        "" if certificate is None else f"{certificate.number} {state(certificate, now)}",
    ]


def _by_enrolment(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.enrolment_id].append(row)
    return found
