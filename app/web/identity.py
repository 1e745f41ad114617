"""Who is asking: one SELECT a request finds the session, the person and, on the pages of a lesson, all that depends on the person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from typing import Any, ParamSpec
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Request, current_app, redirect, url_for
from flask.sessions import SessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin
from sqlalchemy import bindparam, func, select

from app import clock
from app.errors import DomainError, NotFound, say
from app.people.models import ADMINISTRATOR, STAFF, Person, Role, SignIn
from app.people.tokens import hashed
from app.statements import Statement
from app.web.context import UNKNOWN, Call, Site, call, wants_data
from app.web.targets import safe_target

P = ParamSpec("P")


OVER = say("You are signed out. What you answered since waits on this device and goes out when you have signed in again.")


class SignedOut(DomainError):
    """A script asks for somebody whose session is over: it keeps what it has and shows the way back."""

    def __init__(self) -> None:
        super().__init__(OVER)


@dataclass(slots=True, kw_only=True)
class Visitor(UserMixin):
    """The signed-in person as pages need them, light as one row."""

    id: int
    name: str
    name_native: str
    email: str
    language: str
    time_zone: str
    roles: frozenset[str]
    session_hash: str
    extra: object = None
    """What the SELECT of this page fetched beside the person; its loader knows what."""

    @property
    def zone(self) -> ZoneInfo | None:
        return ZoneInfo(self.time_zone) if self.time_zone else None

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF)

    @property
    def is_administrator(self) -> bool:
        return ADMINISTRATOR in self.roles

    def get_id(self) -> str:
        return str(self.id)


def visitor() -> Visitor | None:
    """The signed-in visitor, or None."""
    return visitor_in(call())


def visitor_in(here: Call) -> Visitor | None:
    """The visitor of that request: found once."""
    if here.visitor is UNKNOWN:
        here.visitor = _visitor(here)
    found: Visitor | None = here.visitor
    return found


def me() -> Visitor:
    """The signed-in visitor, behind @login_required."""
    return me_in(call())


def me_in(here: Call) -> Visitor:
    """The signed-in visitor of that request, who has been let in."""
    found = visitor_in(here)
    assert found is not None
    return found


def signed_in(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """As @login_required, for the pages that are asked for most: without its proxies."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if visitor_in(call()) is None:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return view(*args, **kwargs)

    return guarded


COLUMNS = (
    Person.id,
    Person.name,
    Person.name_native,
    Person.email,
    Person.language,
    Person.zone,
    select(func.aggregate_strings(Role.name, " ")).where(Role.person_id == Person.id).scalar_subquery().label("roles"),
)
WIDTH = len(COLUMNS)
ALIVE = (
    SignIn.token_hash == bindparam("token"),
    SignIn.ends_at > bindparam("now", type_=SignIn.ends_at.type),
    Person.disabled_at.is_(None),
)

PLAIN = Statement(select(*COLUMNS).select_from(SignIn).join(Person).where(*ALIVE))

Loader = Callable[[Site, str, datetime, Mapping[str, Any]], Visitor | None]
LOADERS: dict[str, Loader] = {}
"""Endpoints whose one SELECT fetches more than the person; their modules enter themselves."""


def plain(site: Site, token_hash: str, now: datetime, arguments: Mapping[str, Any]) -> Visitor | None:
    row = PLAIN.first(site.engine, token=token_hash, now=now)
    return visitor_of(row, token_hash) if row else None


def visitor_of(row: tuple[Any, ...], token_hash: str, extra: object = None) -> Visitor:
    person, name, native, email, language, zone, roles = row[:WIDTH]
    return Visitor(
        id=person,
        name=name,
        name_native=native,
        email=email,
        language=language,
        time_zone=zone,
        roles=_roles(roles or ""),
        session_hash=token_hash,
        extra=extra,
    )


def visitor_for(person: Person, token_hash: str) -> Visitor:
    """The visitor that a person has just become by signing in."""
    roles = " ".join(person.roles)
    return visitor_of((person.id, person.name, person.name_native, person.email, person.language, person.zone, roles), token_hash)


@cache
def _roles(names: str) -> frozenset[str]:
    return frozenset(names.split())


class Inert(dict[str, Any], SessionMixin):
    """Flask's session, kept nowhere: ours are rows on the server."""


class NoSession(SessionInterface):
    """Reads nothing and writes nothing."""

    def open_session(self, app: Flask, request: Request) -> Inert:
        return Inert()

    def save_session(self, app: Flask, session: SessionMixin, response: Any) -> None:
        return None


def install(app: Flask) -> None:
    app.session_interface = NoSession()
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(lambda current: visitor())
    manager.unauthorized_callback = ask_to_sign_in
    app.login_manager = manager


def ask_to_sign_in() -> ResponseReturnValue:
    """The way to sign in and back. An address that only takes forms is no way back: the page with the form is. Raises SignedOut."""
    here = call()
    if wants_data(here):
        raise SignedOut
    back = here.full_path.rstrip("?") if here.method in ("GET", "HEAD") else _form_page(here)
    return redirect(f"{url_for('accounts.sign_in')}?{urlencode({'next': safe_target(back)})}")


def _form_page(here: Call) -> str:
    """The page of ours from which a form came, as a browser tells it to us alone."""
    page = urlsplit(here.referrer or "")
    return f"{page.path}?{page.query}".rstrip("?") if page.netloc == here.host else "/"


def _visitor(here: Call) -> Visitor | None:
    token = here.given_cookies.get(here.site.cookie)
    if not token:
        return None
    loader = LOADERS.get(here.endpoint or "", plain)
    return loader(here.site, hashed(token), clock.now(), here.view_args or {})


def refuse_unless(allowed: bool) -> None:
    """What someone may not know of does not exist for them. Raises NotFound."""
    if not allowed:
        raise NotFound("There is no page at this address. Compare it again, or start from the first page.")
