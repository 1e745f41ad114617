"""How Alembic runs the migrations: on the connection, and in the transaction, that the caller opened."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from app.database import UtcDateTime
from migrations.target import metadata


def render_item(kind: str, thing: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column type by its short name."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        autogen.imports.add("from app.database import UtcDateTime")
        return "UtcDateTime()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata(),
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    compare_server_default=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
