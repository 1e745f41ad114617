"""Being signed in: rows that can be taken back, of which the browser holds only the token."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.database import added
from app.people.models import KnownBrowser, Person, SignIn
from app.people.tokens import hashed, new_token

STAFF_HOURS = timedelta(hours=8)
TRAINEE_HOURS = timedelta(hours=12)
REMEMBERED = timedelta(days=30)
KNOWN = timedelta(days=365)


def start(session: Session, person: Person, now: datetime, *, remember: bool = False, device: str = "") -> tuple[str, SignIn]:
    """Sign a person in: the new token for the browser, and its row. Staff are never remembered for 30 days."""
    token = new_token()
    lasting = STAFF_HOURS if person.is_staff else REMEMBERED if remember else TRAINEE_HOURS
    row = SignIn(token_hash=hashed(token), person=person, device=device[:80], started_at=now, seen_at=now, ends_at=now + lasting)
    session.add(row)
    session.flush()
    return token, row


def find(session: Session, token: str, now: datetime) -> SignIn | None:
    """The living session of that token: not ended, and its person not disabled."""
    living = select(SignIn).join(Person).where(SignIn.token_hash == hashed(token), SignIn.ends_at > now, Person.disabled_at.is_(None))
    return session.scalar(living)


def touch(session: Session, row: SignIn, now: datetime) -> None:
    """Remember that it was used, once in a while; never on a page that is only read."""
    if now - row.seen_at >= timedelta(minutes=5):
        row.seen_at = now
        session.flush()


def end(session: Session, token: str) -> None:
    """Sign this browser out."""
    session.execute(delete(SignIn).where(SignIn.token_hash == hashed(token)))


def end_all(session: Session, person: Person, keep: str | None = None) -> int:
    """Sign the person out everywhere, but where the token hash is `keep`; how many it were."""
    rows = delete(SignIn).where(SignIn.person_id == person.id)
    ended = session.execute((rows if keep is None else rows.where(SignIn.token_hash != keep)).returning(SignIn.token_hash))
    return len(ended.all())


def of_person(session: Session, person: Person, now: datetime) -> list[SignIn]:
    """Where the person is signed in, last used first."""
    living = (
        select(SignIn).where(SignIn.person_id == person.id, SignIn.ends_at > now).order_by(SignIn.seen_at.desc(), SignIn.started_at.desc())
    )
    return list(session.scalars(living))


def sweep(session: Session, now: datetime) -> int:
    """Forget sessions that have ended and browsers not seen for a year; how many sessions it were."""
    session.execute(delete(KnownBrowser).where(KnownBrowser.seen_at < now - KNOWN))
    return len(session.execute(delete(SignIn).where(SignIn.ends_at <= now).returning(SignIn.token_hash)).all())


def know_browser(session: Session, person: Person, token: str | None, now: datetime) -> str:
    """Remember the browser that has just signed in; the token that it is to keep, for a year."""
    if token is not None and knows_browser(session, person, token):
        session.get_one(KnownBrowser, hashed(token)).seen_at = now
        session.flush()
        return token
    fresh = new_token()
    added(session, KnownBrowser(token_hash=hashed(fresh), person_id=person.id, seen_at=now))
    return fresh


def knows_browser(session: Session, person: Person | None, token: str | None) -> bool:
    """Whether this person has signed in from this browser before."""
    if person is None or token is None:
        return False
    row = session.get(KnownBrowser, hashed(token))
    return row is not None and row.person_id == person.id
