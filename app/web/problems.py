"""Problems of a course in the reader's language: the same for the preview, the list of courses and the comparison."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from string import Formatter
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.content.codes import CODES, ERROR
from app.content.phrases import PHRASES, SAYING
from app.content.problems import Problem


def shown(problem: Problem, href: str = "") -> dict[str, Any]:
    """A row of a list of problems. `href` is where its place leads, if anywhere."""
    values = {name: phrase(value) if name in SAYING else value for name, value in problem.values}
    entry = CODES[problem.code]
    return {
        "severity": problem.severity,
        "place": f"{problem.path}:{problem.line}:{problem.column}",
        "href": href,
        "message": filled(entry.message, values),
        "remedy": filled(entry.remedy, values),
        "code": problem.code,
        "manual": url_for("author.problem", code=problem.code),
    }


def worst_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings; among them the order of the list."""
    return sorted(problems, key=lambda each: each.severity != ERROR)


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template of the checker in the reader's language, with its values."""
    return _spoken(template).format(**values)


def phrase(value: str) -> str:
    """A value in the reader's language where it is words of ours; what the author wrote stays as it is."""
    for template, pattern in _patterns():
        if found := pattern.fullmatch(value):
            return filled(template, found.groupdict())
    return value


def _spoken(template: str) -> str:
    """An empty text has no translation: the catalogue's head would come back for it."""
    return _(template) if template else ""


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each phrase as it is found in a value, where its own values may be anything."""
    return tuple((each, re.compile(_pattern(each), re.DOTALL)) for each in PHRASES)


def _pattern(template: str) -> str:
    pieces = Formatter().parse(template)
    return "".join(re.escape(text) + (f"(?P<{name}>.*?)" if name else "") for text, name, _form, _how in pieces)
