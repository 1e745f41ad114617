"""Everybody with an account, for administrators: find them, invite them, change what they may do, close the door."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as __
from flask_login import login_required
from sqlalchemy.orm import Session
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from app import clock, logs
from app.errors import DomainError, Refused
from app.learning import enrolments
from app.people import accounts, invitations, names
from app.people.addresses import fold
from app.people.models import TRAINEE, Person
from app.publishing import staff
from app.reporting import people as reporting
from app.web import cohort_page, downloads, once, people_page
from app.web.context import session, transaction
from app.web.forms import BaseForm
from app.web.identity import me, refuse_unless

bp = Blueprint("people", __name__)


class InviteForm(BaseForm):
    """One person, who gets a link to set a password with. `key`: sent twice, it is one invitation."""

    name = StringField(__("Name, in Latin letters"), [InputRequired(__("Type the name.")), Length(max=names.LONGEST)])
    email = EmailField(__("E-mail address"), [InputRequired(__("Type an e-mail address.")), Length(max=254)])
    role = StringField(__("Role"), default=TRAINEE)
    key = HiddenField(default=once.new_key)


@bp.before_request
@login_required
def _for_administrators() -> None:
    """Nobody else is told that these pages exist."""
    refuse_unless(me().is_administrator)


@bp.get("/people", endpoint="list")
def every() -> ResponseReturnValue:
    return _list(InviteForm())


@bp.post("/people")
def invite() -> ResponseReturnValue:
    """A new person with a link to hand on; the link is shown in the answer, and nowhere else."""
    form = InviteForm.sent()
    if form.accepted():
        try:
            link = _invited(form)
            return _list(InviteForm(formdata=None), invited={"name": form.name.data, "link": link})
        except DomainError as refusal:
            form.refuse(refusal)
    return _list(form), 422


def _invited(form: InviteForm) -> str:
    """The link. The same form sent twice gives the same one; anybody else's address is refused."""
    now = clock.now()
    with transaction() as db:
        found = accounts.find(db, form.email.data)
        token = once.tokens(form.key.data)(found.email if found else fold(form.email.data))
        if found is not None and not invitations.works(db, token, now):
            raise Refused(people_page.KNOWN)
        if found is None:
            person = accounts.add(db, form.email.data, form.name.data, now, roles=(form.role.data,))
            invitations.invite(db, person, accounts.person_of(db, me().id), now, token=token)
            logs.event("person.invited", person=person.email, role=form.role.data, by=me().email)
    return once.invitation_link(token)


@bp.get("/people/csv")
def csv() -> Response:
    """Everybody whom the filter lets through, as a file."""
    rows = reporting.people(session(), clock.now(), **people_page.filter_asked(request.args))
    return downloads.csv_file(reporting.table(rows), f"people {clock.now():%Y-%m-%d}")


@bp.get("/people/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    return _person(_person_of(session(), person_id), done=request.args.get("done", ""))


@bp.post("/people/<int:person_id>/roles")
def roles(person_id: int) -> ResponseReturnValue:
    """Exactly the roles that are ticked; what changes ends the person's sessions."""
    wanted = request.form.getlist("role")
    with transaction() as db:
        found = _person_of(db, person_id)
        accounts.set_roles(db, found, wanted)
    logs.event("person.roles", person=found.email, roles=",".join(sorted(wanted)), by=me().email)
    return redirect(url_for(".person", person_id=person_id, done="roles"))


@bp.post("/people/<int:person_id>/courses")
def courses(person_id: int) -> ResponseReturnValue:
    """Exactly the courses that are ticked are taught by this instructor."""
    wanted = set(request.form.getlist("course"))
    with transaction() as db:
        found = _person_of(db, person_id)
        for course in staff.taught_by(db, accounts.person_of(db, me().id)):
            (staff.give if course.slug in wanted else staff.take)(db, found, course)
    logs.event("person.courses", person=found.email, courses=",".join(sorted(wanted)), by=me().email)
    return redirect(url_for(".person", person_id=person_id, done="courses"))


@bp.post("/people/<int:person_id>/disable")
def disable(person_id: int) -> ResponseReturnValue:
    """Close the account and end its sessions; all records are kept."""
    with transaction() as db:
        found = _person_of(db, person_id)
        accounts.disable(db, found, clock.now())
    logs.event("person.disabled", person=found.email, by=me().email)
    return redirect(url_for(".person", person_id=person_id, done="disabled"))


@bp.post("/people/<int:person_id>/enable")
def enable(person_id: int) -> ResponseReturnValue:
    with transaction() as db:
        found = _person_of(db, person_id)
        accounts.enable(db, found)
    logs.event("person.enabled", person=found.email, by=me().email)
    return redirect(url_for(".person", person_id=person_id, done="enabled"))


@bp.post("/people/<int:person_id>/link")
def link(person_id: int) -> ResponseReturnValue:
    """A new link to set a password with; it is shown in the answer, and older ones end."""
    with transaction() as db:
        found = _person_of(db, person_id)
        token = invitations.invite(db, found, accounts.person_of(db, me().id), clock.now())
    logs.event("person.invited", person=found.email, by=me().email)
    return _person(_person_of(session(), person_id), link=once.invitation_link(token))


def _person_of(db: Session, person_id: int) -> Person:
    """Raises NotFound, also for a number that no database holds."""
    return accounts.person_of(db, person_id if person_id < 2**31 else 0)


def _list(form: InviteForm, invited: dict[str, str] | None = None) -> str:
    asked = people_page.filter_asked(request.args)
    rows = reporting.people(session(), clock.now(), **asked)
    shown = reporting.page(rows, people_page.page_asked(request.args))
    counts = reporting.counts(session(), clock.now())
    context = people_page.listed(shown, counts, asked, _titles())
    return render_template("people/list.html", here="people", form=form, invited=invited, **context)


def _titles() -> dict[str, str]:
    """Of all courses, by id."""
    return dict(cohort_page.course_choices(session(), accounts.person_of(session(), me().id)))


def _person(found: Person, *, done: str = "", link: str = "") -> str:
    taught = staff.taught_by(session(), found) if not found.is_administrator else []
    titles = _titles()
    row = reporting.listing(session(), [found], clock.now())[0]
    context = people_page.person(row, enrolments.enrolments_of(session(), found.id), titles, taught, mine=found.id == me().id, done=done)
    return render_template("people/person.html", here="people", link=link, **context)
