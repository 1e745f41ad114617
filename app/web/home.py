"""The first page with the catalogue, and one's own training."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import login_required

from app.learning import completion, enrolments, progress
from app.publishing import versions
from app.web.context import session, site
from app.web.courses import shown
from app.web.identity import me

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    rows = versions.catalogue(session())
    return render_template("home.html", here="courses", courses=[(row.course.slug, shown(row)) for row in rows])


@bp.get("/training")
@login_required
def training() -> ResponseReturnValue:
    rows = []
    for enrolment in enrolments.enrolments_of(session(), me().id):
        view = enrolments.course_view(site().storage, enrolment)
        facts = progress.facts_of(session(), site().storage, enrolment)
        result = completion.result_of_course(session(), site().storage, enrolment)
        rows.append({"enrolment": enrolment, "view": view, "facts": facts, "result": result})
    return render_template("training.html", here="training", rows=rows)
