"""Everybody with an account, for administrators: who needs attention first, whatever the filters let through."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.errors import Invalid, say
from app.learning.models import Enrolment
from app.people.addresses import fold
from app.people.models import ROLES, Invitation, Person, Role, SignIn

PAGE = 50

ACTIVE, INVITED, INVITATION_ENDED, NO_PASSWORD, DISABLED = "active", "invited", "invitation-ended", "no-password", "disabled"

STATES = (ACTIVE, INVITED, INVITATION_ENDED, NO_PASSWORD, DISABLED)

ORDERS = ("attention", "name", "last-seen")

_ATTENTION = (INVITATION_ENDED, NO_PASSWORD, INVITED, ACTIVE, DISABLED)

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of the list. `cohorts` by name, `courses` by id where there is no cohort; `invitation_ends` is that of the newest link."""

    person: Person
    cohorts: tuple[str, ...]
    courses: tuple[str, ...]
    learning: bool
    last_seen: datetime | None
    state: str
    invitation_ends: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What stands above the list, of everybody."""

    people: int
    learning: int
    staff: int
    invited: int
    disabled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Fifty rows. `number` from 1."""

    rows: tuple[Listed, ...]
    number: int
    pages: int
    total: int


def people(session: Session, now: datetime, *, words: str = "", role: str = "", state: str = "", order: str = "attention") -> list[Listed]:
    """Everybody whom the filters let through, in order. `words` are looked for in names and addresses. Raises Invalid."""
    if (role and role not in ROLES) or (state and state not in STATES) or order not in ORDERS:
        raise Invalid(say("There is no such view of the list."), "state")
    rows = select(Person)
    if role:
        rows = rows.where(Person.id.in_(select(Role.person_id).where(Role.name == role)))
    found = [person for person in session.scalars(rows) if _holds(person, words)]
    return sorted((row for row in listing(session, found, now) if state in ("", row.state)), key=_key(order))


def page(rows: list[Listed], number: int = 1) -> Page:
    """One page of the list. Raises Invalid."""
    pages = max(1, -(-len(rows) // PAGE))
    if not 1 <= number <= pages:
        raise Invalid(say("There is no such page of the list."), "page")
    return Page(rows=tuple(rows[(number - 1) * PAGE : number * PAGE]), number=number, pages=pages, total=len(rows))


def counts(session: Session, now: datetime) -> Counts:
    rows = listing(session, session.scalars(select(Person)).all(), now)
    return Counts(
        people=len(rows),
        learning=sum(row.learning and row.state != DISABLED for row in rows),
        staff=sum(row.person.is_staff for row in rows),
        invited=sum(row.state in (INVITED, INVITATION_ENDED) for row in rows),
        disabled=sum(row.state == DISABLED for row in rows),
    )


def listing(session: Session, persons: Iterable[Person], now: datetime) -> list[Listed]:
    """These people with what is around them, by three queries however many they are."""
    enrolments: dict[int, list[Enrolment]] = defaultdict(list)
    loaded = select(Enrolment).options(joinedload(Enrolment.cohort), joinedload(Enrolment.course))
    for enrolment in session.scalars(loaded.where(Enrolment.withdrawn_at.is_(None)).order_by(Enrolment.id)):
        enrolments[enrolment.person_id].append(enrolment)
    by_person = select(SignIn.person_id, func.max(SignIn.seen_at)).group_by(SignIn.person_id)
    seen = dict(session.execute(by_person).all())
    open_links = (
        select(Invitation.person_id, func.max(Invitation.ends_at)).where(Invitation.used_at.is_(None)).group_by(Invitation.person_id)
    )
    links = dict(session.execute(open_links).all())
    return [_listed(person, enrolments[person.id], seen.get(person.id), links.get(person.id), now) for person in persons]


def table(rows: Iterable[Listed]) -> list[list[str]]:
    """The list as texts, its header first, for a file."""
    header = ["name", "name-native", "email", "roles", "where", "last-seen", "state"]
    return [header, *(_texts(row) for row in rows)]


def _listed(person: Person, enrolments: list[Enrolment], seen: datetime | None, link: datetime | None, now: datetime) -> Listed:
    moments = [each.last_seen_at for each in enrolments if each.last_seen_at is not None]
    return Listed(
        person=person,
        cohorts=tuple(dict.fromkeys(each.cohort.name for each in enrolments if each.cohort)),
        courses=tuple(dict.fromkeys(each.course.slug for each in enrolments if not each.cohort)),
        learning=any(each.finished_at is None for each in enrolments),
        last_seen=max([*moments, *([seen] if seen else [])], default=None),
        state=_state(person, link, now),
        invitation_ends=link,
    )


def _state(person: Person, link: datetime | None, now: datetime) -> str:
    if person.disabled_at is not None:
        return DISABLED
    if person.password_hash is not None:
        return ACTIVE
    if link is None:
        return NO_PASSWORD
    return INVITED if link > now else INVITATION_ENDED


def _key(order: str) -> Callable[[Listed], Any]:
    if order == "attention":
        return lambda row: (_ATTENTION.index(row.state), row.person.name.casefold(), row.person.id)
    if order == "last-seen":
        return lambda row: (row.last_seen or _NEVER, row.person.id)
    return lambda row: (row.person.name.casefold(), row.person.id)


def _holds(person: Person, words: str) -> bool:
    """Whether a name or the address holds the words. Looked for here: SQLite knows capitals of the Latin alphabet only."""
    return any(fold(words) in fold(text) for text in (person.name, person.name_native, person.email))


def _texts(row: Listed) -> list[str]:
    person = row.person
    seen = row.last_seen.isoformat(timespec="seconds") if row.last_seen else ""
    where = "; ".join([*row.cohorts, *row.courses])
    return [person.name, person.name_native, person.email, ", ".join(sorted(person.roles)), where, seen, row.state]
