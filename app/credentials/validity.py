"""How long a certificate holds, and which state it is in. Pure."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

VALID, EXPIRING, EXPIRED, RENEWED, REVOKED = "valid", "expiring", "expired", "renewed", "revoked"

STATES = (VALID, EXPIRING, EXPIRED, RENEWED, REVOKED)

SOON = timedelta(days=90)


class Dated(Protocol):
    """What the state of a certificate depends on."""

    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def superseded_at(self) -> datetime | None: ...
    @property
    def revoked_at(self) -> datetime | None: ...


def last_day(issued_on: date, years: int, months: int = 0) -> date | None:
    """The day before the same date so many years and months on; None when it holds for ever (nothing given).

    Where that date does not exist, as 29 February in most years, the first of the next month stands for it.
    """
    span = 12 * years + months
    if not span:
        return None
    year, month = divmod(12 * issued_on.year + issued_on.month - 1 + span, 12)
    try:
        same = date(year, month + 1, issued_on.day)
    except ValueError:
        same = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return same - timedelta(days=1)


def end_of(day: date | None, zone: tzinfo) -> datetime | None:
    """The moment at which a day ends in a zone."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def state(certificate: Dated, now: datetime) -> str:
    """The one word for what the certificate is worth now. What was taken back stays so, whatever else is true."""
    if certificate.revoked_at is not None:
        return REVOKED
    if certificate.superseded_at is not None:
        return RENEWED
    if certificate.ends_at is None or certificate.ends_at - now > SOON:
        return VALID
    return EXPIRING if now < certificate.ends_at else EXPIRED


def days_left(certificate: Dated, now: datetime) -> int | None:
    """Whole days to its end, the last one counted; None where it has none, 0 when it is over."""
    if certificate.ends_at is None:
        return None
    left = certificate.ends_at - now
    return max(0, left.days + (left > timedelta(days=left.days)))
