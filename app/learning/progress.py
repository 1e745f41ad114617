"""Progress through lessons: seen, finished, and where the person was last."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content.compiled import LESSON
from app.content.views import CourseView, LessonView
from app.errors import Locked, Refused, say
from app.learning.completion import settle
from app.learning.enrolments import course_view, lesson_row, rows_of, still_enrolled
from app.learning.facts import CourseFacts, done_of, facts
from app.learning.models import Enrolment, LessonProgress, PracticeAnswer
from app.learning.order import locks
from app.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """What came of finishing a lesson: `missing` are the ids of the practice questions still to be tried, in order.

    `course_finished`: the whole course is finished and passed.
    """

    finished: bool
    missing: tuple[str, ...] = ()
    course_finished: bool = False


def facts_of(session: Session, storage: Storage, enrolment: Enrolment) -> CourseFacts:
    """The whole course for one person."""
    rows = rows_of(session, enrolment).values()
    return facts(course_view(storage, enrolment), rows, enrolment.last_lesson, enrolment.last_section)


def open_lesson(session: Session, view: CourseView, enrolment: Enrolment, lesson_id: str) -> LessonView:
    """The lesson, if the person may have it now. Raises NotFound, and Locked with what opens it."""
    lesson = view.lesson(lesson_id)
    still_enrolled(enrolment)
    opens = locks(view, done_of(rows_of(session, enrolment))).get(lesson_id)
    if opens is not None:
        raise Locked(opens)
    return lesson


def see(session: Session, storage: Storage, enrolment: Enrolment, lesson_id: str, now: datetime, section: str = "") -> LessonProgress:
    """Remember that a lesson was in view, and its section. Raises NotFound, NotAllowed."""
    lesson = open_lesson(session, course_view(storage, enrolment), enrolment, lesson_id)
    return _seen(session, enrolment, lesson, now, section)


def finish(session: Session, storage: Storage, enrolment: Enrolment, lesson_id: str, now: datetime) -> Finish:
    """Finish a lesson if each of its practice questions was tried; else it is seen. Raises NotFound, NotAllowed, Refused."""
    lesson = open_lesson(session, course_view(storage, enrolment), enrolment, lesson_id)
    if lesson.kind != LESSON:
        raise Refused(say("A quiz is finished by handing it in."))

    row = _seen(session, enrolment, lesson, now, lesson.sections[-1].anchor if lesson.sections else "")
    missing = _untried(session, enrolment, lesson)
    if missing and row.finished_at is None:
        return Finish(finished=False, missing=missing)
    row.finished_at = row.finished_at or now
    return Finish(finished=True, course_finished=settle(session, storage, enrolment, now))


def _seen(session: Session, enrolment: Enrolment, lesson: LessonView, now: datetime, section: str) -> LessonProgress:
    """The row first, then the place: always in this order, so that two tabs never wait for each other."""
    row = lesson_row(session, enrolment, lesson.id, now)
    known = any(each.anchor == section for each in lesson.sections)
    kept = enrolment.last_section if enrolment.last_lesson == lesson.id else ""
    enrolment.last_lesson, enrolment.last_section, enrolment.last_seen_at = lesson.id, section if known else kept, now
    session.flush()
    return row


def _untried(session: Session, enrolment: Enrolment, lesson: LessonView) -> tuple[str, ...]:
    wanted = [question.id for question in lesson.practice]
    mine = PracticeAnswer.enrolment_id == enrolment.id
    tried = set(session.scalars(select(PracticeAnswer.question_id).where(mine, PracticeAnswer.question_id.in_(wanted))))
    return tuple(name for name in wanted if name not in tried)
