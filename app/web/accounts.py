"""Signing in and out, accepting an invitation, and one's own profile."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __
from flask_login import current_user, login_required, login_user
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from app import clock
from app.errors import DomainError, Invalid, NotFound
from app.learning import enrolments
from app.people import accounts, invitations, passwords, sessions, throttle
from app.people.models import ADMINISTRATOR, INSTRUCTOR, ROLES, TRAINEE
from app.web import language, zones
from app.web.context import session, site, transaction
from app.web.courses import sample_href
from app.web.forms import BaseForm
from app.web.identity import me, visitor_for
from app.web.targets import safe_target

bp = Blueprint("accounts", __name__)

BROWSER_COOKIE = "aeo-browser"


class SignInForm(BaseForm):
    """Address and password, and whether to stay signed in on this device."""

    email = StringField(__("E-mail address"), [InputRequired(__("Type your e-mail address.")), Length(max=254)])
    password = PasswordField(__("Password"), [InputRequired(__("Type your password."))])
    remember = BooleanField(__("Keep me signed in on this device for 30 days"))


class PasswordForm(BaseForm):
    """A new password, typed once, with a way to look at it."""

    password = PasswordField(__("New password"), [InputRequired(__("Type a new password."))])


class ProfileForm(BaseForm):
    """The names on the certificate, and how pages are shown."""

    name = StringField(__("Name in Latin letters"), [InputRequired(__("Type your name.")), Length(max=200)])
    name_native = StringField(__("Name in your own script"), [Length(max=200)])
    language = SelectField(__("Language of the pages"), choices=[SelectChoice(code, name) for code, name in language.NAMES.items()])
    zone = SelectField(__("Time zone"), choices=zones.choices)
    theme = RadioField(
        __("Appearance"),
        choices=[
            SelectChoice("", __("As this device")),
            SelectChoice("light", __("Light")),
            SelectChoice("dark", __("Dark")),
            SelectChoice("contrast", __("High contrast")),
        ],
    )


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(_onward(me().id, is_staff=me().is_staff))
    form = SignInForm.sent()
    if form.accepted():
        try:
            return _signed_in(form)
        except DomainError as refusal:
            form.refuse(refusal)
    page = render_template("accounts/sign_in.html", form=form, next=request.args.get("next", ""), sample_href=sample_href())
    return page, 422 if form.problems else 200


def _onward(person_id: int, *, is_staff: bool) -> str:
    """Where a person came from; else where the work is: one's training, or the cohorts for staff who learn nothing themselves."""
    learns = bool(enrolments.enrolments_of(session(), person_id)) or not is_staff
    return safe_target(request.args.get("next", ""), url_for("home.training" if learns else "cohorts.list"))


def _signed_in(form: SignInForm) -> ResponseReturnValue:
    """Count the try, compare outside any transaction, then start a session. Raises Slowed, and one Invalid for every other reason."""
    email, now = form.email.data, clock.now()
    browser = request.cookies.get(BROWSER_COOKIE)
    person = accounts.find(session(), email)
    known = browser if sessions.knows_browser(session(), person, browser) else None
    keys = throttle.keys_of(email, request.remote_addr or "", known)
    with transaction() as db:
        throttle.admit(db, keys, now)
    fits = site().hashing.fits(form.password.data, person.password_hash if person and not person.disabled_at else None)
    if not fits or person is None:
        form.password.errors = [_("Type your password again.")]
        raise Invalid(_("The address or the password does not fit. Nothing was changed."))
    return _started(person.id, form.password.data, form.remember.data, keys, browser)


def _started(person_id: int, password: str, remember: bool, keys: tuple[str, ...], browser: str | None) -> ResponseReturnValue:
    """A new session for this browser; an old one of it ends. A hash of an old cost is made anew."""
    now = clock.now()
    person = accounts.person_of(session(), person_id)
    fresh = site().hashing.hash(password) if site().hashing.is_outdated(person.password_hash or "") else None
    with transaction() as db:
        person = accounts.person_of(db, person_id)
        throttle.forgive(db, keys)
        sessions.end(db, request.cookies.get(site().cookie, ""))
        if fresh is not None:
            person.password_hash = fresh
        token, row = sessions.start(db, person, now, remember=remember, device=request.user_agent.string)
        browser = sessions.know_browser(db, person, browser, now)
    login_user(visitor_for(person, row.token_hash))
    response = make_response(redirect(_onward(person.id, is_staff=person.is_staff)))
    lasting = int((row.ends_at - now).total_seconds()) if remember else None
    flags = {"httponly": True, "samesite": "Lax", "secure": site().secure}
    response.set_cookie(site().cookie, token, max_age=lasting, **flags)
    language.keep_theme(response, person.theme)
    response.set_cookie(BROWSER_COOKIE, browser, max_age=365 * 86_400, **flags)
    return response


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    token = request.cookies.get(site().cookie, "")
    with transaction() as db:
        sessions.end(db, token)
    response = make_response(redirect(url_for("home.index")))
    response.delete_cookie(site().cookie, secure=site().secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> ResponseReturnValue:
    """Set a first or new password with a link that works once."""
    try:
        invited = invitations.invitation_of(session(), token, clock.now()).person
    except NotFound:
        told = {"title": _("This link no longer works"), "message": _("Ask the person who invited you for a new one.")}
        return render_template("errors/error.html", status=404, **told), 404
    form = PasswordForm.sent()
    if form.accepted():
        try:
            passwords.check_new(form.password.data, invited.roles, site().rules, (invited.name, invited.email))
            fresh = site().hashing.hash(form.password.data)
            with transaction() as db:
                person = invitations.accept(db, token, clock.now())
                accounts.set_password(db, person, fresh, clock.now())
            return redirect(url_for(".sign_in"))
        except Invalid as refusal:
            form.refuse(refusal)
    least = site().rules.shortest(invited.roles)
    return render_template("accounts/invitation.html", form=form, person=invited, least=least), 422 if form.problems else 200


@bp.route("/me", methods=["GET", "POST"])
@login_required
def profile() -> ResponseReturnValue:
    person = accounts.person_of(session(), me().id)
    form = ProfileForm.sent(obj=person)
    if form.accepted():
        try:
            with transaction() as db:
                mine = accounts.person_of(db, me().id)
                accounts.rename(db, mine, form.name.data, form.name_native.data)
                accounts.prefer(db, mine, language=form.language.data, theme=form.theme.data, zone=form.zone.data)
            response = make_response(redirect(url_for(".profile", saved=1)))
            response.delete_cookie(language.COOKIE)
            language.keep_theme(response, form.theme.data)
            return response
        except Invalid as refusal:
            form.refuse(refusal)
    shown = {"email": person.email, "roles": [role_words(name) for name in ROLES if name in person.roles]}
    page = render_template("accounts/profile.html", form=form, person=shown, certificate_note="", saved="saved" in request.args)
    return page, 422 if form.problems else 200


def role_words(name: str) -> str:
    """A role in the reader's language."""
    return {TRAINEE: _("Trainee"), INSTRUCTOR: _("Instructor"), ADMINISTRATOR: _("Administrator")}[name]
