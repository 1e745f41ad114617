"""What one person has in one course, fetched by the one SELECT of a lesson's page together with who they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, select

from app.content.views import CourseView
from app.learning.models import Enrolment, LessonProgress
from app.people.models import Person, SignIn
from app.publishing.models import CourseRecord, Version
from app.publishing.versions import view_by_hash
from app.web import identity
from app.web.context import site
from app.web.driver import Statement, moment


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
    """A person's enrolment in the course of the page, and the facts of the lessons of its module."""

    enrolment_id: int
    version: int
    view: CourseView
    last_lesson: str
    last_section: str
    state: tuple[tuple[Any, ...], ...]

    @property
    def key(self) -> tuple[Any, ...]:
        """All that the page shows of this person's progress: pages with the same key look the same."""
        return (
            self.last_lesson,
            self.last_section,
            tuple(sorted((row[0], *(value is not None for value in row[2:4]), row[4]) for row in self.state)),
        )

    def has_seen(self, lesson_id: str) -> bool:
        return any(row[0] == lesson_id for row in self.state)

    @property
    def rows(self) -> Mapping[str, Row]:
        """The facts by lesson."""
        return {row[0]: _row(row) for row in self.state}


ENROLMENT = (
    Enrolment.id,
    Enrolment.edition,
    Enrolment.language,
    Enrolment.last_lesson,
    Enrolment.last_section,
    Version.number,
    Version.content_hash,
)
PROGRESS = (
    LessonProgress.lesson_id,
    LessonProgress.seen_at,
    LessonProgress.finished_at,
    LessonProgress.passed_at,
    LessonProgress.best,
)
_START = identity.WIDTH
_FACTS = _START + len(ENROLMENT)

_modules: dict[tuple[str, str], tuple[str, ...]] = {}
"""By course and lesson, the lessons of its module as last seen: a guess at whose facts to fetch, checked against the version."""


@cache
def _statement(lessons: int) -> Statement:
    """Person, enrolment, version and the facts of that many lessons in one row a lesson, or in one row without any."""
    names = [bindparam(f"lesson_{number}") for number in range(lessons)]
    mine = and_(Enrolment.person_id == Person.id, Enrolment.course_id == CourseRecord.id, Enrolment.withdrawn_at.is_(None))
    facts = and_(LessonProgress.enrolment_id == Enrolment.id, LessonProgress.lesson_id.in_(names))
    return Statement(
        select(*identity.COLUMNS, *ENROLMENT, *PROGRESS)
        .select_from(SignIn)
        .join(Person)
        .outerjoin(CourseRecord, CourseRecord.slug == bindparam("slug"))
        .outerjoin(Enrolment, mine)
        .outerjoin(Version, Version.id == Enrolment.version_id)
        .outerjoin(LessonProgress, facts)
        .where(*identity.ALIVE)
    )


def load(token_hash: str, now: datetime, arguments: Mapping[str, Any]) -> identity.Visitor | None:
    """The visitor of a lesson's page, with the visit. A second SELECT only when the guess was wrong."""
    slug, lesson_id = arguments["slug"], arguments["lesson_id"]
    guess = _modules.get((slug, lesson_id), (lesson_id,))
    rows = _fetch(guess, slug, token_hash, now)
    if not rows or rows[0][_START] is None:
        return identity.visitor_of(rows[0], token_hash) if rows else None
    view = _view(rows[0])
    wanted = _lessons_beside(view, lesson_id)
    if not set(wanted) <= set(guess):
        _modules[slug, lesson_id] = wanted
        rows = _fetch(wanted, slug, token_hash, now) or rows
    return identity.visitor_of(rows[0], token_hash, {"visit": _visit(rows, view)})


def visit() -> Visit | None:
    """This request's visit; None for strangers and for who is not enrolled."""
    visitor = identity.visitor()
    found: Visit | None = visitor.extra.get("visit") if visitor else None
    return found


def _fetch(lessons: tuple[str, ...], slug: str, token_hash: str, now: datetime) -> Sequence[tuple[Any, ...]]:
    names = {f"lesson_{number}": name for number, name in enumerate(lessons)}
    return _statement(len(lessons)).rows(site().engine, token=token_hash, now=now, slug=slug, **names)


def _view(row: tuple[Any, ...]) -> CourseView:
    _, edition, language, _, _, _, digest = row[_START:_FACTS]
    return view_by_hash(site().storage, digest, edition, language)


def _lessons_beside(view: CourseView, lesson_id: str) -> tuple[str, ...]:
    """The lessons of its module; of a lesson that this edition does not have, only itself."""
    module = view.find_module(lesson_id)
    return tuple(lesson.id for lesson in module.lessons) if module else (lesson_id,)


def _visit(rows: Sequence[tuple[Any, ...]], view: CourseView) -> Visit:
    number, _, _, last_lesson, last_section, version, _ = rows[0][_START:_FACTS]
    return Visit(
        enrolment_id=number,
        version=version,
        view=view,
        last_lesson=last_lesson,
        last_section=last_section,
        state=tuple(row[_FACTS:] for row in rows if row[_FACTS] is not None),
    )


def _row(values: tuple[Any, ...]) -> Row:
    lesson_id, seen, finished, passed, best = values
    dialect = site().engine.dialect
    seen_at = moment(seen, dialect)
    assert seen_at is not None
    return Row(lesson_id=lesson_id, seen_at=seen_at, finished_at=moment(finished, dialect), passed_at=moment(passed, dialect), best=best)
