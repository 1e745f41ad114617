"""Compiled statements: values go in and come out as Python has them, and a connection that has died is replaced."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import bindparam, func, select

from app.database import transaction
from app.people.models import Person, SignIn
from app.statements import READING, Statement

LATER = bindparam("now", type_=SignIn.ends_at.type)
FOUND = Statement(select(Person.name, SignIn.ends_at, Person.disabled_at).join(SignIn).where(SignIn.ends_at > LATER).order_by(Person.id))
NAMES = Statement(select(func.aggregate_strings(Person.name, ", ")).where(Person.id == bindparam("number")))


@pytest.fixture
def here(writing, now):
    with transaction(writing) as db:
        ada = Person(email="ada@example.org", name="Ada", created_at=now)
        db.add(SignIn(token_hash="0" * 64, person=ada, started_at=now, seen_at=now, ends_at=now + timedelta(hours=1)))
    yield writing
    READING.drop()


def test_moments_go_in_and_come_out_aware(here, now):
    rows = FOUND.rows(here.engine, now=now)

    assert rows == [("Ada", datetime(2026, 11, 24, 10, 30, tzinfo=UTC), None)]


def test_a_value_decides_what_is_found(here, now):
    assert FOUND.rows(here.engine, now=now + timedelta(hours=1)) == []
    assert FOUND.first(here.engine, now=now + timedelta(hours=1)) is None


def test_what_stands_in_the_statement_itself_stays(here):
    with transaction(here) as db:
        number = db.scalar(select(Person.id))

    assert NAMES.first(here.engine, number=number) == ("Ada",)


def test_a_connection_that_has_died_is_replaced(here, now):
    FOUND.rows(here.engine, now=now)
    READING.cursor(here.engine).connection.close()

    with pytest.raises(Exception, match="clos"):
        READING.cursor(here.engine).execute("SELECT 1")
    READING.drop()

    assert len(FOUND.rows(here.engine, now=now)) == 1
