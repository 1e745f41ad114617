"""Which keys each file may have, what their values may be, and what counts when they are left out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from app.content.frontmatter import Entry, Value
from app.content.problems import Log

ID = re.compile(r"[a-z0-9-]{1,64}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST_TITLE = 200
LONGEST_TEXT = 2_000

_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_SPAN = re.compile(r"([1-9][0-9]{0,3}) ?(min|h|hours?|days?|months?|years?|weeks?)")
_WORK = re.compile(r"([1-9][0-9]{0,3}) ?(min|h)")
_SECONDS = {"min": 60, "h": 3600, "hour": 3600, "day": 86_400, "week": 604_800}

Read = Callable[[str, Value, Log], Any]


@dataclass(frozen=True, slots=True)
class Key:
    """How to read a value, and what it is when the key is absent."""

    read: Read
    default: Any = None
    required: bool = False


def take(entries: Mapping[str, Entry], table: Mapping[str, Key], log: Log, *, line: int = 1, whole: bool = True) -> dict[str, Any]:
    """All values of a table; unknown, missing and wrong ones are noted, and the default stands for them.

    `whole` is off where the keys could not be read: then what is missing is no news.
    """
    for key, entry in entries.items():
        if key not in table:
            log.add("key-unknown", entry.line, entry.column, key=key[:80], near=nearest(key, table))
    taken: dict[str, Any] = {}
    for name, key_of in table.items():
        entry_of = entries.get(name)
        value = key_of.read(name, entry_of.value, log) if entry_of else None
        if entry_of is None and key_of.required and whole:
            log.add("key-missing", line, key=name)
        taken[name] = key_of.default if value is None else value
    return taken


def nearest(word: str, words: Mapping[str, Any] | frozenset[str] | tuple[str, ...]) -> str:
    """For a remedy: the known word that was probably meant, or all of them."""
    close = get_close_matches(word[:80], list(words), n=1)
    return f"Did you mean “{close[0]}”?" if close else f"Known here: {', '.join(words)}."


def text(key: str, value: Value, log: Log) -> str | None:
    """Words on one line, exactly as written."""
    if value.text is None or (not value.quoted and value.text in ("", "~", "null")):
        log.add("value-text", value.line, value.column, key=key)
        return None
    limit = LONGEST_TITLE if key == "title" else LONGEST_TEXT
    joined = " ".join(value.text.split())
    if not joined or len(joined) > limit:
        log.add("value-length", value.line, value.column, key=key, limit=limit)
        return None
    return joined


def identity(key: str, value: Value, log: Log) -> str | None:
    if value.text is None or not ID.fullmatch(value.text):
        log.add("value-id", value.line, value.column, key=key, value=shown(value))
        return None
    return value.text


def identities(key: str, value: Value, log: Log) -> tuple[str, ...] | None:
    return _listed(key, value, log, lambda item: identity(key, item, log))


def cites(key: str, value: Value, log: Log) -> tuple[str, ...] | None:
    """Sources as `id` or `id:provision`."""

    def one(item: Value) -> str | None:
        name, _, provision = (item.text or "").partition(":")
        if ID.fullmatch(name) and not re.search(r"\s", provision):
            return item.text
        log.add("value-cite", item.line, item.column, value=shown(item))
        return None

    return _listed(key, value, log, one)


def language(key: str, value: Value, log: Log) -> str | None:
    if value.text is None or not LANGUAGE.fullmatch(value.text):
        log.add("value-language", value.line, value.column, key=key, value=shown(value))
        return None
    return value.text


def flag(key: str, value: Value, log: Log) -> bool | None:
    if value.quoted or value.text not in ("true", "false"):
        log.add("value-word", value.line, value.column, key=key, value=shown(value), words="true, false")
        return None
    return value.text == "true"


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number in figures, within limits."""

    low: int
    high: int

    def __call__(self, key: str, value: Value, log: Log) -> int | None:
        if value.quoted or value.text is None or not _WHOLE.fullmatch(value.text) or not self.low <= int(value.text) <= self.high:
            log.add("value-whole", value.line, value.column, key=key, value=shown(value), low=self.low, high=self.high)
            return None
        return int(value.text)


def number(low: int, high: int) -> Read:
    """A whole number in figures."""
    return Number(low, high)


@dataclass(frozen=True, slots=True)
class Word:
    """One of some words."""

    words: tuple[str, ...]

    def __call__(self, key: str, value: Value, log: Log) -> str | None:
        if value.text not in self.words:
            log.add("value-word", value.line, value.column, key=key, value=shown(value), words=", ".join(self.words))
            return None
        return value.text


def word(*words: str) -> Read:
    """One of some words."""
    return Word(words)


def attempts(key: str, value: Value, log: Log) -> int | None:
    """A number, or None for unlimited."""
    return None if value.text == "unlimited" else number(1, 100)(key, value, log)


def seconds(key: str, value: Value, log: Log) -> int | None:
    """A span such as `30 min` or `1 day`."""
    match = None if value.text is None else _SPAN.fullmatch(value.text)
    unit = match[2].rstrip("s") if match else ""
    if match is None or unit not in _SECONDS:
        log.add("value-span", value.line, value.column, key=key, value=shown(value), example="30 min, 2 h or 1 day")
        return None
    return int(match[1]) * _SECONDS[unit]


def work(key: str, value: Value, log: Log) -> int | None:
    """Minutes of work in a case, such as `90min` or `6h`."""
    match = None if value.text is None else _WORK.fullmatch(value.text)
    if match is None:
        log.add("value-span", value.line, value.column, key=key, value=shown(value), example="90min or 6h")
        return None
    return int(match[1]) * (60 if match[2] == "h" else 1)


def months(key: str, value: Value, log: Log) -> tuple[int, int] | None:
    """Years and months of a span such as `3 years`."""
    match = None if value.text is None else _SPAN.fullmatch(value.text)
    unit = match[2].rstrip("s") if match else ""
    if match is None or unit not in ("year", "month"):
        log.add("value-span", value.line, value.column, key=key, value=shown(value), example="3 years or 18 months")
        return None
    return (int(match[1]), 0) if unit == "year" else (0, int(match[1]))


def feedback(key: str, value: Value, log: Log) -> tuple[str, int] | None:
    """When feedback is shown, and how many tries a question has."""
    if value.text in ("at-end", "at-once"):
        return value.text, 1
    if value.text in ("tries-2", "tries-3", "tries-4", "tries-5"):
        return "tries", int(value.text[-1])
    log.add("value-word", value.line, value.column, key=key, value=shown(value), words="at-end, at-once, tries-2 to tries-5")
    return None


def certificate(key: str, value: Value, log: Log) -> dict[str, Any] | None:
    if value.text == "none":
        return None
    if value.pairs is None:
        log.add("value-map", value.line, value.column, key=key, example="a title, and how long it is valid")
        return None
    return take(value.pairs, CERTIFICATE, log, line=value.line)


def certificate_title(key: str, value: Value, log: Log) -> dict[str, Any] | None:
    """What a translation says of the certificate: how long it is valid is told by the original."""
    if value.pairs is None:
        log.add("value-map", value.line, value.column, key=key, example="a title")
        return None
    return take(value.pairs, CERTIFICATE_TITLE, log, line=value.line)


def titles(key: str, value: Value, log: Log) -> dict[str, str] | None:
    """Ids with a title each."""
    if value.pairs is None:
        log.add("value-map", value.line, value.column, key=key, example="tags with a title each")
        return None
    found: dict[str, str] = {}
    for name, entry in value.pairs.items():
        if not ID.fullmatch(name):
            log.add("value-id", entry.line, entry.column, key=key, value=name[:80])
        elif (title := text("title", entry.value, log)) is not None:
            found[name] = title
    return found


def blueprint(key: str, value: Value, log: Log) -> tuple[dict[str, Any], ...] | None:
    """Lines such as `{pick: 8, tag: m3, level: 2}`."""

    def one(item: Value) -> dict[str, Any] | None:
        if item.pairs is None:
            log.add("value-map", item.line, item.column, key=key, example="pick, tag, level")
            return None
        return {**take(item.pairs, BLUEPRINT_LINE, log, line=item.line), "line": item.line}

    return _listed(key, value, log, one)


def provisions(key: str, value: Value, log: Log) -> tuple[str, ...] | None:
    return _listed(key, value, log, lambda item: text(key, item, log))


def address(key: str, value: Value, log: Log) -> str | None:
    if value.text is None or not re.fullmatch(r"https?://[^\s<>\"]+", value.text):
        log.add("value-address", value.line, value.column, key=key)
        return None
    return value.text


def _listed(key: str, value: Value, log: Log, one: Callable[[Value], Any]) -> tuple[Any, ...] | None:
    if value.items is None:
        log.add("value-list", value.line, value.column, key=key)
        return None
    found = [one(item) for item in value.items]
    return tuple(item for item in found if item is not None)


def shown(value: Value) -> str:
    """A value as a message quotes it."""
    return value.text[:80] if value.text is not None else "a list" if value.items is not None else "a mapping"


CERTIFICATE_TITLE = {"title": Key(text, required=True)}
CERTIFICATE = {**CERTIFICATE_TITLE, "valid": Key(months, (0, 0))}
BLUEPRINT_LINE = {"pick": Key(number(1, 200), 1, required=True), "tag": Key(identity, ""), "level": Key(number(1, 3), 0)}

COURSE = {
    "id": Key(identity, required=True),
    "title": Key(text, required=True),
    "language": Key(language, "en", required=True),
    "summary": Key(text, ""),
    "audiences": Key(identities, ()),
    "order": Key(word("free", "locked"), "free"),
    "pass": Key(number(0, 100), 80),
    "topics": Key(titles, {}),
    "certificate": Key(certificate),
    "licence": Key(text, ""),
    "iri": Key(address, ""),
}
_SHARED = {
    "id": Key(identity, required=True),
    "title": Key(text, required=True),
    "summary": Key(text, ""),
    "minutes": Key(number(1, 600)),
    "audience": Key(identities, ()),
    "cites": Key(cites, ()),
    "tags": Key(identities, ()),
}
MODULE = {**_SHARED, "elective": Key(flag, False)}
LESSON = {**_SHARED, "kind": Key(word("lesson", "quiz", "case"), "lesson"), "required": Key(flag, True)}
QUIZ = {
    **LESSON,
    "graded": Key(flag, True),
    "attempts": Key(attempts),
    "wait": Key(seconds),
    "time-limit": Key(seconds),
    "feedback": Key(feedback, ("at-end", 1)),
    "shuffle": Key(flag, True),
    "pass": Key(number(0, 100)),
    "blueprint": Key(blueprint, ()),
    "final": Key(flag, False),
}
CASE = {name: key for name, key in QUIZ.items() if name not in ("blueprint", "shuffle")}
GLOSSARY = {"title": Key(text, "")}
SOURCE = {
    "instrument": Key(identity, required=True),
    "edition": Key(text, required=True),
    "title": Key(text, required=True),
    "publisher": Key(text, ""),
    "date": Key(text, ""),
    "url": Key(address, ""),
    "superseded-by": Key(identity, ""),
    "provisions": Key(provisions, ()),
    "evidence": Key(word("V", "K", "U", "O"), ""),
}
COURSE_TRANSLATION = {
    "id": Key(identity, required=True),
    "title": Key(text, required=True),
    "summary": Key(text, ""),
    "topics": Key(titles, {}),
    "certificate": Key(certificate_title),
    "source": Key(text, ""),
}
TRANSLATION = {
    "id": Key(identity, required=True),
    "title": Key(text, required=True),
    "summary": Key(text, ""),
    "source": Key(text, ""),
}
