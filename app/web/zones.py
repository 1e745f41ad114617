"""The time zones that a person may choose, each with the time that it is there."""

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import gettext as _

from app import clock
from app.web import identity, language
from app.web.context import site

PLACES = re.compile(r"(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/")
"""Zones named after places; the others are short names and old ones of the same."""


@cache
def names() -> tuple[str, ...]:
    return ("UTC", *sorted(name for name in available_timezones() if PLACES.match(name)))


def choices() -> list[tuple[str, str]]:
    """The site's own first, then every place by its name. One that a person has from before stays choosable."""
    now = clock.now()
    visitor = identity.visitor()
    kept = str(visitor.zone) if visitor and visitor.zone else "UTC"
    own = ("", _("As this site, %(zone)s", zone=str(site().zone)))
    return [own, *((name, name + _(", ") + language.as_time(now, ZoneInfo(name))) for name in sorted({*names(), kept}))]
