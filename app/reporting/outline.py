"""The parts of a course that are counted for a group: by which version and edition somebody learns, and the columns of the whole group."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.content.compiled import LESSON, QUIZ
from app.content.views import CourseView, LessonView, ModuleView
from app.publishing.models import Version
from app.publishing.versions import view_of
from app.reporting.stored import Reached, Tries
from app.storage import Storage


@dataclass(frozen=True, slots=True)
class Stage:
    """A module with the lessons that it holds, and what has to be finished and passed of it."""

    id: str
    counted: bool
    lessons: frozenset[str]
    finish: frozenset[str]
    passing: frozenset[str]

    def done(self, reached: Reached) -> bool:
        return self.finish <= reached.finished and self.passing <= reached.passed


@dataclass(frozen=True, slots=True)
class Outline:
    """A course as one version and edition has it. `attempts` are those that a graded quiz allows, None without a limit."""

    stages: tuple[Stage, ...]
    graded: frozenset[str]
    attempts: dict[str, int | None]

    def begun(self, reached: Reached) -> frozenset[str]:
        """The modules in which a lesson was seen."""
        return frozenset(stage.id for stage in self.stages if not stage.lessons.isdisjoint(reached.seen))

    def modules_done(self, reached: Reached) -> int:
        return sum(stage.counted and stage.done(reached) for stage in self.stages)

    def failing(self, reached: Reached) -> bool:
        """Whether a graded quiz was taken and is not passed yet."""
        return not self.graded.isdisjoint(reached.tried - reached.passed)

    def lessons_done(self, reached: Reached) -> int:
        """Lessons that bear the mark finished or passed; a graded quiz that is not passed bears another one."""
        done = reached.passed | (reached.finished - (self.graded & reached.tried))
        return sum(len(stage.lessons & done) for stage in self.stages)

    def tries_left(self, quiz_id: str, tries: Tries | None) -> int | None:
        """Attempts left at a quiz that was tried and not passed; None where that says nothing."""
        most = self.attempts.get(quiz_id)
        if most is None or tries is None or tries.running or tries.passed:
            return None
        return max(0, most - tries.number)


@dataclass(frozen=True, slots=True)
class Columns:
    """The newest version for a group: the modules that any of the editions in use has, and their graded quizzes."""

    modules: tuple[ModuleView, ...]

    @property
    def counted(self) -> tuple[ModuleView, ...]:
        return tuple(module for module in self.modules if not module.elective)

    @property
    def quizzes(self) -> tuple[LessonView, ...]:
        return tuple(lesson for module in self.counted for lesson in module.lessons if lesson.graded and lesson.kind == QUIZ)


def outline_of(view: CourseView) -> Outline:
    graded = frozenset(lesson.id for lesson in view.lessons if lesson.graded)
    counted = [lesson for lesson in view.graded if lesson.policy is not None]
    limits = {lesson.id: lesson.policy.attempts for lesson in counted if lesson.policy is not None}
    return Outline(tuple(_stage(module) for module in view.modules), graded, limits)


def columns_of(storage: Storage, newest: Version, editions: Iterable[str]) -> Columns:
    """In the order of the course, in its own language; without learners as its first edition has it."""
    first = view_of(storage, newest)
    known = [edition for edition in dict.fromkeys(editions) if edition in first.course.audiences]
    views = [view_of(storage, newest, edition) for edition in known] or [first]
    found = {module.id: module for view in reversed(views) for module in view.modules}
    return Columns(tuple(found[module.id] for module in first.course.modules if module.id in found))


def _stage(module: ModuleView) -> Stage:
    return Stage(
        module.id,
        not module.elective,
        frozenset(lesson.id for lesson in module.lessons),
        frozenset(lesson.id for lesson in module.lessons if lesson.kind == LESSON and lesson.required),
        frozenset(lesson.id for lesson in module.lessons if lesson.kind != LESSON and lesson.graded),
    )
