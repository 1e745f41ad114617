"""What one person has in one course, fetched by the one SELECT of a lesson's page together with who they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import String, and_, bindparam, case, cast, func, select

from app.content.views import CourseView
from app.learning.facts import ModuleFacts, facts_of_module
from app.learning.models import Enrolment, LessonProgress
from app.people.models import Person, SignIn
from app.publishing.models import CourseRecord, Version
from app.publishing.versions import view_by_hash
from app.statements import Statement
from app.web import identity
from app.web.context import Call, Site

SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""The page of a lesson shows that something was done, not when: two people with the same marks get the same page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The facts of one lesson, as `app.learning.facts` reads them."""

    lesson_id: str
    seen_at: datetime
    finished_at: datetime | None
    passed_at: datetime | None
    best: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A person's enrolment in the course of the page, and what is done of the lessons of its module."""

    version: int
    view: CourseView
    last_lesson: str
    last_section: str
    done: str
    """A line for each lesson that was seen: its id, F or - for finished, P or - for passed, the best per cent of a quiz or nothing."""

    @property
    def key(self) -> tuple[str, ...]:
        """All that the page shows of this person's progress: pages with the same key look the same."""
        return (self.done, self.last_lesson, self.last_section)

    def has_seen(self, lesson_id: str) -> bool:
        return lesson_id in _rows(self.done)

    def module(self, lesson_id: str) -> ModuleFacts:
        """The facts of the lesson's module, from the key alone."""
        return facts_of_module(
            self.view.module_of(lesson_id),
            _rows(self.done),
            locked=self.view.course.order == "locked",
            last_lesson=self.last_lesson,
            last_section=self.last_section,
        )


ENROLMENT = (
    Enrolment.edition,
    Enrolment.language,
    Enrolment.last_lesson,
    Enrolment.last_section,
    Version.number,
    Version.content_hash,
)
_START = identity.WIDTH
_DONE = _START + len(ENROLMENT)

_LINE = (
    LessonProgress.lesson_id
    + case((LessonProgress.finished_at.is_(None), " -"), else_=" F")
    + case((LessonProgress.passed_at.is_(None), "-"), else_="P")
    + func.coalesce(cast(LessonProgress.best, String), "")
)


@dataclass(frozen=True, slots=True)
class Beside:
    """The lessons of a lesson's module, in one edition of one version, and what they are called as values of the SELECT."""

    digest: str
    edition: str
    lessons: frozenset[str]
    values: Mapping[str, str]

    @classmethod
    def of(cls, digest: str, edition: str, lessons: Iterable[str]) -> "Beside":
        ids = tuple(lessons)
        return cls(digest, edition, frozenset(ids), {f"lesson_{number}": name for number, name in enumerate(ids)})


_beside: dict[tuple[str, str], Beside] = {}
"""By course and lesson, as last seen: a guess at whose facts to fetch, checked against the version."""


@cache
def _statement(lessons: int) -> Statement:
    """Person, enrolment, version and what is done of that many lessons, in one row."""
    names = [bindparam(f"lesson_{number}") for number in range(lessons)]
    mine = and_(Enrolment.person_id == Person.id, Enrolment.course_id == CourseRecord.id, Enrolment.withdrawn_at.is_(None))
    facts = and_(LessonProgress.enrolment_id == Enrolment.id, LessonProgress.lesson_id.in_(names))
    done = select(func.aggregate_strings(_LINE, "\n")).where(facts).correlate(Enrolment).scalar_subquery()
    return Statement(
        select(*identity.COLUMNS, *ENROLMENT, done)
        .select_from(SignIn)
        .join(Person)
        .outerjoin(CourseRecord, CourseRecord.slug == bindparam("slug"))
        .outerjoin(Enrolment, mine)
        .outerjoin(Version, Version.id == Enrolment.version_id)
        .where(*identity.ALIVE)
    )


def load(site: Site, token_hash: str, now: datetime, arguments: Mapping[str, Any]) -> identity.Visitor | None:
    """The visitor of a lesson's page, with the visit. A second SELECT only when the guess was wrong."""
    slug, lesson_id = arguments["slug"], arguments["lesson_id"]
    guess = _beside.get((slug, lesson_id)) or Beside.of("", "", (lesson_id,))
    row = _fetch(site, guess, slug, token_hash, now)
    if row is None or row[_START] is None:
        return identity.visitor_of(row, token_hash) if row else None
    edition, language, _, _, _, digest = row[_START:_DONE]
    view = view_by_hash(site.storage, digest, edition, language)
    if (digest, edition) != (guess.digest, guess.edition):
        guess = _seen_now(view, digest, edition, slug, lesson_id)
        row = _fetch(site, guess, slug, token_hash, now) or row
    return identity.visitor_of(row, token_hash, _visit(row, view, guess))


def visit(here: Call) -> Visit | None:
    """That request's visit; None for strangers and for who is not enrolled."""
    visitor = identity.visitor_in(here)
    found = visitor.extra if visitor else None
    return found if isinstance(found, Visit) else None


def _fetch(site: Site, beside: Beside, slug: str, token_hash: str, now: datetime) -> tuple[Any, ...] | None:
    return _statement(len(beside.values)).first(site.engine, token=token_hash, now=now, slug=slug, **beside.values)


def _seen_now(view: CourseView, digest: str, edition: str, slug: str, lesson_id: str) -> Beside:
    """The lessons of the module, remembered; of a lesson that this edition does not have, only itself."""
    module = view.find_module(lesson_id)
    if module is None:
        return Beside.of(digest, edition, (lesson_id,))
    found = _beside[slug, lesson_id] = Beside.of(digest, edition, (lesson.id for lesson in module.lessons))
    return found


def _visit(row: tuple[Any, ...], view: CourseView, beside: Beside) -> Visit:
    """The place of the last reading matters only where it is in this module."""
    _, _, last_lesson, last_section, version, _ = row[_START:_DONE]
    is_here = last_lesson in beside.lessons
    return Visit(
        version=version,
        view=view,
        last_lesson=last_lesson if is_here else "",
        last_section=last_section if is_here else "",
        done=row[_DONE] or "",
    )


@lru_cache(maxsize=2_048)
def _rows(done: str) -> Mapping[str, Row]:
    """The facts by lesson."""
    return {row.lesson_id: row for row in map(_row, done.splitlines())}


def _row(line: str) -> Row:
    lesson_id, _, marks = line.partition(" ")
    return Row(
        lesson_id=lesson_id,
        seen_at=SOME_DAY,
        finished_at=SOME_DAY if marks[0] == "F" else None,
        passed_at=SOME_DAY if marks[1] == "P" else None,
        best=int(marks[2:]) if marks[2:] else None,
    )
