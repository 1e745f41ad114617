"""Attempts at a quiz: starting one, and what a person may still do."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.assessment.draw import paper
from app.assessment.quiz import Policy, Quiz
from app.content.views import LessonView
from app.database import added
from app.errors import NotAllowed, Refused, Sentence, say, say_number
from app.learning.closing import close_by_clock
from app.learning.completion import attempts_at, best_of, standing
from app.learning.enrolments import course_view, lesson_row, rows_of
from app.learning.facts import done_of
from app.learning.models import Attempt, Enrolment
from app.learning.order import locks
from app.learning.papers import is_over, locked
from app.learning.progress import open_lesson
from app.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A quiz before it is started: what was done, what is left, and why it cannot be started, if so.

    `minutes` is the time limit with the person's extra time. `next_at` is when a wait ends. `running` is an attempt that goes on.
    """

    quiz: Quiz
    lesson: LessonView
    attempts: tuple[Attempt, ...]
    attempts_left: int | None
    questions: int
    points: int
    seconds: int | None
    best: Attempt | None
    running: Attempt | None
    next_at: datetime | None
    obstacle: Sentence | None


def sitting(session: Session, storage: Storage, enrolment: Enrolment, quiz_id: str, now: datetime) -> Sitting:
    """What the page before a quiz shows. Raises NotFound."""
    view = course_view(storage, enrolment)
    quiz = view.quiz(quiz_id)
    attempts = attempts_at(session, enrolment, quiz_id)
    running = next((each for each in attempts if each.is_open and not is_over(each, now)), None)
    stands = standing(view, quiz_id, attempts)
    opens = locks(view, done_of(rows_of(session, enrolment))).get(quiz_id)
    drawn = paper(quiz, 0)
    return Sitting(
        quiz=quiz,
        lesson=view.lesson(quiz_id),
        attempts=tuple(attempts),
        attempts_left=stands.attempts_left,
        questions=len(drawn),
        points=sum(question.worth for name in drawn if (question := quiz.question(name)) is not None),
        seconds=time_allowed(quiz.policy, enrolment),
        best=best_of(attempts),
        running=running,
        next_at=_waits_until(quiz.policy, attempts, now),
        obstacle=None if running else opens or _obstacle(quiz.policy, attempts, now),
    )


def start(session: Session, storage: Storage, enrolment: Enrolment, quiz_id: str, now: datetime, seed: int | None = None) -> Attempt:
    """The open attempt, or a new one; a race is decided by the unique indexes, and the loser gets the winner's attempt.

    Raises NotFound, and NotAllowed when the quiz is locked, used up, or has to wait. An attempt counts from its start.
    """
    view = course_view(storage, enrolment)
    open_lesson(session, view, enrolment, quiz_id)
    quiz = view.quiz(quiz_id)
    attempts = attempts_at(session, enrolment, quiz_id)
    running = next((each for each in attempts if each.is_open), None)
    if running is not None and not _closed_now(session, storage, running, now):
        return running
    obstacle = _obstacle(quiz.policy, attempts, now)
    if obstacle is not None:
        raise NotAllowed(obstacle)

    lesson_row(session, enrolment, quiz_id, now)
    attempt = _new(enrolment, quiz, attempts, now, secrets.randbits(32) if seed is None else seed)
    if added(session, attempt):
        return attempt
    return _of_the_faster(session, enrolment, quiz_id)


def time_allowed(policy: Policy, enrolment: Enrolment) -> int | None:
    """Seconds for this person, None without a limit."""
    return None if policy.time_limit is None else policy.time_limit * (100 + enrolment.extra_time) // 100


def _closed_now(session: Session, storage: Storage, running: Attempt, now: datetime) -> bool:
    """Whether the attempt is closed, by now: its time was over, or another tab was faster."""
    if locked(session, running).is_open and is_over(running, now):
        close_by_clock(session, storage, running, now)
    return not running.is_open


def _obstacle(policy: Policy, attempts: Sequence[Attempt], now: datetime) -> Sentence | None:
    """Why no new attempt may be started, though the quiz is open."""
    if policy.attempts is not None and len(attempts) >= policy.attempts:
        best = best_of(attempts)
        return say_number(
            "You have used your %(number)d attempt. Your best result, %(best)d %%, is stored. Ask your instructor what to do next.",
            "You have used all %(number)d attempts. Your best result, %(best)d %%, is stored. Ask your instructor what to do next.",
            policy.attempts,
            best=(best.percent or 0) if best else 0,
        )
    until = _waits_until(policy, attempts, now)
    return None if until is None else say("You can start the next attempt from %(at)s on.", at=until)


def _waits_until(policy: Policy, attempts: Sequence[Attempt], now: datetime) -> datetime | None:
    closed = [each.closed_at for each in attempts if each.closed_at is not None]
    if policy.wait is None or not closed:
        return None
    until = max(closed) + timedelta(seconds=policy.wait)
    return until if until > now else None


def _new(enrolment: Enrolment, quiz: Quiz, earlier: Sequence[Attempt], now: datetime, seed: int) -> Attempt:
    allowed = time_allowed(quiz.policy, enrolment)
    seen = frozenset(name for attempt in earlier for name in attempt.questions)
    return Attempt(
        enrolment=enrolment,
        quiz_id=quiz.id,
        number=max((each.number for each in earlier), default=0) + 1,
        version=enrolment.version,
        edition=enrolment.edition,
        language=enrolment.language,
        seed=seed,
        questions=list(paper(quiz, seed, seen)),
        pass_mark=quiz.policy.pass_mark,
        started_at=now,
        deadline=None if allowed is None else now + timedelta(seconds=allowed),
    )


def _of_the_faster(session: Session, enrolment: Enrolment, quiz_id: str) -> Attempt:
    """The attempt that another request started meanwhile. Raises Refused when it is closed again already."""
    running = next((each for each in attempts_at(session, enrolment, quiz_id) if each.is_open), None)
    if running is None:
        raise Refused(say("Another window used this attempt. Open the page again."))
    return running
