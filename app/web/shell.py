"""Pages that are rendered once and filled in many times: a template's output with slots for what depends on the person."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

_OPEN, _CLOSE = "\ue000", "\ue001"


def slot(name: str) -> Markup:
    """What a template prints where a value will stand."""
    return Markup(f"{_OPEN}{name}{_CLOSE}")


@dataclass(frozen=True, slots=True)
class Shell:
    """A rendered page cut at its slots: text, name, text, name, …, text."""

    pieces: tuple[str, ...]
    encoded: tuple[bytes, ...]

    @classmethod
    def cut(cls, rendered: str) -> "Shell":
        pieces: list[str] = []
        for number, part in enumerate(rendered.split(_OPEN)):
            name, closed, text = part.partition(_CLOSE)
            pieces.extend([name, text] if number and closed else [part])
        return cls(tuple(pieces), tuple(piece.encode() for piece in pieces))

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with these values, which are escaped unless they are Markup. A slot without a value is a fault."""
        pieces = list(self.pieces)
        for index in range(1, len(pieces), 2):
            value = values[pieces[index]]
            pieces[index] = value if type(value) is Markup else str(escape(value))
        return "".join(pieces)

    def answer(self, values: Mapping[str, str]) -> bytes:
        """The page as it goes out; its fixed text was encoded once."""
        row: list[bytes] = list(self.encoded)
        for index in range(1, len(row), 2):
            value = values[self.pieces[index]]
            row[index] = (value if type(value) is Markup else escape(value)).encode()
        return b"".join(row)
