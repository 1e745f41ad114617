"""The first line of a block: `question single #q-seal points=2 unit="kg/m²"` becomes words, an id and attributes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.content.frontmatter import Value
from app.content.keys import ID, Key, nearest
from app.content.problems import Log
from app.content.scanner import Block

_PART = re.compile(r'\s*(?:#(?P<id>\S*)|(?P<key>[^\s="#]+)=(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]*))(?=\s|$)|(?P<word>\S+))')


@dataclass(slots=True)
class Head:
    """Bare words in order, the id, and attributes as values that the key tables can read. `named`: an id is there, right or wrong."""

    line: int
    id: str = ""
    named: bool = False
    words: list[str] = field(default_factory=list)
    attributes: dict[str, Value] = field(default_factory=dict)


def read_head(block: Block, log: Log) -> Head:
    """The parts of a block's first line; what fits nowhere is noted."""
    return read_words(block.head, block.line, block.colons + 2 + len(block.name) + 1, block.name, log)


def head_with_id(block: Block, log: Log) -> Head:
    """The same of a block that has an id and attributes, but no words."""
    head = read_head(block, log)
    if not head.named:
        log.add("question-id", block.line)
    for word in head.words:
        log.add("head-word", block.line, word=word[:40])
    return head


def read_words(text: str, line: int, start: int, name: str, log: Log) -> Head:
    """The parts of a text that begins in that column; `name` is what the id names."""
    head = Head(line)
    for match in _PART.finditer(text):
        column = start + match.start() + len(match[0]) - len(match[0].lstrip())
        if match["word"] is not None:
            head.words.append(match["word"])
        elif match["key"] is not None:
            _attribute(head, match, column, log)
        elif head.named:
            log.add("head-two-ids", line, column)
        else:
            head.named = True
            head.id = _identity(match["id"], name, line, column, log)
    return head


def _attribute(head: Head, match: re.Match[str], column: int, log: Log) -> None:
    key = match["key"]
    if key in head.attributes:
        log.add("attribute-repeated", head.line, column, key=key[:40])
    quoted = match["quoted"] is not None
    head.attributes[key] = Value(head.line, column, text=match["quoted"] if quoted else match["value"])


def _identity(given: str, name: str, line: int, column: int, log: Log) -> str:
    if ID.fullmatch(given):
        return given
    log.add("value-id", line, column, key=name, value=given[:80])
    return ""


def attributes(head: Head, table: Mapping[str, Key], log: Log, what: str) -> dict[str, Any]:
    """The values of a block's attributes by a table; unknown and wrong ones are noted."""
    for key, value in head.attributes.items():
        if key not in table:
            log.add("attribute-unknown", value.line, value.column, key=key[:40], what=what, near=nearest(key, table))
    taken: dict[str, Any] = {}
    for name, key_of in table.items():
        given = head.attributes.get(name)
        read = key_of.read(name, given, log) if given else None
        if given is None and key_of.required:
            log.add("attribute-missing", head.line, key=name, what=what)
        taken[name] = key_of.default if read is None else read
    return taken


def comma_list(value: Value) -> Value:
    """`a,b` as a list of values."""
    return Value(
        value.line, value.column, items=tuple(Value(value.line, value.column, text=each) for each in (value.text or "").split(","))
    )
