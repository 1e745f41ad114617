"""A file as its author wrote it: its lines with their ends, so that an edit changes nothing else, not a single byte."""

import re
from dataclasses import dataclass, replace

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_VALUE = r""""[^"]*"|'[^']*'|[^\s#"'](?:[^#]*[^\s#])?"""
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The lines of a file without their ends, and the ends; the last end may be empty. `mark`: it began with a byte order mark."""

    lines: tuple[str, ...]
    ends: tuple[str, ...]
    mark: bool = False

    @property
    def ending(self) -> str:
        """How the first line ends; what new lines are given."""
        return self.ends[0] or "\n"

    @property
    def text(self) -> str:
        """What the reader of a course sees: plain line ends."""
        return "\n".join(self.lines)

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        whole = "".join(line + end for line, end in zip(self.lines, self.ends, strict=True))
        return ((BYTE_ORDER_MARK if self.mark else "") + whole).encode()

    def with_words(self, line: int, column: int, words: str) -> "Manuscript":
        """Words put in at a place; both count from 1."""
        old = self.lines[line - 1]
        return self.with_line(line, old[: column - 1] + words + old[column - 1 :])

    def with_line(self, line: int, text: str) -> "Manuscript":
        """Another text for a line, which keeps its end."""
        return replace(self, lines=(*self.lines[: line - 1], text, *self.lines[line:]))

    def with_value(self, line: int, key: str, value: str) -> "Manuscript":
        """Another value for a key that stands alone in its line; what is behind it stays. The line stays as it is where that cannot be."""
        match = re.fullmatch(rf"({re.escape(key)}[ \t]*:)([ \t]*)({_VALUE})?([ \t]*(?:#.*)?)", self.lines[line - 1])
        if match is None:
            return self
        start, room, old, behind = match.groups()
        return self.with_line(line, f"{start}{room}{value}{behind}" if old else f"{start} {value}{room}{behind}")

    def with_new_lines(self, before: int, *texts: str) -> "Manuscript":
        """New lines before a line; they end as the first line does."""
        at = before - 1
        return replace(
            self,
            lines=(*self.lines[:at], *texts, *self.lines[at:]),
            ends=(*self.ends[:at], *[self.ending] * len(texts), *self.ends[at:]),
        )


def manuscript(data: bytes) -> Manuscript:
    """The lines of a file. Raises UnicodeDecodeError for what is no UTF-8."""
    text = data.decode("utf-8")
    mark = text.startswith(BYTE_ORDER_MARK)
    pairs = _LINE.findall(text.removeprefix(BYTE_ORDER_MARK))
    rows = pairs if len(pairs) == 1 or pairs[-2][1] else pairs[:-1]
    return Manuscript(tuple(line for line, _ in rows), tuple(end for _, end in rows), mark)
