"""The first page with the catalogue, and one's own training."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from app.credentials import certificates
from app.learning import enrolments, progress
from app.publishing import versions
from app.web.context import session, site
from app.web.course_page import catalogue_entry, lesson_url, training_row
from app.web.courses import catalogue
from app.web.identity import me

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    views = catalogue()
    first = next((view for view in views if view.lessons), None)
    start = url_for("courses.overview", slug=first.id) if first else ""
    return render_template(
        "home.html",
        here="courses",
        courses=[catalogue_entry(view) for view in views],
        start_href=start if current_user.is_authenticated or not first else url_for("accounts.sign_in", next=start),
        sample_href=lesson_url(first.id, first.lessons[0].id) if first else "",
        check_url=url_for("certificates.check_form"),
        licence=first.course.licence if first else "",
    )


@bp.get("/training")
@login_required
def training() -> ResponseReturnValue:
    rows = []
    for enrolment in enrolments.enrolments_of(session(), me().id):
        view = enrolments.course_view(site().storage, enrolment)
        facts = progress.facts_of(session(), site().storage, enrolment)
        newest = versions.newest(session(), view.id).number
        rows.append(training_row(enrolment, view, facts, certificates.current(session(), enrolment), newest))
    return render_template("training.html", here="training", rows=rows, courses_href=url_for("home.index"))
