"""Invitations: a link that works once, for one address and the roles it was made for."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.errors import NotAllowed, NotFound, say
from app.people.models import STAFF, Invitation, Person
from app.people.tokens import hashed, new_token

LASTING = timedelta(days=7)


def invite(session: Session, person: Person, inviter: Person | None, now: datetime, lasting: timedelta = LASTING, token: str = "") -> str:
    """The token of a new link; older ones of this person end. `inviter` None is the command line. Raises NotAllowed.

    A caller who may be asked twice for the same link brings the token along.
    """
    if inviter is not None and not may_invite(inviter, person):
        raise NotAllowed(say("Only an administrator may invite somebody with a staff role."))
    withdraw(session, person, now)
    token = token or new_token()
    roles = ",".join(sorted(person.roles))
    row = Invitation(
        token_hash=hashed(token),
        person=person,
        inviter_id=inviter.id if inviter else None,
        email=person.email,
        roles=roles,
        made_at=now,
        ends_at=now + lasting,
    )
    session.add(row)
    session.flush()
    return token


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
