"""`aeo people`: accounts, for who looks after the server."""

import secrets
import sys

import click
from sqlalchemy.orm import Session

from app import clock, logs
from app.cli import context
from app.errors import NotFound
from app.people import accounts, passwords
from app.people.models import ROLES, TRAINEE, Person

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another when a password is read out."""


@click.command()
@click.argument("address")
@click.option("--name", required=True, help="The name for certificates, in Latin letters.")
@click.option("--name-native", default="", help="The name in its own script.")
@click.option("--role", type=click.Choice(ROLES), default=TRAINEE, show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of making one.")
def add(address: str, name: str, name_native: str, role: str, password_stdin: bool) -> None:
    """Add a person with an e-mail address, a name and a role.

    Without --password-stdin a password is made and shown once.
    """
    chosen = typed((role,), (address, name)) if password_stdin else made()
    hashed = passwords.production().hash(chosen)
    with context.transaction() as session:
        person = accounts.add(session, address, name, clock.now(), roles=(role,), name_native=name_native)
        accounts.set_password(session, person, hashed, clock.now())
        address = person.email
    logs.event("person.added", person=address, role=role)
    click.echo(f"Added {address} as {role}." if password_stdin else f"{role}  {address}  {chosen}")


@click.command()
@click.argument("address")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of making one.")
def password(address: str, password_stdin: bool) -> None:
    """Give a person a new password, and end their sessions.

    Without --password-stdin a password is made and shown once.
    """
    with context.reading() as session:
        person = person_at(session, address)
        roles, own = person.roles, (person.email, person.name)
    chosen = typed(roles, own) if password_stdin else made()
    hashed = passwords.production().hash(chosen)
    with context.transaction() as session:
        accounts.set_password(session, person_at(session, address), hashed, clock.now())
    logs.event("person.new_password", person=own[0])
    click.echo(f"{own[0]} has the new password." if password_stdin else f"{own[0]}  {chosen}")


@click.command("list")
@click.option("--role", type=click.Choice(ROLES), help="Only people with this role.")
def listing(role: str | None) -> None:
    """List everybody with their roles.

    One line each: address, roles, name, and whether the account is closed.
    """
    with context.reading() as session:
        people = [person for person in accounts.everyone(session) if role is None or role in person.roles]
        for person in people:
            click.echo(line(person))


def line(person: Person) -> str:
    closed = "  (closed)" if person.disabled_at else ""
    return f"{person.email}  {','.join(sorted(person.roles))}  {person.name}{closed}"


def person_at(session: Session, address: str) -> Person:
    person = accounts.find(session, address)
    if person is None:
        raise NotFound(f"Nobody has the address {address}.")
    return person


def made() -> str:
    """A new password that nobody guesses and everybody can type: five groups of five, 120 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(5))


def typed(roles: frozenset[str] | tuple[str, ...], own: tuple[str, ...]) -> str:
    """The first line of standard input, if it may be the password of somebody with these roles."""
    chosen = sys.stdin.readline().rstrip("\r\n")
    settings = context.settings()
    passwords.check_new(chosen, roles, passwords.Rules(staff=settings.staff_password_minimum, others=settings.password_minimum), own)
    return chosen
