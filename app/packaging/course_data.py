"""What the player knows of a course before any lesson is opened: modules, quizzes, rules, and how the state is laid out."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from app.assessment.draw import line_candidates, paper, pool_candidates
from app.assessment.marks import Mark, total
from app.assessment.questions import Question
from app.assessment.quiz import Pool, Quiz
from app.content.compiled import CASE, QUIZ
from app.content.views import CourseView, LessonView, ModuleView
from app.packaging.questions import LINKS
from app.packaging.state import State


def course_data(view: CourseView, state: State, *, version: int | None, direction: str, mastery: bool, completed: str) -> dict[str, Any]:
    """The argument of `aeo.course(…)`."""
    quizzes = {lesson.id: view.quiz(lesson.id) for lesson in view.lessons if lesson.kind in (QUIZ, CASE)}
    homes = {question.id: lesson.id for lesson in view.lessons for question in lesson.questions}
    return {
        "id": view.id,
        "title": view.title,
        "summary": view.text.summary,
        "welcome": LINKS.resolve(view.text.html),
        "language": view.language,
        "direction": direction,
        "version": version,
        "order": view.course.order,
        "mastery": mastery,
        "completed": completed,
        "counts": bool(view.graded),
        "glossary": bool(view.glossary),
        "topics": topics(view),
        "modules": [_module(module) for module in view.modules],
        "quizzes": {lesson.id: _quiz(lesson, quizzes[lesson.id], homes) for lesson in view.lessons if lesson.id in quizzes},
        "questions": homes,
        "layout": state.layout,
    }


def topics(view: CourseView) -> dict[str, str]:
    """The titles of the tags that are topics, in the language of the view."""
    original = view.course.language
    titles = {tag: by_language.get(view.language) or by_language.get(original, "") for tag, by_language in view.course.topics.items()}
    return {tag: title for tag, title in titles.items() if title}


def _module(module: ModuleView) -> dict[str, Any]:
    return {
        "id": module.id,
        "number": module.number,
        "title": module.text.title,
        "summary": module.text.summary,
        "elective": module.elective,
        "lessons": [_lesson(lesson) for lesson in module.lessons],
    }


def _lesson(lesson: LessonView) -> dict[str, Any]:
    return {
        "id": lesson.id,
        "number": lesson.number,
        "title": lesson.title,
        "kind": lesson.kind,
        "minutes": lesson.minutes,
        "required": lesson.required,
        "practice": [question.id for question in lesson.practice],
    }


def _quiz(lesson: LessonView, quiz: Quiz, homes: dict[str, str]) -> dict[str, Any]:
    policy = quiz.policy
    asked = {question.id: question for question in quiz.reach()}
    ids = paper(quiz, 0)
    return {
        "id": quiz.id,
        "number": lesson.number,
        "title": lesson.title,
        "summary": lesson.summary,
        "graded": policy.graded,
        "pass": policy.pass_mark,
        "attempts": policy.attempts,
        "wait": policy.wait,
        "timeLimit": policy.time_limit,
        "feedback": policy.feedback,
        "tries": policy.tries,
        "shuffle": policy.shuffle,
        "final": policy.final,
        "count": len(ids),
        "points": total(Mark(Fraction(0), asked[question].worth) for question in ids).possible,
        "items": [_item(item, quiz) for item in quiz.items],
        "blueprint": [{"pick": line.pick, "ids": _ids(line_candidates(line, quiz))} for line in quiz.blueprint],
        "needs": sorted({lesson.id} | {homes[question] for question in asked}),
        "case": _case(lesson),
    }


def _case(lesson: LessonView) -> dict[str, Any] | None:
    """What a case has beside a quiz: its budget, and what each document costs of it, in minutes."""
    if lesson.case is None:
        return None
    return {"budget": lesson.case.budget, "documents": [{"key": each.key, "cost": each.cost} for each in lesson.documents]}


def _item(item: Question | Pool, quiz: Quiz) -> dict[str, Any]:
    if isinstance(item, Question):
        return {"question": item.id}
    return {"pool": item.id, "pick": item.pick, "unseen": item.prefer_unseen, "ids": _ids(pool_candidates(item, quiz))}


def _ids(questions: Iterable[Question]) -> list[str]:
    return [question.id for question in questions]
