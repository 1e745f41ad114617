"""Certificates: one's own, the public check, and taking one back."""

import logging
from datetime import UTC
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_required
from markupsafe import Markup

from app import clock, logs
from app.credentials import certificates, wording
from app.credentials.models import Certificate
from app.credentials.numbers import read_number
from app.credentials.signing import fingerprint, record_of
from app.credentials.validity import EXPIRED, EXPIRING, RENEWED, REVOKED, days_left, state
from app.errors import Busy, Refused
from app.learning import enrolments, progress
from app.people import accounts, throttle
from app.web import course_page, documents, language
from app.web.context import session, site, transaction
from app.web.frame import said
from app.web.identity import me

bp = Blueprint("certificates", __name__)


@bp.get("/certificates", endpoint="list")
@login_required
def own() -> ResponseReturnValue:
    now = clock.now()
    rows = [_row(each, now) for each in certificates.certificates_of(session(), me().id)]
    return render_template(
        "certificates/list.html",
        here="certificates",
        rows=rows,
        needs=_needs(),
        check_address=check_url("").split("://", 1)[-1].rstrip("/"),
    )


@bp.get("/certificates/<number>")
@login_required
def holder(number: str) -> ResponseReturnValue:
    """A certificate as its holder sees it, or the staff of its course."""
    found = certificates.certificate_for(session(), accounts.person_of(session(), me().id), number)
    return render_template("certificates/holder.html", here="certificates", **_shown(found))


@bp.get("/certificates/<number>/pdf")
@login_required
def pdf(number: str) -> Response:
    found = _given_out(number)
    if request.method == "HEAD" and documents.stored(found) is None:
        return _personal(Response(mimetype="application/pdf"))
    name = f"certificate-{found.number[:9]}.pdf"
    return _personal(send_file(documents.pdf_file(found), mimetype="application/pdf", as_attachment=True, download_name=name))


@bp.get("/certificates/<number>/picture")
@login_required
def picture(number: str) -> Response:
    """Who asks only for the headers has nothing drawn."""
    found = _given_out(number)
    if request.method == "HEAD":
        return _personal(Response(mimetype="image/png"))
    return _personal(send_file(documents.picture_file(found), mimetype="image/png"))


def _personal(answer: Response) -> Response:
    """A file of one person: no cache may keep it, whatever files are marked with by default."""
    answer.headers["Cache-Control"], answer.headers["Vary"] = "private, no-store", "Cookie"
    return answer


@bp.post("/certificates/<number>/revoke")
@login_required
def revoke(number: str) -> ResponseReturnValue:
    """Staff take a certificate back, for one of the fixed reasons; the check page says so at once."""
    with transaction() as db:
        person = accounts.person_of(db, me().id)
        found = certificates.certificate_for(db, person, number)
        certificates.staff_only(db, person, found)
        certificates.revoke(db, found, request.form.get("reason", ""), clock.now())
    return redirect(url_for(".holder", number=number))


@bp.get("/c")
def check_form() -> ResponseReturnValue:
    """The form; a number typed into it leads to its own address."""
    typed = request.args.get("number", "")
    if not typed:
        return render_template("certificates/check_form.html", here="check", check_url=url_for(".check_form"), number="", error="")
    number = read_number(typed)
    if number is None:
        error = said(certificates.UNKNOWN)
        page = render_template(
            "certificates/check_form.html", here="check", check_url=url_for(".check_form"), number=typed[:60], error=error
        )
        return page, 404
    return redirect(url_for(".check", number=number))


@bp.get("/c/<number>")
def check(number: str) -> ResponseReturnValue:
    """What a stranger may know of a certificate: its boxes and its state. Guessing is slowed by address."""
    found = certificates.find(session(), number)
    if found is None:
        return _not_found(number)
    return render_template("certificates/check.html", here="check", **_checked(found)), 200, {"X-Robots-Tag": "noindex"}


def check_url(number: str) -> str:
    """The address printed on a certificate: from the configured base, never from the request."""
    return f"{site().base_url}/c/{number}"


def _not_found(number: str) -> ResponseReturnValue:
    """Say so, in the same words whatever was typed. A right number is never slowed."""
    state, status = ("slowed", 429) if _too_often() else ("unknown", 404)
    context = {"state": state, "at": _at(), "below": "", "reason": "", "years": "", "boxes": [], "fingerprint": "", "key": ""}
    page = render_template("certificates/check.html", here="check", number=number[:60], check_url=url_for(".check_form"), **context)
    return page, status, {"X-Robots-Tag": "noindex"}


def _too_often() -> bool:
    """Count a try that hit nothing. Asking for the headers alone changes nothing, and where nothing can be counted nobody waits."""
    if request.method == "HEAD":
        return False
    try:
        with transaction() as db:
            throttle.admit(db, (f"check:{request.remote_addr}",), clock.now())
    except throttle.Slowed:
        return True
    except Busy as error:
        logs.event("check.not_counted", level=logging.WARNING, words=str(error))
    return False


def _at() -> str:
    now = clock.now().astimezone(UTC)
    return language.as_date(now.date()) + _(", ") + language.as_time(now, UTC) + " UTC"


def _checked(found: Certificate) -> dict[str, Any]:
    """A record that does not fit its signature is not vouched for, whatever else it says."""
    genuine = certificates.is_genuine(session(), found)
    return {
        "state": state(found, clock.now()) if genuine else "doubtful",
        "at": _at(),
        "below": _below(found) if genuine else "",
        "reason": said(certificates.REASONS[found.reason]) if found.reason else "",
        "years": "",
        "boxes": _boxes(found),
        "fingerprint": fingerprint(record_of(found)),
        "key": found.key_id if genuine else "",
        "check_url": url_for(".check_form"),
        "number": found.number,
    }


def _boxes(found: Certificate) -> list[dict[str, Any]]:
    """The boxes, numbered as on paper."""
    version = _(
        "%(title)s, version %(version)s of %(day)s", title=found.title, version=found.version, day=language.as_date(found.published_on)
    )
    until = language.as_date(found.valid_until) if found.valid_until else _("without end")
    return [
        {"number": 1, "label": _("Certificate number"), "value": Markup('<span class="mono">{}</span>').format(found.number), "wide": True},
        {"number": 2, "label": _("Holder, as named then"), "value": _names(found)},
        {"number": 3, "label": _("Course and version"), "value": version},
        {"number": 4, "label": _("Result"), "value": _result(found)},
        {"number": 5, "label": _("Issued"), "value": language.as_date(found.issued_on)},
        {"number": 6, "label": _("Valid until"), "value": until},
    ]


def _names(found: Certificate) -> Markup:
    """Both names as of then, each in its own direction."""
    native = Markup("<br><bdi>{}</bdi>").format(found.name_native) if found.name_native else Markup("")
    return Markup("<bdi>{}</bdi>").format(found.name) + native


def _result(found: Certificate) -> str:
    return _("%(percent)s, pass mark %(mark)s", percent=language.as_percent(found.percent), mark=language.as_percent(found.pass_mark))


def _below(found: Certificate) -> str:
    """What stands under the word of the stamp: the date that matters in this state."""
    now = state(found, clock.now())
    if now == REVOKED and found.revoked_at:
        return language.as_date(found.revoked_at)
    if now == RENEWED and found.superseded_at:
        return language.as_date(found.superseded_at)
    if found.valid_until is None:
        return ""
    day = language.as_date(found.valid_until)
    return day if now == EXPIRED else _("until %(day)s", day=day)


def _row(found: Certificate, now: Any) -> dict[str, Any]:
    there = state(found, now)
    note = _("version %(version)s, %(percent)s", version=found.version, percent=language.as_percent(found.percent))
    return {
        "title": found.title,
        "href": url_for(".holder", number=found.number),
        "note": note,
        "number": found.number,
        "issued": found.issued_on,
        "until": found.valid_until,
        "state": there,
        "below": _below(found),
        "days_left": days_left(found, now) if there == EXPIRING else None,
        "pdf_href": "" if there == REVOKED else url_for(".pdf", number=found.number),
        "pdf_size": _size(found),
        "check_url": check_url(found.number),
    }


def _shown(found: Certificate) -> dict[str, Any]:
    there = state(found, clock.now())
    revoked = there == REVOKED
    return {
        "first_name": found.name.split()[0],
        "title": found.title,
        "issued": found.issued_on,
        "state": there,
        "below": _below(found),
        "reason": said(certificates.REASONS[found.reason]) if found.reason else "",
        "picture_href": "" if revoked else url_for(".picture", number=found.number),
        "picture_text": _("The certificate as it is printed: %(name)s, %(title)s", name=found.name, title=found.title),
        "pdf_href": "" if revoked else url_for(".pdf", number=found.number),
        "pdf_size": _size(found),
        "check_url": check_url(found.number),
        "number": found.number,
        "name": found.name,
        "native_name": found.name_native,
        "native_lang": wording.language_of_text(found.name_native),
        "result": _result(found),
    }


def _size(found: Certificate) -> str:
    size = documents.size(found)
    return _("about 60 kB") if size is None else _("%(size)s kB", size=language.as_number(max(1, round(size / 1000))))


def _needs() -> list[dict[str, Any]]:
    """Courses that still lead to a certificate, with what is missing."""
    rows = []
    for enrolment in enrolments.enrolments_of(session(), me().id):
        view = enrolments.course_view(site().storage, enrolment)
        if enrolment.finished_at is None and view.certificate is not None:
            facts = progress.facts_of(session(), site().storage, enrolment)
            needs = course_page.needs(view, facts)
            rows.append({"title": view.title, "href": url_for("courses.overview", slug=view.id), "needs": needs})
    return rows


def _given_out(number: str) -> Certificate:
    """The certificate for its holder or staff; one that was taken back gives no document. Raises NotFound, Refused."""
    found = certificates.certificate_for(session(), accounts.person_of(session(), me().id), number)
    if found.revoked_at is not None:
        raise Refused(_("This certificate was revoked, so its document is no longer given out."))
    return found
