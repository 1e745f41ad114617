"""The headers that every answer carries: the content policy, and what may be cached."""

from flask import Flask, Response, request

from app.web.context import site

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
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"


def install(app: Flask) -> None:
    app.after_request(_add)


def _add(response: Response) -> Response:
    """One list for all. What is not marked as public is personal: never kept by a cache, and different for each cookie."""
    headers = response.headers
    headers.extend(FIXED)
    if site().secure:
        headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if "Cache-Control" not in headers and request.endpoint != "static":
        headers["Cache-Control"] = "private, no-store"
        headers["Vary"] = "Cookie"
    return response
