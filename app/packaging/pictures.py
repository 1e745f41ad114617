"""Which pictures a package holds: those that its edition and language show, and no others."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from app.content.views import CourseView

_ADDRESS = re.compile(r'aeo-media:([^"]+)')


def pictures(view: CourseView) -> list[str]:
    """Their names. One that only another edition's text shows is no more in the package than that text."""
    if not view.course.media:
        return []
    named = {name for text in _texts(_shown(view)) for name in _ADDRESS.findall(text)}
    return [picture.name for picture in view.course.media if picture.name in named]


def _shown(view: CourseView) -> Iterator[Any]:
    yield view.text
    yield view.glossary
    for module in view.modules:
        yield module.text
    for lesson in view.lessons:
        yield lesson.parts
        yield from (view.text_of(document)[1] for document in lesson.documents)


def _texts(values: Iterable[Any]) -> Iterator[str]:
    """Every text in them, however deep: of parts, questions, choices and what belongs to these."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | tuple):
            yield from _texts(value)
        elif is_dataclass(value):
            yield from _texts(getattr(value, field.name) for field in fields(value))
