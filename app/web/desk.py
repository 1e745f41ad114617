"""A running attempt as its pages show it: the paper, what was saved, the time, and the question that lies open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.assessment.numbers import in_figures, read_number
from app.assessment.questions import Answer, Numeric, Question
from app.assessment.quiz import AT_END, Quiz
from app.assessment.shown import Shown, shown
from app.content.views import CourseView, LessonView
from app.errors import NotFound, say
from app.learning import papers, saving
from app.learning.models import Attempt, SavedAnswer
from app.publishing.versions import view_of
from app.web import answers
from app.web.context import site
from app.web.places import links


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One attempt of the visitor. `over`: it is closed, or its time is up though nobody has closed it yet."""

    attempt: Attempt
    slug: str
    view: CourseView
    quiz: Quiz
    lesson: LessonView
    questions: tuple[Question, ...]
    saved: Mapping[str, SavedAnswer]
    now: datetime

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

    @property
    def last_saved(self) -> datetime | None:
        return max((row.saved_at for row in self.saved.values() if row.given), default=None)

    def row(self, question_id: str) -> SavedAnswer | None:
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


def desk_of(session: Session, person_id: int, attempt_id: int, now: datetime) -> Desk:
    """Raises NotFound for anybody else's attempt."""
    attempt = papers.attempt_of(session, person_id, attempt_id)
    view = view_of(site().storage, attempt.version, attempt.edition, attempt.language)
    quiz = view.quiz(attempt.quiz_id)
    return Desk(
        attempt=attempt,
        slug=view.course.id,
        view=view,
        quiz=quiz,
        lesson=view.lesson(quiz.id),
        questions=papers.questions_of(quiz, attempt),
        saved=papers.saved_of(session, attempt),
        now=now,
    )


def slip_of(desk: Desk, asked: Question, *, error: str = "", typed: Answer | None = None) -> dict[str, Any]:
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
        "error": error,
        "sequence": row.sequence if row else 0,
    }


def _read_as(asked: Question, given: tuple[str, ...]) -> str:
    """A typed number as it was read, when it was not typed the plain way."""
    task = asked.task
    if not isinstance(task, Numeric) or not given:
        return ""
    read = in_figures(read_number(given[0], task.decimal))
    return read if read != given[0].strip() else ""
