"""What a page says whose turn has not come: what opens it, and where to go on."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.content.compiled import LESSON
from app.learning import attempts, enrolments, progress
from app.learning.facts import Place
from app.learning.models import Enrolment
from app.web import language
from app.web.context import session, site
from app.web.course_page import lesson_url
from app.web.identity import me


def shown() -> dict[str, Any]:
    """The title, the docket and the ways on of the error page, for the course that stands in this address."""
    slug = (request.view_args or {}).get("slug", "")
    enrolment = enrolments.enrolment_of(session(), me().id, slug)
    facts = progress.facts_of(session(), site().storage, enrolment)
    place, every = facts.next, {"href": url_for("courses.overview", slug=slug), "text": _("See all modules")}
    told: dict[str, Any] = {"title": _title(enrolment), "here": "training", "acts": [every]}
    if place is None:
        return told
    boxes = [{"label": _("What is safe"), "value": _("All your answers and marks")}, _opens(enrolment, place)]
    return told | {"boxes": boxes, "acts": [_onward(slug, place), every]}


def _title(enrolment: Enrolment) -> str:
    view = enrolments.course_view(site().storage, enrolment)
    lesson = view.lesson((request.view_args or {}).get("lesson_id", ""))
    return _("This lesson is still locked") if lesson.kind == LESSON else _("This quiz is still locked")


def _onward(slug: str, place: Place) -> dict[str, str]:
    number = place.lesson.number
    words = _("Go to lesson %(number)s", number=number) if place.lesson.kind == LESSON else _("Go to quiz %(number)s", number=number)
    return {"href": lesson_url(slug, place.lesson.id, place.section), "text": words}


def _opens(enrolment: Enrolment, place: Place) -> dict[str, str]:
    """The quiz that is left to pass, with its mark and its attempts; before it the lesson that comes first."""
    if place.lesson.kind == LESSON:
        return {"label": _("What comes first"), "value": f"{place.lesson.number} {place.lesson.title}"}
    sitting = attempts.sitting(session(), site().storage, enrolment, place.lesson.id, clock.now())
    mark, number = language.as_percent(sitting.quiz.policy.pass_mark), place.lesson.number
    words = _("%(mark)s in quiz %(number)s", mark=mark, number=number)
    if sitting.attempts_left is not None:
        words += _(", ") + ngettext("%(num)s attempt left", "%(num)s attempts left", sitting.attempts_left)
    return {"label": _("What opens it"), "value": words}
