"""A table's source with its columns set under each other; a wide one keeps one space on both sides of each cell."""

import re
import unicodedata

WIDEST = 120
"""Columns are set under each other as long as no line gets longer than this."""

_STROKE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")


def aligned(lines: list[str]) -> list[str]:
    """The lines of a table, aligned; the same lines where they are none, or where a row has more cells than there are columns."""
    rows = [_cells(line) for line in lines]
    if len(rows) < 2 or not all(_RULE.fullmatch(cell) for cell in rows[1]) or len(rows[0]) != len(rows[1]):
        return lines
    if any(len(row) > len(rows[0]) for row in rows):
        return lines
    rows = [row + [""] * (len(rows[0]) - len(row)) for row in rows]
    rules = rows.pop(1)
    widths = [max(3, *(width(row[column]) for row in rows)) for column in range(len(rules))]
    if sum(widths) + 3 * len(widths) + 1 > WIDEST:
        widths = [0] * len(widths)
    made = [_line([_padded(cell, wide, rule) for cell, wide, rule in zip(row, widths, rules, strict=True)]) for row in rows]
    return [made[0], _line([_rule(rule, wide) for rule, wide in zip(rules, widths, strict=True)]), *made[1:]]


def width(text: str) -> int:
    """How many columns a text takes on a screen of letters of one width."""
    return sum(0 if unicodedata.category(sign) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def _cells(line: str) -> list[str]:
    parts = _STROKE.split(line.strip())
    if parts and not parts[0]:
        parts = parts[1:]
    if parts and not parts[-1]:
        parts = parts[:-1]
    return [part.strip() for part in parts]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _padded(cell: str, wide: int, rule: str) -> str:
    """Figures and the like stand at the end of a column that is set so."""
    room = max(0, wide - width(cell))
    before = 0 if not rule.endswith(":") else room if not rule.startswith(":") else room // 2
    return " " * before + cell + " " * (room - before)


def _rule(rule: str, wide: int) -> str:
    start, end = rule.startswith(":"), rule.endswith(":")
    return ":" * start + "-" * max(3 - start - end, wide - start - end) + ":" * end
