"""Kinds of question that are written: essays and findings. The learner marks the text, beside a model, by ticking criteria.

An answer holds the texts first. Once they were handed in to be compared, MODEL follows them, and behind it the keys of the ticked
criteria: so one tuple says what was written, that it is fixed, and how it was marked.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from app.assessment.lines import LONGEST_TEXT, Answer, keys_objection

MODEL = "model"
"""Stands behind the texts of an answer once its writer has asked for the model. From then on the texts stay as they are."""

PARTS = ("criterion", "condition", "evidence", "cause", "effect", "grade")
"""The parts of a finding, in their order; the grade is chosen and marked by the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What a good text does, and its points; `part` is the part of a finding that it judges."""

    key: str
    text: str
    points: int = 1
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Essay:
    """Write a text. `min_words` is advice. Whatever `mark` says, its writer marks it."""

    kinds: ClassVar[tuple[str, ...]] = ("essay",)
    kind: str = "essay"
    criteria: tuple[Criterion, ...]
    model: str = ""
    min_words: int = 0
    mark: str = "self"
    width: ClassVar[int] = 1

    def credit(self, answer: Answer) -> Fraction:
        every = sum(each.points for each in self.criteria)
        return Fraction(_ticked(self.criteria, ticks(answer, self.width)), every)

    def objection(self, answer: Answer) -> str | None:
        return _objection(answer, self.width, self.criteria)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One entry of the menu of grades."""

    key: str
    text: str
    correct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPart:
    """A part that is written, and the model for it (HTML)."""

    name: str
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Write a finding in its parts; with `grades` the last part is a menu, worth `grade_points`."""

    kinds: ClassVar[tuple[str, ...]] = ("finding",)
    kind: str = "finding"
    parts: tuple[FindingPart, ...]
    criteria: tuple[Criterion, ...] = ()
    grades: tuple[Grade, ...] = ()
    grade_points: int = 1
    mark: str = "self"

    @property
    def width(self) -> int:
        return len(self.parts) + bool(self.grades)

    @property
    def right_grade(self) -> str:
        return next((grade.key for grade in self.grades if grade.correct), "")

    def grade_of(self, answer: Answer) -> str:
        """The grade that was chosen."""
        return answer[self.width - 1] if self.grades and len(answer) >= self.width else ""

    def credit(self, answer: Answer) -> Fraction:
        """What was ticked and, once the texts are fixed, the grade."""
        every = sum(each.points for each in self.criteria) + (self.grade_points if self.grades else 0)
        graded = self.grade_points if is_compared(answer, self.width) and self.grades and self.grade_of(answer) == self.right_grade else 0
        return Fraction(_ticked(self.criteria, ticks(answer, self.width)) + graded, every)

    def objection(self, answer: Answer) -> str | None:
        if self.grade_of(answer) not in ("", *(grade.key for grade in self.grades)):
            return "unknown-choice"
        return _objection(answer, self.width, self.criteria)


def is_compared(answer: Answer, width: int) -> bool:
    """Whether the texts were handed in, and the model is shown."""
    return len(answer) > width and answer[width] == MODEL


def ticks(answer: Answer, width: int) -> Answer:
    """The keys of the criteria that were ticked."""
    return answer[width + 1 :] if is_compared(answer, width) else ()


def stays(stored: Answer, answer: Answer, width: int) -> bool:
    """Whether a new answer would change what was compared with the model already."""
    return is_compared(stored, width) and (not is_compared(answer, width) or stored[:width] != answer[:width])


def _ticked(criteria: tuple[Criterion, ...], keys: Answer) -> int:
    return sum(each.points for each in criteria if each.key in keys)


def _objection(answer: Answer, width: int, criteria: tuple[Criterion, ...]) -> str | None:
    if not answer:
        return None
    if len(answer) < width:
        return "wrong-length"
    if any(len(text) > LONGEST_TEXT for text in answer[:width]):
        return "too-long"
    if len(answer) == width:
        return None
    if answer[width] != MODEL:
        return "unknown-choice"
    if not any(text.strip() for text in answer[:width]):
        return "write-first"
    return keys_objection(answer[width + 1 :], {each.key for each in criteria})
