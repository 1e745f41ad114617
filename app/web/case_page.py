"""What the page of a case shows: its file with costs and budget, the document that lies open, its tasks; and the path told back."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.assessment.questions import Answer
from app.content.compiled import Document, Prose
from app.content.views import CourseView, LessonView
from app.learning import cases
from app.learning.cases import CasePath, Step
from app.web import language, quiz_page
from app.web.context import session
from app.web.desk import Desk
from app.web.places import links
from app.web.quiz_page import course_of, module_of

NOTHING: Mapping[str, Any] = {}


def rendered(
    desk: Desk,
    *,
    document: str = "",
    moved: str = "",
    refusal: str = "",
    errors: Mapping[str, str] = NOTHING,
    typed: Mapping[str, Answer] = NOTHING,
) -> str:
    """The page as it goes out. `document` is shown if it was opened; `errors` and `typed` are by the ids of questions."""
    path = cases.path_of(session(), desk.lesson, desk.attempt.id)
    shown = next((each for each in desk.lesson.documents if each.key == document and each.key in path.opened), None)
    context = _head(desk) | {
        "boxes": _boxes(desk, path),
        "budget": _budget(path),
        "files": [_row(desk, each, path, shown) for each in desk.lesson.documents],
        "document": _document(desk, shown) if shown else None,
        "text": [Markup(links(desk.slug).resolve(part.html)) for part in desk.lesson.parts if isinstance(part, Prose)],
        "refusal": refusal,
        "over": desk.over,
        "result_href": url_for("quizzes.result", attempt_id=desk.attempt.id),
    }
    if not desk.over:
        parts = quiz_page.pieces_of_all(desk, errors=errors, moved=moved, typed=typed)
        context |= {
            "slips": parts.slips,
            "sequence": parts.sequence,
            "all_action": quiz_page.address(desk, "answers"),
            "finish_href": quiz_page.address(desk, "finish"),
            "feedback": desk.quiz.policy.feedback,
        }
    return render_template("quizzes/case.html", here="training", **context)


def walked(desk: Desk) -> dict[str, Any] | None:
    """The path of an attempt at a case, told back to who walked it; what was opened can be read again. None at a quiz."""
    if desk.lesson.case is None:
        return None
    path = cases.path_of(session(), desk.lesson, desk.attempt.id)
    return told(path, desk.lesson, desk.view, url_for("cases.page", attempt_id=desk.attempt.id))


def told(path: CasePath, lesson: LessonView, view: CourseView, address: str = "") -> dict[str, Any]:
    """A path as components/case.html shows it; with an `address` each step leads to its document."""
    used = 0
    rows = []
    for step in path.steps:
        used += step.cost
        rows.append(_step(step, used, view, address))
    unopened = [_title(each, view) | {"key": each.key} for each in lesson.documents if each.key not in path.opened]
    return _budget(path) | {"steps": rows, "unopened": unopened}


def _step(step: Step, used: int, view: CourseView, address: str) -> dict[str, Any]:
    name = _title(step.document, view) if step.document else {"title": step.key, "lang": ""}
    return name | {
        "number": step.number,
        "key": step.key,
        "kind": step.document.kind if step.document else "",
        "href": f"{address}?doc={step.key}#document" if address and step.document else "",
        "cost": step.cost,
        "used": used,
        "at": language.as_time(step.opened_at),
    }


def _head(desk: Desk) -> dict[str, Any]:
    lesson = desk.lesson
    case = lesson.case
    title = (case.titles.get(lesson.language, "") if case else "") or lesson.title
    return {
        "course": course_of(desk.view),
        "module": module_of(desk.view, lesson.id),
        "number": lesson.number,
        "title": title,
        "text_lang": lesson.language,
        "summary": lesson.summary,
        "attempt_id": desk.address,
        "licence": desk.view.course.licence,
    }


def _boxes(desk: Desk, path: CasePath) -> list[dict[str, object]]:
    read = _("%(number)s of %(all)s", number=len(path.steps), all=len(desk.lesson.documents))
    done = _("%(number)s of %(all)s", number=quiz_page.counts(desk)["answered"], all=len(desk.questions))
    boxes: list[dict[str, object]] = [{"label": _("Opened"), "value": read}, {"label": _("Tasks done"), "value": done}]
    if desk.over:
        return boxes
    return [*boxes, *quiz_page.state_boxes(quiz_page.timer_of(desk), quiz_page.saved_of(desk))]


def _budget(path: CasePath) -> dict[str, Any]:
    """The time that was used, in minutes and per cent."""
    return {
        "used": path.used,
        "all": path.budget,
        "left": path.left,
        "percent": min(100, path.used * 100 // path.budget) if path.budget else 0,
    }


def _row(desk: Desk, document: Document, path: CasePath, shown: Document | None) -> dict[str, Any]:
    """A line of the file. While the attempt runs it is a button of the tasks' form; afterwards what was opened is a link."""
    opened = document.key in path.opened
    return _title(document, desk.view) | {
        "key": document.key,
        "kind": document.kind,
        "opened": opened,
        "here": shown is not None and document.key == shown.key,
        "action": quiz_page.address(desk, f"documents/{document.key}") if not desk.over and path.can_open(document) else "",
        "href": f"{quiz_page.address(desk, 'case')}?doc={document.key}#document" if desk.over and opened else "",
        "dear": not desk.over and not path.can_open(document),
        "cost": document.cost,
    }


def _document(desk: Desk, document: Document) -> dict[str, Any]:
    lang, text = desk.view.text_of(document)
    return {
        "key": document.key,
        "kind": document.kind,
        "title": text.title,
        "lang": lang,
        "html": Markup(links(desk.slug).resolve(text.html)),
        "untranslated": lang != desk.lesson.language,
    }


def _title(document: Document, view: CourseView) -> dict[str, str]:
    lang, text = view.text_of(document)
    return {"title": text.title, "lang": lang}
