"""The language, direction and time zone of a page, and how dates and numbers are written in it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Blueprint, Flask, Response, make_response, redirect, request
from flask_babel import Babel, gettext, ngettext, refresh
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app import clock
from app.packaging import formats
from app.packaging.formats import direction
from app.web import identity
from app.web.context import Call, call, site
from app.web.targets import safe_target

NAMES = {"en": "English", "fr": "Français", "ar": "العربية"}
"""The interface's languages, in their own names."""

COOKIE = "aeo-language"
THEMES = ("system", "light", "dark", "contrast")
THEME_COOKIE = "aeo-theme"
THIN = "\u202f"
YEAR = 31_536_000

bp = Blueprint("preferences", __name__)


def language() -> str:
    """The interface's language: as chosen here, else as the person set it, else as the browser asks, else the site's."""
    return language_in(call())


def language_in(here: Call) -> str:
    """The language in which that request is answered."""
    if not here.language:
        visitor = identity.visitor_in(here)
        asked = here.given_cookies.get(COOKIE, "") or (visitor.language if visitor else "")
        here.language = asked if asked in NAMES else _asked(here.environ.get("HTTP_ACCEPT_LANGUAGE", ""), here.site.language)
    return here.language


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say everything in that language for a while, if the interface knows it."""
    here, before = call(), language()
    here.language = code if code in NAMES else before
    refresh()
    try:
        yield
    finally:
        here.language = before
        refresh()


@lru_cache(maxsize=256)
def _asked(header: str, fallback: str) -> str:
    return parse_accept_header(header, LanguageAccept).best_match(NAMES, fallback) or fallback


def theme_in(here: Call) -> str:
    """The appearance that the page is sent with: light, dark, contrast, or system."""
    asked = here.given_cookies.get(THEME_COOKIE, "system")
    return asked if asked in THEMES else "system"


def zone() -> ZoneInfo:
    visitor = identity.visitor()
    return (visitor.zone if visitor else None) or site().zone


def voice(code: str) -> Markup:
    """The attributes of text in another language than the page's: for its letters, its direction and who reads it aloud; else none."""
    return formats.voice(code, language())


def own(text: str, code: str) -> str:
    """A title or a sentence of a course among the words of a page, in its own language and direction."""
    return formats.own(text, code, language())


def as_date(value: date | datetime) -> str:
    """14 March 2026; in the reader's zone if it is a moment. Never figures only."""
    day = value.astimezone(zone()).date() if isinstance(value, datetime) else value
    return format_date(day, "d MMMM y", locale=language())


def as_day(value: datetime) -> str:
    """today, yesterday, or the date."""
    day = value.astimezone(zone()).date()
    today = clock.now().astimezone(zone()).date()
    if day == today:
        return gettext("today")
    return gettext("yesterday") if day == today - timedelta(days=1) else as_date(day)


def as_time(value: datetime, where: tzinfo | None = None) -> str:
    """14:32, in French 14 h 32; in the reader's zone if no other is named."""
    here = value.astimezone(where or zone())
    return _on_the_clock(here.hour, here.minute, language())


@cache
def _on_the_clock(hour: int, minute: int, code: str) -> str:
    pattern = "H 'h' mm" if code == "fr" else "HH:mm"
    return format_time(time(hour, minute), pattern, locale=code).replace(" ", "\u00a0")


def as_number(value: float) -> str:
    return str(format_decimal(value, locale=language()))


def as_list(values: Sequence[object]) -> str:
    """1.1, 1.3 and 1.5, with the words and signs of the language; in English without a comma before "and"."""
    code = language()
    return format_list([str(each) for each in values], locale="en_GB" if code == "en" else code)


def as_percent(value: int) -> str:
    return f"{as_number(value)}{THIN}%"


def as_minutes(value: int) -> str:
    """5 min, 1 h 47 min."""
    hours, minutes = divmod(value, 60)
    if not hours:
        return ngettext("%(num)s min", "%(num)s min", minutes)
    return gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes) if minutes else gettext("%(hours)s h", hours=hours)


def install(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=language, timezone_selector=lambda: zone().key)
    app.jinja_env.filters.update(
        date=as_date,
        day=as_day,
        time=as_time,
        number=as_number,
        percent=as_percent,
        minutes=as_minutes,
        direction=direction,
        voice=voice,
        own=own,
    )
    app.register_blueprint(bp)


@bp.get("/language/<code>")
def choose_language(code: str) -> Response:
    """Remember a language on this device and go back to the page."""
    return _remembered(COOKIE, code if code in NAMES else site().language)


@bp.get("/appearance/<name>")
def choose_theme(name: str) -> Response:
    """Remember an appearance on this device and go back to the page."""
    return _remembered(THEME_COOKIE, name if name in THEMES else "system")


def keep_theme(response: Response, name: str) -> None:
    """Send pages to this browser in that appearance from now on; an empty name is the device's own."""
    _keep(response, THEME_COOKIE, name or "system")


def _remembered(cookie: str, value: str) -> Response:
    response = make_response(redirect(safe_target(request.args.get("next", ""))))
    _keep(response, cookie, value)
    return response


def _keep(response: Response, cookie: str, value: str) -> None:
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", httponly=True, secure=site().secure)
