"""The headers that every answer carries: the content policy, and what may be cached."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from app.web.context import Face

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

FIXED = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
PERSONAL = (("Cache-Control", "private, no-store"), ("Vary", "Cookie"))
"""For whatever is not marked as public: never kept by a cache, and different for each cookie."""

Rows = list[tuple[str, str]]


def install(app: Flask, site: Face) -> None:
    """Round the whole application, as one list: added to each response one by one they cost more than the rest of a small page."""
    fixed = (*FIXED, STRICT_TRANSPORT) if site.secure else FIXED
    inner = app.wsgi_app

    def guarded(environ: Any, start_response: Callable[..., Any]) -> Iterable[bytes]:
        def started(status: str, headers: Rows, *failure: Any) -> Any:
            return start_response(status, completed(headers, fixed), *failure)

        return inner(environ, started)

    app.wsgi_app = guarded  # type: ignore[method-assign]


def completed(headers: Rows, fixed: tuple[tuple[str, str], ...]) -> Rows:
    """The headers of an answer and those that it lacks; what it says itself stands."""
    own = {name for name, _ in headers}
    personal = () if "Cache-Control" in own else PERSONAL
    return [*headers, *(row for row in fixed if row[0] not in own), *personal]
