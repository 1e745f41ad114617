"""What the commands share: one way to read, one way to write, none of them on a database that does not fit."""

import pytest
from sqlalchemy import text

from app.cli import context
from app.errors import Refused


@pytest.mark.parametrize("way", [context.transaction, context.reading])
def test_without_a_database_nothing_is_read_written_or_made(data_dir, way):
    data_dir.mkdir()

    with pytest.raises(Refused, match="There is no database"), way():
        pass

    assert list(data_dir.iterdir()) == []


def test_what_one_command_writes_another_reads(run, data_dir):
    run("db", "upgrade")
    with context.transaction() as session:
        session.execute(text("CREATE TABLE word (word TEXT)"))

    with context.reading() as session:
        assert session.execute(text("SELECT count(*) FROM word")).scalar() == 0
