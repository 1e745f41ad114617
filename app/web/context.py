"""What a request can reach: the site it runs on, its reading session, its writing transaction."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import tzinfo

from flask import Flask, current_app, g
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app import database
from app.credentials.signing import Signer
from app.people.passwords import Hashing, Rules
from app.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One installation as the pages know it. Made by the factory, never changed."""

    name: str
    base_url: str
    secret: bytes
    old_secrets: tuple[bytes, ...]
    cookie: str
    secure: bool
    hosts: frozenset[str]
    zone: tzinfo
    language: str
    engine: Engine
    reading: sessionmaker[Session]
    writing: database.Writing
    storage: Storage
    signer: Signer
    assets: Mapping[str, str]
    hashing: Hashing
    rules: Rules


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


def install(app: Flask, made: Site) -> None:
    app.extensions["aeo"] = made
    app.teardown_appcontext(_close)


def _close(error: BaseException | None) -> None:
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()
