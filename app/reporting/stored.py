"""What is stored of the learners of a course or of one of its cohorts, as plain rows: the same few queries however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import Session

from app.credentials.models import Certificate
from app.learning.models import Attempt, Cohort, Enrolment, LessonProgress
from app.people.models import Person
from app.publishing.models import CourseRecord, Version

AT_ONCE = 500
"""Ids in one query: databases have a limit for how many values a statement may have."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Everybody in a course who has not left it, or everybody of one of its cohorts."""

    course: CourseRecord
    cohort: Cohort | None

    @property
    def holds(self) -> ColumnElement[bool]:
        """The condition that an enrolment fulfils."""
        inside = and_(Enrolment.course_id == self.course.id, Enrolment.withdrawn_at.is_(None))
        return inside if self.cohort is None else and_(inside, Enrolment.cohort_id == self.cohort.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """The attempts of one learner at one quiz. `best` is the per cent of the one that counts: of a passed one before any other."""

    number: int
    running: bool
    passed: bool
    best: int | None
    last: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """The lessons of one learner by what happened to them. `tried` have a result, passed or not."""

    seen: set[str]
    finished: set[str]
    passed: set[str]
    tried: set[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One enrolment with its person, cohort and version."""

    id: int
    name: str
    name_native: str
    email: str
    disabled: bool
    cohort: str
    due_on: date | None
    digest: str
    edition: str
    language: str
    finished: bool
    last_seen: datetime | None


NOTHING: Mapping[str, Tries] = {}

_ENTRY = (
    Enrolment.id, Person.name, Person.name_native, Person.email, Person.disabled_at, Cohort.name.label("cohort"), Cohort.due_on,
    Version.content_hash, Enrolment.edition, Enrolment.language, Enrolment.finished_at, Enrolment.last_seen_at,
)  # fmt: skip


def entries(session: Session, scope: Scope) -> list[Entry]:
    rows: Select[*tuple[Any, ...]] = select(*_ENTRY).select_from(Enrolment).join(Person, Person.id == Enrolment.person_id)
    joined = rows.join(Version, Version.id == Enrolment.version_id).outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
    return [_entry(row) for row in session.execute(joined.where(scope.holds))]


def reached(session: Session, scope: Scope) -> Mapping[int, Reached]:
    """By enrolment; those who have opened nothing are not in it."""
    facts = (LessonProgress.finished_at, LessonProgress.passed_at, LessonProgress.best)
    marks = (case((column.is_(None), 0), else_=1) for column in facts)
    rows = select(LessonProgress.enrolment_id, LessonProgress.lesson_id, *marks)
    found: dict[int, Reached] = {}
    for enrolment, lesson, finished, passed, tried in session.execute(_within(rows, LessonProgress, scope)):
        one = found.get(enrolment)
        if one is None:
            one = found[enrolment] = Reached(set(), set(), set(), set())
        one.seen.add(lesson)
        if finished:
            one.finished.add(lesson)
        if passed:
            one.passed.add(lesson)
        if tried:
            one.tried.add(lesson)
    return found


def tries(session: Session, scope: Scope) -> Mapping[int, Mapping[str, Tries]]:
    """By enrolment and quiz, counted by the database."""
    closed, passed = Attempt.closed_at.is_not(None), Attempt.passed.is_(True)
    rows = select(
        Attempt.enrolment_id,
        Attempt.quiz_id,
        func.count(),
        func.count(case((closed, None), else_=1)),
        func.max(case((passed, Attempt.percent))),
        func.max(case((closed, Attempt.percent))),
        func.max(Attempt.started_at),
    ).group_by(Attempt.enrolment_id, Attempt.quiz_id)
    found: dict[int, dict[str, Tries]] = defaultdict(dict)
    for enrolment, quiz, number, running, highest_passed, highest, last in session.execute(_within(rows, Attempt, scope)):
        best = highest if highest_passed is None else highest_passed
        found[enrolment][quiz] = Tries(number=number, running=bool(running), passed=highest_passed is not None, best=best, last=last)
    return found


def certificates(session: Session, scope: Scope) -> Mapping[int, Row[*tuple[Any, ...]]]:
    """The current certificate of each enrolment that has one: its number, and what its state depends on."""
    columns = (Certificate.number, Certificate.ends_at, Certificate.superseded_at, Certificate.revoked_at)
    rows = select(Certificate.enrolment_id, *columns).where(Certificate.superseded_at.is_(None))
    return {row.enrolment_id: row for row in session.execute(_within(rows, Certificate, scope))}


def lesson_rows(session: Session, enrolments: Sequence[int]) -> Mapping[int, list[Row[*tuple[Any, ...]]]]:
    """What is stored of each lesson of these enrolments, as their marks need it."""
    columns = (LessonProgress.lesson_id, LessonProgress.seen_at, LessonProgress.finished_at, LessonProgress.passed_at, LessonProgress.best)
    found: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for some in _parts(enrolments):
        for row in session.execute(select(LessonProgress.enrolment_id, *columns).where(LessonProgress.enrolment_id.in_(some))):
            found[row.enrolment_id].append(row)
    return found


def _within(rows: Select[*tuple[Any, ...]], table: Any, scope: Scope) -> Select[*tuple[Any, ...]]:
    return rows.join(Enrolment, Enrolment.id == table.enrolment_id).where(scope.holds)


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(
        id=row.id,
        name=row.name,
        name_native=row.name_native,
        email=row.email,
        disabled=row.disabled_at is not None,
        cohort=row.cohort or "",
        due_on=row.due_on,
        digest=row.content_hash,
        edition=row.edition,
        language=row.language,
        finished=row.finished_at is not None,
        last_seen=row.last_seen_at,
    )
