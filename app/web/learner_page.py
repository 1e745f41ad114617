"""What the staff of a course see of one learner: the map with all marks, the attempts, and what they can do."""

import math
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app import clock
from app.content.views import CourseView
from app.credentials.models import Certificate
from app.credentials.validity import state
from app.learning.cases import CasePath
from app.learning.models import Attempt, Cohort
from app.publishing.versions import view_of
from app.reporting.cohort import CERTIFICATE
from app.reporting.person import Detail
from app.web import case_page, course_page, language
from app.web.context import site
from app.web.frame import said
from app.web.moments import as_moment, as_seen, zone_name
from app.web.scope import Scope


def context(scope: Scope, view: CourseView, title: str, found: Detail, cohorts: list[Cohort], done: str) -> dict[str, Any]:
    enrolment = found.enrolment
    person = enrolment.person
    current = next((each for each in found.certificates if each.superseded_at is None), None)
    rows = course_page.learner(view, enrolment, found.facts, current, None)["rows"]
    return {
        "cohort": {"name": scope.name(title), "href": scope.url("cohorts.cohort")},
        "course": title,
        "name": person.name,
        "native_name": person.name_native,
        "email": person.email,
        "boxes": _boxes(found, view, current),
        "rows": [_without_links(row) for row in rows],
        "attempts": [_attempt(each, view) for each in found.attempts],
        "paths": [_path(each, found.paths[each.id]) for each in found.attempts if each.id in found.paths],
        "zone": zone_name(),
        "actions": {name: url_for(f"learners.{name}", enrolment_id=enrolment.id) for name in ("give_time", "join", "leave", "come_back")},
        "cohorts": [{"value": "", "text": _("No cohort")}, *({"value": each.id, "text": each.name} for each in cohorts)],
        "cohort_id": enrolment.cohort_id or "",
        "left": language.as_date(enrolment.withdrawn_at) if enrolment.withdrawn_at else "",
        "done": _done(done, enrolment.extra_time),
        "licence": view.course.licence,
    }


def _boxes(found: Detail, view: CourseView, certificate: Certificate | None) -> list[dict[str, Any]]:
    enrolment, facts = found.enrolment, found.facts
    done = ngettext("%(done)s of %(num)s module", "%(done)s of %(num)s modules", facts.modules_counted, done=facts.modules_done)
    best = language.as_percent(found.result.percent) if found.result.taken else _("none yet")
    due = enrolment.cohort.due_on if enrolment.cohort else None
    edition = f", {course_page.edition_name(enrolment.edition)}" if enrolment.edition else ""
    return [
        _box(_("Done"), done),
        _box(_("Score so far"), best),
        _box(_("Last seen"), as_seen(_last_seen(found))),
        _box(_("Due"), language.as_date(due) if due else _("no date")),
        _box(_("Version"), f"{enrolment.version.number}{edition}"),
        _box(_("Certificate"), _certificate(certificate)),
    ]


def _last_seen(found: Detail) -> datetime | None:
    """In a lesson, or at the start of an attempt."""
    moments = [*(each.started_at for each in found.attempts), *filter(None, [found.enrolment.last_seen_at])]
    return max(moments, default=None)


def _box(label: str, value: str) -> dict[str, Any]:
    return {"label": label, "value": value}


def _certificate(found: Certificate | None) -> str:
    if found is None:
        return _("none yet")
    words = said(CERTIFICATE[state(found, clock.now())])
    return Markup('<a href="{}">{}</a>').format(url_for("certificates.holder", number=found.number), words)


def _without_links(row: dict[str, Any]) -> dict[str, Any]:
    """The map of somebody else: to be read, not to be walked."""
    return {**row, "href": "", "lessons": [{**lesson, "href": "", "here": False} for lesson in row["lessons"]]}


def _attempt(found: Attempt, view: CourseView) -> dict[str, Any]:
    module = view.find_module(found.quiz_id)
    quiz = view.lesson(found.quiz_id) if module else None
    return {
        "quiz": f"{quiz.number} {quiz.title}" if quiz else found.quiz_id,
        "number": found.number,
        "started": as_moment(found.started_at),
        "percent": None if found.closed_at is None else found.percent,
        "passed": bool(found.passed),
        "time": _time(found),
    }


def _path(found: Attempt, path: CasePath) -> dict[str, Any]:
    """What was opened in an attempt at a case, as the course was then."""
    view = view_of(site().storage, found.version, found.edition, found.language)
    lesson = view.lesson(found.quiz_id)
    words = _("%(case)s, attempt %(number)s", case=f"{lesson.number} {lesson.title}", number=found.number)
    return {"words": words, "walked": case_page.told(path, lesson, view)}


def _time(found: Attempt) -> str:
    if found.closed_at is None:
        return ""
    used = language.as_minutes(max(1, math.ceil((found.closed_at - found.started_at).total_seconds() / 60)))
    return _("%(time)s, time was up", time=used) if found.timed_out else used


def _done(what: str, per_cent: int) -> str:
    """What a post has done, for the message under the name."""
    return {
        "time": _("The time limits are %(percent)s longer from the next attempt on.", percent=language.as_percent(per_cent)),
        "cohort": _("The cohort is changed. All marks are kept."),
        "left": _("The person is taken out of the course. The records are kept."),
        "back": _("The person is enrolled again, with all marks."),
    }.get(what, "")
