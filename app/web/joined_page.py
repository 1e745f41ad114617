"""Two texts side by side with their lines level, and the text joined from both, as the page of a conflict shows them."""

from itertools import zip_longest
from typing import Any

from app.content.joining import MINE, OPEN, SAME, THEIRS, Joined, Piece

AROUND = 3
"""Equal lines that are shown round a change; what is left out between is counted."""


def columns(made: Joined) -> list[dict[str, Any]]:
    """The rows of both texts: equal lines, counted where they are many; a gap where one text has no line."""
    rows: list[dict[str, Any]] = []
    mine = theirs = 0
    last = len(made.pieces) - 1
    for number, piece in enumerate(made.pieces):
        if piece.kind == SAME:
            rows += _same(piece, mine, theirs, first=number == 0, last=number == last)
        else:
            pairs = zip_longest(piece.mine, piece.theirs)
            rows += [_pair(piece.kind, mine + step, theirs + step, pair) for step, pair in enumerate(pairs, start=1)]
        mine, theirs = mine + len(piece.mine), theirs + len(piece.theirs)
    return rows


def joined_rows(made: Joined) -> list[dict[str, Any]]:
    """The joined text in pieces: equal ones, those that were taken over, and the open places with both their texts."""
    rows: list[dict[str, Any]] = []
    line, place = 1, 0
    last = len(made.pieces) - 1
    for number, piece in enumerate(made.pieces):
        is_open = piece.kind == OPEN
        place += is_open
        rows.append({
            "kind": piece.kind,
            "open": is_open,
            "line": line,
            "place": place if is_open else 0,
            "lines": list(piece.lines),
            "text": "\n".join(piece.lines),
            "mine": "\n".join(piece.mine),
            "theirs": "\n".join(piece.theirs),
            "shown": _shown(piece, line, first=number == 0, last=number == last),
        })  # fmt: skip
        line += len(piece.lines)
    return rows


def _shown(piece: Piece, line: int, *, first: bool, last: bool) -> list[dict[str, Any]]:
    if piece.kind != SAME:
        return [{"line": line + step, "text": text, "left_out": 0} for step, text in enumerate(piece.lines)]
    return [{"line": line + at, "text": text, "left_out": left} for at, text, left in _short(piece.lines, first=first, last=last)]


def _same(piece: Piece, mine: int, theirs: int, *, first: bool, last: bool) -> list[dict[str, Any]]:
    rows = []
    for at, text, left in _short(piece.lines, first=first, last=last):
        both = {"text": text, "left_out": left, "changed": False, "gap": False}
        rows.append({"kind": SAME, "mine": {**both, "line": mine + at + 1}, "theirs": {**both, "line": theirs + at + 1}})
    return rows


def _short(lines: tuple[str, ...], *, first: bool, last: bool) -> list[tuple[int, str, int]]:
    """The lines with their places; in the middle of many one row that says how many are left out."""
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    left = len(lines) - head - tail
    rows = [(at, text, 0) for at, text in enumerate(lines)]
    if left < 2:
        return rows
    return [*rows[:head], (head, "", left), *rows[len(lines) - tail :]]


def _pair(kind: str, mine: int, theirs: int, pair: tuple[str | None, str | None]) -> dict[str, Any]:
    ours, others = pair
    return {
        "kind": kind,
        "mine": {"line": mine, "text": ours or "", "gap": ours is None, "left_out": 0, "changed": kind != THEIRS},
        "theirs": {"line": theirs, "text": others or "", "gap": others is None, "left_out": 0, "changed": kind != MINE},
    }
