"""Two versions of a course, compared by id: what is the same, what is worded anew, what means something else, new, gone or moved."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from textwrap import shorten
from typing import Any

from app.assessment.questions import Question
from app.assessment.quiz import Pool
from app.content.answer_texts import answers_of
from app.content.compiled import Course, Lesson, Module, PageText, Prose, Source
from app.content.wording import deciding, plain, worded, words_in

SAME, WORDING, MEANING, NEW, GONE, MOVED = "same", "wording", "meaning", "new", "gone", "moved"
STATES = (MEANING, NEW, GONE, MOVED, WORDING, SAME)
"""What may be said of a part, gravest first. A part that has moved and changed is said to have changed, and `moved` tells the rest."""

OF_THEIR_OWN = frozenset({"course", "source", "term"})
"""Kinds whose ids are apart from those of pages and questions."""


@dataclass(frozen=True, slots=True)
class Detail:
    """What decides and has changed; `old` and `new` are "" where the value cannot be said in a few words."""

    name: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One part in both versions. `place` is the id of what holds it now (or held it), `was` where it stood if it has moved."""

    kind: str
    id: str
    state: str
    title: str
    place: str = ""
    moved: bool = False
    was: str = ""
    details: tuple[Detail, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every part of both versions: those of the new one in its order, then those that are gone."""

    changes: tuple[Change, ...]

    def count(self, state: str) -> int:
        return sum(change.state == state for change in self.changes)


@dataclass(slots=True)
class Item:
    """A part of one version: what decides by name, its words by language, and for a question its answers to read, by language."""

    kind: str
    id: str
    title: str
    place: str = ""
    deciding: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)


def compare(old: Course, new: Course) -> Comparison:
    """What became of each part of a course."""
    before, after = dict(items_of(old)), dict(items_of(new))
    moved = _moved(before, after)
    changes = [_change(before.get(key), item, key in moved) for key, item in after.items()]
    changes += [_bare(item, GONE) for key, item in before.items() if key not in after]
    return Comparison(tuple(changes))


def key_of(change: Change) -> str:
    """The name by which `items_of` has this part."""
    return f"{change.kind if change.kind in OF_THEIR_OWN else 'page'} {change.id}"


def _bare(item: Item, state: str) -> Change:
    return Change(kind=item.kind, id=item.id, state=state, title=item.title, place=item.place)


def _change(old: Item | None, new: Item, moved: bool) -> Change:
    if old is None:
        return _bare(new, NEW)
    details = tuple(_details(old, new))
    languages = tuple(sorted(each for each in old.words.keys() | new.words.keys() if old.words.get(each) != new.words.get(each)))
    state = MEANING if details else WORDING if languages else MOVED if moved else SAME
    return Change(
        kind=new.kind,
        id=new.id,
        state=state,
        title=new.title,
        place=new.place,
        moved=moved,
        was=old.place if moved else "",
        details=details,
        languages=languages,
    )


def _details(old: Item, new: Item) -> Iterator[Detail]:
    if old.kind != new.kind:
        yield Detail("kind", old.kind, new.kind)
    for name in dict.fromkeys((*old.deciding, *new.deciding)):
        before: Any = old.deciding.get(name)
        after: Any = new.deciding.get(name)
        if name == "answers":
            shared = before.keys() & after.keys() if before and after else ()
            if any(before[language] != after[language] for language in shared):
                yield Detail(name)
        elif before != after:
            yield Detail(name, _said(before), _said(after))


def _said(value: Any) -> str:
    """A value in a few words, or nothing."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, tuple | list) and all(isinstance(item, str) for item in value):
        return ", ".join(value) or "none"
    return ""


def _moved(before: dict[str, Item], after: dict[str, Item]) -> set[str]:
    """What stands elsewhere: in another part, or in another order among those that stay together. As few as explain it."""
    shared = [key for key in after if key in before and before[key].place]
    moved = {key for key in shared if before[key].place != after[key].place}
    order = {key: number for number, key in enumerate(before)}
    rows: dict[str, list[str]] = {}
    for key in shared:
        if key not in moved:
            rows.setdefault(after[key].place, []).append(key)
    for row in rows.values():
        moved |= set(row) - {row[number] for number in _longest_rise([order[key] for key in row])}
    return moved


def _longest_rise(numbers: list[int]) -> list[int]:
    """The places of a longest run of rising numbers, others left out."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tops, number)
        before.append(ends[at - 1] if at else -1)
        ends[at : at + 1], tops[at : at + 1] = [place], [number]
    found, place = [], ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found


def items_of(course: Course) -> Iterator[tuple[str, Item]]:
    """Every part that has an id. Sources and terms have ids of their own, apart from those of pages and questions."""
    yield f"course {course.id}", _course(course)
    for module in course.modules:
        yield f"page {module.id}", _module(module, course)
        for lesson in module.lessons:
            yield f"page {lesson.id}", _lesson(lesson, module, course)
            yield from _asked(lesson, course)
    for source in course.sources:
        yield f"source {source.id}", _source(source)
    yield from _terms(course)


def _pages(texts: Any) -> dict[str, Any]:
    return {language: _page(text) for language, text in texts.items()}


def _page(text: PageText) -> tuple[str, ...]:
    return text.title, text.summary, worded(text.html)


def _course(course: Course) -> Item:
    rule, topics = course.certificate, sorted(course.topics.items())
    words: dict[str, Any] = {
        language: [*_page(text), *(titles.get(language, "") for _, titles in topics), rule and rule.titles.get(language, "")]
        for language, text in course.texts.items()
    }
    decides = {
        "language": course.language,
        "audiences": course.audiences,
        "order": course.order,
        "pass": course.pass_mark,
        "topics": tuple(name for name, _ in topics),
        "certificate": rule and f"{rule.years} years, {rule.months} months",
        "licence": course.licence,
        "iri": course.iri,
    }
    return Item("course", course.id, course.texts[course.language].title, "", decides, words)


def _module(module: Module, course: Course) -> Item:
    decides = {name: getattr(module, name) for name in ("elective", "audience", "cites", "tags")}
    return Item("module", module.id, module.texts[course.language].title, course.id, decides, _pages(module.texts))


_TOLD = frozenset({"id", "number", "minutes", "kind", "texts", "policy"})
"""What of a lesson is told in another way, or follows from its text and its place."""


def _lesson(lesson: Lesson, module: Module, course: Course) -> Item:
    own = lesson.texts[course.language]
    rest = {each.name: getattr(lesson, each.name) for each in fields(lesson) if each.name not in _TOLD}
    decides: dict[str, Any] = {name: deciding(value) for name, value in rest.items()}
    decides |= {each.name: getattr(lesson.policy, each.name) for each in fields(lesson.policy)} if lesson.policy else {}
    decides["editions"] = sorted({", ".join(part.audience) for part in own.parts if isinstance(part, Prose)})
    words: dict[str, Any] = {
        language: (text.title, text.summary, [worded(part.html) for part in text.parts if isinstance(part, Prose)])
        for language, text in lesson.texts.items()
    }
    words[""] = [*words_in(tuple(rest.values()))]
    return Item(lesson.kind, lesson.id, own.title, module.id, decides, words)


def _asked(lesson: Lesson, course: Course) -> Iterator[tuple[str, Item]]:
    """The questions and pools of a lesson, each with its words and answers in all languages."""
    found: dict[str, Item] = {}
    for language in sorted(lesson.texts, key=lambda each: each != course.language):
        for part in lesson.texts[language].parts:
            if isinstance(part, Pool):
                found.setdefault(f"page {part.id}", _pool(part, lesson.id))
                for question in part.questions:
                    _add(found, question, part.id, language)
            elif isinstance(part, Question):
                _add(found, part, lesson.id, language)
    yield from found.items()


def _pool(pool: Pool, place: str) -> Item:
    decides = {name: getattr(pool, name) for name in ("pick", "source", "level", "prefer_unseen", "audience")}
    return Item("pool", pool.id, pool.id, place, decides)


def _add(found: dict[str, Item], question: Question, place: str, language: str) -> None:
    key = f"page {question.id}"
    if key not in found:
        decides = {"answers": {}, **{name: getattr(question, name) for name in ("points", "cites", "level", "tags", "audience")}}
        found[key] = Item("question", question.id, _short(plain(question.prompt)), place, decides)
    found[key].deciding["answers"][language] = deciding(question.task)
    found[key].answers[language] = tuple(answers_of(question.task))
    found[key].words[language] = [*words_in(question), question.see.partition("/")[0]]


def _short(words: str) -> str:
    return shorten(words, 80, placeholder="\N{HORIZONTAL ELLIPSIS}")


def _source(source: Source) -> Item:
    names = ("instrument", "edition", "date", "superseded_by", "provisions", "evidence")
    decides = {name: getattr(source, name) for name in names}
    return Item("source", source.id, source.title, "", decides, {"": (source.title, source.publisher, source.url)})


def _terms(course: Course) -> Iterator[tuple[str, Item]]:
    found: dict[str, Item] = {}
    for language in sorted(course.glossary, key=lambda each: each != course.language):
        for term in course.glossary[language]:
            item = found.setdefault(f"term {term.id}", Item("term", term.id, term.term))
            item.words[language] = (term.term, worded(term.definition))
    yield from found.items()
