"""Being signed in: a token that only the browser has, and a row that can be taken back at once."""

from datetime import timedelta

import pytest

from app.people import accounts, sessions
from app.people.models import KnownBrowser, SignIn
from app.people.tokens import hashed, new_token


@pytest.fixture
def ada(session, now):
    return accounts.add(session, "ada@example.org", "Ada Lindqvist", now)


@pytest.fixture
def grace(session, now):
    return accounts.add(session, "grace@example.org", "Grace Mwangi", now, roles=("instructor",))


@pytest.mark.row("reliability:A08")
def test_the_token_is_256_random_bits_and_is_not_stored(session, now, ada):
    token, row = sessions.start(session, ada, now, device="Firefox on Linux")

    assert len(token) == 43
    assert row.token_hash == hashed(token)
    assert token not in {row.token_hash, row.device}
    assert len({new_token() for _ in range(1_000)}) == 1_000
    assert sessions.find(session, token, now).person is ada


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "\ud800"])
def test_an_unknown_token_is_nobody(session, now, ada, token):
    sessions.start(session, ada, now)

    assert sessions.find(session, token, now) is None


@pytest.mark.parametrize(("remember", "lasting"), [(False, timedelta(hours=12)), (True, timedelta(days=30))])
def test_a_trainee_may_stay_signed_in_for_thirty_days(session, now, ada, remember, lasting):
    token, _ = sessions.start(session, ada, now, remember=remember)

    assert sessions.find(session, token, now + lasting - timedelta(seconds=1)) is not None
    assert sessions.find(session, token, now + lasting) is None


def test_staff_are_signed_out_after_a_day_of_work_whatever_they_ask(session, now, grace):
    _, row = sessions.start(session, grace, now, remember=True)

    assert row.ends_at == now + timedelta(hours=8)


@pytest.mark.row("reliability:A12")
def test_signing_out_kills_the_token(session, now, ada):
    token, _ = sessions.start(session, ada, now)

    sessions.end(session, token)

    assert sessions.find(session, token, now) is None


@pytest.mark.row("reliability:A11")
def test_all_other_places_can_be_signed_out(session, now, ada, grace):
    _, here = sessions.start(session, ada, now)
    sessions.start(session, ada, now)
    other, _ = sessions.start(session, grace, now)

    assert sessions.end_all(session, ada, keep=here.token_hash) == 1
    assert sessions.end_all(session, ada) == 1
    assert sessions.find(session, other, now) is not None


def test_use_is_noted_once_in_a_while(session, now, ada):
    _, row = sessions.start(session, ada, now)

    sessions.touch(session, row, now + timedelta(minutes=4))
    early = row.seen_at
    sessions.touch(session, row, now + timedelta(minutes=5))

    assert (early, row.seen_at) == (now, now + timedelta(minutes=5))


def test_where_one_is_signed_in_last_used_first(session, now, ada):
    _, first = sessions.start(session, ada, now)
    _, second = sessions.start(session, ada, now)
    sessions.touch(session, first, now + timedelta(hours=1))

    assert sessions.of_person(session, ada, now) == [first, second]
    assert sessions.of_person(session, ada, now + timedelta(days=1)) == []


def test_what_is_over_is_swept(session, now, ada):
    sessions.start(session, ada, now)
    kept, _ = sessions.start(session, ada, now, remember=True)
    sessions.know_browser(session, ada, None, now - timedelta(days=366))

    assert sessions.sweep(session, now + timedelta(days=1)) == 1
    assert sessions.find(session, kept, now + timedelta(days=1)) is not None
    assert session.query(KnownBrowser).count() == 0
    assert session.query(SignIn).count() == 1


def test_a_known_browser_is_known_for_its_own_person(session, now, ada, grace):
    token = sessions.know_browser(session, ada, None, now)

    assert sessions.knows_browser(session, ada, token)
    for person, browser in ((grace, token), (ada, None), (None, token), (ada, "other")):
        assert not sessions.knows_browser(session, person, browser)
    assert sessions.know_browser(session, ada, token, now + timedelta(days=9)) == token
    assert session.get_one(KnownBrowser, hashed(token)).seen_at == now + timedelta(days=9)
    assert sessions.know_browser(session, grace, token, now) != token
