"""What is asked for, and how a result is told: each row a ratio, with who misses and by how much."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Target:
    """What must hold and where we are going. `most`: the ratio may be that large; else it must be at least that."""

    must: float
    moon: float
    most: bool = True

    def misses(self, ratio: float) -> float:
        """By what part of the target it is missed; 0 when it holds."""
        lost = ratio / self.must - 1 if self.most else 1 - ratio / self.must
        return max(0.0, lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One line of a row: a ratio, the ratios of the rounds, or why there is none. A line without a target is told, not judged."""

    row: str
    what: str
    target: Target | None = None
    ratios: Sequence[float] = ()
    absolute: str = ""
    why_not: str = ""

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    @property
    def misses(self) -> float:
        return self.target.misses(self.ratio) if self.target is not None and self.ratios else 0.0


@dataclass(slots=True)
class Report:
    """Everything that was measured, and under which conditions."""

    lines: list[Measured] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)

    def add(self, lines: Iterable[Measured]) -> None:
        for line in lines:
            self.lines.append(line)
            print(told(line), flush=True)

    def say(self, condition: str) -> None:
        self.conditions.append(condition)
        print(f"      {condition}", flush=True)


def heading() -> str:
    return f"{'row':5} {'what':58} {'ratio':>8} {'must':>8} {'moon':>8}  {'verdict':16} {'rounds':>15}  absolute"


def told(line: Measured) -> str:
    if not line.ratios:
        return f"{line.row:5} {line.what:58} not measured: {line.why_not}"
    sign = "" if line.target is None else "≤" if line.target.most else "≥"
    must, moon = (f"{sign} {line.target.must:g}", f"{sign} {line.target.moon:g}") if line.target else ("", "")
    spread = f"{min(line.ratios):.2f} to {max(line.ratios):.2f}" if len(line.ratios) > 1 else "one round"
    return f"{line.row:5} {line.what:58} {line.ratio:8.2f} {must:>8} {moon:>8}  {verdict(line):16} {spread:>15}  {line.absolute}"


def verdict(line: Measured) -> str:
    if line.target is None:
        return ""
    if line.misses:
        return f"misses by {line.misses:.0%}"
    return "moon" if not Target(line.target.moon, line.target.moon, line.target.most).misses(line.ratio) else "holds"


def closing(report: Report) -> str:
    judged = [line for line in report.lines if line.target is not None]
    missed = [line for line in judged if line.misses]
    absent = [line for line in judged if not line.ratios]
    words = [f"{len(judged) - len(missed) - len(absent)} of {len(judged)} hold."]
    words += [f"{line.row} {line.what}: {line.ratio:.2f}, misses by {line.misses:.0%}." for line in missed]
    words += [f"{line.row} {line.what}: not measured, {line.why_not}." for line in absent]
    return "\n".join(words)


def rotated(cases: Sequence[str], round_number: int) -> list[str]:
    """The cases in another order each round, so that none always follows the same one."""
    turn = round_number % len(cases)
    return [*cases[turn:], *cases[:turn]]


def in_rounds(cases: dict[str, Callable[[], float]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Each case once a round, in rotated order."""
    found: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds):
        for name in rotated(list(cases), number):
            found[name].append(cases[name]())
    return found


def ratios(found: dict[str, list[float]], a: str, b: str) -> list[float]:
    """A to B, round by round."""
    return [one / other for one, other in zip(found[a], found[b], strict=True)]
