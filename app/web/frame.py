"""What every page has: its frame's values, sentences of the domain in the reader's language, and pages rendered once for many."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Flask, g, request
from flask_babel import gettext, ngettext
from flask_login import current_user

from app.errors import Sentence
from app.web import csrf, language
from app.web.context import site
from app.web.shell import Shell, slot

KEPT = 256
"""Rendered pages that a worker keeps; one is some 30 kB."""

_shells: dict[tuple[Any, ...], Shell] = {}


def install(app: Flask) -> None:
    app.context_processor(_values)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.filters["said"] = said


def asset(name: str) -> str:
    """The address of a built file. An unknown one is a fault of a template."""
    return site().assets[name]


def said(words: str) -> str:
    """A sentence of the domain in the reader's language and zone; other words as they are."""
    if not isinstance(words, Sentence):
        return words
    values = {name: _shown(value) for name, value in words.values.items()}
    pattern = ngettext(words.pattern, words.plural, words.number) if words.plural else gettext(words.pattern)
    return pattern % values if values else pattern


def _shown(value: object) -> object:
    return f"{language.as_date(value)}, {language.as_time(value)}" if isinstance(value, datetime) else value


def _values() -> dict[str, Any]:
    lang = language.language()
    return {
        "lang": lang,
        "dir": language.direction(lang),
        "theme": language.theme(),
        "site_name": site().name,
        "visitor": getattr(g, "frame_visitor", None) or (current_user if current_user.is_authenticated else None),
        "here": "",
        "path": request.full_path.rstrip("?"),
        "languages": language.NAMES,
        "licence": "",
    }


def shell(key: tuple[Any, ...], make: Callable[[], str]) -> Shell:
    """The page of that key, cut at its slots; `make` renders it the first time. Language, appearance and roles belong to every key."""
    whole = (*key, language.language(), language.theme(), getattr(current_user, "roles", None))
    found = _shells.get(whole)
    if found is None:
        if len(_shells) >= KEPT:
            _shells.pop(next(iter(_shells)))
        found = _shells[whole] = Shell.cut(impersonal(make))
    return found


def impersonal(make: Callable[[], str]) -> str:
    """Render with slots where the frame would name the visitor or hold the token."""
    kept = g.get("csrf")
    g.csrf = slot("csrf")
    if current_user.is_authenticated:
        g.frame_visitor = {"name": slot("name"), "roles": current_user.roles, "is_staff": current_user.is_staff}
    try:
        return make()
    finally:
        g.pop("frame_visitor", None)
        g.pop("csrf")
        if kept is not None:
            g.csrf = kept


def personal(values: Mapping[str, str]) -> dict[str, str]:
    """The values of a page's slots, with those of its frame."""
    return {"name": getattr(current_user, "name", ""), "csrf": csrf.token(), **values}
