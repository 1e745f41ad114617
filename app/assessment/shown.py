"""A question as a page shows it before it is answered: its keys are the places on the page.

A key is a place in the source, and there an ordering stands in its right order and each matching piece beside its item.
So the source's keys stay on the server; what a page posts is turned back. A package grades by itself and shows the source's keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.assessment.draw import order_of
from app.assessment.questions import Answer, Choice, Match, Order, Piece, Question
from app.assessment.review import Part, Review


@dataclass(frozen=True)
class Shown:
    """One question of one attempt."""

    source: Question
    names: Mapping[str, str] = field(default_factory=dict)
    """The shown key of each key of the source, as they stand on the page; empty where a question has none."""

    @property
    def order(self) -> tuple[str, ...]:
        """The shown keys, as they stand on the page."""
        return tuple(self.names.values())

    @cached_property
    def question(self) -> Question:
        """The question with the shown keys."""
        return _renamed(self.source, self.names)

    def answer(self, stored: Answer) -> Answer:
        """A stored answer in the keys of the page."""
        return tuple(self._renamed(entry, self.names) for entry in stored)

    def given(self, posted: object) -> object:
        """What a page posted in the keys of the source. What is no list of texts, or no key, stays what it is: the rules refuse it."""
        back = {shown: key for key, shown in self.names.items()}
        if not isinstance(posted, list | tuple):
            return posted
        return [self._renamed(entry, back) if isinstance(entry, str) else entry for entry in posted]

    def review(self, told: Review) -> Review:
        """What is said of an answer in the keys of the page."""
        return replace(told, parts=tuple(self._part(part) for part in told.parts))

    def _part(self, part: Part) -> Part:
        name = self.names.get
        if isinstance(self.source.task, Match):
            return replace(part, given=name(part.given, part.given), right=name(part.right, part.right))
        if isinstance(self.source.task, Choice):
            return replace(part, key=name(part.key, part.key), given=name(part.given, part.given))
        return replace(part, key=name(part.key, part.key)) if isinstance(self.source.task, Order) else part

    def _renamed(self, entry: str, names: Mapping[str, str]) -> str:
        if isinstance(self.source.task, Match):
            item, dot, piece = entry.partition(".")
            return f"{item}{dot}{names.get(piece, piece)}"
        return names.get(entry, entry)


def shown(question: Question, seed: int, *, shuffle: bool) -> Shown:
    """The question as the page of that seed shows it."""
    drawn = order_of(question, seed, shuffle=shuffle)
    names = {key: f"{place:02}" for place, key in enumerate(drawn, start=1)}
    return Shown(question, names)


def _renamed(question: Question, names: Mapping[str, str]) -> Question:
    task = question.task
    if isinstance(task, Choice):
        return replace(question, task=replace(task, options=tuple(replace(each, key=names[each.key]) for each in task.options)))
    if isinstance(task, Order):
        return replace(question, task=replace(task, items=tuple(Piece(names[each.key], each.text) for each in task.items)))
    if isinstance(task, Match):
        pairs = tuple(f"{item}.{names[piece]}" for item, _, piece in (pair.partition(".") for pair in task.pairs))
        return replace(question, task=replace(task, pieces=tuple(Piece(names[each.key], each.text) for each in task.pieces), pairs=pairs))
    return question
