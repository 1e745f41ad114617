"""What the pages of the authors' manual show: the whole of it, and one problem."""

import re
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.content import manual
from app.content.codes import CODES, ERROR
from app.errors import NotFound, say
from app.web import language

_VALUE = re.compile(r"\{\w+\}")


def whole() -> dict[str, Any]:
    """The manual as it is shipped, and a list of all problems."""
    found = manual.manual()
    return {
        "title": found.title,
        "written": manual.LANGUAGE,
        "text": Markup(manual.as_html(found.text, _address)),
        "chapters": found.chapters,
        "problems": [_entry(code) for code in sorted(CODES)],
    }


def of(code: str) -> dict[str, Any]:
    """What the manual says of a problem, after its sentences in the reader's language. Raises NotFound."""
    section = manual.sections().get(code)
    if code not in CODES or section is None:
        raise NotFound(say("The manual has no such problem."))
    return {
        **_entry(code),
        "remedy": _unfilled(CODES[code].remedy).strip("\N{HORIZONTAL ELLIPSIS}"),
        "translated": language.language() != manual.LANGUAGE,
        "written": manual.LANGUAGE,
        "text": Markup(manual.as_html(section, _address)),
    }


def _entry(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "severity": CODES[code].severity,
        "is_error": CODES[code].severity == ERROR,
        "message": _unfilled(CODES[code].message),
        "href": url_for("author.problem", code=code),
    }


def _unfilled(template: str) -> str:
    """A sentence of the checker with dots where its values stand."""
    dots = _VALUE.sub("\N{HORIZONTAL ELLIPSIS}", _(template))
    return dots.replace("{{", "{").replace("}}", "}")


def _address(href: str) -> str:
    """Links between the files of the manual lead to its pages; a code's to its own."""
    file, _hash, anchor = href.partition("#")
    if file == manual.PROBLEMS:
        return url_for("author.problem", code=anchor) if anchor in CODES else f"{url_for('author.manual')}#problems"
    return url_for("author.manual") + (f"#{anchor}" if anchor else "") if file == manual.AUTHORS else href
