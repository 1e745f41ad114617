"""What every page has: its frame's values, sentences of the domain in the reader's language, and pages rendered once for many."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from flask import Flask
from flask_babel import get_translations, gettext
from markupsafe import Markup

from app.errors import Sentence
from app.packaging.words import words
from app.web import csrf, identity, language
from app.web.context import Call, call, site
from app.web.kept import Kept
from app.web.shell import Shell, slot

KEPT = 6_000_000
"""Bytes of rendered pages that a worker keeps, and as many of parts of pages."""

NOTHING: Mapping[str, str] = {}

_shells: Kept[Shell] = Kept(KEPT)
_pieces: Kept[Shell] = Kept(KEPT)


def install(app: Flask) -> None:
    app.context_processor(_values)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["player"] = player
    app.jinja_env.filters["said"] = said


def asset(name: str) -> str:
    """The address of a built file. An unknown one is a fault of a template."""
    return site().assets[name]


def player() -> Markup:
    """The learner's script with its words in the page's language; English is its own."""
    return _player(language.language(), asset("player/player-server.js"))


@cache
def _player(lang: str, address: str) -> Markup:
    told = json.dumps(words(get_translations(), lang, package=False), ensure_ascii=False).replace("<", "\\u003c")
    data = Markup('<script type="application/json" id="words">{}</script>').format(Markup(told)) if lang != "en" else Markup("")
    return data + Markup('<script defer src="{}"></script>').format(address)


def said(sentence: str) -> str:
    """A sentence of the domain in the reader's language and zone; other words as they are."""
    if not isinstance(sentence, Sentence):
        return sentence
    values = {name: _shown(value) for name, value in sentence.values.items()}
    told = get_translations()
    one, many = sentence.pattern, sentence.plural
    pattern = told.ngettext(one, many, sentence.number) if many else told.gettext(one)
    return pattern % values if values else pattern


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return language.as_date(value) + gettext(", ") + language.as_time(value)
    if isinstance(value, tuple):
        return language.as_list(value)
    return said(value) if isinstance(value, Sentence) else value


def _values() -> dict[str, Any]:
    here = call()
    lang = language.language_in(here)
    return {
        "lang": lang,
        "dir": language.direction(lang),
        "theme": language.theme_in(here),
        "site_name": here.site.name,
        "visitor": here.shown_visitor or identity.visitor_in(here),
        "here": "",
        "path": here.path if here.shown_visitor else here.full_path.rstrip("?"),
        "languages": language.NAMES,
        "licence": "",
    }


def shell(here: Call, key: tuple[Any, ...], make: Callable[[], str]) -> Shell:
    """The page of that key, cut at its slots; `make` renders it the first time. Language, appearance and roles belong to every key."""
    visitor = identity.visitor_in(here)
    whole = (*key, language.language_in(here), language.theme_in(here), visitor.roles if visitor else None)
    return _shells.get(whole, lambda: Shell.cut(impersonal(here, make)))


def piece(here: Call, key: tuple[Any, ...], make: Callable[[], str]) -> Shell:
    """A part of a page, likewise; only the language belongs to every key."""
    return _pieces.get((*key, language.language_in(here)), lambda: Shell.cut(impersonal(here, make)))


def impersonal(here: Call, make: Callable[[], str]) -> str:
    """Render with slots where the frame would name the visitor or hold the token. It may be called within itself."""
    kept = here.token, here.shown_visitor
    here.token = slot("csrf")
    visitor = identity.visitor_in(here)
    if visitor is not None:
        here.shown_visitor = {"name": slot("name"), "roles": visitor.roles, "is_staff": visitor.is_staff}
    try:
        return make()
    finally:
        here.token, here.shown_visitor = kept


def personal(here: Call, values: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """The values of a page's slots, with those of its frame; while a page for many is made, its slots again."""
    if here.shown_visitor is not None:
        return {"name": slot("name"), "csrf": slot("csrf"), **values}
    visitor = identity.visitor_in(here)
    return {"name": visitor.name if visitor else "", "csrf": csrf.token_in(here), **values}
