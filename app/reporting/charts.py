"""The numbers behind the three charts of a group of learners: where they are, how they did, and which questions are hard."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.assessment.questions import Question
from app.content.views import LessonView, ModuleView
from app.learning.completion import best_of
from app.learning.marking import mark_questions
from app.learning.models import Attempt, SavedAnswer
from app.learning.papers import questions_of, quiz_of
from app.reporting.cohort import Group, Learner
from app.storage import Storage

SMALLEST = 5
"""People: of fewer no chart is drawn, since it would tell of one of them."""

WIDTH = 10
"""Per cent of one bar of the histogram."""

HARDEST = 4

_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Standing:
    """A bar of "where they are": a module, or None for those who have finished."""

    module: ModuleView | None
    learners: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """The best results at one graded quiz: how many learners in each ten per cent, from `first` on; 100 stands with the nineties."""

    quiz: LessonView
    pass_mark: int
    first: int
    counts: tuple[int, ...]

    @property
    def learners(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hard:
    """A question and the share of its full credit that was earned, in per cent, over the closed attempts that had it."""

    question: Question
    label: str
    answers: int
    share: int


def where_they_are(group: Group) -> tuple[Standing, ...]:
    """Learners by the furthest module in which they have seen a lesson, the first one for those who have not begun; the finished apart."""
    at: dict[str, int] = defaultdict(int)
    for learner in group.learners:
        if not learner.finished:
            at[_furthest(learner, group.view.counted)] += 1
    rows = [Standing(module, at[module.id]) for module in group.view.counted]
    return (*rows, Standing(None, group.finished))


def histogram(session: Session, group: Group, quiz_id: str) -> Histogram:
    """The best results at one quiz, begun at the lowest that anybody has. Raises NotFound."""
    quiz = group.view.lesson(quiz_id)
    attempts = _attempts(session, group, quiz_id)
    by_learner: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_learner[attempt.enrolment_id].append(attempt)
    best = [found.percent or 0 for each in by_learner.values() if (found := best_of(each)) is not None]
    steps = [min(percent, 99) // WIDTH for percent in best]
    first = min(steps, default=0)
    counts = tuple(steps.count(step) for step in range(first, 100 // WIDTH))
    return Histogram(quiz=quiz, pass_mark=quiz.policy.pass_mark if quiz.policy else 0, first=first * WIDTH, counts=counts)


def hardest_questions(session: Session, storage: Storage, group: Group, quiz_id: str, most: int = HARDEST) -> tuple[Hard, ...]:
    """The questions of one quiz with the lowest share of credit, each answered by enough people to speak of."""
    attempts = _attempts(session, group, quiz_id)
    saved: dict[int, dict[str, SavedAnswer]] = defaultdict(dict)
    for row in session.scalars(select(SavedAnswer).where(SavedAnswer.attempt_id.in_([each.id for each in attempts]))):
        saved[row.attempt_id][row.question_id] = row
    credits: dict[str, list[Fraction]] = defaultdict(list)
    questions: dict[str, Question] = {}
    for attempt in attempts:
        quiz = quiz_of(storage, attempt)
        for marked in mark_questions(questions_of(quiz, attempt), saved[attempt.id], quiz.policy):
            credits[marked.question.id].append(marked.credit)
            questions[marked.question.id] = marked.question
    rows = [_hard(questions[name], found) for name, found in credits.items() if len(found) >= SMALLEST]
    return tuple(sorted(rows, key=lambda row: (row.share, row.question.id))[:most])


def _hard(question: Question, credits: Sequence[Fraction]) -> Hard:
    share = int(100 * sum(credits, Fraction(0)) / len(credits) + Fraction(1, 2))
    return Hard(question=question, label=label_of(question), answers=len(credits), share=share)


def label_of(question: Question, longest: int = 60) -> str:
    """The beginning of what is asked, as plain text."""
    text = " ".join(_MARKUP.sub(" ", question.prompt).split())
    return text if len(text) <= longest else f"{text[: longest - 1].rsplit(' ', 1)[0]}…"


def _furthest(learner: Learner, counted: Sequence[ModuleView]) -> str:
    begun: Mapping[str, bool] = {
        each.module.id: any(lesson.seen_at is not None for lesson in each.lessons) for each in learner.facts.modules
    }
    seen = [module.id for module in counted if begun.get(module.id)]
    return seen[-1] if seen else counted[0].id


def _attempts(session: Session, group: Group, quiz_id: str) -> list[Attempt]:
    """The closed attempts of the group's learners at one quiz."""
    ids = [each.enrolment.id for each in group.learners]
    rows = select(Attempt).where(Attempt.enrolment_id.in_(ids), Attempt.quiz_id == quiz_id, Attempt.closed_at.is_not(None))
    return list(session.scalars(rows.order_by(Attempt.enrolment_id, Attempt.number)))
