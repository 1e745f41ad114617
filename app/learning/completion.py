"""The result of a course for one person, and the moment at which it becomes finished."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.assessment.draw import paper
from app.assessment.marks import CourseResult, Mark, QuizStanding, course_result
from app.assessment.quiz import Quiz
from app.content.views import CourseView
from app.learning.enrolments import course_view, rows_of
from app.learning.models import Attempt, Enrolment
from app.storage import Storage


def result_of_course(session: Session, storage: Storage, enrolment: Enrolment) -> CourseResult:
    """Finished, passed and score, from what is stored: the best closed attempt of each quiz that counts."""
    view = course_view(storage, enrolment)
    rows = rows_of(session, enrolment)
    finished = all(lesson.id in rows and rows[lesson.id].finished_at is not None for lesson in view.required)
    return course_result(required_finished=finished, quizzes=standings(view, attempts_at(session, enrolment)))


def settle(session: Session, storage: Storage, enrolment: Enrolment, now: datetime) -> bool:
    """Write down that the course is finished and passed, once; whether it is. Call it in every transaction that could make it so.

    The enrolment, and nothing that is shared with others, is locked before anything is read: of two last steps at the same time
    the later one sees both.
    """
    session.flush()
    session.refresh(enrolment, with_for_update={"key_share": True, "of": Enrolment})
    if enrolment.finished_at is None and result_of_course(session, storage, enrolment).passed:
        enrolment.finished_at = now
        session.flush()
    return enrolment.finished_at is not None


def attempts_at(session: Session, enrolment: Enrolment, quiz_id: str | None = None) -> list[Attempt]:
    """The attempts of an enrolment, at one quiz or at all, in their order."""
    rows = select(Attempt).where(Attempt.enrolment_id == enrolment.id).order_by(Attempt.quiz_id, Attempt.number)
    return list(session.scalars(rows if quiz_id is None else rows.where(Attempt.quiz_id == quiz_id)))


def standings(view: CourseView, attempts: Sequence[Attempt]) -> list[QuizStanding]:
    """Where the person stands at each quiz that counts."""
    return [standing(view, lesson.id, [each for each in attempts if each.quiz_id == lesson.id]) for lesson in view.graded]


def standing(view: CourseView, quiz_id: str, attempts: Sequence[Attempt]) -> QuizStanding:
    """Where the person stands at one quiz. What was passed by the pass mark of its time stays passed."""
    quiz = view.quiz(quiz_id)
    best = best_of(attempts)
    mark = best.mark if best else None
    return QuizStanding(
        best=mark,
        possible=mark.possible if mark else worth(quiz),
        pass_mark=best.pass_mark if best else quiz.policy.pass_mark,
        attempts_left=None if quiz.policy.attempts is None else max(0, quiz.policy.attempts - len(attempts)),
        final=quiz.policy.final,
    )


def best_of(attempts: Sequence[Attempt]) -> Attempt | None:
    """The closed attempt that counts: a passed one before any other, then the highest mark, then the earliest."""
    closed = [each for each in attempts if each.closed_at is not None]
    return max(closed, key=lambda each: (bool(each.passed), _share(each.mark), -each.number), default=None)


def worth(quiz: Quiz) -> int:
    """The points of a paper of this quiz, for who has not taken it."""
    return sum(question.worth for name in paper(quiz, 0) if (question := quiz.question(name)) is not None)


def _share(mark: Mark | None) -> Fraction:
    return mark.earned / mark.possible if mark and mark.possible else Fraction(0)
