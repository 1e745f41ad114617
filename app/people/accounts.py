"""Accounts: adding people, finding them, naming them, their roles, and closing the door."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.database import added
from app.errors import Invalid, NotFound, Refused, say
from app.people.addresses import canonical, fold
from app.people.models import ADMINISTRATOR, ROLES, TRAINEE, Person, Role, SignIn
from app.people.names import clean_name

THEMES = ("", "light", "dark", "contrast")
"""Appearances; the empty one follows the device."""


def add(
    session: Session,
    email: str,
    name: str,
    now: datetime,
    *,
    roles: Collection[str] = (TRAINEE,),
    name_native: str = "",
    language: str = "",
) -> Person:
    """A new person, without a password. Raises Invalid, and Refused when somebody has that address."""
    person = made(email, name, now, roles=roles, name_native=name_native, language=language)
    if not added(session, person):
        raise Refused(say("Somebody has this address already."))
    return person


def made(email: str, name: str, now: datetime, *, roles: Collection[str] = (TRAINEE,), name_native: str = "", language: str = "") -> Person:
    """A person who is not stored yet: for a caller who stores many at once. Raises Invalid."""
    return Person(
        email=canonical(email),
        name=clean_name(name, "name"),
        name_native=clean_name(name_native, "name_native") if name_native.strip() else "",
        language=language,
        created_at=now,
        role_rows=[Role(name=role) for role in known_roles(roles)],
    )


def find(session: Session, email: str) -> Person | None:
    """The person of that address, however it is spelled, or None."""
    return session.scalar(select(Person).where(Person.email == fold(email)))


def person_of(session: Session, person_id: int) -> Person:
    """Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(say("There is no such person."))
    return person


def everyone(session: Session) -> list[Person]:
    """All people by name."""
    return list(session.scalars(select(Person).order_by(func.lower(Person.name), Person.id)))


def set_password(session: Session, person: Person, password_hash: str, now: datetime, keep: str | None = None) -> None:
    """Store a hash made before the transaction, and end the person's sessions, but the one whose token hash is `keep`."""
    person.password_hash, person.password_set_at = password_hash, now
    ended = delete(SignIn).where(SignIn.person_id == person.id)
    session.execute(ended if keep is None else ended.where(SignIn.token_hash != keep))
    session.flush()


def rename(session: Session, person: Person, name: str, name_native: str = "") -> None:
    """The names that future certificates bear; issued ones stay as they are. Raises Invalid."""
    person.name = clean_name(name, "name")
    person.name_native = clean_name(name_native, "name_native") if name_native.strip() else ""
    session.flush()


def prefer(session: Session, person: Person, *, language: str, theme: str, zone: str) -> None:
    """Set how the pages are shown to this person. Raises Invalid."""
    if theme not in THEMES:
        raise Invalid(say("There is no such appearance."), "theme")
    if zone and zone not in available_timezones():
        raise Invalid(say("There is no such time zone."), "zone")
    person.language, person.theme, person.zone = language, theme, zone
    session.flush()


def disable(session: Session, person: Person, now: datetime) -> None:
    """Close the account and end its sessions; its records are kept. Raises Refused for the last administrator."""
    if person.disabled_at is not None:
        return
    _not_the_last_administrator(session, person)
    person.disabled_at = now
    session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    session.flush()


def enable(session: Session, person: Person) -> None:
    person.disabled_at = None
    session.flush()


def set_roles(session: Session, person: Person, roles: Collection[str]) -> None:
    """Give exactly these roles. What changes ends the person's sessions. Raises Invalid, and Refused for the last administrator."""
    wanted = set(known_roles(roles))
    if wanted == person.roles:
        return
    if ADMINISTRATOR in person.roles - wanted:
        _not_the_last_administrator(session, person)
    person.role_rows = [row for row in person.role_rows if row.name in wanted] + [Role(name=role) for role in wanted - person.roles]
    session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    session.flush()


def known_roles(roles: Collection[str]) -> tuple[str, ...]:
    """The roles in their fixed order. Raises Invalid for an unknown one, or for none."""
    if not roles or not set(roles) <= set(ROLES):
        raise Invalid(say("A person has at least one of the roles trainee, instructor and administrator."), "roles")
    return tuple(role for role in ROLES if role in roles)


def _not_the_last_administrator(session: Session, person: Person) -> None:
    """Somebody must be left who can open the door again. Their rows are locked, so that two cannot leave at once."""
    active = select(Person.id).join(Role).where(Role.name == ADMINISTRATOR, Person.disabled_at.is_(None)).with_for_update(of=Person)
    if set(session.scalars(active)) == {person.id}:
        raise Refused(say("This is the only administrator. Make another one first."))
