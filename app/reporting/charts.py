"""The numbers behind the three charts of a group of learners: where they are, how they did, and which questions are hard."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, Text, cast, func, select
from sqlalchemy.orm import Session

from app.assessment.questions import Question
from app.content.views import LessonView, ModuleView
from app.errors import NotFound, say
from app.learning.marking import award
from app.learning.models import Attempt, Enrolment, SavedAnswer
from app.publishing.models import Version
from app.publishing.versions import view_by_hash
from app.reporting.cohort import Group, Learner
from app.storage import Storage

SMALLEST = 5
"""People: of fewer no chart is drawn, since it would tell of one of them."""

WIDTH = 10
"""Per cent of one bar of the histogram."""

FIRST = 50
"""Where the histogram begins at the latest, so that two bars never look like a whole range."""

HARDEST = 4

_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Standing:
    """A bar of "where they are": a module, or None for those who have finished."""

    module: ModuleView | None
    learners: int


@dataclass(frozen=True, slots=True)
class Bin:
    """A bar of the histogram: results from `first` to `last` per cent, and how many of the learners had passed with them."""

    first: int
    last: int
    learners: int
    passed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """The best results at one graded quiz, by ten per cent, from 50 or whatever is lower of the results and the pass mark.

    100 stands with the nineties. A pass mark that is no multiple of ten divides its bar in two, so that its line stands where it belongs.
    """

    quiz: LessonView
    pass_mark: int
    bins: tuple[Bin, ...]

    @property
    def learners(self) -> int:
        return sum(each.learners for each in self.bins)

    @property
    def passed(self) -> int:
        return sum(each.passed for each in self.bins)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hard:
    """A question and the share of its full credit that was earned, in per cent, over the closed attempts that had it."""

    question: Question
    label: str
    answers: int
    learners: int
    share: int


@dataclass(slots=True)
class _Tally:
    """What is counted of one question: in how many attempts it stood, whose they were, what was earned; and its newest text."""

    drawn: int = 0
    learners: set[int] = field(default_factory=set)
    earned: Fraction = Fraction(0)
    version: int = 0
    question: Question | None = None


def where_they_are(group: Group) -> tuple[Standing, ...]:
    """Learners by the furthest module in which they have seen a lesson, the first one for those who have not begun; the finished apart."""
    at: dict[str, int] = defaultdict(int)
    modules = group.columns.counted
    for learner in group.learners:
        if not learner.finished:
            at[_furthest(learner, modules)] += 1
    return (*(Standing(module, at[module.id]) for module in modules), Standing(None, group.finished))


def histogram(group: Group, quiz_id: str) -> Histogram:
    """The result that counts of each learner at one quiz. Raises NotFound."""
    quiz = next((each for each in group.columns.quizzes if each.id == quiz_id), None)
    if quiz is None:
        raise NotFound(say("There is no such quiz in this course."))
    pass_mark = quiz.policy.pass_mark if quiz.policy else 0
    taken = [(each.best, each.passed) for learner in group.learners if (each := learner.tries.get(quiz_id)) and each.best is not None]
    lowest = min((percent for percent, _ in taken), default=100)
    start = min(lowest, pass_mark, FIRST) // WIDTH * WIDTH
    edges = sorted({*range(start, 100, WIDTH), pass_mark})
    return Histogram(quiz=quiz, pass_mark=pass_mark, bins=tuple(_bins(edges, taken)))


def hardest_questions(session: Session, storage: Storage, group: Group, quiz_id: str, most: int = HARDEST) -> tuple[Hard, ...]:
    """The questions of one quiz with the lowest share of credit, each met by enough people to speak of.

    The database puts equal answers together, so that each is marked once however many gave it.
    """
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for paper in session.execute(_papers(group, quiz_id)):
        for name in json.loads(paper.questions):
            tallies[name].drawn += 1
            tallies[name].learners.add(paper.enrolment_id)
            _keep_newest(storage, tallies[name], name, paper, quiz_id)
    for row in session.execute(_answers(group, quiz_id)):
        quiz = view_by_hash(storage, row.content_hash, row.edition, row.language).quiz(quiz_id)
        if row.question_id in tallies:
            tallies[row.question_id].earned += row.times * _credit(quiz.named[row.question_id], row, quiz.policy)
    rows = [_hard(each.question, each) for each in tallies.values() if each.question and len(each.learners) >= SMALLEST]
    return tuple(sorted(rows, key=lambda row: (row.share, row.question.id))[:most])


def label_of(question: Question, longest: int = 60) -> str:
    """The beginning of what is asked, as plain text."""
    return beginning(" ".join(_MARKUP.sub(" ", question.prompt).split()), longest)


def beginning(text: str, longest: int) -> str:
    """Whole words, as many as there is room for."""
    return text if len(text) <= longest else f"{text[: longest - 1].rsplit(' ', 1)[0].rstrip(' .,;:–…')}…"


def _bins(edges: Sequence[int], taken: Sequence[tuple[int, bool]]) -> list[Bin]:
    found = []
    for first, after in zip(edges, [*edges[1:], 101], strict=True):
        inside = [passed for percent, passed in taken if first <= percent < after]
        found.append(Bin(first, after - 1, len(inside), sum(inside)))
    return found


def _papers(group: Group, quiz_id: str) -> Any:
    """The questions of each closed attempt of the group, with the version that they are of."""
    columns = (Attempt.enrolment_id, cast(Attempt.questions, Text).label("questions"), Attempt.edition, Attempt.language)
    rows = select(*columns, Version.content_hash, Version.number).select_from(Attempt)
    return _closed(rows, group, quiz_id)


def _answers(group: Group, quiz_id: str) -> Any:
    """The saved answers in these attempts, equal ones together with how often they were given."""
    given = cast(SavedAnswer.given, Text)
    of_version = (Version.content_hash, Attempt.edition, Attempt.language)
    rest = (SavedAnswer.checked, SavedAnswer.tries)
    key = (*of_version, SavedAnswer.question_id, given, *rest)
    rows = select(*of_version, SavedAnswer.question_id, given.label("given"), *rest, func.count().label("times"))
    joined = rows.select_from(Attempt).join(SavedAnswer, SavedAnswer.attempt_id == Attempt.id)
    return _closed(joined, group, quiz_id).group_by(*key)


def _closed(rows: Any, group: Group, quiz_id: str) -> Any:
    joined = rows.join(Version, Version.id == Attempt.version_id).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    return joined.where(group.scope.holds, Attempt.quiz_id == quiz_id, Attempt.closed_at.is_not(None))


def _credit(question: Question, row: Row[Any], policy: Any) -> Fraction:
    """What an answer earned: what its check awarded, else what it is worth as the next try."""
    if row.checked is not None:
        return Fraction(row.checked)
    return award(question, tuple(json.loads(row.given)), row.tries + 1, policy)


def _keep_newest(storage: Storage, tally: _Tally, name: str, paper: Row[Any], quiz_id: str) -> None:
    if paper.number > tally.version:
        tally.version = paper.number
        tally.question = view_by_hash(storage, paper.content_hash, paper.edition, "").quiz(quiz_id).question(name)


def _hard(question: Question, tally: _Tally) -> Hard:
    share = int(100 * tally.earned / tally.drawn + Fraction(1, 2))
    return Hard(question=question, label=label_of(question), answers=tally.drawn, learners=len(tally.learners), share=share)


def _furthest(learner: Learner, counted: Sequence[ModuleView]) -> str:
    begun = [module.id for module in counted if module.id in learner.begun]
    return begun[-1] if begun else counted[0].id
