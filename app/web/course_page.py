"""What the pages of a course show: catalogue, overview, my training."""

from collections.abc import Container, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app import clock
from app.content.views import CourseView, LessonView, ModuleView
from app.credentials.models import Certificate
from app.learning.facts import FINISHED, LOCKED, PASSED, CourseFacts, LessonFacts, ModuleFacts
from app.learning.models import Enrolment
from app.web import language
from app.web.frame import said
from app.web.marks import shown
from app.web.places import links, root


def lesson_url(slug: str, lesson_id: str, anchor: str = "") -> str:
    return f"{root()}/courses/{slug}/{lesson_id}" + (f"#{anchor}" if anchor else "")


def catalogue_entry(view: CourseView) -> dict[str, Any]:
    """A course in the catalogue, with its modules as a table of contents."""
    slug = view.id
    return {
        "title": view.title,
        "lang": view.language,
        "href": url_for("courses.overview", slug=slug),
        "summary": view.text.summary,
        "modules": [
            {"number": module.number, "title": module.text.title, "summary": module.text.summary, "minutes": module.minutes}
            | {"href": f"{url_for('courses.overview', slug=slug)}#m-{module.id}"}
            for module in view.modules
        ],
    }


def stranger(view: CourseView, version: object, *, may_enrol: bool, readable: Container[str] | None = None) -> dict[str, Any]:
    """The overview for who is not enrolled: contents, and the way in. `readable`: the lessons that can be opened; else the first one."""
    slug = view.id
    editions = [{"value": name, "text": edition_name(name)} for name in view.course.audiences]
    opened = {each.id for each in view.lessons[:1]} if readable is None else readable
    return _common(view) | {
        "enrolled": False,
        "boxes": [_box(_("Modules"), len(view.modules)), _box(_("Time"), language.as_minutes(_minutes(view))), _box(_("Version"), version)],
        "enrol": {"action": url_for("courses.enrol", slug=slug), "editions": editions} if may_enrol else None,
        "sign_in_href": url_for("accounts.sign_in", next=url_for("courses.overview", slug=slug)),
        "rows": [_open_module(module, slug, opened) for module in view.modules],
        "needs": needs(view, None),
    }


def learner(
    view: CourseView, enrolment: Enrolment, facts: CourseFacts, certificate: Certificate | None, newer: int | None
) -> dict[str, Any]:
    """The overview for who is enrolled: what is done, where to go on."""
    due = enrolment.cohort.due_on if enrolment.cohort else None
    boxes = [
        _box(
            _("Done"), ngettext("%(done)s of %(num)s module", "%(done)s of %(num)s modules", facts.modules_counted, done=facts.modules_done)
        ),
        _box(_("Time left"), _("about %(time)s", time=language.as_minutes(facts.minutes_left)) if facts.minutes_left else _("none")),
        _box(_("Due"), language.as_date(due) if due else _("no date")),
        _box(_("Version"), enrolment.version.number),
    ]
    return _common(view) | {
        "enrolled": True,
        "boxes": boxes,
        "stopped": _stopped(view.id, facts, enrolment),
        "finished": _finished(enrolment, certificate),
        "rows": [_module(module, view.id, facts) for module in facts.modules],
        "needs": needs(view, facts),
        "newer": {"version": newer} if newer else None,
    }


def training_row(
    enrolment: Enrolment, view: CourseView, facts: CourseFacts, certificate: Certificate | None, newest: int
) -> dict[str, Any]:
    """One course in "My training"."""
    place, slug = facts.next, view.id
    due = enrolment.cohort.due_on if enrolment.cohort else None
    started = any(module.mark != "not-started" for module in facts.modules)
    return {
        "title": view.title,
        "lang": view.language,
        "href": url_for("courses.overview", slug=slug),
        "state": "passed" if enrolment.finished_at else "seen" if started else "none",
        "done": facts.modules_done,
        "modules": facts.modules_counted,
        "minutes_left": facts.minutes_left,
        "version": enrolment.version.number,
        "due": due,
        "late": bool(due and not enrolment.finished_at and due < clock.now().astimezone(language.zone()).date()),
        "next": place and _next(slug, place.lesson, place.section, place.number, place.minutes_left),
        "changed": {"version": newest, "href": url_for("courses.overview", slug=slug)} if newest != enrolment.version.number else None,
        "certificate_href": url_for("certificates.holder", number=certificate.number) if certificate else "",
    }


def edition_name(name: str) -> str:
    """An edition in the reader's words; one we have no words for by its own name."""
    return {"customs": _("Customs administration"), "trade": _("Company")}.get(name, name)


def _common(view: CourseView) -> dict[str, Any]:
    place = links(view.id)
    return {
        "title": view.title,
        "text_lang": view.language,
        "summary": view.text.summary,
        "welcome": Markup(place.resolve(view.text.html)),
        "pass_mark": view.course.pass_mark,
        "licence": view.course.licence,
    }


def _box(label: str, value: object) -> dict[str, object]:
    return {"label": label, "value": value}


def _minutes(view: CourseView) -> int:
    return sum(module.minutes for module in view.counted)


def _open_module(module: ModuleView, slug: str, opened: Container[str]) -> dict[str, Any]:
    rows = [
        {"mark": "none", "number": each.number, "title": language.own(each.title, each.language)}
        | {"end": language.as_minutes(each.minutes), "here": False}
        | {"href": lesson_url(slug, each.id) if each.id in opened else ""}
        for each in module.lessons
    ]
    return {
        "state": "open", "number": module.number, "id": module.id,
        "title": language.own(module.text.title, module.language), "note": language.own(module.text.summary, module.language),
        "badge": {"word": language.as_minutes(module.minutes)}, "lessons": rows, "opened": any(row["href"] for row in rows),
    }  # fmt: skip


def _module(module: ModuleFacts, slug: str, facts: CourseFacts) -> dict[str, Any]:
    """One row of the map: passed ones with their stamp, the current one with its lessons open."""
    here = facts.next is not None and any(each.lesson.id == facts.next.lesson.id for each in module.lessons)
    row = {
        "state": "passed" if module.mark == PASSED else "here" if here else "locked" if module.mark == LOCKED else "open",
        "number": module.module.number, "id": module.module.id,
        "title": language.own(module.module.text.title, module.module.language), "href": _into(module, slug, facts, here=here),
        "lessons": [_lesson(each, slug, facts) for each in module.lessons], "opened": here,
    }  # fmt: skip
    if module.mark == LOCKED:
        return row | {"lessons": [], "note": language.as_minutes(module.minutes_left), "badge": {"word": _opens(module), "icon": "lock"}}
    if module.mark == PASSED and module.passed_at is not None:
        return row | _passed(module)
    if here:
        left = _("%(left)s of %(all)s left", left=language.as_number(module.minutes_left), all=language.as_minutes(module.module.minutes))
        return row | {"note": language.own(module.module.text.summary, module.module.language), "badge": {"word": left}}
    return row | {"marks": [shown(each.mark) for each in module.lessons], "marks_text": _count(module)}


def _into(module: ModuleFacts, slug: str, facts: CourseFacts, *, here: bool) -> str:
    """Where the title of a module leads: to where the person goes on, else to its first lesson; nowhere while it is locked."""
    if module.mark == LOCKED or not module.lessons:
        return ""
    if here and facts.next is not None:
        return lesson_url(slug, facts.next.lesson.id, facts.next.section)
    return lesson_url(slug, module.lessons[0].lesson.id)


def _passed(module: ModuleFacts) -> dict[str, Any]:
    assert module.passed_at is not None
    word = _("Passed, %(percent)s", percent=language.as_percent(module.best or 0))
    stamp = {"word": word, "below": language.as_date(module.passed_at)}
    return {"stamp": stamp, "marks": [shown(each.mark) for each in module.lessons], "marks_text": _count(module)}


def _count(module: ModuleFacts) -> str:
    return _("%(done)s of %(all)s finished", done=module.finished, all=len(module.lessons))


def _opens(module: ModuleFacts) -> str:
    return said(module.opens).rstrip(".") if module.opens else _("Locked")


def _lesson(each: LessonFacts, slug: str, facts: CourseFacts) -> dict[str, Any]:
    here = facts.next is not None and facts.next.lesson.id == each.lesson.id
    left = _("%(left)s left", left=language.as_minutes(each.minutes_left))
    part = each.mark == "seen" and each.minutes_left < each.lesson.minutes
    return {
        "mark": shown(each.mark),
        "number": each.lesson.number,
        "title": language.own(each.lesson.title, each.lesson.language),
        "href": "" if each.mark == LOCKED else lesson_url(slug, each.lesson.id),
        "note": said(each.opens) if each.opens else "",
        "end": left if part else language.as_minutes(each.lesson.minutes),
        "here": here,
    }


def _stopped(slug: str, facts: CourseFacts, enrolment: Enrolment) -> dict[str, str] | None:
    place = facts.next
    if place is None:
        return None
    when = _("Start here")
    if place.resumed and enrolment.last_seen_at:
        when = _("You stopped here %(day)s, at %(number)s", day=language.as_day(enrolment.last_seen_at), number=place.number)
    elif enrolment.last_seen_at:
        when = _("You go on here")
    words = _("Continue, %(time)s left", time=language.as_minutes(place.minutes_left)) if enrolment.last_seen_at else _("Start")
    return {"when": when, "title": place.lesson.title, "href": lesson_url(slug, place.lesson.id, place.section), "words": words}


def _next(slug: str, lesson: LessonView, anchor: str, number: str, minutes: int) -> dict[str, Any]:
    return {"href": lesson_url(slug, lesson.id, anchor), "title": f"{number} {lesson.title}", "minutes": minutes}


def _finished(enrolment: Enrolment, certificate: Certificate | None) -> dict[str, str] | None:
    if enrolment.finished_at is None:
        return None
    word = _("Passed, %(percent)s", percent=language.as_percent(certificate.percent)) if certificate else _("Finished")
    href = url_for("certificates.holder", number=certificate.number) if certificate else ""
    return {"word": word, "below": language.as_date(enrolment.finished_at), "href": href}


def needs(view: CourseView, facts: CourseFacts | None) -> list[dict[str, str]]:
    """What the certificate asks for, ticked as far as it is there."""
    if view.certificate is None:
        return []
    lessons, quizzes = len(view.required), len(view.graded)
    read = _done(facts, [lesson.id for lesson in view.required], FINISHED)
    passed = _done(facts, [quiz.id for quiz in view.graded], PASSED)
    return [
        _need(read, lessons, "finished", _("Lessons: %(done)s of %(all)s finished", done=read, all=lessons)),
        _need(passed, quizzes, "passed", _("Module quizzes: %(done)s of %(all)s passed", done=passed, all=quizzes)),
    ]


def _need(done: int, wanted: int, mark: str, text: str) -> dict[str, str]:
    return {"mark": mark if done == wanted else "seen" if done else "none", "text": text}


def _done(facts: CourseFacts | None, ids: Sequence[str], mark: str) -> int:
    return sum(facts.lesson(each).mark == mark for each in ids) if facts else 0
