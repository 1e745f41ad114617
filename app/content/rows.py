"""Rows of a Markdown table that hold more cells than the table has columns: the parser would drop the rest in silence."""

import re
from collections.abc import Iterator

from app.content.markdown import Token

_STROKE = re.compile(r"(?<!\\)\|")


def wide_rows(tokens: list[Token], text: str) -> Iterator[tuple[int, int, int]]:
    """The line of each such row (from the start of the piece), its cells, and the columns of its table."""
    lines = text.split("\n")
    columns = 0
    for token in tokens:
        if token.type == "thead_open" and token.map:
            columns = _cells(lines[token.map[0]])
        elif token.type == "tr_open" and columns and token.map:
            count = _cells(lines[token.map[0]])
            if count > columns:
                yield token.map[0], count, columns


def _cells(line: str) -> int:
    inner = line.lstrip(" >").rstrip()
    inner = inner.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return len(_STROKE.findall(inner)) + 1
