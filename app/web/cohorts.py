"""Cohorts: who is where, making one, adding people; for the staff of a course."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from flask_login import login_required
from wtforms import DateField, EmailField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app import clock, logs
from app.errors import DomainError, Invalid, say
from app.learning import cohorts, enrolments
from app.people import accounts
from app.publishing import staff
from app.reporting import cohort as reporting
from app.reporting import overview
from app.web import cohort_charts, cohort_page, downloads, language
from app.web.context import session, site, transaction
from app.web.forms import BaseForm
from app.web.identity import me, refuse_unless
from app.web.scope import Scope, newest_view, scope_of

bp = Blueprint("cohorts", __name__)


class DayField(DateField):
    """A day as browsers send it."""

    def gettext(self, string):
        return _("Write the day as year-month-day, like 2026-04-30.")


class CohortForm(BaseForm):
    """The name of a cohort, and the day by which it is due."""

    name = StringField(__("Name"), [InputRequired(__("Give the cohort a name.")), Length(max=cohorts.LONGEST)])
    due = DayField(__("Due"), [Optional()])


class NewCohortForm(CohortForm):
    """A cohort to be made, in one of the visitor's courses."""

    course = SelectField(__("Course"), validate_choice=False)


class AddForm(BaseForm):
    """One person to be enrolled, by address."""

    email = EmailField(__("Add a person"), [InputRequired(__("Type an e-mail address.")), Length(max=254)])


@bp.route("/cohorts", methods=["GET", "POST"], endpoint="list")
@login_required
def every() -> ResponseReturnValue:
    """The cohorts that one may see; posting makes another one."""
    refuse_unless(me().is_staff)
    form = NewCohortForm.sent()
    choices = cohort_page.course_choices(session(), accounts.person_of(session(), me().id))
    form.course.choices = [SelectChoice(slug, title) for slug, title in choices]
    if form.accepted():
        try:
            return redirect(_made(form))
        except DomainError as refusal:
            form.refuse(refusal)
    person, today = accounts.person_of(session(), me().id), clock.now().astimezone(site().zone).date()
    rows = cohort_page.rows(session(), overview.cohorts(session(), person, today), overview.courses(session(), person, today))
    return render_template("cohorts/list.html", here="cohorts", form=form, **rows), 422 if form.problems else 200


def _made(form: NewCohortForm) -> str:
    with transaction() as db:
        course = staff.course_for_staff(db, accounts.person_of(db, me().id), form.course.data)
        cohort = cohorts.make(db, course, form.name.data, clock.now(), form.due.data)
    return url_for(".cohort", cohort_id=cohort.id)


@bp.get("/cohorts/<int:cohort_id>")
@bp.get("/cohorts/all/<slug>")
@login_required
def cohort(cohort_id: int = 0, slug: str = "") -> ResponseReturnValue:
    scope = scope_of(session(), cohort_id, slug)
    return _shown(scope, AddForm(), _change_form(scope))


@bp.post("/cohorts/<int:cohort_id>")
@login_required
def change(cohort_id: int) -> ResponseReturnValue:
    """Another name or due date."""
    form = CohortForm.sent()
    scope = scope_of(session(), cohort_id, "")
    if form.accepted():
        try:
            with transaction() as db:
                found = cohorts.cohort_for_staff(db, accounts.person_of(db, me().id), cohort_id)
                cohorts.change(db, found, form.name.data, form.due.data)
            return redirect(url_for(".cohort", cohort_id=cohort_id))
        except DomainError as refusal:
            form.refuse(refusal)
    return _shown(scope, AddForm(), form), 422


@bp.post("/cohorts/<int:cohort_id>/people")
@bp.post("/cohorts/all/<slug>/people")
@login_required
def add(cohort_id: int = 0, slug: str = "") -> ResponseReturnValue:
    """Enrol somebody who has an account; who is enrolled already moves into the cohort with all marks."""
    scope = scope_of(session(), cohort_id, slug)
    form = AddForm.sent()
    if form.accepted():
        try:
            return redirect(scope.url("cohorts.cohort", added=_added(form.email.data, cohort_id, slug)))
        except Invalid as refusal:
            form.refuse(refusal)
    return _shown(scope, form, _change_form(scope)), 422


def _added(email: str, cohort_id: int, slug: str) -> int:
    """The enrolment's id. Raises Invalid for an address that nobody has, or a closed account."""
    with transaction() as db:
        scope = scope_of(db, cohort_id, slug)
        person = accounts.find(db, email)
        if person is None:
            raise Invalid(say("Nobody has an account with this address. Enrol new people by a file: they get a link."), "email")
        if person.disabled_at is not None:
            raise Invalid(say("This account is disabled."), "email")
        enrolment = enrolments.enrol(db, site().storage, person, scope.course.slug, clock.now(), cohort=scope.cohort)
    logs.event("person.enrolled", person=person.email, course=scope.course.slug, by=me().email)
    return enrolment.id


@bp.get("/cohorts/<int:cohort_id>/csv")
@bp.get("/cohorts/all/<slug>/csv")
@login_required
def csv(cohort_id: int = 0, slug: str = "") -> Response:
    """What the table shows, all its pages, as a file."""
    scope = scope_of(session(), cohort_id, slug)
    group = _group(scope)
    wanted = cohort_page.view_asked(request.args)
    learners = reporting.selected(group, show=wanted.show, order=wanted.order)
    rows = reporting.table(group, learners, reporting.marks_of(session(), site().storage, learners))
    return downloads.csv_file(rows, f"{scope.cohort.name if scope.cohort else scope.course.slug} {clock.now():%Y-%m-%d}")


def _group(scope: Scope) -> reporting.Group:
    return reporting.group_of(session(), site().storage, scope.course, clock.now(), site().zone, scope.cohort)


def _change_form(scope: Scope) -> CohortForm | None:
    return CohortForm(name=scope.cohort.name, due=scope.cohort.due_on) if scope.cohort else None


def _shown(scope: Scope, add_form: AddForm, change_form: CohortForm | None) -> str:
    group, wanted = _group(scope), cohort_page.view_asked(request.args)
    title = newest_view(session(), scope.course).title
    charts = cohort_charts.charts(session(), site().storage, group, wanted.quiz)
    rows = cohort_page.rows_asked(group, wanted)
    marks = reporting.marks_of(session(), site().storage, rows.rows)
    context = cohort_page.context(scope, title, group, rows, marks, wanted, added=request.args.get("added", ""))
    forms = {"add_form": add_form, "change_form": change_form}
    return render_template(
        "cohorts/cohort.html", here="cohorts", rtl=language.direction(language.language()) == "rtl", **charts, **forms, **context
    )
