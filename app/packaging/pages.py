"""The files of the SCO: one document that is never left, and one classic script for the course and for each lesson."""

import json
from typing import Any

from markupsafe import Markup

from app.assessment.questions import Question
from app.content.compiled import CASE, QUIZ, Prose
from app.content.views import CourseView, LessonView
from app.packaging.assets import Assets
from app.packaging.case_pages import case_data
from app.packaging.formats import direction, voice
from app.packaging.questions import LINKS, Carried, carried, resolved
from app.packaging.rendering import Renderer, safe, squeezed
from app.packaging.words import words

CASE_CSS = "case.css"
_PROGRESS = Markup('<span data-part="progress"></span>')


def has_case(view: CourseView) -> bool:
    return any(lesson.kind == CASE for lesson in view.lessons)


def lesson_file(lesson_id: str) -> str:
    return f"lesson-{lesson_id}.js"


def index_page(view: CourseView, render: Renderer, assets: Assets) -> bytes:
    terms = resolved(view.glossary, LINKS.resolve)
    text = render.page(
        "package/index.html",
        title=view.title,
        icons=safe(assets.icons),
        mark=safe(assets.mark),
        terms=[{"id": term.id, "term": term.term, "definition": safe(term.definition)} for term in terms],
        licence=view.course.licence,
        sheets=["site.css", CASE_CSS] if has_case(view) else ["site.css"],
    )
    return squeezed(text).encode()


def course_script(data: dict[str, Any], render: Renderer) -> bytes:
    said = words(render.translations, render.language, package=True)
    return f"aeo.course({script_json(data)},{script_json(said)});\n".encode()


def lesson_script(view: CourseView, lesson: LessonView, render: Renderer) -> bytes:
    """What a lesson hands over: its page and the questions that stand in it."""
    rows = [carried(view, question, lesson) for question in lesson.questions]
    data: dict[str, Any]
    if lesson.kind == QUIZ:
        data = {"questions": _asked(rows, lesson, render)}
    elif lesson.kind == CASE:
        data = case_data(view, lesson, render) | {"questions": _asked(rows, lesson, render)}
    else:
        data = {"html": _lesson_page(view, lesson, rows, render), "questions": {row.question.id: row.data() for row in rows}}
    return f"aeo.lesson({script_json(lesson.id)},{script_json(data)});\n".encode()


def script_json(value: Any) -> str:
    """JSON that may stand in a script, also within HTML: no tag can end it, no line separator can break it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _asked(rows: list[Carried], lesson: LessonView, render: Renderer) -> dict[str, Any]:
    """Questions with their slips: in the source's order, with an empty row for the buttons that the player puts in."""
    slip, own = render.macro("components/slip.html", "slip"), voice(lesson.language, render.language)
    return {row.question.id: row.data(squeezed(str(slip(row.question, row=True, own=own)))) for row in rows}


def _practice(row: Carried, render: Renderer) -> Markup:
    return Markup(render.macro("components/slip.html", "slip")(row.question, practice=True))


def _lesson_page(view: CourseView, lesson: LessonView, rows: list[Carried], render: Renderer) -> str:
    by_id = {row.question.id: row for row in rows}
    module = view.module_of(lesson.id)
    previous, following = view.neighbours(lesson.id)
    original = lesson.language if lesson.language != view.language else ""
    text = render.page(
        "package/lesson.html",
        view=view,
        lesson=lesson,
        module=module,
        parts=[_part(part, by_id, render) for part in lesson.parts],
        sources=[f"{source.title}, {place}" if place else source.title for source, place in view.sources(lesson.lesson.cites)],
        previous=previous,
        next=following,
        progress=_PROGRESS,
        original=original,
        original_dir=direction(original) if original else "",
    )
    return squeezed(text)


def _part(part: Any, by_id: dict[str, Carried], render: Renderer) -> dict[str, Markup]:
    if isinstance(part, Prose):
        return {"html": safe(LINKS.resolve(part.html))}
    if isinstance(part, Question):
        return {"slip": _practice(by_id[part.id], render)}
    return {"slip": Markup("").join(_practice(by_id[question.id], render) for question in part.questions)}
