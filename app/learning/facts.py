"""The facts of one person in one course, drawn from the rows that were stored: seen, finished, passed, score, and what is left. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.content.compiled import LESSON
from app.content.views import CourseView, LessonView, ModuleView
from app.errors import Sentence
from app.learning.order import Done, locks, module_done, waiting_quizzes

NOT_STARTED, SEEN, FINISHED, PASSED, NOT_PASSED, LOCKED = "not-started", "seen", "finished", "passed", "not-passed", "locked"

MARKS = (NOT_STARTED, SEEN, FINISHED, PASSED, NOT_PASSED, LOCKED)


class Stored(Protocol):
    """What is stored of a lesson: the mapped row, or any row with the same columns."""

    @property
    def lesson_id(self) -> str: ...
    @property
    def seen_at(self) -> datetime: ...
    @property
    def finished_at(self) -> datetime | None: ...
    @property
    def passed_at(self) -> datetime | None: ...
    @property
    def best(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonFacts:
    """One lesson or quiz. `opens` says what opens it while it is locked; `best` is the best per cent of a quiz."""

    lesson: LessonView
    mark: str
    minutes_left: int
    seen_at: datetime | None = None
    finished_at: datetime | None = None
    passed_at: datetime | None = None
    best: int | None = None
    opens: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFacts:
    """One module: its lessons, how many are finished or passed, and the result of its graded quizzes together.

    `best` and `passed_at` stand only when all of its graded quizzes are passed: the lowest result, the last day.
    """

    module: ModuleView
    mark: str
    lessons: tuple[LessonFacts, ...]
    finished: int
    minutes_left: int
    done: bool
    best: int | None = None
    passed_at: datetime | None = None
    opens: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to go on. `section` is an anchor, or empty; `number` is the section's or the lesson's; `resumed`: the person was there last."""

    lesson: LessonView
    section: str
    number: str
    minutes_left: int
    resumed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFacts:
    """A whole course for one person. `next` is None when nothing is left to do."""

    modules: tuple[ModuleFacts, ...]
    modules_done: int
    modules_counted: int
    minutes_left: int
    next: Place | None

    def lesson(self, lesson_id: str) -> LessonFacts:
        return next(each for module in self.modules for each in module.lessons if each.lesson.id == lesson_id)

    def module_of(self, lesson_id: str) -> ModuleFacts:
        return next(module for module in self.modules if any(each.lesson.id == lesson_id for each in module.lessons))


def facts(view: CourseView, rows: Iterable[Stored], last_lesson: str = "", last_section: str = "") -> CourseFacts:
    """Everything that an overview, a contents list and a progress table show."""
    stored = {row.lesson_id: row for row in rows}
    done = done_of(stored)
    closed = locks(view, done)
    modules = tuple(_module(module, stored, done, closed, last_lesson, last_section) for module in view.modules)
    counted = [module for module in modules if not module.module.elective]
    return CourseFacts(
        modules=modules,
        modules_done=sum(module.done for module in counted),
        modules_counted=len(counted),
        minutes_left=sum(module.minutes_left for module in counted),
        next=_next(modules, last_lesson, last_section),
    )


def facts_of_module(
    module: ModuleView, rows: Mapping[str, Stored], *, locked: bool, last_lesson: str = "", last_section: str = ""
) -> ModuleFacts:
    """One module that is open to the person, from the rows of its own lessons; `locked` is the order of its course."""
    done = done_of(rows)
    closed = {name: words for name, words in waiting_quizzes(module, done).items() if name not in done.seen} if locked else {}
    return _module(module, rows, done, closed, last_lesson, last_section)


def done_of(stored: Mapping[str, Stored]) -> Done:
    """What opens things: lessons finished, quizzes passed, and what was seen and so stays open."""
    return Done(
        seen=frozenset(stored),
        finished=frozenset(name for name, row in stored.items() if row.finished_at is not None),
        passed=frozenset(name for name, row in stored.items() if row.passed_at is not None),
    )


def _module(
    module: ModuleView, stored: Mapping[str, Stored], done: Done, closed: Mapping[str, Sentence], last_lesson: str, last_section: str
) -> ModuleFacts:
    lessons = tuple(
        _lesson(each, stored.get(each.id), closed.get(each.id), last_section if each.id == last_lesson else "") for each in module.lessons
    )
    graded = [each for each in lessons if each.lesson.graded]
    passed = [each.passed_at for each in graded if each.passed_at is not None]
    complete = bool(graded) and len(passed) == len(graded)
    return ModuleFacts(
        module=module,
        mark=_module_mark(lessons, module_done(module, done), complete),
        lessons=lessons,
        finished=sum(each.mark in (FINISHED, PASSED) for each in lessons),
        minutes_left=sum(each.minutes_left for each in lessons),
        done=module_done(module, done),
        best=min(each.best or 0 for each in graded) if complete else None,
        passed_at=max(passed) if complete else None,
        opens=lessons[0].opens if lessons and all(each.mark == LOCKED for each in lessons) else None,
    )


def _lesson(lesson: LessonView, row: Stored | None, opens: Sentence | None, last_section: str) -> LessonFacts:
    if row is None:
        mark = NOT_STARTED if opens is None else LOCKED
        return LessonFacts(lesson=lesson, mark=mark, minutes_left=lesson.minutes, opens=opens)
    mark = mark_of(lesson, row)
    return LessonFacts(
        lesson=lesson,
        mark=mark,
        minutes_left=0 if mark in (FINISHED, PASSED) else unread_minutes(lesson, last_section),
        seen_at=row.seen_at,
        finished_at=row.finished_at,
        passed_at=row.passed_at,
        best=row.best,
    )


def mark_of(lesson: LessonView, row: Stored) -> str:
    """The one mark that stands for the facts of a lesson that was seen."""
    if row.passed_at is not None:
        return PASSED
    if lesson.graded and row.best is not None:
        return NOT_PASSED
    return FINISHED if row.finished_at is not None else SEEN


def unread_minutes(lesson: LessonView, last_section: str) -> int:
    """Reading time from the section where the person was last; at least one minute."""
    before = 0
    for section in lesson.sections:
        if section.anchor == last_section:
            return max(1, (lesson.minutes * (100 - before) + 50) // 100)
        before += section.share
    return lesson.minutes


def _module_mark(lessons: tuple[LessonFacts, ...], done: bool, passed: bool) -> str:
    marks = [each.mark for each in lessons]
    if done and lessons:
        return PASSED if passed else FINISHED
    if NOT_PASSED in marks:
        return NOT_PASSED
    if marks and all(mark == LOCKED for mark in marks):
        return LOCKED
    return SEEN if any(mark in (SEEN, FINISHED, PASSED) for mark in marks) else NOT_STARTED


def _next(modules: tuple[ModuleFacts, ...], last_lesson: str, last_section: str) -> Place | None:
    """The lesson left last unless it is done, else the next open one behind it, else the first open one of the course."""
    row = [each for module in modules for each in module.lessons]
    ids = [each.lesson.id for each in row]
    start = ids.index(last_lesson) if last_lesson in ids else 0
    wanted = [each for each in (*row[start:], *row[:start]) if _is_to_do(each, modules)]
    if not wanted:
        return None
    here = wanted[0]
    resumed = here.lesson.id == last_lesson
    section = next((each for each in here.lesson.sections if resumed and each.anchor == last_section), None)
    return Place(
        lesson=here.lesson,
        section=section.anchor if section else "",
        number=section.number if section else here.lesson.number,
        minutes_left=here.minutes_left,
        resumed=resumed,
    )


def _is_to_do(each: LessonFacts, modules: tuple[ModuleFacts, ...]) -> bool:
    """Open, not done, and needed: electives and lessons that are not required are never pushed, unless the person is in them."""
    if each.mark in (FINISHED, PASSED, LOCKED):
        return False
    elective = next(module.module.elective for module in modules if each in module.lessons)
    needed = each.lesson.required if each.lesson.kind == LESSON else each.lesson.graded
    return (needed and not elective) or each.mark == SEEN
