"""What a file of people would do, or has done, row by row."""

from collections.abc import Mapping
from typing import Any

from babel.lists import format_list
from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.learning.enrolment_file import KNOWN, NEW, NOTHING, REFUSED, Report, Row
from app.people.invitations import LASTING
from app.web import language
from app.web.frame import said
from app.web.uploads import Upload

PAGE = 50
MOST_LINES = 20
MOST_LINKS = 200


def context(found: Upload, address: str, report: Report, args: Mapping[str, str]) -> dict[str, Any]:
    shown = args.get("show", "") if args.get("show", "") in (REFUSED, NEW, KNOWN, NOTHING) else ""
    rows = [row for row in report.refused_first if shown in ("", row.outcome)]
    asked = args.get("page", "1")
    number = max(1, min(int(asked) if asked.isdecimal() and len(asked) < 6 else 1, -(-len(rows) // PAGE)))
    more = len(rows) - number * PAGE
    enrol, leave = report.count(NEW) + report.count(KNOWN), report.count(REFUSED)
    return {
        "boxes": _boxes(found, report),
        "refused": leave,
        "refused_lines": _lines(report) if number == 1 and shown in ("", REFUSED) else "",
        "count": len(report.rows),
        "show": _shows(report),
        "shown": shown,
        "rows": [_row(row) for row in rows[(number - 1) * PAGE : number * PAGE]],
        "total": len(rows),
        "next_href": url_for("enrolling.dry_run", address=address, show=shown, page=number + 1) if more > 0 else "",
        "next_count": min(more, PAGE),
        "previous_href": url_for("enrolling.dry_run", address=address, show=shown, page=number - 1) if number > 1 else "",
        "action": url_for("enrolling.enrol", address=address),
        "enrol": enrol,
        "leave": leave,
        "refused_href": url_for("enrolling.refused", address=address) if leave else "",
    }


def done(report: Report, links: list[dict[str, str]]) -> dict[str, Any]:
    """What was done; `again`: the form had been sent before, so that nothing was left to do."""
    enrolled = report.count(NEW) + report.count(KNOWN)
    return {
        "new": report.count(NEW),
        "enrolled": enrolled,
        "links": links[:MOST_LINKS],
        "more": len(links[MOST_LINKS:]),
        "again": not enrolled,
        "days": LASTING.days,
    }


def _lines(report: Report) -> Markup:
    """The first refused lines, each a link, as the language counts them up: 5, 9 and 14."""
    lines = [row.line for row in report.refused[:MOST_LINES]]
    links = [Markup('<a href="#line-{0}">{0}</a>').format(line) for line in lines]
    if len(lines) < report.count(REFUSED):
        return Markup(_(", ")).join(links) + Markup(" …")
    places = [f"{{{place}}}" for place in range(len(links))]
    return Markup(format_list(places, "standard", language.language())).format(*links)


def _boxes(found: Upload, report: Report) -> list[dict[str, Any]]:
    name = Markup('<span class="mono">{}</span>').format(found.name or _("(without a name)"))
    refused = report.count(REFUSED)
    return [
        {"label": _("File"), "value": name},
        _box(_("Rows"), len(report.rows)),
        _box(_("New people"), report.count(NEW)),
        _box(_("Enrolled, known"), report.count(KNOWN)),
        _box(_("Nothing to do"), report.count(NOTHING)),
        _box(_("Refused"), refused) | ({"tone": "seal"} if refused else {}),
    ]


def _box(label: str, value: int) -> dict[str, Any]:
    return {"label": label, "value": language.as_number(value)}


def _shows(report: Report) -> list[dict[str, str]]:
    words = {
        "": _("All rows, refused first"),
        REFUSED: _("Refused"),
        NEW: _("New people"),
        KNOWN: _("Enrolled, known"),
        NOTHING: _("Nothing to do"),
    }
    return [{"value": value, "text": text} for value, text in words.items() if not value or report.count(value)]


def _row(row: Row) -> dict[str, Any]:
    values = row.values
    other = row.column if row.column not in ("name", "name-native", "email", "cohort", "role") else ""
    return {
        "line": row.line,
        "name": values.get("name", ""),
        "native_name": values.get("name-native", ""),
        "email": values.get("email", ""),
        "cohort": values.get("cohort", ""),
        "role": values.get("role", "") or _("trainee"),
        "wrong": row.column,
        "other": values.get(other, "") if other else "",
        "refused": row.outcome == REFUSED,
        "what": said(row.reason),
        "why": said(row.remedy) if row.remedy else _why(row),
    }


def _why(row: Row) -> str:
    return _("The link works once, for %(days)s days", days=LASTING.days) if row.outcome == NEW else ""
