"""What of a compiled text only words it, and what decides: the two halves in which versions and translations are compared."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

WORDED = frozenset({"prompt", "text", "feedback", "hints", "explain", "claim", "model", "unit", "shown", "title", "html"})
"""The fields of questions and their parts that a reader sees and no mark depends on. All others decide."""

_TERM_NOTE = re.compile(r'<aside class="sidenote" role="note"><b>.*?href="aeo-term:[^"]*">[^<]*</a></aside>\n?', re.DOTALL)
_TERM = re.compile(r'<a(?: class="term")? href="aeo-term:[^"]*"(?: class="term")?>(.*?)</a>', re.DOTALL)
_NUMBER = re.compile(r'<span class="secno">[^<]*</span> ?|(?<=>)<b>[^<\d]+ \d+\.\d+</b> ')
_PLACE = re.compile(r'\s(?:id|aria-labelledby|aria-describedby|clip-path|marker-\w+)="[^"]*"|(?<=href=")#[^"]*')
_TAG = re.compile(r"<[^>]*>")
_FIGURES = re.compile(r"\d+(?:[.,\u00a0\u202f\u066b\u066c]\d+)*")


def worded(text: str) -> str:
    """HTML without what the engine puts in by itself and what changes when something else does: numbers, anchors, links to terms."""
    return _PLACE.sub("", _NUMBER.sub("", _TERM.sub(r"\1", _TERM_NOTE.sub("", text))))


def plain(text: str) -> str:
    """The words of a piece of HTML on one line."""
    return " ".join(html.unescape(_TAG.sub(" ", worded(text))).split())


def deciding(value: Any) -> Any:
    """The data without its words: what makes an answer right, and what it earns."""
    if is_dataclass(value):
        return {each.name: deciding(getattr(value, each.name)) for each in fields(value) if each.name not in WORDED}
    if isinstance(value, tuple | list):
        return [deciding(item) for item in value]
    if isinstance(value, Mapping):
        return {key: deciding(item) for key, item in value.items()}
    return value


def words_in(value: Any) -> Iterator[str]:
    """Every text of a question or of a part of one, in order."""
    if is_dataclass(value):
        for each in fields(value):
            item = getattr(value, each.name)
            if each.name in WORDED:
                yield from (worded(text) for text in ([item] if isinstance(item, str) else item))
            else:
                yield from words_in(item)
    elif isinstance(value, tuple | list | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from words_in(item)


def figures_in(texts: Iterator[str]) -> set[str]:
    """The numbers in some texts, in the figures 0 to 9 and without the signs that languages set between them."""
    found = {re.sub(r"\D", "", number) for text in texts for number in _FIGURES.findall(html.unescape(_TAG.sub(" ", text)))}
    return {"".join(str(int(figure)) for figure in number) for number in found}
