"""Every unsafe request proves that it comes from a page of ours: HMAC over the session, in a form field or a header."""

import hmac
import secrets
from functools import lru_cache

from flask import Flask, Response, after_this_request

from app.errors import DomainError, say
from app.web.context import Call, call, site, wants_data
from app.web.identity import SignedOut, visitor_in

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf"
HEADER = "X-CSRF-Token"
FORM_COOKIE = "aeo-form"


CHANGED = say(
    "You have signed in anew since this page was opened. Nothing was changed. Load it again: what waits on this device goes out then."
)


class Forged(DomainError):
    """The token is missing or belongs to another session."""


def token() -> str:
    """The token of this visitor's session; before sign-in, of a random form cookie that the answer sets."""
    return token_in(call())


def token_in(here: Call) -> str:
    """The token of that request's visitor."""
    if not here.token:
        here.token = _signed(here.site.secret, _subject(here))
    return here.token


def check() -> None:
    """Refuse an unsafe request without the token. Raises Forged, and SignedOut when a script of a page asks whose session is over."""
    here = call()
    if here.method in SAFE:
        return
    given = here.headers.get(HEADER) or here.form.get(FIELD, "")
    subject = _known_subject(here)
    secrets_ = (here.site.secret, *here.site.old_secrets)
    if not subject or not any(hmac.compare_digest(_signed(secret, subject), given) for secret in secrets_):
        if wants_data(here):
            raise Forged(CHANGED) if visitor_in(here) else SignedOut
        raise Forged(say("This page had been open for too long, or was not ours. Nothing was changed. Go back, load it again and repeat."))


def install(app: Flask) -> None:
    app.before_request(check)
    app.jinja_env.globals["csrf_token"] = token


@lru_cache(maxsize=1_024)
def _signed(secret: bytes, subject: str) -> str:
    return hmac.digest(secret, b"csrf:" + subject.encode(), "sha256").hex()


def _known_subject(here: Call) -> str:
    return here.given_cookies.get(here.site.cookie, "") or here.given_cookies.get(FORM_COOKIE, "")


def _subject(here: Call) -> str:
    """The session's token, or that of a form cookie; a new one goes out with the answer."""
    known = _known_subject(here)
    if known:
        return known
    fresh = secrets.token_urlsafe(32)

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(FORM_COOKIE, fresh, httponly=True, samesite="Lax", secure=site().secure, max_age=86_400)
        return response

    return fresh
