"""Enrolling by a file, for the staff of a course: send it, look at every row, then enrol. Nothing is changed before the last step.

An instructor may send a file for an own course: it makes trainees only, whatever it says, so no right is given that was not there.
"""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_required
from sqlalchemy.orm import Session

from app import clock, logs
from app.errors import Invalid
from app.learning.enrolment_file import NEW, NOTHING, Report, Row, enrol_file, read_rows, refused_rows
from app.people import accounts, invitations
from app.people.addresses import canonical
from app.people.models import Person
from app.publishing.models import CourseRecord
from app.publishing.staff import course_for_staff
from app.web import cohort_page, downloads, dry_run_page, once, uploads
from app.web.context import session, site, transaction
from app.web.frame import said
from app.web.identity import me, refuse_unless
from app.web.scope import newest_view
from app.web.uploads import Upload

bp = Blueprint("enrolling", __name__)

AT_ONCE = 100
"""Rows that are written in one transaction."""

LARGEST_REQUEST = 3_000_000
"""Bytes: more than a file may have, so that a file that is too large is told so in words."""


@bp.url_value_preprocessor
def _take_a_file(endpoint: str | None, values: dict[str, object] | None) -> None:
    request.max_content_length = LARGEST_REQUEST


@bp.before_request
@login_required
def _for_staff() -> None:
    refuse_unless(me().is_staff)


@bp.get("/people/enrol")
def upload() -> ResponseReturnValue:
    return _form(request.args.get("course", ""))


@bp.post("/people/enrol")
def send() -> ResponseReturnValue:
    """Keep a file that can be read, and go on to its dry run."""
    file, slug = request.files.get("file"), request.form.get("course", "")
    course_for_staff(session(), accounts.person_of(session(), me().id), slug)
    data = file.read() if file else b""
    try:
        read_rows(data)
    except Invalid as refusal:
        return _form(slug, said(refusal.sentence)), 422
    address = uploads.keep(data, (file.filename if file else "") or "", slug, me().id, clock.now())
    return redirect(url_for(".dry_run", address=address))


@bp.get("/people/enrol/<address>")
def dry_run(address: str) -> ResponseReturnValue:
    """What the file would do, row by row."""
    found = uploads.given(address, me().id, clock.now())
    report = _report(session(), found)
    context = dry_run_page.context(found, address, report, request.args)
    return render_template("people/dry_run.html", here=_here(), done=None, key=once.new_key(), **_place(found), **context)


@bp.post("/people/enrol/<address>")
def enrol(address: str) -> ResponseReturnValue:
    """Do it. The same form sent twice does it once, and shows the same links again."""
    found = uploads.given(address, me().id, clock.now())
    token_of = once.tokens(request.form.get("key", ""))
    report = _enrolled(found, token_of)
    links = _links(session(), report, token_of)
    logs.event("people.enrolled", course=found.slug, new=report.count("new"), known=report.count("known"), by=me().email)
    if request.form.get("as") == "csv":
        return downloads.csv_file(
            [["name", "email", "address"], *([each["name"], each["email"], each["link"]] for each in links)], "invitations"
        )
    context = dry_run_page.context(found, address, report, {})
    done = dry_run_page.done(report, links)
    return render_template("people/dry_run.html", here=_here(), done=done, key=request.form.get("key", ""), **_place(found), **context)


@bp.get("/people/enrol/<address>/refused.csv")
def refused(address: str) -> Response:
    """The refused rows in the form of the file, each with its reason."""
    found = uploads.given(address, me().id, clock.now())
    return downloads.csv_file(refused_rows(_report(session(), found)), f"refused-{found.name.removesuffix('.csv')}")


def _enrolled(found: Upload, token_of: Callable[[str], str]) -> Report:
    """All rows, in a transaction for each hundred: other writers wait for one of them at most.

    If it is cut short, what was done stays done, and the same form sent again goes on from there with the same links.
    """
    rows: list[Row] = []
    read = read_rows(found.data)
    for start in range(0, max(1, len(read)), AT_ONCE):
        with transaction() as db:
            part = range(start, start + AT_ONCE)
            done = enrol_file(db, site().storage, *_for(db, found), read, clock.now(), dry=False, token_of=token_of, part=part)
        rows.extend(done.rows)
    return Report(rows=tuple(rows), done=True)


def _report(db: Session, found: Upload) -> Report:
    return enrol_file(db, site().storage, *_for(db, found), read_rows(found.data), clock.now(), dry=True)


def _for(db: Session, found: Upload) -> tuple[CourseRecord, Person]:
    """The course and who enrols. Raises NotFound for who does not teach it any more."""
    by = accounts.person_of(db, me().id)
    return course_for_staff(db, by, found.slug), by


def _links(db: Session, report: Report, token_of: Callable[[str], str]) -> list[dict[str, str]]:
    """The invitations that this form has made, now or when it was sent before."""
    tokens = [token_of(canonical(row.values["email"])) for row in report.rows if row.outcome in (NEW, NOTHING)]
    working = invitations.working(db, tokens, clock.now())
    found = [(working[token], token) for token in tokens if token in working]
    return [{"name": person.name, "email": person.email, "link": once.invitation_link(token)} for person, token in found]


def _form(slug: str, error: str = "") -> str:
    choices = cohort_page.course_choices(session(), accounts.person_of(session(), me().id))
    courses = [{"value": value, "text": text} for value, text in choices]
    limit = _("%(size)s\u00a0MB", size=1)
    return render_template("people/enrol.html", here=_here(), courses=courses, course=slug, error=error, limit=limit, **_crumb())


def _here() -> str:
    return "people" if me().is_administrator else "cohorts"


def _place(found: Upload) -> dict[str, str]:
    """Where one comes from, and in which course the file enrols."""
    title = newest_view(session(), course_for_staff(session(), accounts.person_of(session(), me().id), found.slug)).title
    return {**_crumb(), "course": title, "course_href": url_for("cohorts.cohort", slug=found.slug)}


def _crumb() -> dict[str, str]:
    """Where one comes from: instructors have no list of people."""
    return {"from_href": url_for("people.list" if me().is_administrator else "cohorts.list")}
