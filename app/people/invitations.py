"""Invitations: a link that works once, for one address and the roles it was made for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from app.errors import NotAllowed, NotFound, say
from app.people.models import STAFF, Invitation, Person
from app.people.tokens import hashed, new_token

LASTING = timedelta(days=7)

AT_ONCE = 500
"""Links that are looked up in one query."""


def invite(session: Session, person: Person, inviter: Person | None, now: datetime, lasting: timedelta = LASTING, token: str = "") -> str:
    """The token of a new link; older ones of this person end. `inviter` None is the command line. Raises NotAllowed.

    A caller who may be asked twice for the same link brings the token along.
    """
    token = token or new_token()
    row = made(person, inviter, now, token, lasting)
    withdraw(session, person, now)
    session.add(row)
    session.flush()
    return token


def made(person: Person, inviter: Person | None, now: datetime, token: str, lasting: timedelta = LASTING) -> Invitation:
    """A link that is not stored yet: for a caller who stores many at once, of new people. Raises NotAllowed."""
    if inviter is not None and not may_invite(inviter, person):
        raise NotAllowed(say("Only an administrator may invite somebody with a staff role."))
    return Invitation(
        token_hash=hashed(token),
        person=person,
        inviter_id=inviter.id if inviter else None,
        email=person.email,
        roles=",".join(sorted(person.roles)),
        made_at=now,
        ends_at=now + lasting,
    )


def may_invite(inviter: Person, person: Person) -> bool:
    """Administrators invite anybody, instructors those without a staff role."""
    return inviter.is_administrator or (inviter.is_staff and not person.roles & STAFF)


def invitation_of(session: Session, token: str, now: datetime) -> Invitation:
    """The invitation that still works. Raises NotFound for one that is used, over, or no longer fits its person."""
    row = session.scalar(select(Invitation).where(Invitation.token_hash == hashed(token)).with_for_update(of=Invitation))
    if row is None or not _works(row, now):
        raise NotFound(say("This link no longer works. Ask the person who invited you for a new one."))
    return row


def works(session: Session, token: str, now: datetime) -> bool:
    """Whether this link still opens the door."""
    row = session.scalar(select(Invitation).where(Invitation.token_hash == hashed(token)))
    return row is not None and _works(row, now)


def working(session: Session, tokens: Sequence[str], now: datetime) -> dict[str, Person]:
    """Those of many links that still open the door, each with the person for whom it does."""
    by_hash = {hashed(token): token for token in tokens}
    hashes = list(by_hash)
    found: dict[str, Person] = {}
    for start in range(0, len(hashes), AT_ONCE):
        rows = select(Invitation).where(Invitation.token_hash.in_(hashes[start : start + AT_ONCE])).options(joinedload(Invitation.person))
        found |= {by_hash[row.token_hash]: row.person for row in session.scalars(rows) if _works(row, now)}
    return found


def accept(session: Session, token: str, now: datetime) -> Person:
    """Use the link up and say whose it is; the caller sets the password in the same transaction. Raises NotFound."""
    row = invitation_of(session, token, now)
    row.used_at = now
    session.flush()
    return row.person


def withdraw(session: Session, person: Person, now: datetime) -> None:
    """End the open invitations of a person."""
    session.execute(update(Invitation).where(Invitation.person_id == person.id, Invitation.used_at.is_(None)).values(used_at=now))


def _works(row: Invitation, now: datetime) -> bool:
    person = row.person
    same = person.email == row.email and person.roles == frozenset(row.roles.split(","))
    return row.used_at is None and row.ends_at > now and person.disabled_at is None and same
