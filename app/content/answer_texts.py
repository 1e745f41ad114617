"""The right answers of a question as an author reads them: short lines, so that two versions can be laid side by side."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.assessment.questions import Choice, Cloze, Match, Numeric, Order, Text, TextLine
from app.content.wording import deciding, plain


def answers_of(task: Any) -> Iterator[str]:
    """What is right, a line each; for a kind that has no such form all that decides, by name."""
    if isinstance(task, Choice):
        yield from (plain(option.text) for option in task.options if option.correct)
    elif isinstance(task, Numeric):
        yield from (_number(line.shown, line.low, line.high, line.weight) for line in task.lines)
    elif isinstance(task, Text):
        yield from (_typed(line) for line in task.lines)
    elif isinstance(task, Match):
        items, pieces = ({each.key: plain(each.text) for each in side} for side in (task.items, task.pieces))
        for pair in task.pairs:
            item, _dot, piece = pair.partition(".")
            yield f"{items[item]} \N{RIGHTWARDS ARROW} {pieces[piece]}"
    elif isinstance(task, Order):
        yield from (f"{number}. {plain(item.text)}" for number, item in enumerate(task.items, start=1))
    elif isinstance(task, Cloze):
        for blank in task.blanks:
            right = [plain(option.text) for option in blank.options if option.correct] or [_typed(line) for line in blank.accepted]
            yield f"{blank.name} = {' | '.join(right)}"
    else:
        yield from _named(deciding(task))
    yield from _ways(task)


def _ways(task: Any) -> Iterator[str]:
    """How it is marked, where that can be chosen."""
    if scoring := getattr(task, "scoring", ""):
        yield f"scoring={scoring}"
    if getattr(task, "keep_case", False):
        yield "case"


def _number(shown: str, low: str, high: str, weight: str) -> str:
    span = shown if low == high else f"{shown} [{low}, {high}]"
    return span if weight == "1" else f"{span} weight={weight}"


def _typed(line: TextLine) -> str:
    words = f"/{line.value}/" if line.pattern else line.value
    return words if line.weight == "1" else f"{words} weight={line.weight}"


def _named(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _named(item, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _named(item, f"{name} {number}")
    else:
        yield f"{name} = {value}"
