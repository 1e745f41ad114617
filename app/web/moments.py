"""Moments as staff read them: with the name of the zone, since the people they speak of may be in another one."""

from datetime import datetime

from flask_babel import gettext as _

from app.web import language


def as_moment(value: datetime) -> str:
    """14 March 2026, 14:32 (Europe/Paris)."""
    return _("%(day)s, %(time)s (%(zone)s)", day=language.as_date(value), time=language.as_time(value), zone=zone_name())


def as_seen(value: datetime | None) -> str:
    """today, yesterday, the date, or never."""
    return language.as_day(value) if value is not None else _("never")


def zone_name() -> str:
    return getattr(language.zone(), "key", "UTC")
