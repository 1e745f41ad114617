"""What is asked and what an answer earns: one small class per kind of question, all of them immutable data.

Texts are HTML that has been cleaned. Keys of choices, items and pieces are their places in the source, in two
digits ("01", "02", …). A credit is an exact fraction from 0 to 1; an empty answer always earns 0.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import ClassVar

from app.assessment.judgements import Evidence, Rating, RiskMatrix
from app.assessment.lines import LONGEST_TEXT, Answer, TextLine, first_match, is_answered, keys_objection, shown_wording
from app.assessment.numbers import Ambiguous, NotANumber, read_number
from app.assessment.written import Essay, Finding, is_compared, stays

__all__ = [
    "LONGEST_TEXT",
    "TASKS",
    "Answer",
    "Blank",
    "Choice",
    "Cloze",
    "Essay",
    "Evidence",
    "Finding",
    "Match",
    "NumberLine",
    "Numeric",
    "Option",
    "Order",
    "Piece",
    "Question",
    "Rating",
    "RiskMatrix",
    "Task",
    "Text",
    "TextLine",
    "first_match",
    "is_answered",
    "shown_wording",
]

@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice. `last`: it keeps its place at the end when the others are shuffled."""

    key: str
    text: str
    correct: bool = False
    feedback: str = ""
    last: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """An item to be ordered, an item to be matched, or a piece that is given to an item."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine:
    """An accepted number (`low` to `high`, exact decimals as text), or a foreseen wrong one when `weight` is "0".

    `shown` is the answer to show: "5" for 5 +- 0.1, "4.9 – 5.1" for a range.
    """

    low: str
    high: str
    shown: str
    weight: str = "1"
    feedback: str = ""

    def accepts(self, number: Fraction) -> bool:
        return Fraction(self.low) <= number <= Fraction(self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A gap in a sentence: typed (`accepted` wordings) or, with `menu`, chosen from `options`."""

    name: str
    accepted: tuple[TextLine, ...] = ()
    options: tuple[Option, ...] = ()

    @property
    def menu(self) -> bool:
        return bool(self.options)

    def accepts(self, given: str, *, keep_case: bool) -> bool:
        if self.menu:
            return any(option.correct and option.key == given for option in self.options)
        line = first_match(self.accepted, given, keep_case=keep_case)
        return line is not None and Fraction(line.weight) > 0

    @property
    def right(self) -> str:
        """The answer to show: the key of the right menu entry, or the first accepted wording."""
        if self.menu:
            return next(option.key for option in self.options if option.correct)
        return shown_wording(self.accepted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Pick one, or every right one. `scoring` counts for kind "multiple" only: exact, proportional or no-wrong."""

    kinds: ClassVar[tuple[str, ...]] = ("single", "multiple", "truefalse")
    kind: str
    options: tuple[Option, ...]
    scoring: str = "exact"

    def credit(self, answer: Answer) -> Fraction:
        picked = set(answer)
        right = {option.key for option in self.options if option.correct}
        hits, misses = len(picked & right), len(picked - right)
        if self.scoring == "proportional":
            return Fraction(max(0, hits - misses), len(right))
        if self.scoring == "no-wrong":
            return Fraction(hits, len(right)) if not misses else Fraction(0)
        return Fraction(int(picked == right))

    def objection(self, answer: Answer) -> str | None:
        if self.kind != "multiple" and len(answer) > 1:
            return "one-only"
        return keys_objection(answer, {option.key for option in self.options})


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric:
    """Type a number. `decimal` is the decimal sign of the question's language."""

    kinds: ClassVar[tuple[str, ...]] = ("numeric",)
    kind: str = "numeric"
    lines: tuple[NumberLine, ...]
    unit: str = ""
    decimal: str = "."

    def line_of(self, answer: Answer) -> NumberLine | None:
        """The first line that takes this number, or None, also when it cannot be read as one."""
        try:
            number = read_number(answer[0], self.decimal) if answer else None
        except (Ambiguous, NotANumber):
            return None
        return next((line for line in self.lines if number is not None and line.accepts(number)), None)

    def credit(self, answer: Answer) -> Fraction:
        line = self.line_of(answer)
        return Fraction(line.weight) if line else Fraction(0)

    def objection(self, answer: Answer) -> str | None:
        if len(answer) > 1:
            return "one-only"
        if not answer or not answer[0].strip():
            return None
        try:
            read_number(answer[0], self.decimal)
        except Ambiguous:
            return "ambiguous-number"
        except NotANumber:
            return "not-a-number"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Type a short text; the first line that matches decides."""

    kinds: ClassVar[tuple[str, ...]] = ("text",)
    kind: str = "text"
    lines: tuple[TextLine, ...]
    keep_case: bool = False

    def line_of(self, answer: Answer) -> TextLine | None:
        return first_match(self.lines, answer[0], keep_case=self.keep_case) if answer else None

    def credit(self, answer: Answer) -> Fraction:
        line = self.line_of(answer)
        return Fraction(line.weight) if line else Fraction(0)

    def objection(self, answer: Answer) -> str | None:
        if len(answer) > 1:
            return "one-only"
        return "too-long" if answer and len(answer[0]) > LONGEST_TEXT else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Give each item a piece. An answer is "ITEM.PIECE" for each item that has one, and may be empty for the others.

    `pairs` holds the right ones.
    """

    kinds: ClassVar[tuple[str, ...]] = ("match",)
    kind: str = "match"
    items: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    pairs: tuple[str, ...]
    scoring: str = "proportional"

    def credit(self, answer: Answer) -> Fraction:
        given = self.given(answer)
        hits = len(set(given) & set(self.pairs))
        if self.scoring == "exact":
            return Fraction(int(hits == len(self.pairs) == len(given)))
        return Fraction(hits, len(self.pairs))

    def objection(self, answer: Answer) -> str | None:
        offered = {f"{item.key}.{piece.key}" for item in self.items for piece in self.pieces}
        given = self.given(answer)
        items = [pair.partition(".")[0] for pair in given]
        return "twice" if len(set(items)) != len(items) else keys_objection(given, offered)

    def given(self, answer: Answer) -> Answer:
        """The pairs without the lines that were left open: a select posts those as empty strings."""
        return tuple(pair for pair in answer if pair)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Put the items in order; they stand here in the right one. An answer names every key once."""

    kinds: ClassVar[tuple[str, ...]] = ("order",)
    kind: str = "order"
    items: tuple[Piece, ...]
    scoring: str = "exact"

    def credit(self, answer: Answer) -> Fraction:
        right = [item.key for item in self.items]
        if sorted(answer) != sorted(right):
            return Fraction(0)
        if self.scoring == "exact":
            return Fraction(int(list(answer) == right))
        place = {key: index for index, key in enumerate(answer)}
        pairs = list(combinations(right, 2))
        return Fraction(sum(place[before] < place[after] for before, after in pairs), len(pairs))

    def objection(self, answer: Answer) -> str | None:
        keys = {item.key for item in self.items}
        problem = keys_objection(answer, keys)
        return problem or ("incomplete-order" if answer and set(answer) != keys else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze:
    """Fill the gaps of a sentence; an answer has one entry a blank, in order.

    The prompt holds `<span data-blank="NAME"></span>` where each blank stands.
    """

    kinds: ClassVar[tuple[str, ...]] = ("cloze",)
    kind: str = "cloze"
    blanks: tuple[Blank, ...]
    keep_case: bool = False

    def credit(self, answer: Answer) -> Fraction:
        given = zip(self.blanks, answer, strict=False)
        hits = sum(blank.accepts(text, keep_case=self.keep_case) for blank, text in given)
        return Fraction(hits, len(self.blanks))

    def objection(self, answer: Answer) -> str | None:
        if answer and len(answer) != len(self.blanks):
            return "wrong-length"
        for blank, given in zip(self.blanks, answer, strict=False):
            if blank.menu and given and given not in {option.key for option in blank.options}:
                return "unknown-choice"
            if len(given) > LONGEST_TEXT:
                return "too-long"
        return None


Task = Choice | Numeric | Text | Match | Order | Cloze | Evidence | Rating | RiskMatrix | Essay | Finding

TASKS: tuple[type[Task], ...] = (Choice, Numeric, Text, Match, Order, Cloze, Evidence, Rating, RiskMatrix, Essay, Finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question in one language: its head, which all kinds share, and its task, which knows what an answer earns."""

    id: str
    prompt: str
    task: Task
    points: int = 1
    hints: tuple[str, ...] = ()
    explain: str = ""
    tags: tuple[str, ...] = ()
    level: int = 0
    cites: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    see: str = ""

    @property
    def kind(self) -> str:
        return self.task.kind

    @property
    def by_place(self) -> bool:
        """Whether an answer has an entry for each place, also for one that was left open."""
        return isinstance(self.task, Cloze | Evidence | Rating | RiskMatrix | Essay | Finding)

    @property
    def written(self) -> bool:
        """Whether it is texts that their writer marks beside a model."""
        return isinstance(self.task, Essay | Finding)

    def replaces(self, stored: Answer, answer: Answer) -> bool:
        """Whether an answer may take the place of a stored one: a text that was compared with the model stays as it is."""
        return not (isinstance(self.task, Essay | Finding) and stays(stored, answer, self.task.width))

    def opens_model(self, stored: Answer, answer: Answer) -> bool:
        """Whether an answer is the one with which its writer asks for the model."""
        task = self.task
        return isinstance(task, Essay | Finding) and not is_compared(stored, task.width) and is_compared(answer, task.width)

    def draft(self, answer: Answer) -> Answer:
        """What stands in the fields after an answer was not taken: of what is written the texts alone, never the model."""
        return answer[: self.task.width] if isinstance(self.task, Essay | Finding) else answer

    @property
    def uncounted(self) -> str:
        """Why its credit is only shown and never counts: "self" marked, "training" with too few experts; empty where it does count."""
        if self.written:
            return "self"
        return "training" if isinstance(self.task, RiskMatrix) and self.task.training else ""

    @property
    def worth(self) -> int:
        """The points that it adds to what is possible."""
        return 0 if self.uncounted else self.points

    def credit(self, answer: Answer) -> Fraction:
        """From 0 to 1. An empty answer earns 0."""
        return self.task.credit(answer) if is_answered(answer) else Fraction(0)

    def objection(self, answer: Answer) -> str | None:
        """Why this cannot be an answer to this question (a word such as "unknown-choice"), or None when it can."""
        return self.task.objection(answer)
