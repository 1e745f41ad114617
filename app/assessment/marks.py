"""From credits to one number: the mark of an attempt, and the result of a course."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Mark:
    """What an attempt or a course earned of what was possible, in points, exact."""

    earned: Fraction
    possible: int

    @property
    def percent(self) -> int:
        """floor(100 x earned / possible + 1/2), a whole number; 0 where nothing is possible."""
        if not self.possible:
            return 0
        return int(100 * self.earned / self.possible + Fraction(1, 2))

    def passes(self, pass_mark: int) -> bool:
        return self.percent >= pass_mark


def total(marks: Iterable[Mark]) -> Mark:
    rows = tuple(marks)
    return Mark(sum((row.earned for row in rows), Fraction(0)), sum(row.possible for row in rows))


def share_of_try(number: int, tries: int) -> Fraction:
    """What is left of a credit at the first, second … try (`number` from 1): of three 1, 2/3, 1/3; past the last 0."""
    return Fraction(max(0, tries - number + 1), tries)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizStanding:
    """Where a person stands at one quiz that counts. `best` is None while no attempt is closed; `possible` is what its paper is worth."""

    best: Mark | None
    possible: int
    pass_mark: int
    attempts_left: int | None
    final: bool = False

    @property
    def passed(self) -> bool:
        return self.best is not None and self.best.passes(self.pass_mark)

    @property
    def lost(self) -> bool:
        """No attempt is left and none has passed."""
        return not self.passed and self.attempts_left == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseResult:
    """The four facts of a course, apart. `status` is what an LMS is told: passed, failed, completed, or None while it is open."""

    finished: bool
    passed: bool
    percent: int
    taken: bool
    status: str | None


def course_result(*, required_finished: bool, quizzes: Iterable[QuizStanding]) -> CourseResult:
    """The result of a course from its required lessons and the quizzes that count.

    A quiz not yet taken counts as earned 0; a quiz that says `final` alone is the score.
    """
    counted = tuple(quizzes)
    passed = all(quiz.passed for quiz in counted)
    scoring = tuple(quiz for quiz in counted if quiz.final) or counted
    score = total(quiz.best or Mark(Fraction(0), quiz.possible) for quiz in scoring)
    return CourseResult(
        finished=required_finished,
        passed=passed and required_finished,
        percent=score.percent,
        taken=any(quiz.best is not None for quiz in counted),
        status=_status(required_finished, passed, counted),
    )


def _status(finished: bool, passed: bool, quizzes: tuple[QuizStanding, ...]) -> str | None:
    if finished and passed:
        return "passed" if quizzes else "completed"
    return "failed" if any(quiz.lost for quiz in quizzes) else None
