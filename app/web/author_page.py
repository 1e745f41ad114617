"""What the list of courses shows to those who write them: what is published, what the folder holds, and what can be done next."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.content.comparison import SAME
from app.content.compiled import LESSON, Course
from app.content.completeness import Translated, translated
from app.errors import NotFound
from app.publishing import drafts, stands, versions
from app.publishing.folders import Checked, Place
from app.publishing.models import Version
from app.publishing.stands import Stand
from app.reporting.authoring import Usage
from app.web import language
from app.web.context import site
from app.web.frame import said

NOBODY = Usage()


def row(db: Session, place: Place, checked: Checked | None, used: Mapping[str, Usage]) -> dict[str, Any]:
    """One course. Whatever is wrong with it, or with its published version, it has a row, and so have the others."""
    newest = versions.find_newest(db, place.slug) if place.record else None
    before = stand_of(newest)
    course = shown_course(checked, before)
    return {
        "slug": place.slug,
        "title": language.own(course.texts[course.language].title, course.language) if course else place.slug,
        "href": url_for("author.publish", slug=place.slug),
        "version": newest,
        "damaged": newest is not None and before is None,
        "learning": used.get(place.slug, NOBODY).learning if newest else None,
        "changed": checked.changed_at if checked else None,
        "translations": [translation(each) for each in translated(course)] if course else [],
        "others": [each.name for each in place.others],
        "waiting": len(drafts.waiting(db, place.slug)),
        "files": files_href(place),
        **standing(place, checked),
        **draft(place, checked, newest, before),
    }


def files_href(place: Place) -> str:
    """Where its files are edited; "" where they cannot be."""
    return url_for("editor.files", slug=place.slug) if place.desk else ""


def stand_of(version: Version | None) -> Stand | None:
    """A published version, unless there is none or the storage has lost it."""
    if version is None:
        return None
    try:
        return stands.published(site().storage, version)
    except NotFound:
        return None


def shown_course(checked: Checked | None, before: Stand | None) -> Course | None:
    """The course that gives the page its title: as its author has it now, else as it was published."""
    stand = (checked.stand if checked else None) or before
    return stand.course if stand else None


def standing(place: Place, checked: Checked | None) -> dict[str, Any]:
    """What the check says: how many errors and warnings, or why it says nothing."""
    return {
        "folder": place.folder.name if place.folder else "",
        "checking": place.folder is not None and checked is None,
        "refusal": said(checked.refusal) if checked else "",
        "errors": checked.errors if checked else 0,
        "warnings": checked.warnings if checked else 0,
    }


def draft(place: Place, checked: Checked | None, newest: Version | None, before: Stand | None) -> dict[str, Any]:
    """How the folder differs from the newest version, and the act that follows from it."""
    if place.folder is None:
        return {"draft": _("Its folder is not kept here"), "act": ""}
    if checked is None:
        return {"draft": "", "act": ""}
    if checked.stand is None:
        return {"draft": _("Not compared while errors stand"), "act": _("See the errors") if checked.errors else ""}
    if newest is None:
        lessons = sum(lesson.kind == LESSON for module in checked.stand.course.modules for lesson in module.lessons)
        return {"draft": ngettext("New, %(num)s lesson", "New, %(num)s lessons", lessons), "act": _("Publish")}
    if newest.content_hash == checked.stand.digest:
        return {"draft": _("No changes"), "act": ""}
    return {"draft": _changes(before, checked.stand), "act": _("Compare, publish")}


def _changes(before: Stand | None, now: Stand) -> str:
    if before is None:
        return _("Differs")
    found = stands.compared(before, now)
    number = len(found.changes) - found.count(SAME)
    return ngettext("%(num)s part differs", "%(num)s parts differ", number) if number else _("Differs")


def translation(each: Translated) -> dict[str, Any]:
    """A badge: the language, and how much of it is missing or old."""
    if each.complete:
        return {"code": each.language, "words": _("complete"), "tone": "right"}
    missing = [ngettext("%(num)s page missing", "%(num)s pages missing", each.missing)] if each.missing else []
    stale = [ngettext("%(num)s page old", "%(num)s pages old", each.stale)] if each.stale else []
    return {"code": each.language, "words": _(", ").join(missing + stale), "tone": "amber"}
