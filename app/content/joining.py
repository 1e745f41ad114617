"""Joins two texts that were both made from a third: what one side changed is taken over, what both changed stays open for a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, MINE, THEIRS, BOTH, OPEN = "same", "mine", "theirs", "both", "open"
LONG = 2_000
"""Lines from which on very common ones are no longer compared with each other, so that a text of one repeated line stays quick."""

BEGIN, MIDDLE, END = "<<<<<<<", "=======", ">>>>>>>"
"""The marks of an open place in a plain text, as version control writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some lines in a row. `kind` says who changed them; `both` is the same change by both, `open` two different ones."""

    kind: str
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What the joined text has here; where it is open, one after the other."""
        if self.kind == OPEN:
            return self.mine + self.theirs
        return self.theirs if self.kind == THEIRS else self.mine


@dataclass(frozen=True, slots=True)
class Joined:
    """The whole text in pieces, in order."""

    pieces: tuple[Piece, ...]

    @property
    def open(self) -> int:
        """How many places need a person."""
        return sum(piece.kind == OPEN for piece in self.pieces)

    @property
    def settled(self) -> int:
        """How many changes were joined by themselves."""
        return sum(piece.kind in (MINE, THEIRS, BOTH) for piece in self.pieces)

    def marked(self, mine: str, theirs: str) -> str:
        """The joined text with marks round each open place, for a plain text field."""
        return "\n".join(line for piece in self.pieces for line in _marked(piece, mine, theirs))


def join(base: str, mine: str, theirs: str) -> Joined:
    """Both changes of a text, line by line."""
    old, ours, others = base.split("\n"), mine.split("\n"), theirs.split("\n")
    return Joined(tuple(_merged(_pieces(old, ours, others))))


def has_marks(text: str) -> bool:
    """Whether a text still holds the marks of an open place."""
    return any(line.startswith((f"{BEGIN} ", f"{END} ")) for line in text.split("\n"))


def _marked(piece: Piece, mine: str, theirs: str) -> tuple[str, ...]:
    if piece.kind != OPEN:
        return piece.lines
    return (f"{BEGIN} {mine}", *piece.mine, MIDDLE, *piece.theirs, f"{END} {theirs}")


def _pieces(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Piece]:
    """Between two lines that all three share lies what somebody changed."""
    at = ours = others = 0
    for line, here, there in [*_anchors(base, mine, theirs), (len(base), len(mine), len(theirs))]:
        if (at, ours, others) != (line, here, there):
            yield _changed(tuple(base[at:line]), tuple(mine[ours:here]), tuple(theirs[others:there]))
        if line < len(base):
            kept = (base[line],)
            yield Piece(kind=SAME, base=kept, mine=kept, theirs=kept)
        at, ours, others = line + 1, here + 1, there + 1


def _changed(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> Piece:
    kind = BOTH if mine == theirs else THEIRS if mine == base else MINE if theirs == base else OPEN
    return Piece(kind=kind, base=base, mine=mine, theirs=theirs)


def _anchors(base: list[str], mine: list[str], theirs: list[str]) -> list[tuple[int, int, int]]:
    """The lines of the base that both texts kept, with their places in the three."""
    ours, others = _kept(base, mine), _kept(base, theirs)
    return [(line, ours[line], others[line]) for line in range(len(base)) if line in ours and line in others]


def _kept(old: list[str], new: list[str]) -> dict[int, int]:
    """The lines of a text that stand in a later one, by their numbers; equal beginnings and ends need no search."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    found = {line: line for line in range(head)} | {len(old) - 1 - back: len(new) - 1 - back for back in range(tail)}
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    for block in SequenceMatcher(None, left, right, autojunk=len(right) > LONG).get_matching_blocks():
        found |= {head + block.a + step: head + block.b + step for step in range(block.size)}
    return found


def _merged(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Equal lines in a row are one piece."""
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind == SAME:
            kept.append(piece)
            continue
        yield from _same(kept)
        kept = []
        yield piece
    yield from _same(kept)


def _same(pieces: list[Piece]) -> Iterator[Piece]:
    lines = tuple(line for piece in pieces for line in piece.base)
    if lines:
        yield Piece(kind=SAME, base=lines, mine=lines, theirs=lines)
