"""What the list of cohorts shows, and the page of one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.people.models import Person
from app.publishing.staff import taught_by
from app.reporting.cohort import FINISHED, LAST_TRY, LATE, NO_TRY, PAGE, Group, Learner, Marks, page
from app.reporting.cohort import Page as Shown
from app.reporting.overview import Summary
from app.web import language, marks
from app.web.frame import said
from app.web.moments import as_moment, as_seen
from app.web.scope import Scope, newest_view

TONES = {LATE: "amber", LAST_TRY: "seal", NO_TRY: "seal", FINISHED: "stamp"}
ENDING = {"Certificate expiring": "amber", "Certificate expired": "amber", "Certificate renewed": "", "Certificate revoked": "seal"}
"""Finished, and yet not all is well with the certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the address asks of the table and of the charts."""

    show: str = "all"
    order: str = "last-seen"
    quiz: str = ""
    number: int = 1

    def without_defaults(self, **more: Any) -> dict[str, Any]:
        """The parts of an address that keep this view."""
        kept = {name: value for name, value in asdict(self).items() if name != "number" and value != getattr(View(), name)}
        return {**kept, **more}


def view_asked(args: Mapping[str, str]) -> View:
    page_number = args.get("page", "1")
    return View(
        show=args.get("show", "all"),
        order=args.get("order", "last-seen"),
        quiz=args.get("quiz", "")[:64],
        number=int(page_number) if page_number.isdecimal() and len(page_number) < 6 else 0,
    )


def course_choices(db: Session, person: Person) -> list[tuple[str, str]]:
    """The courses in which somebody may make a cohort."""
    return [(course.slug, newest_view(db, course).title) for course in taught_by(db, person)]


def rows(db: Session, cohorts: Sequence[Summary], courses: Sequence[Summary]) -> dict[str, Any]:
    titles = {summary.course.id: newest_view(db, summary.course).title for summary in courses}
    return {
        "rows": [_summary(each, titles[each.course.id]) for each in cohorts],
        "courses": [_summary(each, titles[each.course.id]) for each in courses],
    }


def rows_asked(group: Group, wanted: View) -> Shown:
    """The rows of the table that the address asks for. Raises Invalid."""
    return page(group, show=wanted.show, order=wanted.order, number=wanted.number)


def context(
    scope: Scope, title: str, group: Group, shown: Shown, marks_of: Mapping[int, Marks], wanted: View, added: str
) -> dict[str, Any]:
    """The page of one cohort but for its charts."""
    more = shown.total - shown.number * PAGE
    return {
        "name": scope.name(title),
        "course": title if scope.cohort else "",
        "boxes": _boxes(scope, group),
        "learners": len(group.learners),
        "csv_href": scope.url("cohorts.csv", **wanted.without_defaults()),
        "enrol_href": url_for("enrolling.upload", course=scope.course.slug),
        "show": _shows(len(group.learners)),
        "shown": wanted.show,
        "order": _orders(),
        "ordered": wanted.order,
        "columns": [module.number for module in group.columns.modules],
        "rows": [_row(scope, learner, group, marks_of[learner.id]) for learner in shown.rows],
        "total": shown.total,
        "next_href": scope.url("cohorts.cohort", **wanted.without_defaults(page=shown.number + 1)) if more > 0 else "",
        "next_count": min(more, PAGE),
        "previous_href": scope.url("cohorts.cohort", **wanted.without_defaults(page=shown.number - 1)) if shown.number > 1 else "",
        "add_action": scope.url("cohorts.add"),
        "change_action": scope.url("cohorts.change") if scope.cohort else "",
        "added": next((each.name for each in group.learners if str(each.id) == added), ""),
        "licence": group.view.course.licence,
        "text_lang": group.view.language,
    }


def _summary(each: Summary, title: str) -> dict[str, Any]:
    scope = Scope(each.course, each.cohort)
    due = each.cohort.due_on if each.cohort else None
    return {
        "name": scope.name(title),
        "href": scope.url("cohorts.cohort"),
        "course": title,
        "learners": each.learners,
        "finished": each.finished,
        "late": each.late,
        "due": due,
    }


def _boxes(scope: Scope, group: Group) -> list[dict[str, Any]]:
    due = [_box(_("Due"), language.as_date(scope.cohort.due_on))] if scope.cohort and scope.cohort.due_on else []
    return [
        _box(_("Learners"), language.as_number(len(group.learners))),
        _box(_("Finished the course"), language.as_number(group.finished)),
        _box(_("Late against plan"), language.as_number(group.late)),
        _box(_("Certificates ending in 90 days"), language.as_number(group.ending)),
        *due,
        _box(_("As of"), as_moment(group.now)),
    ]


def _box(label: str, value: str) -> dict[str, Any]:
    return {"label": label, "value": value}


def _shows(learners: int) -> list[dict[str, str]]:
    words = {
        "all": ngettext("All, %(num)s learner", "All, %(num)s learners", learners),
        "late": _("Late against plan"),
        "on-plan": _("On plan"),
        "finished": _("Finished the course"),
        "not-passed": _("A quiz not passed yet"),
        "not-started": _("Not started"),
    }
    return [{"value": value, "text": text} for value, text in words.items()]


def _orders() -> list[dict[str, str]]:
    words = {
        "last-seen": _("Last seen, oldest first"),
        "name": _("Name"),
        "progress": _("Progress, furthest first"),
        "best": _("Best result, highest first"),
        "late": _("Late, most first"),
    }
    return [{"value": value, "text": text} for value, text in words.items()]


def _row(scope: Scope, learner: Learner, group: Group, held: Marks) -> dict[str, Any]:
    found = (held.get(module.id, "") for module in group.columns.modules)
    return {
        "name": learner.name,
        "href": scope.url("learners.page", enrolment_id=learner.id),
        "where": "" if scope.cohort else learner.entry.cohort,
        "marks": [marks.shown(mark) if mark else "" for mark in found],
        "best": learner.best,
        "seen": as_seen(learner.last_seen),
        "state": {"word": said(learner.words), "tone": tone(learner)},
    }


def tone(learner: Learner) -> str:
    """Stamp blue for what is attested, amber for what needs somebody, seal for what cannot go on."""
    return ENDING.get(str(learner.words), TONES.get(learner.state, ""))
