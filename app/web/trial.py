"""A course with its drafts as a trainee sees it: the pages of the preview, below an address of the editor, for who may write the course."""

import io
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, request

from app.content.live import Draft
from app.errors import NotFound, say
from app.web import csrf
from app.web.context import call

PLACES = ("courses/", "glossary/", "media/")
"""What of the preview can be reached: the trainee's pages."""

_DRAFT, _TOKEN = "aeo.draft", "aeo.token"


def prepare(inner: Flask) -> Flask:
    """Let a preview show the draft, and carry the token, that each request brings along."""

    def take() -> None:
        g.draft = request.environ[_DRAFT]

    inner.before_request_funcs.setdefault(None, []).append(take)
    inner.jinja_env.globals["csrf_token"] = lambda: request.environ[_TOKEN]
    return inner


def answer(inner: Flask, draft: Draft, base: str, rest: str) -> Response:
    """What the preview answers to this request. `base` is the address below which its pages lie here. Raises NotFound."""
    if not rest.startswith(PLACES):
        raise NotFound(say("There is no page at this address. Compare it again, or start from the first page."))
    here = call()
    environ: dict[str, Any] = {**here.environ, "SCRIPT_NAME": base, "PATH_INFO": f"/{rest}", _DRAFT: draft, _TOKEN: csrf.token()}
    environ.pop("werkzeug.request", None)
    if here.method == "POST":
        _send_again(environ)
    return Response.from_app(inner, environ)


def _send_again(environ: dict[str, Any]) -> None:
    """The body was read on the way, for the token in it."""
    here = call()
    body = here.get_data() if here.is_json else urlencode([*here.form.items(multi=True)]).encode()
    environ["CONTENT_LENGTH"], environ["wsgi.input"] = str(len(body)), io.BytesIO(body)
    if not here.is_json:
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
