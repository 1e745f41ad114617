"""`aeo people`: accounts from the command line, with passwords shown once and stored never."""

import re

import pytest

from app.cli import context
from app.cli.people import made
from app.people import accounts, passwords

PASSWORD = "copper lantern under nine bridges"


@pytest.fixture
def aeo(run):
    """`aeo` with a database in place."""
    assert run("db", "upgrade").exit_code == 0
    return run


def stored(address: str):
    with context.reading() as session:
        return accounts.find(session, address)


def fits(password: str, address: str) -> bool:
    return passwords.production().fits(password, stored(address).password_hash)


def test_a_new_person_can_use_the_password_that_was_shown(aeo):
    result = aeo("people", "add", "Ada@Example.org", "--name", "Ada Lindqvist", "--role", "instructor")

    role, address, password = result.output.split()
    assert (role, address) == ("instructor", "Ada@example.org") or (role, address) == ("instructor", "ada@example.org")
    assert fits(password, "ada@example.org")
    assert stored("ada@example.org").roles == {"instructor"}


def test_a_password_can_be_given_on_standard_input_and_is_not_repeated(aeo):
    result = aeo("people", "add", "ada@example.org", "--name", "Ada", "--password-stdin", stdin=f"{PASSWORD}\n")

    assert PASSWORD not in result.output
    assert fits(PASSWORD, "ada@example.org")


@pytest.mark.row("reliability:A14")
@pytest.mark.parametrize(("role", "password"), [("trainee", "short"), ("administrator", "only 14 chars!"), ("trainee", "password")])
def test_a_weak_password_is_refused_and_nobody_is_added(aeo, role, password):
    result = aeo("people", "add", "ada@example.org", "--name", "Ada", "--role", role, "--password-stdin", stdin=f"{password}\n")

    assert result.exit_code == 1
    assert stored("ada@example.org") is None


def test_an_address_is_given_to_one_person_only(aeo):
    aeo("people", "add", "ada@example.org", "--name", "Ada")

    again = aeo("people", "add", "ADA@example.org", "--name", "Another")

    assert again.exit_code == 1
    assert "has this address already" in again.stderr


def test_a_new_password_replaces_the_old_one(aeo):
    first = aeo("people", "add", "ada@example.org", "--name", "Ada").output.split()[-1]

    second = aeo("people", "password", "ada@example.org").output.split()[-1]

    assert fits(second, "ada@example.org")
    assert not fits(first, "ada@example.org")


def test_nobody_gets_a_password_for_an_unknown_address(aeo):
    assert "Nobody has the address" in aeo("people", "password", "nobody@example.org").stderr


def test_the_list_names_everybody_or_one_role(aeo):
    aeo("people", "add", "ada@example.org", "--name", "Ada Lindqvist")
    aeo("people", "add", "grace@example.org", "--name", "Grace Okello", "--role", "instructor")

    assert aeo("people", "list").output.splitlines() == [
        "ada@example.org  trainee  Ada Lindqvist",
        "grace@example.org  instructor  Grace Okello",
    ]
    assert aeo("people", "list", "--role", "instructor").output == "grace@example.org  instructor  Grace Okello\n"


@pytest.mark.row("reliability:L09")
def test_no_log_line_holds_a_password(aeo, caplog):
    caplog.set_level("INFO")

    password = aeo("people", "add", "ada@example.org", "--name", "Ada").output.split()[-1]

    assert [record.message for record in caplog.records if record.name == "aeo"] == ["person.added"]
    assert not any(password in str(record.__dict__) for record in caplog.records)


def test_made_passwords_are_long_and_differ_and_are_taken_from_everybody():
    several = {made() for _ in range(50)}

    assert len(several) == 50
    assert all(re.fullmatch(r"([a-z2-9]{5}-){4}[a-z2-9]{5}", each) for each in several)
    for each in several:
        passwords.check_new(each, ("administrator",), passwords.Rules())
