"""One learner as the staff of the course see them, and what they can do: more time, another cohort, out of the course and back."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as __
from flask_login import login_required
from sqlalchemy.orm import Session
from wtforms import StringField
from wtforms.validators import Regexp

from app import clock, logs
from app.errors import DomainError, NotFound, say
from app.learning import cohorts, enrolments
from app.learning.models import Enrolment
from app.people import accounts
from app.reporting.person import detail, enrolment_for_staff
from app.web import learner_page
from app.web.context import session, site, transaction
from app.web.forms import BaseForm
from app.web.identity import me
from app.web.scope import Scope, newest_view, scope_for, scope_of

bp = Blueprint("learners", __name__)


class TimeForm(BaseForm):
    """How much longer the time limits of a person are."""

    extra_time = StringField(
        __("Per cent added to each time limit"), [Regexp(r"^\d{1,3}$", message=__("Write a whole number, for example 25."))]
    )


@bp.get("/cohorts/<int:cohort_id>/people/<int:enrolment_id>")
@bp.get("/cohorts/all/<slug>/people/<int:enrolment_id>")
@login_required
def page(enrolment_id: int, cohort_id: int = 0, slug: str = "") -> ResponseReturnValue:
    scope = scope_of(session(), cohort_id, slug)
    found = _learner(session(), enrolment_id)
    if found.course_id != scope.course.id or (scope.cohort and found.cohort_id != scope.cohort.id):
        raise NotFound(say("There is no such learner."))
    return _shown(scope, found, TimeForm(extra_time=str(found.extra_time)))


@bp.post("/learners/<int:enrolment_id>/time")
@login_required
def give_time(enrolment_id: int) -> ResponseReturnValue:
    """More time on every quiz from the next attempt on."""
    form = TimeForm.sent()
    found = _learner(session(), enrolment_id)
    if form.accepted():
        try:
            with transaction() as db:
                enrolments.give_time(db, _learner(db, enrolment_id), int(form.extra_time.data))
            logs.event("learner.time", learner=enrolment_id, per_cent=int(form.extra_time.data), by=me().email)
            return _back(enrolment_id, "time")
        except DomainError as refusal:
            form.refuse(refusal)
    return _shown(scope_for(found), found, form), 422


@bp.post("/learners/<int:enrolment_id>/cohort")
@login_required
def join(enrolment_id: int) -> ResponseReturnValue:
    """Into another cohort of the course, or into none."""
    wanted = request.form.get("cohort", "")
    with transaction() as db:
        cohort = cohorts.cohort_for_staff(db, accounts.person_of(db, me().id), _number(wanted)) if wanted else None
        enrolments.join(db, _learner(db, enrolment_id), cohort)
    return _back(enrolment_id, "cohort")


@bp.post("/learners/<int:enrolment_id>/leave")
@login_required
def leave(enrolment_id: int) -> ResponseReturnValue:
    """Out of the course; nothing is deleted."""
    with transaction() as db:
        enrolments.withdraw(db, _learner(db, enrolment_id), clock.now())
    logs.event("learner.left", learner=enrolment_id, by=me().email)
    return _back(enrolment_id, "left")


@bp.post("/learners/<int:enrolment_id>/return")
@login_required
def come_back(enrolment_id: int) -> ResponseReturnValue:
    """Into the course again, where it stopped."""
    with transaction() as db:
        found = _learner(db, enrolment_id)
        enrolments.enrol(db, site().storage, found.person, found.course.slug, clock.now())
    logs.event("learner.returned", learner=enrolment_id, by=me().email)
    return _back(enrolment_id, "back")


def _learner(db: Session, enrolment_id: int) -> Enrolment:
    """Raises NotFound for who does not teach the course."""
    return enrolment_for_staff(db, accounts.person_of(db, me().id), enrolment_id)


def _back(enrolment_id: int, done: str) -> ResponseReturnValue:
    """To the learner's page, in the group where the learner is now."""
    return redirect(scope_for(_learner(session(), enrolment_id)).url("learners.page", enrolment_id=enrolment_id, done=done))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _shown(scope: Scope, found: Enrolment, form: TimeForm) -> str:
    view = enrolments.course_view(site().storage, found)
    context = learner_page.context(
        scope,
        view,
        newest_view(session(), scope.course).title,
        detail(session(), site().storage, found),
        cohorts.cohorts_of(session(), scope.course),
        request.args.get("done", ""),
    )
    return render_template("cohorts/learner.html", here="cohorts", form=form, **context)
