"""Errors become pages here, once: what happened, what is safe, what to do."""

import logging
import secrets
from typing import Any

from flask import Flask, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NoSuchPage

from app import logs
from app.errors import Busy, DomainError, Invalid, Locked, NotAllowed, NotFound, Refused
from app.outages import outage
from app.web import locked_page
from app.web.context import call, wants_data
from app.web.csrf import Forged
from app.web.frame import said
from app.web.identity import SignedOut, visitor_in
from app.web.language import as_number

STATUS: dict[type[DomainError], int] = {
    SignedOut: 401, Forged: 403, NotFound: 404, NotAllowed: 403, Invalid: 422, Refused: 409, Busy: 503, DomainError: 400,
}  # fmt: skip


def install(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def _domain_error(error: DomainError) -> ResponseReturnValue:
    _settle_visitor()
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    words = said(error.sentence)
    if wants_data(call()):
        answer = jsonify(error=words, objection=words if isinstance(error, Invalid) else None, **_way_on(error)), status
    else:
        answer = _page(status, words, **(locked_page.shown() if isinstance(error, Locked) else {}))
    return (*answer, {"Retry-After": "5"}) if status == 503 else answer


def _way_on(error: DomainError) -> dict[str, str]:
    """What a page that was left open can offer: to sign in, or to be loaded again. Its script keeps what it could not send."""
    if isinstance(error, SignedOut):
        return {"act": _("Sign in"), "sign_in": url_for("accounts.sign_in")}
    return {"act": _("Load this page again")} if isinstance(error, Forged) else {}


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error
    _settle_visitor()
    status = 404 if isinstance(error, NoSuchPage) else error.code or 500
    return _page(status, sentence(status))


def _fault(error: Exception) -> ResponseReturnValue:
    """A fault of ours: its traceback goes to the log under the reference number that the page shows. An outage is none."""
    told = outage(error)
    if told is not None:
        logs.event("outage", level=logging.WARNING, kind=type(error).__name__, words=str(error)[:200])
        return _domain_error(told)
    _settle_visitor()
    reference = secrets.token_hex(4)
    current_app.logger.exception("fault", extra={"reference": reference})
    return _page(500, sentence(500), reference)


def _page(status: int, message: str, reference: str = "", **more: Any) -> tuple[str, int] | tuple[ResponseReturnValue, int]:
    if wants_data(call()):
        return jsonify(error=message, reference=reference or None), status
    return render_template("errors/error.html", status=status, message=message, reference=reference, **more), status


def _settle_visitor() -> None:
    """The page of an error must come also when the database cannot say whose it is."""
    try:
        visitor_in(call())
    except Exception:
        call().visitor = None


def _largest() -> str:
    """The limit of this address, in MB."""
    return _("%(size)s MB", size=as_number(round((request.max_content_length or 0) / 1_000_000, 1)))


def sentence(status: int) -> str:
    """What happened, in a sentence, for a status that comes without one."""
    return {
        400: _("We could not read what was sent. Nothing was changed."),
        403: _("You may not open this page with your account."),
        404: _("There is no page at this address. Compare it again, or start from the first page."),
        405: _("This address cannot be used like that. Nothing was changed."),
        413: _("That is too large: at most %(limit)s can be sent here. Nothing was saved.", limit=_largest()),
        415: _("That kind of file or data is not taken here. Nothing was saved."),
        429: _("That was too often in a short time. Nothing was changed. Wait a minute, then try again."),
        503: _("The system is busy. Nothing was saved. Try again in a few seconds."),
    }.get(status, _("Something went wrong on our side. What you saved before is safe. Try again, or tell us the reference number."))
