"""What of a changed part was taken out and what was put in, line by line and word by word, as an author reads it."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from app.content.comparison import GONE, NEW, Change, Item, key_of

MOST_LINES = 12
"""Lines of one part that are shown; a part that is written anew needs no more to be seen as that."""

MOST_PAIRS = 400_000
"""Lines times lines, or words times words, that are compared one by one; beyond it all of the middle counts as new."""

_ENDS = re.compile(r"</(?:p|li|h[1-6]|td|th|tr|dt|dd|figcaption|caption|pre|blockquote|aside|div|summary)>|<br ?/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")

IN, OUT = "in", "out"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words: taken out, put in, or "" where both have them."""

    text: str
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that differs. `about` is the name of what decides, or "" for words; one side is empty where only the other has the line."""

    language: str = ""
    about: str = ""
    old: tuple[Run, ...] = ()
    new: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """The first lines that differ, and how many more there are."""

    lines: tuple[Line, ...] = ()
    more: int = 0


NOTHING = Difference()


def difference(before: Mapping[str, Item], after: Mapping[str, Item], change: Change) -> Difference:
    """What is to be read of one change; nothing for a part that is new or gone."""
    key = key_of(change)
    if change.state in (NEW, GONE) or key not in before or key not in after:
        return NOTHING
    old, new = before[key], after[key]
    pairs = [*_of_words(old, new, change), *_of_details(old, new, change)]
    shown = tuple(_line(*pair) for pair in pairs[:MOST_LINES])
    return Difference(shown, len(pairs) - len(shown))


Pair = tuple[str, str, str, str]
"""Language, what it is about, the old line and the new one."""


def _of_words(old: Item, new: Item, change: Change) -> Iterator[Pair]:
    for language in change.languages:
        for was, now in changed(_paragraphs(old.words.get(language)), _paragraphs(new.words.get(language))):
            yield language, "", was, now


def _of_details(old: Item, new: Item, change: Change) -> Iterator[Pair]:
    for detail in change.details:
        if detail.name == "answers":
            yield from _of_answers(old, new)
        elif detail.old or detail.new:
            yield "", detail.name, detail.old, detail.new


def _of_answers(old: Item, new: Item) -> Iterator[Pair]:
    """In the first language in which they can be told apart."""
    for language in old.answers:
        rows = list(changed(old.answers[language], new.answers.get(language, ())))
        if rows:
            yield from ((language, "answers", was, now) for was, now in rows)
            return


def _paragraphs(words: Any) -> tuple[str, ...]:
    return tuple(line for text in _texts(words) for line in _lines(text))


def _texts(words: Any) -> Iterator[str]:
    if isinstance(words, str):
        yield words
    elif isinstance(words, list | tuple):
        for each in words:
            yield from _texts(each)


def _lines(text: str) -> Iterator[str]:
    for piece in _ENDS.sub("\n", text).split("\n"):
        if line := " ".join(html.unescape(_TAG.sub("", piece)).split()):
            yield line


def changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines that differ, each with the one that stands in its place."""
    for same, olds, news in _blocks(old, new):
        if not same:
            yield from zip_longest(olds, news, fillvalue="")


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Both sides in pieces that are the same or not."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    olds, news = old[start : len(old) - end], new[start : len(new) - end]
    yield True, old[:start], new[:start]
    if len(olds) * len(news) > MOST_PAIRS:
        yield False, olds, news
    else:
        for word, *at in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
            yield word == "equal", olds[at[0] : at[1]], news[at[2] : at[3]]
    yield True, old[len(old) - end :], new[len(new) - end :]


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines are the same from the start."""
    return next((number for number, (was, now) in enumerate(zip(old, new, strict=False)) if was != now), min(len(old), len(new)))


def _line(language: str, about: str, was: str, now: str) -> Line:
    before: list[Run] = []
    after: list[Run] = []
    for same, olds, news in _blocks(_WORDS.findall(was), _WORDS.findall(now)):
        _add(before, "".join(olds), "" if same else OUT)
        _add(after, "".join(news), "" if same else IN)
    return Line(language=language, about=about, old=tuple(before), new=tuple(after))


def _add(runs: list[Run], text: str, state: str) -> None:
    """A gap of mere space between two changes belongs to them."""
    if not text:
        return
    if runs and runs[-1].state == state:
        runs[-1] = Run(runs[-1].text + text, state)
    elif len(runs) > 1 and state and runs[-1].text.isspace() and runs[-2].state == state:
        runs[-2:] = [Run(runs[-2].text + runs[-1].text + text, state)]
    else:
        runs.append(Run(text, state))
