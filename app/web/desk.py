"""A running attempt as its pages show it: the paper, what was saved, the time, and the question that lies open."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, and_, bindparam, select

from app import clock
from app.assessment.numbers import in_figures, read_number
from app.assessment.questions import Answer, Numeric, Question
from app.assessment.quiz import AT_END, Quiz
from app.assessment.shown import Shown, shown
from app.content.views import CourseView, LessonView
from app.errors import NotFound, say
from app.learning import papers, running, saving
from app.learning.models import Attempt, Enrolment, SavedAnswer
from app.learning.running import Kept, Running
from app.people.models import Person, SignIn
from app.publishing.models import Version
from app.publishing.versions import view_by_hash
from app.statements import Statement
from app.web import answers, identity
from app.web.context import Call, Site
from app.web.places import links

LARGEST_ID = 2**31 - 1

QUESTION = "question_id"


@dataclass(frozen=True, slots=True)
class Found:
    """What the SELECT of a page of an attempt finds: the attempt and, where its address names a question, what is kept of it."""

    attempt: Running
    seen: Kept | None = None


_MINE = and_(Enrolment.id == Attempt.enrolment_id, Enrolment.person_id == Person.id)
_ITS_ANSWER = and_(SavedAnswer.attempt_id == Attempt.id, SavedAnswer.question_id == bindparam(QUESTION))
_OF_PAGE = (
    select(*identity.COLUMNS, Enrolment.id, *running.COLUMNS)
    .select_from(SignIn)
    .join(Person)
    .outerjoin(Attempt, Attempt.id == bindparam("attempt"))
    .outerjoin(Enrolment, _MINE)
    .outerjoin(Version, Version.id == Attempt.version_id)
    .where(*identity.ALIVE)
)
_PAGE = Statement(_OF_PAGE)
_ANSWER = Statement(_OF_PAGE.add_columns(*running.ANSWER).outerjoin(SavedAnswer, _ITS_ANSWER))
_AFTER = identity.WIDTH + 1 + len(running.COLUMNS)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One attempt of the visitor. `over`: it is closed, or its time is up though nobody has closed it yet.

    `address` stands in its links: its number, or what is put in its place where a text is made for many.
    """

    attempt: Running
    seen: Kept | None
    address: str
    slug: str
    view: CourseView
    quiz: Quiz
    lesson: LessonView
    engine: Engine
    now: datetime

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The paper, in its order."""
        return papers.questions_of(self.quiz, self.attempt)

    @cached_property
    def saved(self) -> Mapping[str, Kept]:
        """What was saved, by question; fetched when it is asked for."""
        return running.answers_of(self.engine, self.attempt.id)

    @property
    def over(self) -> bool:
        return not self.attempt.is_open or papers.is_over(self.attempt, self.now)

    @property
    def seconds_left(self) -> int | None:
        return papers.seconds_left(self.attempt, self.now)

    @property
    def at_once(self) -> bool:
        """Whether answers are judged as they are given."""
        return self.quiz.policy.feedback != AT_END

    def checks(self, question: Question) -> bool:
        """Whether an answer to this question is judged as it is given. What is written is compared instead."""
        return self.at_once and not question.written

    @property
    def last_saved(self) -> datetime | None:
        return max((row.saved_at for row in self.saved.values() if row.given), default=None)

    @property
    def sequence(self) -> int:
        """The last number of an answer that the server has."""
        return max((row.sequence for row in self.saved.values()), default=0)

    def for_many(self, address: str) -> "Desk":
        """The same with another text where its number stands, and with what was already fetched."""
        made = replace(self, address=address)
        made.__dict__["saved"] = self.saved
        return made

    def row(self, question_id: str) -> Kept | None:
        return self.saved.get(question_id)

    def question(self, number: int) -> Question:
        """The question at that place of the paper, from 1. Raises NotFound."""
        if not 1 <= number <= len(self.questions):
            raise NotFound(say("This attempt has no such question."))
        return self.questions[number - 1]

    def number_of(self, question_id: str) -> int:
        """The place of a drawn question, from 1."""
        return next(place for place, each in enumerate(self.questions, start=1) if each.id == question_id)

    def shown(self, question: Question) -> Shown:
        """The question as the pages of this attempt show it."""
        return shown(question, self.attempt.seed, shuffle=self.quiz.policy.shuffle)

    def by_id(self, question_id: str) -> Question:
        """Raises Invalid for a question that was not drawn."""
        return papers.question_in(self.quiz, self.attempt, question_id)

    @property
    def strip(self) -> list[dict[str, Any]]:
        """Each question's number and what is known of it, for the strip and the end page."""
        rows = [(question, self.saved.get(question.id)) for question in self.questions]
        return [
            {"number": number, "question": question, "answered": bool(row and row.given), "flagged": bool(row and row.flagged)}
            for number, (question, row) in enumerate(rows, start=1)
        ]


def load(site: Site, token_hash: str, now: datetime, arguments: Mapping[str, Any]) -> identity.Visitor | None:
    """The visitor of a page of an attempt, with the attempt if it is their own."""
    wanted = min(arguments["attempt_id"], LARGEST_ID)
    if QUESTION in arguments:
        row = _ANSWER.first(site.engine, token=token_hash, now=now, attempt=wanted, question_id=arguments[QUESTION])
    else:
        row = _PAGE.first(site.engine, token=token_hash, now=now, attempt=wanted)
    return identity.visitor_of(row, token_hash, _found(row)) if row else None


def _found(row: tuple[Any, ...]) -> Found | None:
    """None for an attempt of somebody else."""
    if row[identity.WIDTH] is None:
        return None
    attempt = running.running_of(row[identity.WIDTH + 1 : _AFTER])
    return Found(attempt, running.kept_of(row[_AFTER:]) if len(row) > _AFTER else None)


def desk_in(here: Call) -> Desk:
    """The attempt of that request's page. Raises NotFound for anybody else's: one is not told whether it exists."""
    found = identity.me_in(here).extra
    if not isinstance(found, Found):
        raise NotFound(say("There is no such attempt."))
    attempt = found.attempt
    view = view_by_hash(here.site.storage, attempt.digest, attempt.edition, attempt.language)
    quiz = view.quiz(attempt.quiz_id)
    return Desk(
        attempt=attempt,
        seen=found.seen,
        address=str(attempt.id),
        slug=view.course.id,
        view=view,
        quiz=quiz,
        lesson=view.lesson(quiz.id),
        engine=here.site.engine,
        now=clock.now(),
    )


def slip_of(desk: Desk, asked: Question, *, typed: Answer | None = None) -> dict[str, Any]:
    """All that the slip of a question needs; a review only when its answer was checked. `typed` was not taken and stays in the fields."""
    place = links(desk.slug)
    row = desk.row(asked.id)
    page = desk.shown(asked)
    stored = row.answer if row else ()
    given = page.answer(stored) if typed is None else typed
    checked = saving.checked_of(desk.quiz, row) if row is not None and row.checked is not None else None
    return {
        "question": place.question(page.question),
        "order": given if asked.kind == "order" and set(given) == set(page.order) else page.order,
        "answer": given,
        "review": page.review(checked.review) if checked and checked.settled and checked.review else None,
        "checked": checked,
        "answered_at": row.saved_at if row is not None and stored else None,
        "see": answers.see(desk.view, desk.quiz.id, asked, place) if checked and checked.settled else None,
        "sources": answers.sources(desk.view, asked) if checked and checked.settled else [],
        "read_as": _read_as(asked, stored) if typed is None else "",
    }


def _read_as(asked: Question, given: tuple[str, ...]) -> str:
    """A typed number as it was read, when it was not typed the plain way."""
    task = asked.task
    if not isinstance(task, Numeric) or not given:
        return ""
    read = in_figures(read_number(given[0], task.decimal))
    return read if read != given[0].strip() else ""
