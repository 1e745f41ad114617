"""Practice questions in lessons: tried as often as one likes, answered at once, never counted."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.assessment.review import Review, review
from app.content.views import LessonView
from app.database import added
from app.errors import Invalid, say
from app.learning.answers import read_given
from app.learning.enrolments import course_view
from app.learning.models import Enrolment, PracticeAnswer
from app.learning.progress import open_lesson
from app.storage import Storage


def practise(
    session: Session, storage: Storage, enrolment: Enrolment, lesson_id: str, question_id: str, raw: object, now: datetime
) -> Review:
    """Keep the answer and say what is right about it. Raises NotFound, NotAllowed, Invalid."""
    lesson = open_lesson(session, course_view(storage, enrolment), enrolment, lesson_id)
    question = next((each for each in lesson.practice if each.id == question_id), None)
    if question is None:
        raise Invalid(say("This question does not belong to this lesson."), question_id)
    answer = read_given(question, raw)

    row = _row(session, enrolment, lesson_id, question_id, now)
    row.given, row.credit, row.answered_at = list(answer), str(question.credit(answer)), now
    row.tries += 1
    session.flush()
    return review(question, answer)


def practice_answers(session: Session, enrolment: Enrolment, lesson: LessonView) -> Mapping[str, PracticeAnswer]:
    """The last answers to the practice questions of a lesson, by question."""
    wanted = PracticeAnswer.question_id.in_([question.id for question in lesson.practice])
    rows = session.scalars(select(PracticeAnswer).where(PracticeAnswer.enrolment_id == enrolment.id, wanted))
    return {row.question_id: row for row in rows}


def _row(session: Session, enrolment: Enrolment, lesson_id: str, question_id: str, now: datetime) -> PracticeAnswer:
    """Locked, so that of two tabs the later one writes last."""
    key = (enrolment.id, question_id)
    found = session.get(PracticeAnswer, key, with_for_update=True)
    if found is None:
        fresh = PracticeAnswer(
            enrolment_id=enrolment.id, question_id=question_id, lesson_id=lesson_id, given=[], credit="0", tries=0, answered_at=now
        )
        added(session, fresh)
        found = session.get_one(PracticeAnswer, key, with_for_update=True)
    return found
