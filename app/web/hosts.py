"""Only the hosts of this site are answered: a forged Host header is refused before anything else is looked at."""

from flask import Flask, abort, request

from app.web.context import site


def install(app: Flask) -> None:
    app.before_request(check)


def check() -> None:
    """A set look-up on the plain header; the framework's own check encodes every name of the list at each request."""
    host = request.environ.get("HTTP_HOST", "")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if name.lower() not in site().hosts:
        abort(400)
