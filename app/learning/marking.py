"""The mark of an attempt from its stored answers: the same rows always give the same mark, so that it can be explained and replayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.assessment.marks import Mark, share_of_try, total
from app.assessment.questions import Answer, Question
from app.assessment.quiz import TRIES, Policy
from app.learning.models import SavedAnswer


@dataclass(frozen=True, slots=True)
class Marked:
    """One question of an attempt, with what its stored answer earned."""

    question: Question
    answer: Answer
    credit: Fraction
    tries: int

    @property
    def mark(self) -> Mark:
        return Mark(self.credit * self.question.worth, self.question.worth)


def mark_questions(questions: Sequence[Question], saved: Mapping[str, SavedAnswer], policy: Policy) -> tuple[Marked, ...]:
    """Each question in the order of the paper; one without an answer earns nothing."""
    return tuple(_marked(question, saved.get(question.id), policy) for question in questions)


def total_of(marked: Sequence[Marked]) -> Mark:
    return total(each.mark for each in marked)


def tries_of(policy: Policy) -> int:
    """How often an answer may be checked before the question closes."""
    return policy.tries if policy.feedback == TRIES else 1


def award(question: Question, answer: Answer, number: int, policy: Policy) -> Fraction:
    """The credit of an answer given at the `number`-th try."""
    return question.credit(answer) * share_of_try(number, tries_of(policy))


def _marked(question: Question, row: SavedAnswer | None, policy: Policy) -> Marked:
    """An answer that was checked keeps what the check awarded; one that was not counts as the next try."""
    if row is None:
        return Marked(question, (), Fraction(0), 0)
    credit = Fraction(row.checked) if row.checked is not None else award(question, row.answer, row.tries + 1, policy)
    return Marked(question, row.answer, credit, row.tries)
