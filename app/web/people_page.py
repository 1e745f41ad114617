"""What the list of people shows, and the page of one."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.errors import say
from app.learning.models import Enrolment
from app.people.models import INSTRUCTOR, ROLES
from app.publishing.models import CourseRecord
from app.reporting.people import ACTIVE, DISABLED, INVITATION_ENDED, INVITED, NO_PASSWORD, PAGE, Counts, Listed, Page
from app.web import language
from app.web.accounts import role_words
from app.web.moments import as_moment, as_seen
from app.web.scope import scope_for

KNOWN = say("Somebody has this address already. Look for them in the list.")
LONGEST_WORDS = 100


def filter_asked(args: Mapping[str, str]) -> dict[str, Any]:
    """What the address asks of the list."""
    return {
        "words": args.get("q", "")[:LONGEST_WORDS],
        "role": args.get("role", ""),
        "state": args.get("state", ""),
        "order": args.get("order", "attention"),
    }


def page_asked(args: Mapping[str, str]) -> int:
    number = args.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < 6 else 0


def listed(shown: Page, counts: Counts, asked: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    more = shown.total - shown.number * PAGE
    kept = {"q": asked["words"], "role": asked["role"], "state": asked["state"], "order": asked["order"]}
    kept = {name: value for name, value in kept.items() if value and (name, value) != ("order", "attention")}
    return {
        "boxes": _boxes(counts),
        "query": asked["words"],
        "role": asked["role"],
        "state": asked["state"],
        "order": asked["order"],
        "all_roles": _options({"": _("All roles"), **{name: role_words(name) for name in ROLES}}),
        "states": _options({"": _("All states"), **_states()}),
        "orders": _options({"attention": _("Attention first"), "name": _("Name"), "last-seen": _("Last seen, oldest first")}),
        "invite_roles": _options({name: role_words(name) for name in ROLES}),
        "rows": [_row(each, titles) for each in shown.rows],
        "total": shown.total,
        "next_href": url_for("people.list", **kept, page=shown.number + 1) if more > 0 else "",
        "next_count": min(more, PAGE),
        "previous_href": url_for("people.list", **kept, page=shown.number - 1) if shown.number > 1 else "",
        "csv_href": url_for("people.csv", **kept),
    }


def person(
    row: Listed, enrolments: list[Enrolment], titles: Mapping[str, str], taught: list[CourseRecord], *, mine: bool, done: str
) -> dict[str, Any]:
    """One person: what they are, where they learn, what can be changed."""
    found = row.person
    return {
        "name": found.name,
        "native_name": found.name_native,
        "email": found.email,
        "boxes": _facts(row),
        "role_ticks": [{"value": name, "text": role_words(name), "held": name in found.roles} for name in ROLES],
        "teaches": _teaches(titles, {course.slug for course in taught}) if INSTRUCTOR in found.roles else [],
        "learning": [_learns(each, titles) for each in enrolments],
        "disabled": row.state == DISABLED,
        "has_password": row.state not in (INVITED, INVITATION_ENDED, NO_PASSWORD),
        "mine": mine,
        "actions": {name: url_for(f"people.{name}", person_id=found.id) for name in ("roles", "courses", "disable", "enable", "link")},
        "done": _done(done),
    }


def _boxes(counts: Counts) -> list[dict[str, str]]:
    return [
        _box(_("People"), language.as_number(counts.people)),
        _box(_("Learning now"), language.as_number(counts.learning)),
        _box(_("With a staff role"), language.as_number(counts.staff)),
        _box(_("Invited, not yet in"), language.as_number(counts.invited)),
        _box(_("Disabled"), language.as_number(counts.disabled)),
    ]


def _facts(row: Listed) -> list[dict[str, str]]:
    return [
        _box(_("State"), _states()[row.state]),
        _box(_("Last seen"), as_seen(row.last_seen)),
        _box(_("Account since"), language.as_date(row.person.created_at)),
        *([_box(_("Invitation ends"), as_moment(row.invitation_ends))] if row.state == INVITED and row.invitation_ends else []),
    ]


def _box(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _options(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "text": text} for value, text in words.items()]


def _states() -> dict[str, str]:
    return {
        ACTIVE: _("Active"),
        INVITED: _("Invited"),
        INVITATION_ENDED: _("Invitation ended"),
        NO_PASSWORD: _("No password yet"),
        DISABLED: _("Disabled"),
    }


def _row(row: Listed, titles: Mapping[str, str]) -> dict[str, Any]:
    found = row.person
    return {
        "name": found.name,
        "native_name": found.name_native,
        "email": found.email,
        "href": url_for("people.person", person_id=found.id),
        "roles": _(", ").join(role_words(name) for name in ROLES if name in found.roles),
        "where": _(", ").join([*row.cohorts, *(titles[slug] for slug in row.courses)]) or "–",
        "seen": as_seen(row.last_seen),
        "disabled": row.state == DISABLED,
        **_state(row),
    }


def _state(row: Listed) -> dict[str, Any]:
    """A badge only for what needs somebody, with what to do; the rest in plain words."""
    href = url_for("people.person", person_id=row.person.id) + "#link"
    if row.state == INVITATION_ENDED and row.invitation_ends:
        word = _("Invitation ended %(day)s", day=language.as_day(row.invitation_ends))
        return {"state": {"word": word, "tone": "amber", "icon": "clock"}, "act": {"href": href, "text": _("Make a new link")}}
    if row.state == NO_PASSWORD:
        return {"state": {"word": _("No password yet"), "tone": "amber", "icon": "lock"}, "act": {"href": href, "text": _("Make a link")}}
    if row.state == DISABLED:
        return {"state": {"word": _("Disabled"), "tone": "", "icon": ""}, "note": _("Records are kept")}
    if row.state == INVITED and row.invitation_ends:
        return {"state": None, "word": _("Invited"), "note": _("until %(moment)s", moment=as_moment(row.invitation_ends))}
    return {"state": None, "word": _("Active")}


def _teaches(titles: Mapping[str, str], taught: set[str]) -> list[dict[str, Any]]:
    return [{"value": slug, "text": title, "held": slug in taught} for slug, title in titles.items()]


def _learns(enrolment: Enrolment, titles: Mapping[str, str]) -> dict[str, str]:
    return {
        "course": titles[enrolment.course.slug],
        "cohort": enrolment.cohort.name if enrolment.cohort else "",
        "href": scope_for(enrolment).url("learners.page", enrolment_id=enrolment.id),
        "state": _("finished %(day)s", day=language.as_date(enrolment.finished_at)) if enrolment.finished_at else _("learning"),
    }


def _done(what: str) -> str:
    """What a post has done, for the message under the name."""
    return {
        "roles": _("The roles are changed. The person has to sign in again."),
        "courses": _("What this person teaches is changed."),
        "disabled": _("The account is closed. Its records are kept."),
        "enabled": _("The account is open again."),
    }.get(what, "")
