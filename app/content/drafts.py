"""A question on its way from a block to its data: what every type is made from."""

from dataclasses import dataclass
from typing import Any

from app.content.answers import Item, items
from app.content.markdown import Token
from app.content.page import Page
from app.content.tables import cells

MOST_PARTS = 36
"""Choices, items, pieces or rows of one question: SCORM names them by one letter or figure."""


@dataclass(slots=True)
class Draft:
    """Its page, attributes, prompt and answer part as tokens whose lines count from `first`."""

    page: Page
    kind: str
    line: int
    first: int
    given: dict[str, Any]
    prompt: list[Token]
    answer: list[Token]
    model: str = ""

    def note(self, code: str, line: int | None = None, **values: Any) -> None:
        self.page.log.add(code, self.line if line is None else line, **values)

    def items(self) -> list[Item]:
        found = items(self.page, self.answer, self.first)
        self._not_too_many(len(found))
        return found

    def rows(self) -> list[tuple[int, list[str]]]:
        """The rows of the table, each with its line and its cells as source."""
        found = [(self.first + line, row) for line, row in cells(self.answer, 0)]
        self._not_too_many(len(found))
        return found

    def _not_too_many(self, count: int) -> None:
        if count > MOST_PARTS:
            self.note("parts-many", limit=MOST_PARTS)
