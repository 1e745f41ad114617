"""A question as a package carries it: its data, its slip, where to read again, its sources."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from markupsafe import Markup

from app.assessment.questions import Choice, Question
from app.content.canonical import to_data
from app.content.links import Links
from app.content.views import CourseView, LessonView
from app.content.words import words
from app.errors import NotFound

T = TypeVar("T")

LINKS = Links(media="", lesson="#/", term="#/~glossary/")
"""A package is one folder and one document: pictures lie beside it, lessons and terms are places behind the #."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a lesson's script says of one question. `truth` is the key of the choice that says "true", in whatever language."""

    question: Question
    see: dict[str, str] | None
    sources: tuple[str, ...]
    truth: str = ""

    def data(self, slip: str = "") -> dict[str, Any]:
        row: dict[str, Any] = {"question": to_data(self.question)}
        return (
            row
            | ({"slip": slip} if slip else {})
            | ({"see": self.see} if self.see else {})
            | ({"sources": list(self.sources)} if self.sources else {})
            | ({"truth": self.truth} if self.truth else {})
        )


def carried(view: CourseView, question: Question, lesson: LessonView) -> Carried:
    """The question with its addresses resolved."""
    told = resolved(question, LINKS.resolve)
    return Carried(told, see(view, question, lesson), sources(view, question), truth(question, lesson.language))


def truth(question: Question, language: str) -> str:
    """An LMS is told "t" or "f", and the choices are words of the lesson's language."""
    task = question.task
    if not isinstance(task, Choice) or task.kind != "truefalse":
        return ""
    said = {words(language).true.casefold(), "true"}
    return next((option.key for option in task.options if option.text.casefold() in said), "")


def resolved(value: T, resolve: Callable[[str], str]) -> T:
    """The same data with every address in its HTML turned into the package's own."""
    return cast(T, _resolved(value, resolve))


def _resolved(value: Any, resolve: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return resolve(value) if "aeo-" in value else value
    if isinstance(value, tuple):
        row = tuple(_resolved(each, resolve) for each in value)
        return row if any(new is not old for new, old in zip(row, value, strict=True)) else value
    if is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: _resolved(getattr(value, field.name), resolve) for field in fields(value)}
        return replace(value, **changes) if any(changes[name] is not getattr(value, name) for name in changes) else value
    return value


def see(view: CourseView, question: Question, lesson: LessonView) -> dict[str, str] | None:
    """What to read again: the lesson or section the question names, else the lesson before it."""
    lesson_id, _, place = question.see.partition("/")
    if not lesson_id:
        before = next((each for each in _before(view, lesson) if each.kind == "lesson"), None)
        return {"href": f"#/{before.id}", "title": f"{before.number} {before.title}"} if before else None
    try:
        target = view.lesson(lesson_id)
    except NotFound:
        return None
    sections = [section for section in target.sections if section.number]
    if place and int(place) <= len(sections):
        section = sections[int(place) - 1]
        return {"href": f"#/{target.id}/{section.anchor}", "title": f"{section.number} {plain(section.title)}"}
    return {"href": f"#/{target.id}", "title": f"{target.number} {target.title}"}


def _before(view: CourseView, lesson: LessonView) -> list[LessonView]:
    row = list(view.module_of(lesson.id).lessons)
    place = next(index for index, each in enumerate(row) if each.id == lesson.id)
    return row[place::-1]


def sources(view: CourseView, question: Question) -> tuple[str, ...]:
    return tuple(f"{source.title}, {provision}" if provision else source.title for source, provision in view.sources(question.cites))


def plain(html: str) -> str:
    """The words of a heading without its tags."""
    return Markup(html).striptags()
