"""How far a course is translated: of each language the pages that are missing and those that are older than their original."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.content.compiled import Course, LessonText, PageText

Texts = Mapping[str, PageText] | Mapping[str, LessonText]


@dataclass(frozen=True, slots=True)
class Translated:
    """One language beside the course's own: pages without a translation, and translations that the original has left behind."""

    language: str
    missing: int
    stale: int

    @property
    def complete(self) -> bool:
        return not self.missing and not self.stale


def translated(course: Course) -> tuple[Translated, ...]:
    """Each language of the course but its own, in its order."""
    pages = tuple(_pages(course))
    return tuple(_of(language, pages) for language in course.languages if language != course.language)


def _of(language: str, pages: tuple[Texts, ...]) -> Translated:
    found = [texts.get(language) for texts in pages]
    return Translated(language, found.count(None), sum(text is not None and text.stale for text in found))


def _pages(course: Course) -> Iterator[Texts]:
    yield course.texts
    for module in course.modules:
        yield module.texts
        yield from (lesson.texts for lesson in module.lessons)
