"""Kinds of question in which a validator judges row by row: evidence for claims, ratings of risks, places in a risk matrix.

An answer holds a fixed number of entries for each row, one after the other; an entry that was left open is empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from app.assessment.lines import LONGEST_TEXT, Answer, TextLine, first_match, shown_wording

SAYS = ("supports", "contradicts", "silent")
"""What a document does to a claim."""

MARKS = ("1", "2", "3", "4", "5")
"""Likelihood and impact."""

CONTROLS = ("0", "1", "2", "3", "4")

BANDS = ("low", "medium", "high", "critical")

FEWEST_EXPERTS = 10
"""With fewer in the panel the consensus says too little to count."""

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of an answer: what was given, what would have been right (entries joined by dots), and its credit from 0 to 1."""

    key: str
    given: Answer
    right: str
    credit: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim beside one document: what the document does to it, and the wordings of the place. Without `places` none is wanted."""

    key: str
    claim: str
    document: str
    says: str
    places: tuple[TextLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Say of each document what it does to the claim and, with `place` "half", where. A right row without its place is worth half."""

    kinds: ClassVar[tuple[str, ...]] = ("evidence",)
    kind: str = "evidence"
    claims: tuple[Claim, ...]
    place: str = ""

    @property
    def width(self) -> int:
        return 2 if self.place else 1

    def judged(self, answer: Answer) -> tuple[Judged, ...]:
        rows = _rows(answer, len(self.claims), self.width)
        return tuple(self._judged(claim, row) for claim, row in zip(self.claims, rows, strict=True))

    def credit(self, answer: Answer) -> Fraction:
        return _mean(self.judged(answer))

    def objection(self, answer: Answer) -> str | None:
        return _objection(answer, len(self.claims), (SAYS, None)[: self.width])

    def _judged(self, claim: Claim, given: Answer) -> Judged:
        wanted = bool(self.place and claim.places)
        right = f"{claim.says}.{shown_wording(claim.places)}" if wanted else claim.says
        if given[0] != claim.says:
            return Judged(claim.key, given, right, Fraction(0))
        placed = not wanted or first_match(claim.places, given[1], keep_case=False) is not None
        return Judged(claim.key, given, right, Fraction(1) if placed else HALF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A risk to be rated, and the expert's three marks."""

    key: str
    text: str
    likelihood: int
    impact: int
    control: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """Rate each risk: likelihood and impact from 1 to 5, control from 0 to 4. Judged by the distance of each mark and by the band."""

    kinds: ClassVar[tuple[str, ...]] = ("rating",)
    kind: str = "rating"
    risks: tuple[Risk, ...]
    width: ClassVar[int] = 3

    def judged(self, answer: Answer) -> tuple[Judged, ...]:
        rows = _rows(answer, len(self.risks), self.width)
        return tuple(_rated(risk, row) for risk, row in zip(self.risks, rows, strict=True))

    def credit(self, answer: Answer) -> Fraction:
        return _mean(self.judged(answer))

    def objection(self, answer: Answer) -> str | None:
        return _objection(answer, len(self.risks), (MARKS, MARKS, CONTROLS))


@dataclass(frozen=True, slots=True)
class Votes:
    """How many experts of a panel chose a cell, "4.3" for likelihood 4 and impact 3."""

    cell: str
    experts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An item to be placed in the matrix: its cell when the key is typed, else what the panel chose, the most chosen cells first."""

    key: str
    text: str
    cell: str = ""
    votes: tuple[Votes, ...] = ()
    name: str = ""

    @property
    def right(self) -> str:
        """The cell to show; of several that were chosen equally often the first."""
        return self.cell or self.votes[0].cell

    def credit(self, given: str) -> Fraction:
        """By the key: all for the cell, half for a neighbour. By a panel: its experts to those of the most chosen cell."""
        if self.cell:
            steps = max(abs(int(mine) - int(right)) for mine, right in zip(given.split("."), self.cell.split("."), strict=True))
            return (Fraction(1), HALF)[steps] if steps < 2 else Fraction(0)
        chosen = {each.cell: each.experts for each in self.votes}
        return Fraction(chosen.get(given, 0), max(chosen.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskMatrix:
    """Place each item by likelihood and impact. `experts` is the size of the panel, 0 where the key is typed."""

    kinds: ClassVar[tuple[str, ...]] = ("riskmatrix",)
    kind: str = "riskmatrix"
    spots: tuple[Spot, ...]
    experts: int = 0
    width: ClassVar[int] = 2

    @property
    def training(self) -> bool:
        """Too few experts stand behind it, so that its credit is shown and never counts."""
        return 0 < self.experts < FEWEST_EXPERTS

    def judged(self, answer: Answer) -> tuple[Judged, ...]:
        rows = _rows(answer, len(self.spots), self.width)
        return tuple(
            Judged(spot.key, row, spot.right, spot.credit(".".join(row)) if _whole(row, (MARKS, MARKS)) else Fraction(0))
            for spot, row in zip(self.spots, rows, strict=True)
        )

    def credit(self, answer: Answer) -> Fraction:
        return _mean(self.judged(answer))

    def objection(self, answer: Answer) -> str | None:
        return _objection(answer, len(self.spots), (MARKS, MARKS))


Judgement = Evidence | Rating | RiskMatrix


def residual_in_tenths(likelihood: int, impact: int, control: int) -> int:
    """What is left of a risk, L x I x (10 - 2C) / 10, in tenths, so that it stays a whole number."""
    return likelihood * impact * (10 - 2 * control)


def band_of(likelihood: int, impact: int, control: int) -> int:
    """The place of the residual risk's band in BANDS; a limit (5.0, 10.0, 15.0) belongs to the higher band."""
    return min(residual_in_tenths(likelihood, impact, control) // 50, 3)


def _rated(risk: Risk, given: Answer) -> Judged:
    marks = (risk.likelihood, risk.impact, risk.control)
    right = ".".join(map(str, marks))
    if not _whole(given, (MARKS, MARKS, CONTROLS)):
        return Judged(risk.key, given, right, Fraction(0))
    likelihood, impact, control = map(int, given)
    near = all(abs(mine - mark) <= 1 for mine, mark in zip((likelihood, impact, control), marks, strict=True))
    steps = abs(band_of(likelihood, impact, control) - band_of(*marks))
    return Judged(risk.key, given, right, (Fraction(1), HALF)[steps] if near and steps < 2 else Fraction(0))


def _rows(answer: Answer, count: int, width: int) -> list[Answer]:
    """The entries of each row; what cannot be an answer to the question is one that was left open."""
    whole = answer if len(answer) == count * width else ("",) * (count * width)
    return [whole[start : start + width] for start in range(0, count * width, width)]


def _whole(given: Answer, offered: Sequence[tuple[str, ...]]) -> bool:
    """Whether a row has every mark."""
    return all(mark in choices for mark, choices in zip(given, offered, strict=True))


def _mean(rows: Sequence[Judged]) -> Fraction:
    return sum((row.credit for row in rows), Fraction(0)) / len(rows)


def _objection(answer: Answer, count: int, offered: Sequence[tuple[str, ...] | None]) -> str | None:
    """`offered` has for each entry of a row what may be chosen, or None where a text is typed."""
    if answer and len(answer) != count * len(offered):
        return "wrong-length"
    for place, entry in enumerate(answer):
        choices = offered[place % len(offered)]
        if choices is None:
            if len(entry) > LONGEST_TEXT:
                return "too-long"
        elif entry and entry not in choices:
            return "unknown-choice"
    return None
