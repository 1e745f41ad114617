"""What a browser sends as an answer: a form with fields named `answer`, or JSON of a script; and what it is told."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from app.assessment.questions import Answer, Order, Question
from app.assessment.review import Review
from app.content.links import Links
from app.content.views import CourseView
from app.errors import Invalid
from app.learning.results import reading_of
from app.web.context import call


def body(*allowed: str) -> Mapping[str, Any]:
    """The JSON object of a request, with no field but the allowed ones. Raises BadRequest, UnsupportedMediaType, Invalid."""
    here = call()
    if not here.is_json:
        raise UnsupportedMediaType
    try:
        data = _READER.decode(here.get_data().decode())
    except (ValueError, RecursionError):
        raise BadRequest from None
    if not isinstance(data, dict):
        raise BadRequest
    unknown = sorted(set(data) - set(allowed))
    if unknown:
        raise Invalid(_("The field “%(name)s” is not known here. Nothing was saved.", name=unknown[0][:40]))
    return data


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two alike nobody can say which one counts. Raises ValueError."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


_READER = json.JSONDecoder(object_pairs_hook=_each_once)


def of_form(question: Question, field: str = "") -> Answer:
    """The answer in a posted form. An ordering may come by its place selects, or by one of its Up and Down buttons.

    `field` stands behind the names where a form holds several questions.
    A form that holds nothing at all is none of ours: it must not empty an answer. Raises UnsupportedMediaType, Invalid.
    """
    if not request.form:
        raise UnsupportedMediaType
    given = typed(question, field)
    if isinstance(question.task, Order):
        return _moved(_placed(given, field), request.form.get(f"move{field}", ""))
    return given


def typed(question: Question, field: str = "") -> Answer:
    """What was posted, as it stands, for a page that shows it again: an answer that was not taken stays in its fields."""
    return tuple(entry for entry in request.form.getlist(f"answer{field}") if entry or question.by_place)


def refused(question: Question, field: str = "") -> Answer:
    """What was posted and not taken, for the page that shows it again."""
    return question.draft(typed(question, field))


def _placed(keys: Answer, field: str) -> Answer:
    """The keys by the places chosen for them. Raises Invalid for a place given twice."""
    places = request.form.getlist(f"position{field}")
    if len(places) != len(keys):
        return keys
    if len(set(places)) != len(places):
        raise Invalid(_("Two lines have the same place. Give each line a place of its own."))
    return tuple(key for _place, key in sorted(zip(map(_whole, places), keys, strict=True)))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _moved(keys: Answer, move: str) -> Answer:
    way, _dot, key = move.partition(".")
    if key not in keys or way not in ("up", "down"):
        return keys
    row = list(keys)
    here = row.index(key)
    there = max(0, here - 1) if way == "up" else min(len(row) - 1, here + 1)
    row[here], row[there] = row[there], row[here]
    return tuple(row)


def told(review: Review, links: Links, view: CourseView, place: str, question: Question, *, reveal: bool = True) -> dict[str, Any]:
    """A review as the player reads it; `place` is the id of its quiz or lesson. While a try is left only what was given is judged."""
    parts = [part for part in review.parts if reveal or part.verdict != "missed"]
    return {
        "credit": f"{review.credit.numerator}/{review.credit.denominator}",
        "points": review.points,
        "answered": review.answered,
        "verdict": review.verdict,
        "parts": [
            {
                "key": part.key,
                "verdict": part.verdict,
                "text": links.resolve(part.text),
                "given": part.given,
                "right": part.right if reveal else "",
            }
            for part in parts
        ],
        "explain": links.resolve(review.explain) if reveal else "",
        "uncounted": review.uncounted,
        "see": see(view, place, question, links) if reveal else None,
        "sources": sources(view, question) if reveal else [],
    }


def resolved(review: Review, links: Links) -> Review:
    """The review with every address in its texts resolved, for a page."""
    parts = tuple(replace(part, text=links.resolve(part.text)) for part in review.parts)
    return replace(review, parts=parts, explain=links.resolve(review.explain))


def see(view: CourseView, quiz_id: str, question: Question, links: Links) -> dict[str, str] | None:
    """What to read again after a question: its section, or its lesson."""
    reading = reading_of(view, quiz_id, question)
    if reading is None:
        return None
    anchor = f"#{reading.anchor}" if reading.anchor else ""
    words = f"{reading.number} {Markup(reading.title).striptags()}"
    return {"href": f"{links.lesson}{reading.lesson.id}{anchor}", "text": words, "title": words}


def sources(view: CourseView, question: Question) -> list[str]:
    """The sources of a question, as a reader would name them."""
    pairs = view.sources(question.cites)
    return [", ".join(part for part in (source.title, source.edition, provision) if part) for source, provision in pairs]
