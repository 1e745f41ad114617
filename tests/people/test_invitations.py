"""Invitations: once, for one address and its roles, by somebody who may."""

from datetime import timedelta

import pytest

from app.errors import NotAllowed, NotFound
from app.people import accounts, invitations
from app.people.invitations import accept, invitation_of, invite, working, works
from app.people.models import Invitation


@pytest.fixture
def cast(session, now):
    return {
        "ada": accounts.add(session, "ada@example.org", "Ada Lindqvist", now),
        "grace": accounts.add(session, "grace@example.org", "Grace Mwangi", now, roles=("instructor",)),
        "boss": accounts.add(session, "boss@example.org", "Ines Duarte", now, roles=("administrator",)),
    }


@pytest.mark.row("reliability:A23")
@pytest.mark.row("reliability:A09")
def test_a_link_works_once_and_is_not_stored(session, now, cast):
    token = invite(session, cast["ada"], cast["grace"], now)

    assert session.get(Invitation, token) is None
    assert invitation_of(session, token, now).person is cast["ada"]
    assert accept(session, token, now) is cast["ada"]
    with pytest.raises(NotFound, match="no longer works"):
        accept(session, token, now)


@pytest.mark.row("reliability:A09")
@pytest.mark.row("reliability:A23")
@pytest.mark.parametrize("what", ["time", "newer", "address", "roles", "disabled", "unknown"])
def test_a_link_ends_with_whatever_it_was_made_for(session, now, cast, what):
    token, later = invite(session, cast["ada"], None, now), now
    if what == "time":
        later = now + timedelta(days=7)
    elif what == "newer":
        invite(session, cast["ada"], None, now)
    elif what == "address":
        cast["ada"].email = "other@example.org"
    elif what == "roles":
        accounts.set_roles(session, cast["ada"], ("instructor",))
    elif what == "disabled":
        accounts.disable(session, cast["ada"], now)
    else:
        token = "x" * 43

    with pytest.raises(NotFound):
        invitation_of(session, token, later)


@pytest.mark.row("reliability:A23")
def test_who_has_no_staff_role_invites_nobody_and_an_instructor_no_staff(session, now, cast):
    for inviter, person in (("ada", "ada"), ("grace", "boss"), ("grace", "grace")):
        with pytest.raises(NotAllowed):
            invite(session, cast[person], cast[inviter], now)

    assert invite(session, cast["grace"], cast["boss"], now)


def test_a_link_that_the_caller_brings_along_is_used_and_works_until_it_is_used_up(session, now, cast):
    token = "t" * 43

    assert invite(session, cast["ada"], None, now, token=token) == token
    assert works(session, token, now)
    accept(session, token, now)
    assert not works(session, token, now)
    assert not works(session, "x" * 43, now)


def test_many_links_are_looked_up_together_and_only_those_that_work_come_back(session, now, cast, monkeypatch):
    monkeypatch.setattr(invitations, "AT_ONCE", 2)
    ada, grace = invite(session, cast["ada"], None, now), invite(session, cast["grace"], None, now)
    used = invite(session, cast["boss"], None, now)
    accept(session, used, now)

    assert working(session, [ada, used, "unknown", grace], now) == {ada: cast["ada"], grace: cast["grace"]}
    assert working(session, [ada], now + timedelta(days=7)) == working(session, [], now) == {}
