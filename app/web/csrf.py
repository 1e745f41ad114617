"""Every unsafe request proves that it comes from a page of ours: HMAC over the session, in a form field or a header."""

import hmac
import secrets

from flask import Flask, Request, Response, g, request

from app.errors import DomainError
from app.web.context import site

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf"
HEADER = "X-CSRF-Token"
FORM_COOKIE = "aeo-form"


class Forged(DomainError):
    """The token is missing or belongs to another session."""


def token() -> str:
    """The token of this visitor's session; before sign-in, of a random form cookie that the answer sets."""
    if "csrf" not in g:
        g.csrf = _signed(site().secret, _subject())
    return str(g.csrf)


def check() -> None:
    """Refuse an unsafe request without the token. Raises Forged."""
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    subject = _known_subject(request)
    secrets_ = (site().secret, *site().old_secrets)
    if not subject or not any(hmac.compare_digest(_signed(secret, subject), given) for secret in secrets_):
        raise Forged("This page had been open for too long, or was not ours. Nothing was changed. Go back, load it again and repeat.")


def install(app: Flask) -> None:
    app.before_request(check)
    app.after_request(_set_form_cookie)
    app.jinja_env.globals["csrf_token"] = token


def _signed(secret: bytes, subject: str) -> str:
    return hmac.digest(secret, b"csrf:" + subject.encode(), "sha256").hex()


def _known_subject(current: Request) -> str:
    return current.cookies.get(site().cookie, "") or current.cookies.get(FORM_COOKIE, "")


def _subject() -> str:
    known = _known_subject(request)
    if not known:
        g.form_cookie = known = secrets.token_urlsafe(32)
    return known


def _set_form_cookie(response: Response) -> Response:
    if "form_cookie" in g:
        response.set_cookie(FORM_COOKIE, g.form_cookie, httponly=True, samesite="Lax", secure=site().secure, max_age=86_400)
    return response
