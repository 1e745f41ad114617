"""Who is asking: one SELECT a request finds the session, the person and, on the pages of a lesson, all that depends on the person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Request, g, request
from flask.sessions import SessionInterface, SessionMixin
from flask_login import AnonymousUserMixin, LoginManager, UserMixin
from sqlalchemy import bindparam, exists, select

from app import clock
from app.errors import NotFound
from app.people.models import ADMINISTRATOR, ROLES, STAFF, Person, Role, SignIn
from app.people.tokens import hashed
from app.web.context import site
from app.web.driver import Statement


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
    extra: Mapping[str, Any] = field(default_factory=dict)

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
    """The signed-in visitor, or None: found once a request, and handed to flask-login where it looks for it.

    Its own way there goes through its session, remember cookie and proxies, which together cost as much as our SELECT.
    """
    if "visitor" not in g:
        g.visitor = _visitor(request)
        g._login_user = g.visitor or AnonymousUserMixin()
    found: Visitor | None = g.visitor
    return found


def me() -> Visitor:
    """The signed-in visitor, behind @login_required."""
    found = visitor()
    assert found is not None
    return found


def has_role(name: str):
    return exists().where(Role.person_id == Person.id, Role.name == name)


COLUMNS = (
    Person.id,
    Person.name,
    Person.name_native,
    Person.email,
    Person.language,
    Person.zone,
    *(has_role(name).label(name) for name in ROLES),
)
WIDTH = len(COLUMNS)
ALIVE = (
    SignIn.token_hash == bindparam("token"),
    SignIn.ends_at > bindparam("now", type_=SignIn.ends_at.type),
    Person.disabled_at.is_(None),
)

PLAIN = Statement(select(*COLUMNS).select_from(SignIn).join(Person).where(*ALIVE))

Loader = Callable[[str, datetime, Mapping[str, Any]], Visitor | None]
LOADERS: dict[str, Loader] = {}
"""Endpoints whose one SELECT fetches more than the person; their modules enter themselves."""


def plain(token_hash: str, now: datetime, arguments: Mapping[str, Any]) -> Visitor | None:
    row = PLAIN.first(site().engine, token=token_hash, now=now)
    return visitor_of(row, token_hash) if row else None


def visitor_of(row: tuple[Any, ...], token_hash: str, extra: Mapping[str, Any] | None = None) -> Visitor:
    person, name, native, email, language, zone, *flags = row[:WIDTH]
    return Visitor(
        id=person,
        name=name,
        name_native=native,
        email=email,
        language=language,
        time_zone=zone,
        roles=_roles(tuple(flags)),
        session_hash=token_hash,
        extra=extra or {},
    )


def visitor_for(person: Person, token_hash: str) -> Visitor:
    """The visitor that a person has just become by signing in."""
    flags = (name in person.roles for name in ROLES)
    return visitor_of((person.id, person.name, person.name_native, person.email, person.language, person.zone, *flags), token_hash)


@cache
def _roles(flags: tuple[int, ...]) -> frozenset[str]:
    return frozenset(name for name, held in zip(ROLES, flags, strict=True) if held)


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
    manager.login_view = "accounts.sign_in"
    app.login_manager = manager


def _visitor(request: Request) -> Visitor | None:
    token = request.cookies.get(site().cookie)
    if not token:
        return None
    loader = LOADERS.get(request.endpoint or "", plain)
    return loader(hashed(token), clock.now(), request.view_args or {})


def refuse_unless(allowed: bool) -> None:
    """What someone may not know of does not exist for them. Raises NotFound."""
    if not allowed:
        raise NotFound("There is no page at this address. Compare it again, or start from the first page.")
