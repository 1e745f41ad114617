"""The result of an attempt: its mark worked out anew from the stored answers, by question and by topic, and what to read again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil

from sqlalchemy.orm import Session

from app.assessment.marks import Mark, total
from app.assessment.questions import Question
from app.assessment.quiz import Quiz
from app.assessment.review import Review, review
from app.content.compiled import LESSON
from app.content.views import CourseView, LessonView
from app.errors import Refused, say
from app.learning.completion import attempts_at
from app.learning.enrolments import course_view
from app.learning.marking import Marked, mark_questions, total_of
from app.learning.models import Attempt
from app.learning.papers import GRACE, is_over, questions_of, quiz_of, saved_of
from app.publishing.versions import view_of
from app.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A place to read again: a section of a lesson, or a whole lesson (`anchor` is then empty). `title` is HTML."""

    lesson: LessonView
    anchor: str
    number: str
    title: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What was earned in a topic or on a place, and where to read what was lost. `reading` is None when nothing was."""

    title: str
    mark: Mark
    reading: Reading | None

    @property
    def lost(self) -> Fraction:
        return self.mark.possible - self.mark.earned


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """One question of the paper, from 1. `credit` is after tries; `review` judges the answer itself and holds the key."""

    number: int
    question: Question
    credit: Fraction
    tries: int
    review: Review
    reading: Reading | None

    @property
    def verdict(self) -> str:
        """right, partly, wrong or open, by the points that were earned."""
        if not self.review.answered:
            return "open"
        return "right" if self.credit == 1 else "partly" if self.credit else "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptResult:
    """All that the result page shows. `points_missing` is how many whole points more would have passed."""

    attempt: Attempt
    quiz: Quiz
    lesson: LessonView
    mark: Mark
    percent: int
    pass_mark: int
    passed: bool
    points_missing: int
    questions: tuple[QuestionResult, ...]
    topics: tuple[Share, ...]
    read_first: tuple[Share, ...]
    seconds_used: int
    seconds_allowed: int | None
    attempts_left: int | None


def result_of(session: Session, storage: Storage, attempt: Attempt, now: datetime) -> AttemptResult:
    """The result of a closed attempt, or of one whose time is over though nobody has closed it yet. Raises Refused while it runs."""
    if attempt.is_open and not is_over(attempt, now):
        raise Refused(say("This attempt is still running. Its result is shown after it was handed in."))
    view = view_of(storage, attempt.version, attempt.edition, attempt.language)
    quiz = quiz_of(storage, attempt)
    marked = mark_questions(questions_of(quiz, attempt), saved_of(session, attempt), quiz.policy)
    mark = total_of(marked)
    rows = tuple(_question(view, quiz.id, number, each) for number, each in enumerate(marked, start=1))
    return AttemptResult(
        attempt=attempt,
        quiz=quiz,
        lesson=view.lesson(quiz.id),
        mark=mark,
        percent=mark.percent,
        pass_mark=attempt.pass_mark,
        passed=mark.passes(attempt.pass_mark),
        points_missing=points_missing(mark, attempt.pass_mark),
        questions=rows,
        topics=_topics(view, quiz, rows),
        read_first=_read_first(view, rows),
        seconds_used=_seconds_used(attempt, now),
        seconds_allowed=None if attempt.deadline is None else int((attempt.deadline - attempt.started_at).total_seconds()),
        attempts_left=_attempts_left(session, storage, attempt),
    )


def points_missing(mark: Mark, pass_mark: int) -> int:
    """The fewest whole points that would have lifted the rounded per cent to the pass mark; 0 when it was reached."""
    needed = Fraction(2 * pass_mark - 1, 200) * mark.possible
    return max(0, ceil(needed - mark.earned))


def reading_of(view: CourseView, quiz_id: str, question: Question) -> Reading | None:
    """What to read again for a question: what it says itself, else the lesson before the quiz."""
    name, _, place = question.see.partition("/")
    lesson = next((each for each in view.lessons if each.id == name), None) if name else _lesson_before(view, quiz_id)
    if lesson is None:
        return None
    section = next((each for each in lesson.sections if place and each.number.endswith(f".{place}")), None)
    if section is None:
        return Reading(lesson=lesson, anchor="", number=lesson.number, title=lesson.title, minutes=lesson.minutes)
    minutes = max(1, (lesson.minutes * section.share + 50) // 100)
    return Reading(lesson=lesson, anchor=section.anchor, number=section.number, title=section.title, minutes=minutes)


def topic_of(view: CourseView, question: Question) -> str:
    """The first tag of a question that the course calls a topic, or nothing."""
    return next((tag for tag in question.tags if tag in view.course.topics), "")


def topic_title(view: CourseView, tag: str) -> str:
    """What the course calls a topic, in the reader's language or in its own."""
    titles = view.course.topics.get(tag, {})
    return titles.get(view.language) or titles.get(view.course.language, "")


def _lesson_before(view: CourseView, quiz_id: str) -> LessonView | None:
    ids = [each.id for each in view.lessons]
    before = view.lessons[: ids.index(quiz_id)]
    return next((each for each in reversed(before) if each.kind == LESSON), None)


def _question(view: CourseView, quiz_id: str, number: int, marked: Marked) -> QuestionResult:
    return QuestionResult(
        number=number,
        question=marked.question,
        credit=marked.credit,
        tries=marked.tries,
        review=review(marked.question, marked.answer),
        reading=reading_of(view, quiz_id, marked.question),
    )


def _topics(view: CourseView, quiz: Quiz, rows: Sequence[QuestionResult]) -> tuple[Share, ...]:
    """By topic, in the order in which the source of the quiz comes to them: the paper itself may be shuffled."""
    tags = dict.fromkeys(tag for question in quiz.reach() if (tag := topic_of(view, question)))
    groups = {tag: [row for row in rows if topic_of(view, row.question) == tag] for tag in tags}
    return tuple(_share(topic_title(view, tag), group) for tag, group in groups.items() if any(row.question.worth for row in group))


def _read_first(view: CourseView, rows: Sequence[QuestionResult]) -> tuple[Share, ...]:
    """The places to read, where most points were lost first; each with the topic of its questions."""
    places = list(dict.fromkeys((row.reading.lesson.id, row.reading.anchor) for row in rows if row.reading is not None))
    groups = [[row for row in rows if row.reading and (row.reading.lesson.id, row.reading.anchor) == place] for place in places]
    shares = [_share(_common_topic(view, group), group) for group in groups]
    return tuple(sorted((each for each in shares if each.lost), key=lambda each: -each.lost))


def _common_topic(view: CourseView, rows: Iterable[QuestionResult]) -> str:
    """The topic of the questions when it is one, else nothing."""
    found = {topic_of(view, row.question) for row in rows}
    return topic_title(view, found.pop()) if len(found) == 1 else ""


def _share(title: str, rows: Sequence[QuestionResult]) -> Share:
    worst = max(rows, key=lambda row: (1 - row.credit) * row.question.worth)
    mark = total(Mark(row.credit * row.question.worth, row.question.worth) for row in rows)
    return Share(title=title, mark=mark, reading=worst.reading if worst.credit < 1 and worst.question.worth else None)


def _seconds_used(attempt: Attempt, now: datetime) -> int:
    """From start to end, without the grace."""
    end = attempt.closed_at or min(now, (attempt.deadline or now) + GRACE)
    if attempt.deadline is not None:
        end = min(end, attempt.deadline)
    return max(0, int((end - attempt.started_at).total_seconds()))


def _attempts_left(session: Session, storage: Storage, attempt: Attempt) -> int | None:
    """As the course is for the person now, which may be another version than that of the attempt."""
    view = course_view(storage, attempt.enrolment)
    policy = next((each.policy for each in view.lessons if each.id == attempt.quiz_id), None)
    if policy is None:
        return 0
    return None if policy.attempts is None else max(0, policy.attempts - len(attempts_at(session, attempt.enrolment, attempt.quiz_id)))
