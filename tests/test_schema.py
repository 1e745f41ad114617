"""Software and database must fit: too old, too new and empty are each refused in a sentence."""

import pytest
from sqlalchemy import text

from app import schema
from app.database import engine_for
from app.errors import Refused


@pytest.fixture
def standing_at(empty_url, monkeypatch):
    """An engine on a database at one number, for software that brings migrations up to 0002."""
    monkeypatch.setattr(schema, "newest", lambda: "0002")
    engine = engine_for(empty_url, writing=False)

    def stand(number: str | None):
        if number is not None:
            with engine.connect() as connection:
                connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
                connection.execute(text("INSERT INTO alembic_version VALUES (:number)"), {"number": number})
        return engine

    yield stand
    engine.dispose()


def test_the_newest_number_is_accepted(standing_at):
    schema.refuse_unless_current(standing_at("0002"))


@pytest.mark.row("reliability:I11")
@pytest.mark.parametrize(
    ("number", "words"),
    [(None, "no tables yet"), ("0001", "this software needs 0002"), ("0003", "this software knows only 0002")],
    ids=["empty", "older", "newer"],
)
def test_another_number_is_refused_with_what_to_do(standing_at, number, words):
    with pytest.raises(Refused, match=words):
        schema.refuse_unless_current(standing_at(number))
