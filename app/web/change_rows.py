"""One changed part of a course as its author reads it: where it stands, what was taken out and put in, and what that means."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.assessment.questions import Question
from app.assessment.quiz import Pool
from app.content.comparison import GONE, MEANING, MOVED, NEW, SAME, WORDING, Change
from app.content.compiled import Course, Lesson
from app.content.differences import Line
from app.publishing import stands
from app.publishing.stands import Stand
from app.web import language

MARKS = {
    MEANING: ("amber", "circle-alert"), WORDING: ("", "pencil"), NEW: ("", "file-text"), GONE: ("", "x"), MOVED: ("", "arrow-right"),
    SAME: ("", "check"),
}  # fmt: skip
"""Tone and icon of each state."""


@dataclass(slots=True)
class Maker:
    """Makes the rows of one comparison; the names are those of the two sides."""

    before: Stand
    after: Stand
    old_name: str
    new_name: str
    was: dict[str, str] = field(init=False)
    now: dict[str, str] = field(init=False)
    lessons: dict[str, Lesson] = field(init=False)

    def __post_init__(self) -> None:
        self.was, self.now = numbers(self.before.course), numbers(self.after.course)
        self.lessons = {lesson.id: lesson for module in self.after.course.modules for lesson in module.lessons}

    def row(self, change: Change) -> dict[str, Any]:
        tone, icon = MARKS[change.state]
        course = self.before.course if change.state == GONE else self.after.course
        number = (self.was if change.state == GONE else self.now).get(change.id, "")
        told = stands.told(self.before, self.after, change)
        return {
            "state": change.state,
            "word": state_word(change.state),
            "tone": tone,
            "icon": icon,
            "place": _("%(number)s, %(kind)s", number=number, kind=kind_word(change.kind)) if number else kind_word(change.kind),
            "id": change.id,
            "title": language.own(change.title, course.language),
            "lines": [self._line(line) for line in told.lines],
            "more": told.more,
            "notes": list(self._notes(change, bool(told.lines))),
        }

    def _line(self, line: Line) -> dict[str, Any]:
        return {
            "about": detail_word(line.about) if line.about else "",
            "lang": line.language or self.after.course.language,
            "named": bool(line.language) and len(self.after.course.languages) > 1,
            "old_name": self.old_name,
            "new_name": self.new_name,
            "old": line.old,
            "new": line.new,
        }

    def _notes(self, change: Change, lines: bool) -> Iterator[str]:
        if change.state == MEANING:
            names = language.as_list([detail_word(detail.name) for detail in change.details])
            yield _("This decides, so it is meaning: %(names)s.", names=names)
        if change.state == WORDING and not lines:
            yield _("A picture, a link or the layout changed; no word did.")
        if change.state == NEW and change.id in self.lessons:
            yield self._new_lesson(self.lessons[change.id])
        if change.state == GONE and change.kind == "question":
            yield _("Marks stay in the records as they were given.")
        if change.moved:
            yield self._moved(change)

    def _new_lesson(self, lesson: Lesson) -> str:
        questions = sum(len(_asked(part)) for text in [next(iter(lesson.texts.values()))] for part in text.parts)
        asked = ngettext("%(num)s question", "%(num)s questions", questions) if questions else _("no question")
        return _("%(minutes)s, %(questions)s", minutes=language.as_minutes(lesson.minutes), questions=asked)

    def _moved(self, change: Change) -> str:
        old, new = self.was.get(change.id, ""), self.now.get(change.id, "")
        if old and new and old != new:
            return _("It stood at %(old)s and stands at %(new)s now. Marks follow the id, not the place.", old=old, new=new)
        return _("It stands in another order now. Marks follow the id, not the place.")


def numbers(course: Course) -> dict[str, str]:
    """Where each part with an id stands: a question at the number of its lesson."""
    found: dict[str, str] = {}
    for module in course.modules:
        found[module.id] = module.number
        for lesson in module.lessons:
            found[lesson.id] = lesson.number
            for text in lesson.texts.values():
                found |= {each: lesson.number for part in text.parts for each in (*_asked(part), *_pool(part))}
    return found


def _asked(part: object) -> tuple[str, ...]:
    if isinstance(part, Question):
        return (part.id,)
    return tuple(question.id for question in part.questions) if isinstance(part, Pool) else ()


def _pool(part: object) -> tuple[str, ...]:
    return (part.id,) if isinstance(part, Pool) else ()


def state_word(state: str) -> str:
    return {
        MEANING: _("Meaning"), WORDING: _("Wording"), NEW: _("New"), GONE: _("Gone"), MOVED: _("Moved"), SAME: _("Same"),
    }[state]  # fmt: skip


def kind_word(kind: str) -> str:
    words = {
        "course": _("course"), "module": _("module"), "lesson": _("lesson"), "quiz": _("quiz"), "case": _("case file"),
        "pool": _("pool of questions"), "question": _("question"), "source": _("source"), "term": _("term"),
    }  # fmt: skip
    return words.get(kind, kind)


def detail_word(name: str) -> str:
    """What decides, in words where it has no key of its own; else the key as the author writes it."""
    words = {
        "answers": _("right answers"), "points": _("points"), "cites": _("citations"), "kind": _("type"), "audience": _("audience"),
        "audiences": _("audiences"), "editions": _("editions"), "level": _("level"), "tags": _("tags"), "language": _("language"),
        "order": _("order"), "pass": _("pass mark"), "topics": _("topics"), "certificate": _("certificate"),
        "attempts": _("attempts"), "time_limit": _("time limit"), "required": _("required"), "blueprint": _("blueprint"),
        "pick": _("number drawn"), "edition": _("edition"), "date": _("date"), "provisions": _("provisions"),
    }  # fmt: skip
    return words.get(name, name)
