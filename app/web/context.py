"""What a request can reach: the site it runs on, what was found out for it, its reading session, its writing transaction."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from typing import Any

from flask import Flask, Request, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app import database
from app.credentials.signing import Signer
from app.people.passwords import Hashing, Rules
from app.publishing.folders import Folders
from app.statements import Work
from app.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What every page needs to know of where it is shown, also a page without people and without a database."""

    name: str
    secure: bool
    hosts: frozenset[str]
    zone: tzinfo
    language: str
    assets: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Face):
    """One installation as the pages know it. Made by the factory, never changed."""

    base_url: str
    secret: bytes
    old_secrets: tuple[bytes, ...]
    cookie: str
    engine: Engine
    reading: sessionmaker[Session]
    writing: database.Writing
    storage: Storage
    signer: Signer
    hashing: Hashing
    rules: Rules
    folders: Folders
    software: str
    """The version of this software, which stands beside each version of a course that it publishes."""


UNKNOWN: Any = object()


class Call(Request):
    """One request, with what was found out for it, each thing once.

    The framework's proxies look the request up anew at every use; a page that is quick takes it once and hands it on.
    """

    visitor: Any = UNKNOWN
    shown_visitor: Any = None
    """Stands for the visitor while a page is rendered for many."""
    language: str = ""
    token: str = ""

    @cached_property
    def site(self) -> Site:
        return site()

    @cached_property
    def given_cookies(self) -> Mapping[str, str]:
        """The cookies by name; of two with one name the first. Ours are plain signs, so nothing has to be unquoted."""
        found: dict[str, str] = {}
        for pair in self.environ.get("HTTP_COOKIE", "").split(";"):
            name, _, value = pair.partition("=")
            found.setdefault(name.strip(), value.strip())
        return found


def call() -> Call:
    """The request that is being answered."""
    found: Call = request._get_current_object()  # type: ignore[attr-defined]
    return found


def wants_data(here: Call) -> bool:
    """Whether the asker is a script that reads JSON."""
    return here.is_json or here.accept_mimetypes.best == "application/json"


def site() -> Site:
    found: Site = current_app.extensions["aeo"]
    return found


def session() -> Session:
    """This request's reading session, opened on first use. It never writes."""
    if "session" not in g:
        g.session = site().reading()
    opened: Session = g.session
    return opened


def transaction() -> AbstractContextManager[Session]:
    """One writing transaction, in a session of its own."""
    return database.transaction(site().writing)


def plain_transaction() -> AbstractContextManager[Work]:
    """The same for the compiled statements of an answer."""
    return database.plain_transaction(site().writing)


def install(app: Flask, made: Site) -> None:
    app.extensions["aeo"] = made
    app.teardown_appcontext(_close)


def _close(error: BaseException | None) -> None:
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()
