"""Tables as CSV that a spreadsheet opens and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, commas, lines ended by CRLF, as spreadsheets of all makes read it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def safe(cell: str) -> str:
    """A cell that would be read as a formula gets an apostrophe before it; control signs become spaces."""
    plain = "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in cell)
    return f"'{plain}" if plain.lstrip(" ").startswith(_RUNS) else plain
