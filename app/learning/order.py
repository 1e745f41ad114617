"""What unlocks what in a course whose order is locked, and the sentence that says what opens a lesson. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.content.compiled import CASE, LESSON
from app.content.views import CourseView, LessonView, ModuleView
from app.errors import Sentence, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Ids of lessons by what happened to them."""

    seen: frozenset[str] = frozenset()
    finished: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()


def locks(view: CourseView, done: Done) -> dict[str, Sentence]:
    """The lessons that are locked, each with what opens it. What was once open to this person stays open."""
    if view.course.order != "locked":
        return {}
    closed: dict[str, Sentence] = {}
    before: ModuleView | None = None
    way_is_free = True
    for module in view.counted:
        closed |= waiting_quizzes(module, done) if way_is_free or before is None else _all_of(module, before)
        way_is_free = way_is_free and module_done(module, done)
        before = module
    return {name: sentence for name, sentence in closed.items() if name not in done.seen}


def module_done(module: ModuleView, done: Done) -> bool:
    """Its required lessons are finished and its graded quizzes passed."""
    return all(
        lesson.id in done.finished if lesson.kind == LESSON else lesson.id in done.passed
        for lesson in module.lessons
        if (lesson.required if lesson.kind == LESSON else lesson.graded)
    )


def _all_of(module: ModuleView, before: ModuleView) -> dict[str, Sentence]:
    """A module whose turn has not come: all but its cases, which are always open."""
    sentence = say("Opens after module %(module)s.", module=before.number)
    return {lesson.id: sentence for lesson in module.lessons if lesson.kind != CASE}


def waiting_quizzes(module: ModuleView, done: Done) -> dict[str, Sentence]:
    """The graded quizzes of an open module that wait for lessons before them."""
    closed = {}
    for place, quiz in enumerate(module.lessons):
        needed = [each for each in module.lessons[:place] if each.required and each.kind == LESSON]
        if quiz.graded and quiz.kind != CASE and any(each.id not in done.finished for each in needed):
            closed[quiz.id] = _sentence(needed, module.lessons[:place])
    return closed


def _sentence(needed: Sequence[LessonView], before: Sequence[LessonView]) -> Sentence:
    """Names the lessons, as a range where none stands between that is not needed."""
    numbers = [each.number for each in needed]
    if len(needed) == 1:
        return say("Opens when %(lesson)s is finished.", lesson=numbers[0])
    first, last = before.index(needed[0]), before.index(needed[-1])
    if last - first + 1 == len(needed) > 2:
        return say("Opens when %(first)s to %(last)s are finished.", first=numbers[0], last=numbers[-1])
    return say("Opens when %(lessons)s are finished.", lessons=tuple(numbers))
