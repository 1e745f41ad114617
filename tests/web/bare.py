"""The templates without an application: a bare environment, so that a page can be rendered from plain values and looked at."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, Undefined, select_autoescape
from markupsafe import Markup

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"en": "English", "fr": "Français", "ar": "العربية"}


class Absent(Undefined):
    """A missing key of a record is false and empty; anything deeper in it is a mistake, as is a missing name of the context."""


@cache
def environment(lang: str = "en", gettext: Callable[[str], str] = str, base: str = "/static/vendor/") -> Environment:
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(),
        extensions=["jinja2.ext.i18n"],
        undefined=Absent,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, lambda one, many, count: gettext(one if count == 1 else many), newstyle=True
    )
    files = manifest()
    made.globals.update(asset=lambda name: base + files[name], csrf_token=lambda: "token", url_for=address, player=lambda: "")
    made.filters.update(filters(lang))
    return made


def manifest() -> dict[str, str]:
    return dict(json.loads((ROOT / "static/vendor/manifest.json").read_text()))


def address(endpoint: str, **values: Any) -> str:
    return "/" + "/".join([endpoint.replace(".", "/"), *(str(value) for value in values.values())])


def filters(lang: str) -> dict[str, Callable[..., str]]:
    return {
        "date": lambda value: format_date(value, "d MMMM y", locale=lang),
        "day": lambda value: format_date(value, "d MMMM", locale=lang),
        "time": lambda value: format_time(value, "HH:mm", locale=lang),
        "percent": lambda value: f"{format_decimal(value, locale=lang)}\u202f%",
        "number": lambda value: str(format_decimal(value, locale=lang)),
        "minutes": lambda value: f"{value // 60} h {value % 60} min" if value >= 60 else f"{value} min",
        "said": str,
        "direction": lambda code: "rtl" if code == "ar" else "ltr",
        "voice": lambda code: Markup(' lang="{}"').format(code) if code and code != lang else "",
        "own": lambda text, code: Markup('<bdi lang="{}">{}</bdi>').format(code, text) if code and code != lang else text,
    }


def frame(lang: str = "en", theme: str = "light", **more: Any) -> dict[str, Any]:
    """The context that every page has."""
    return {
        "lang": lang,
        "dir": "rtl" if lang == "ar" else "ltr",
        "theme": theme,
        "site_name": "AEO Courseware",
        "visitor": {"name": "Ada", "roles": {"trainee"}},
        "here": "",
        "path": "/",
        "languages": LANGUAGES,
        "licence": "CC BY 4.0",
        **more,
    }


def render(template: str, context: dict[str, Any], base: str = "/static/vendor/") -> str:
    made = environment(str(context["lang"]), base=base)
    if "slips" in context:
        piece = made.get_template("quizzes/slip.html")
        slips = [Markup(piece.render({**context, "one": one})) for one in context["slips"]]
        context = {**context, "slips": slips, "beside": Markup(made.get_template("quizzes/beside.html").render(context))}
    return made.get_template(template).render(context)
