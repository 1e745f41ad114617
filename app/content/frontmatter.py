"""Front matter and YAML files: strict, with the place of every key, and every failure told as a problem.

Values stay as they were written; `keys.py` decides what they may mean. So `no`, `12:30` or `0123` never turn into something else.
"""

import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from app.content.problems import Log

DEEPEST = 6

MOST_KEYS = 16_000
MOST_SOURCES = 64_000
"""Characters of front matter, and of a file that is all YAML, that the parser gets to see: it is slow."""

_FENCE = re.compile(r"^---[ \t]*$")
_FRAME = (StreamStartEvent, DocumentStartEvent, DocumentEndEvent, StreamEndEvent)
_WORD = r"[^\W_](?:[^\n:#\[\]{},&*!|>'\"%@`\\]|:(?=[^\s:]))*"
_EASY_LINE = re.compile(rf"([a-z][a-z-]*): +(?:({_WORD})|\[ *([\w][\w.:-]*(?: *, *[\w][\w.:-]*)*)? *\])")
_BREAKS = re.compile("[\x85\u2028\u2029]")
"""The YAML parser counts lines by these too; nobody else does."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as written: `text` for a scalar, `items` for a list, `pairs` for a mapping. `quoted` scalars are texts and nothing else."""

    line: int
    column: int
    text: str | None = None
    quoted: bool = False
    items: "tuple[Value, ...] | None" = None
    pairs: "dict[str, Entry] | None" = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A key, where it stands, and its value."""

    key: str
    line: int
    column: int
    value: Value


class _Refused(Exception):
    """Reading cannot go on; the problem has been noted."""


@dataclass(frozen=True, slots=True)
class Front:
    """The head of a file: its keys (None when it has no front matter), whether they could be read, and the text behind it."""

    entries: dict[str, Entry] | None
    readable: bool
    body: str
    first: int


def split(text: str, log: Log) -> Front:
    """A file cut into front matter and text."""
    lines = text.split("\n")
    if not _FENCE.match(lines[0]):
        return Front(None, True, text, 1)
    end = next((index for index, line in enumerate(lines[1:], start=1) if _FENCE.match(line)), None)
    if end is None:
        log.add("front-matter-unclosed", 1)
        return Front({}, False, "", len(lines))
    entries = read_mapping("\n".join(lines[1:end]), 2, log)
    return Front(entries or {}, entries is not None, "\n".join(lines[end + 1 :]), end + 2)


def read_mapping(source: str, first: int, log: Log, most: int = MOST_KEYS) -> dict[str, Entry] | None:
    """The mapping in a piece of YAML whose first line has the number `first`; None when it cannot be read."""
    if len(source) > most:
        log.add("yaml-large", first, size=len(source), limit=most)
        return None
    easy = _read_easy(source, first)
    if easy is not None:
        return easy
    try:
        value = _Reader(_BREAKS.sub(" ", source), first, log).read()
    except _Refused:
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (first + mark.line, mark.column + 1) if mark else (first, 1)
        log.add("yaml-broken", line, column, reason=_plain(error.problem or error.context or "not YAML"))
        return None
    except Exception as error:  # The parser also fails with ValueError, RecursionError and others; none may pass.
        log.add("yaml-broken", first, reason=_plain(str(error) or type(error).__name__))
        return None
    if value is None or (value.text == "" and not value.quoted):
        return {}
    if value.pairs is None:
        log.add("yaml-no-keys", value.line, value.column)
    return value.pairs


def _plain(reason: str) -> str:
    """The parser's words on one line, without its own quotes of the source."""
    return " ".join(_CONTROL.sub("\ufffd", reason).split())[:200]


def _read_easy(source: str, first: int) -> dict[str, Entry] | None:
    """The same as the YAML parser for lines that can mean only one thing, and thirty times as fast; None for all else."""
    found: dict[str, Entry] = {}
    for line, row in enumerate(source.split("\n"), start=first):
        if not row:
            continue
        match = _EASY_LINE.fullmatch(row.rstrip(" "))
        if match is None or match[1] in found:
            return None
        key, word, names = match.groups()
        column = match.start(2) + 1 if word is not None else row.index("[") + 1
        found[key] = Entry(key, line, 1, Value(line, column, text=word) if word is not None else _easy_list(names, row, line, column))
    return found if not _CONTROL.search(source) else None


def _easy_list(names: str | None, row: str, line: int, column: int) -> Value:
    words = re.finditer(r"[\w][\w.:-]*", row) if names else iter(())
    return Value(line, column, items=tuple(Value(line, each.start() + 1, text=each[0]) for each in words if each.start() >= column))


class _Reader:
    """Builds values from the parser's events. Anchors, aliases and tags are refused, so nothing can refer to itself or make an object."""

    def __init__(self, source: str, first: int, log: Log) -> None:
        self.first = first
        self.log = log
        yaml = YAML(typ="safe", pure=True)
        self.events = (event for event in yaml.parse(source) if not isinstance(event, _FRAME[:1]))

    def read(self) -> Value | None:
        value: Value | None = None
        for event in self.events:
            if isinstance(event, _FRAME):
                continue
            if value is not None:
                self._refuse("yaml-documents", event)
            value = self._value(event, 0)
        return value

    def _value(self, event: Event, depth: int) -> Value:
        line, column = self._place(event)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            self._refuse("yaml-alias", event)
        tag = str(getattr(event, "tag", None) or "!")
        if tag != "!":
            self._refuse("yaml-tag", event, tag=_plain(tag))
        if depth > DEEPEST:
            self._refuse("yaml-deep", event, limit=DEEPEST)
        if isinstance(event, ScalarEvent):
            return Value(line, column, text=self._text(event), quoted=event.style is not None)
        if isinstance(event, SequenceStartEvent):
            return Value(line, column, items=tuple(self._items(depth)))
        return Value(line, column, pairs=self._pairs(depth))

    def _text(self, event: ScalarEvent) -> str:
        text = str(event.value)
        if _CONTROL.search(text):
            self._refuse("yaml-control", event)
        return text

    def _items(self, depth: int) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self._value(event, depth + 1))
        return items

    def _pairs(self, depth: int) -> dict[str, Entry]:
        pairs: dict[str, Entry] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self._value(event, depth + 1)
            value = self._value(next(self.events), depth + 1)
            if key.text is None:
                self._refuse("yaml-key", event)
            elif key.text in pairs:
                self.log.add("key-repeated", key.line, key.column, key=key.text, first=pairs[key.text].line)
            else:
                pairs[key.text] = Entry(key.text, key.line, key.column, value)
        return pairs

    def _place(self, event: Event) -> tuple[int, int]:
        return self.first + event.start_mark.line, event.start_mark.column + 1

    def _refuse(self, code: str, event: Event, **values: Any) -> None:
        self.log.add(code, *self._place(event), **values)
        raise _Refused
