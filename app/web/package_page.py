"""What the page of a package shows: the choice, the report, what an LMS records, and how to set it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.content.compiled import LESSON
from app.content.views import CourseView
from app.packaging.check import RULES, Finding
from app.packaging.lms import ANSWERS_INSIDE, NEVER_DOWN, RECORD_12, SYSTEMS, Recorded, System
from app.publishing.models import Version
from app.web import course_page, language


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a package once it was made."""

    size: int
    digest: str
    report: Mapping[str, Any]
    warnings: tuple[str, ...]
    findings: tuple[Finding, ...]


def entry(version: Version, view: CourseView) -> dict[str, Any]:
    return {
        "title": view.title,
        "href": url_for("packages.report", slug=view.id),
        "version": version.number,
        "published": version.published_at,
        "lessons": sum(each.kind == LESSON for each in view.lessons),
        "questions": sum(len(each.questions) for each in view.lessons),
    }


def context(version: Version, view: CourseView, told: Told | None, refusal: str) -> dict[str, Any]:
    broken = [finding for finding in told.findings if not finding.advice] if told else []
    languages = [{"value": code, "text": language_name(code)} for code in view.course.languages]
    editions = [{"value": name, "text": course_page.edition_name(name)} for name in view.course.audiences]
    return {
        "title": view.title,
        "formats": [{"value": "scorm12", "text": "SCORM 1.2", "hint": _("Works in nearly every LMS")}],
        "course_languages": languages,
        "language": view.language,
        "editions": editions,
        "edition": view.edition,
        "edition_note": _left_out(view),
        "choices": len(languages) > 1 or len(editions) > 1,
        "size": as_size(told.size) if told else "",
        "boxes": _boxes(version, told, broken) if told else [],
        "records": [_record(row) for row in RECORD_12],
        "never_down": _(NEVER_DOWN),
        "answers_inside": _(ANSWERS_INSIDE),
        "lms": [_system(each) for each in SYSTEMS],
        "refusal": refusal or " ".join(finding.message for finding in broken),
        "warnings": [*(told.warnings if told else ()), *(finding.message for finding in (told.findings if told else ()) if finding.advice)],
        "licence": view.course.licence,
    }  # fmt: skip


def _record(row: Recorded) -> dict[str, Any]:
    """A line of what the LMS records; the standard's own words are not translated."""
    status = row.status if row.code else _(row.status)
    return {"when": _(row.when), "status": status, "code": row.code, "score": _(row.score), "sent": _(row.sent)}


def _system(each: System) -> dict[str, Any]:
    """An LMS with its settings, in the reader's language."""
    settings = [{"name": _(name), "value": _(value)} for name, value in each.settings]
    return {"name": each.name, "settings": settings, "note": _(each.note) if each.note else ""}


def language_name(code: str) -> str:
    """A language in its own words."""
    try:
        return str(Locale.parse(code, sep="-").get_display_name() or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


def as_size(count: int) -> str:
    if count < 1_000_000:
        return _("%(size)s kB", size=language.as_number(max(1, round(count / 1_000))))
    return _("%(size)s MB", size=language.as_number(round(count / 1_000_000, 1)))


def _boxes(version: Version, told: Told, broken: list[Finding]) -> list[dict[str, Any]]:
    report = told.report
    lessons = ngettext("%(num)s lesson", "%(num)s lessons", report["lessons"])
    questions = ngettext("%(num)s question", "%(num)s questions", report["questions"])
    kept = _(
        "%(used)s of %(limit)s characters", used=language.as_number(report["state_worst"]), limit=language.as_number(report["state_limit"])
    )
    holding = len(RULES) - len({finding.rule for finding in broken})
    rules = _("%(holding)s of %(all)s rules", holding=holding, all=len(RULES))
    digest = Markup('<span class="mono mono--long">{}</span>').format(told.digest)
    return [
        {"label": _("Course version"), "value": version.number},
        {"label": _("Contents"), "value": lessons + _(", ") + questions},
        {"label": _("State kept"), "value": kept},
        {"label": _("Checked"), "value": rules, "tone": "seal" if broken else "right", "icon": "x" if broken else "check"},
        {"label": _("Content digest, SHA-256"), "value": digest, "wide": True},
    ]


def _left_out(view: CourseView) -> str:
    """What the other editions have and this one has not."""
    if not view.edition:
        return ""
    course = view.course
    every = sum(
        len(lesson.texts.get(view.language, lesson.texts[course.language]).parts) for module in course.modules for lesson in module.lessons
    )
    left = every - sum(len(lesson.parts) for lesson in view.lessons)
    return ngettext("Leaves out %(num)s part of other editions", "Leaves out %(num)s parts of other editions", left) if left else ""
