"""Pages that are rendered once and filled in many times: a template's output with slots for what depends on the person."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

_OPEN, _CLOSE = f"\ue000{secrets.token_hex(8)}:", "\ue001"
"""What nobody can have written: what a person typed may stand in a text that is cut."""


def slot(name: str) -> Markup:
    """What a template prints where a value will stand."""
    return Markup(f"{_OPEN}{name}{_CLOSE}")


@dataclass(frozen=True, slots=True)
class Shell:
    """A rendered text cut at its slots: the fixed pieces as they go out, with a gap between two of them for each slot."""

    texts: tuple[bytes, ...]
    names: tuple[str, ...]
    used: frozenset[str]

    @classmethod
    def cut(cls, rendered: str) -> "Shell":
        first, *rest = rendered.split(_OPEN)
        texts, names = [first], []
        for part in rest:
            name, closed, text = part.partition(_CLOSE)
            if closed:
                names.append(name)
                texts.append(text)
            else:
                texts[-1] += part
        row = [b""] * (len(texts) + len(names))
        row[::2] = [text.encode() for text in texts]
        return cls(tuple(row), tuple(names), frozenset(names))

    @property
    def weight(self) -> int:
        """Bytes, roughly."""
        return sum(map(len, self.texts)) + 200 * len(self.texts)

    def answer(self, values: Mapping[str, str]) -> bytes:
        """The text as it goes out, with these values, which are escaped unless they are Markup. A slot without a value is a fault."""
        ready = {name: (value if type(value := values[name]) is Markup else escape(value)).encode() for name in self.used}
        row = list(self.texts)
        row[1::2] = [ready[name] for name in self.names]
        return b"".join(row)

    def fill(self, values: Mapping[str, str]) -> Markup:
        """The same as text for another template or slot."""
        return Markup(self.answer(values).decode())
