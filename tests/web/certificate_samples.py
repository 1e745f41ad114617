"""Contexts for the pages of certificates and of their check, in each state."""

from datetime import date
from typing import Any

from markupsafe import Markup

NUMBER = "K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-6YBG"


def certificates() -> dict[str, tuple[str, dict[str, Any]]]:
    return {**_lists(), **_holders(), **_checks()}


def _lists() -> dict[str, tuple[str, dict[str, Any]]]:
    row = {
        "title": "AEO validation",
        "href": "/certificates/1",
        "note": "e-learning part, version 12, 87 %",
        "number": NUMBER,
        "issued": date(2026, 3, 14),
        "until": date(2029, 3, 13),
        "state": "valid",
        "below": "until 13 March 2029",
        "days_left": None,
        "pdf_href": "/1.pdf",
        "pdf_size": "84 kB",
    }
    rows = [
        row,
        {**row, "state": "expiring", "below": "on 19 January 2027", "days_left": 56},
        {**row, "state": "renewed", "below": "on 14 March 2026"},
        {**row, "state": "revoked", "below": "on 2 June 2026", "pdf_href": ""},
    ]
    needs = [{"title": "Port security", "href": "/p", "needs": [{"mark": "none", "text": "Module quizzes: 0 of 3 passed"}]}]
    return {
        "certificates": (
            "certificates/list.html",
            {"here": "certificates", "rows": rows, "needs": needs, "check_address": "courses.example.org/c"},
        ),
        "certificates-empty": (
            "certificates/list.html",
            {"here": "certificates", "rows": [], "needs": needs, "check_address": "courses.example.org/c"},
        ),
    }


def _holders() -> dict[str, tuple[str, dict[str, Any]]]:
    holder = {
        "here": "certificates",
        "first_name": "Leila",
        "title": "AEO validation, e-learning part",
        "issued": date(2026, 3, 14),
        "state": "valid",
        "below": "until 13 March 2029",
        "reason": "",
        "picture_href": "",
        "picture_text": "The certificate",
        "pdf_href": "/1.pdf",
        "pdf_size": "84 kB",
        "check_url": "https://courses.example.org/c/" + NUMBER,
        "number": NUMBER,
        "name": "Leila Hassan",
        "native_name": "ليلى حسن",
        "native_lang": "ar",
        "result": "87 %, pass mark 80 %",
    }
    return {
        "holder": ("certificates/holder.html", holder),
        "holder-revoked": (
            "certificates/holder.html",
            {**holder, "state": "revoked", "below": "on 2 June 2026", "reason": "issued in error", "pdf_href": ""},
        ),
    }


def _checks() -> dict[str, tuple[str, dict[str, Any]]]:
    boxes = [
        {"label": "Certificate number", "number": 1, "value": Markup(f'<span class="mono">{NUMBER}</span>'), "wide": True}, {"label": "Holder, as named then", "number": 2, "value": Markup('Leila Hassan <bdi lang="ar">ليلى حسن</bdi>')},
        {"label": "Course and version", "number": 3, "value": "AEO validation, e-learning part, version 12"}, {"label": "Result", "number": 4, "value": "87 %, pass mark 80 %"}, {"label": "Issued", "number": 5, "value": "14 March 2026"}, {"label": "Valid until", "number": 6, "value": "13 March 2029"},
    ]  # fmt: skip
    check = {
        "visitor": None,
        "here": "check",
        "at": "24 November 2026, 09:12 UTC",
        "below": "until 13 March 2029",
        "reason": "issued in error",
        "years": "three years",
        "boxes": boxes,
        "fingerprint": "9f2c 41ab 77d0 e315",
        "key": "k1",
        "check_url": "/c",
        "number": NUMBER,
    }
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        f"check-{state}": ("certificates/check.html", {**check, "state": state})
        for state in ("valid", "expiring", "expired", "renewed", "revoked", "doubtful")
    }
    pages |= {f"check-{state}": ("certificates/check.html", {**check, "state": state, "boxes": []}) for state in ("unknown", "slowed")}
    return pages | {
        "check-form": (
            "certificates/check_form.html",
            {"visitor": None, "here": "check", "check_url": "/c", "number": "K7", "error": "That is too short for a certificate number."},
        ),
    }
