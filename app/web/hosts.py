"""Only the hosts of this site are answered: a forged Host header is refused before anything else is looked at."""

from flask import Flask, abort

from app.web.context import call


def install(app: Flask) -> None:
    app.before_request(check)


def check() -> None:
    """A set look-up on the plain header; the framework's own check encodes every name of the list at each request."""
    here = call()
    host = here.environ.get("HTTP_HOST", "")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if name.lower() not in here.site.hosts:
        abort(400)
