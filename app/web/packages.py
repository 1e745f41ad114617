"""Packages for an LMS, for the staff of a course: look at the report of a choice, then make the file."""

import io
from functools import lru_cache

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from app import logs
from app.content.views import CourseView
from app.errors import Invalid, say
from app.packaging.assets import load_assets
from app.packaging.check import check_package
from app.packaging.scorm12 import Package, export
from app.people import accounts
from app.publishing import staff, versions
from app.publishing.models import Version
from app.storage import Storage
from app.web import downloads, package_page
from app.web.context import session, site
from app.web.frame import said
from app.web.identity import me, refuse_unless
from app.web.package_page import Told

bp = Blueprint("packages", __name__)

SCORM12 = "scorm12"


@bp.before_request
@login_required
def _for_staff() -> None:
    refuse_unless(me().is_staff)


@bp.get("/packages", endpoint="list")
def every() -> ResponseReturnValue:
    taught = staff.taught_by(session(), accounts.person_of(session(), me().id))
    found = [version for course in taught if (version := versions.find_newest(session(), course.slug)) is not None]
    rows = [package_page.entry(version, versions.view_of(site().storage, version)) for version in found]
    return render_template("packages/list.html", here="packages", rows=rows)


@bp.get("/packages/<slug>")
def report(slug: str) -> ResponseReturnValue:
    """What the package of this choice holds, and what an LMS will record."""
    version = _version(slug)
    view = _view(version, request.args.get("edition", ""), request.args.get("language", ""))
    told, refusal = None, ""
    try:
        told = _told(site().storage, version.content_hash, version.number, view.edition, view.language)
    except Invalid as error:
        refusal = said(error.sentence)
    return render_template("packages/export.html", here="packages", format=SCORM12, **package_page.context(version, view, told, refusal))


@bp.post("/packages/<slug>")
def make(slug: str) -> ResponseReturnValue:
    """Make the file and send it; or go to the report of another choice."""
    version = _version(slug)
    view = _view(version, request.form.get("edition", ""), request.form.get("language", ""))
    if request.form.get("act") == "look":
        return redirect(url_for(".report", slug=slug, edition=view.edition or None, language=view.language))
    if request.form.get("format", SCORM12) != SCORM12:
        raise Invalid(say("There is no such format."), "format")
    _, data = _made(site().storage, view, version.number)
    logs.event("package.made", course=slug, version=version.number, edition=view.edition, language=view.language, by=me().email)
    return _sent(data, view, version)


def _version(slug: str) -> Version:
    """The newest version, for who teaches the course. Raises NotFound."""
    staff.course_for_staff(session(), accounts.person_of(session(), me().id), slug)
    return versions.newest(session(), slug)


def _view(version: Version, edition: str, language: str) -> CourseView:
    return versions.view_of(site().storage, version, edition, language)


def _made(storage: Storage, view: CourseView, number: int) -> tuple[Package, bytes]:
    hashes = {picture.name: picture.sha256 for picture in view.course.media}
    into = io.BytesIO()
    made = export(view, into, version=number, media=lambda name: storage.get(hashes[name]), assets=load_assets())
    return made, into.getvalue()


@lru_cache(maxsize=16)
def _told(storage: Storage, digest: str, number: int, edition: str, language: str) -> Told:
    """What is shown of a package. A version never changes, so it is worked out once; the bytes are not kept. Raises Invalid."""
    made, data = _made(storage, versions.view_by_hash(storage, digest, edition, language), number)
    report = {name: value for name, value in made.report.items() if name != "files"}
    return Told(size=made.size, digest=made.digest, report=report, warnings=made.warnings, findings=check_package(data))


def _sent(data: bytes, view: CourseView, version: Version) -> Response:
    """The ZIP, named by all that tells it from another one."""
    parts = [view.id, f"v{version.number}", *([view.edition] if view.edition else []), view.language, SCORM12]
    return downloads.file(data, f"{'-'.join(parts)}.zip", "application/zip")
