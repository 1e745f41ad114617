"""Validity: to the end of the day before the same date, in the installation's zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.credentials.validity import EXPIRED, EXPIRING, RENEWED, REVOKED, VALID, days_left, end_of, last_day, state


@dataclass(frozen=True)
class Dated:
    ends_at: datetime | None = None
    superseded_at: datetime | None = None
    revoked_at: datetime | None = None


@pytest.mark.parametrize(
    ("issued", "years", "months", "until"),
    [
        (date(2026, 3, 14), 3, 0, date(2029, 3, 13)),
        (date(2028, 2, 29), 1, 0, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, 0, date(2032, 2, 28)),
        (date(2027, 3, 1), 1, 0, date(2028, 2, 29)),
        (date(2027, 2, 28), 1, 0, date(2028, 2, 27)),
        (date(2026, 1, 1), 1, 0, date(2026, 12, 31)),
        (date(2026, 8, 31), 0, 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 0, 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, 1, date(2027, 12, 29)),
        (date(2026, 10, 31), 0, 1, date(2026, 11, 30)),
        (date(2026, 3, 14), 0, 0, None),
    ],
)
def test_the_last_day_is_the_day_before_the_same_date(issued, years, months, until):
    assert last_day(issued, years, months) == until


@given(st.dates(date(1990, 1, 1), date(2990, 1, 1)), st.integers(1, 10))
def test_the_last_day_is_never_more_than_a_year_off_and_later_issues_never_end_earlier(issued, years):
    until = last_day(issued, years)

    assert until is not None
    assert 365 * years - 1 <= (until - issued).days <= 366 * years
    assert last_day(issued + timedelta(days=1), years) >= until


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("UTC", datetime(2029, 3, 14, tzinfo=UTC)),
        ("Africa/Cairo", datetime(2029, 3, 13, 22, tzinfo=UTC)),
        ("America/New_York", datetime(2029, 3, 14, 4, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2029, 3, 13, 10, tzinfo=UTC)),
    ],
)
def test_the_last_day_ends_in_the_zone_of_the_installation(zone, moment):
    assert end_of(date(2029, 3, 13), ZoneInfo(zone)) == moment


def test_a_certificate_without_an_end_never_ends(now):
    assert end_of(None, UTC) is None
    assert state(Dated(), now + timedelta(days=100_000)) == VALID
    assert days_left(Dated(), now) is None


@pytest.mark.parametrize(
    ("left", "word", "days"),
    [
        (timedelta(days=91), VALID, 91),
        (timedelta(days=90, seconds=1), VALID, 91),
        (timedelta(days=90), EXPIRING, 90),
        (timedelta(seconds=1), EXPIRING, 1),
        (timedelta(0), EXPIRED, 0),
        (timedelta(days=-3), EXPIRED, 0),
    ],
)
def test_the_state_changes_at_the_moment(now, left, word, days):
    certificate = Dated(ends_at=now + left)

    assert (state(certificate, now), days_left(certificate, now)) == (word, days)


@pytest.mark.row("reliability:K04")
def test_what_was_taken_back_or_replaced_is_never_called_valid(now):
    assert state(Dated(ends_at=now + timedelta(days=900), superseded_at=now), now) == RENEWED
    assert state(Dated(ends_at=now - timedelta(days=900), superseded_at=now, revoked_at=now), now) == REVOKED
