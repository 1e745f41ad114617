"""What of a course rests on an instrument in one edition: the pages and questions that cite it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.assessment.questions import Question
from app.assessment.quiz import Pool
from app.content.compiled import Course, Lesson
from app.content.wording import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """A part that cites the text: `cites` as it names it, `place` the lesson of a question or the module of a lesson."""

    kind: str
    id: str
    title: str
    place: str
    cites: tuple[str, ...]


def resting_on(course: Course, instrument: str, edition: str) -> tuple[Resting, ...]:
    """The modules, lessons and questions that cite this edition, in the order of the course."""
    names = {source.id for source in course.sources if (source.instrument, source.edition) == (instrument, edition)}
    return tuple(part for part in _parts(course, names) if part.cites)


def editions_of(course: Course) -> tuple[tuple[str, str], ...]:
    """The instruments that a course lists, each with its edition."""
    return tuple(sorted({(source.instrument, source.edition) for source in course.sources}))


def _parts(course: Course, names: set[str]) -> Iterator[Resting]:
    def cited(cites: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cite for cite in cites if cite.partition(":")[0] in names)

    for module in course.modules:
        title = module.texts[course.language].title
        yield Resting(kind="module", id=module.id, title=title, place=course.id, cites=cited(module.cites))
        for lesson in module.lessons:
            title = lesson.texts[course.language].title
            yield Resting(kind=lesson.kind, id=lesson.id, title=title, place=module.id, cites=cited(lesson.cites))
            for asked in _questions(lesson, course.language):
                words = plain(asked.prompt)[:80]
                yield Resting(kind="question", id=asked.id, title=words, place=lesson.id, cites=cited(asked.cites))


def _questions(lesson: Lesson, language: str) -> Iterator[Question]:
    for part in lesson.texts[language].parts:
        if isinstance(part, Question | Pool):
            yield from part.questions if isinstance(part, Pool) else (part,)
