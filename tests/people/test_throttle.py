"""Guessing is slow, and nobody can lock somebody else out with it."""

from datetime import timedelta

import pytest

from app.people.models import Guesses
from app.people.throttle import ALL, FREE_IN_ALL, LONGEST, Slowed, admit, alarm, forgive, keys_of, sweep, wait_after


def tries(session, keys, now, number):
    """How many of these tries, one a second, are looked at."""
    looked = 0
    for second in range(number):
        try:
            admit(session, keys, now + timedelta(seconds=second))
            looked += 1
        except Slowed:
            pass
    return looked


@pytest.mark.row("reliability:A01")
def test_a_thousand_guesses_on_one_account_are_slowed_after_five(session, now):
    keys = keys_of("ada@example.org", "192.0.2.1")

    assert tries(session, keys, now, 5) == 5
    assert tries(session, keys, now + timedelta(seconds=4), 1_000) < 25


@pytest.mark.row("reliability:A01")
def test_the_wait_is_told_and_over_when_it_is_over(session, now):
    keys = keys_of("ada@example.org", "192.0.2.1")
    for _ in range(6):
        admit(session, keys, now - timedelta(minutes=1) if _ < 5 else now)

    with pytest.raises(Slowed, match="Wait 2 seconds") as slowed:
        admit(session, keys, now)

    assert slowed.value.seconds == 2
    admit(session, keys, now + timedelta(seconds=2))


@pytest.mark.row("reliability:A01")
def test_the_same_account_is_slowed_from_other_addresses_and_other_spellings(session, now):
    for number in range(5):
        admit(session, keys_of("ada@example.org", f"192.0.2.{number}"), now)

    with pytest.raises(Slowed):
        admit(session, keys_of(" ADA@example.org", "198.51.100.7"), now)


@pytest.mark.row("reliability:A01")
def test_a_known_browser_still_gets_in(session, now):
    tries(session, keys_of("ada@example.org", "192.0.2.1"), now, 50)

    admit(session, keys_of("ada@example.org", "192.0.2.1", browser="a token"), now + timedelta(seconds=50))


@pytest.mark.row("reliability:A02")
def test_one_guess_on_each_of_many_accounts_is_slowed_by_its_address(session, now):
    looked = 0
    for number in range(300):
        looked += tries(session, keys_of(f"person{number}@example.org", "192.0.2.1"), now + timedelta(seconds=number), 1)

    assert looked < 40


@pytest.mark.row("reliability:A02")
def test_many_addresses_together_raise_an_alarm(session, now):
    assert not alarm(session, now)
    for number in range(FREE_IN_ALL):
        admit(session, keys_of(f"person{number}@example.org", f"192.0.2.{number}"), now)

    assert alarm(session, now)
    assert not alarm(session, now + timedelta(hours=1))
    with pytest.raises(Slowed):
        admit(session, keys_of("new@example.org", "203.0.113.9"), now)


def test_the_right_password_forgets_the_wrong_ones_of_its_account_alone(session, now):
    keys = keys_of("ada@example.org", "192.0.2.1")
    for _ in range(4):
        admit(session, keys, now)

    forgive(session, keys)
    forgive(session, keys_of("nobody@example.org", "198.51.100.1"))

    counts = {key: session.get(Guesses, key).count for key in keys}
    assert list(counts.values()) == [0, 3, 2]


def test_counts_are_forgotten_after_a_while_and_swept(session, now):
    keys = keys_of("ada@example.org", "192.0.2.1")
    tries(session, keys, now, 30)
    later = now + timedelta(minutes=16)

    admit(session, keys, later)
    assert session.get(Guesses, keys[0]).count == 1
    sweep(session, later + timedelta(minutes=16))
    session.expire_all()

    assert session.get(Guesses, keys[0]) is None


def test_waits_grow_by_doubling_for_an_account_and_by_ones_for_an_address():
    assert [wait_after("account:x", count) for count in (4, 5, 6, 7, 8, 40)] == [0, 1, 2, 4, 8, LONGEST]
    assert [wait_after("address:x", count) for count in (4, 5, 6, 7, 8, 400)] == [0, 1, 2, 3, 4, LONGEST]
    assert [wait_after(ALL, count) for count in (FREE_IN_ALL - 1, FREE_IN_ALL)] == [0, 1]
