"""Whether this installation can serve: for a load balancer and a monitor."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import database
from app.web.context import site

bp = Blueprint("health", __name__)


@bp.get("/health")
def health() -> ResponseReturnValue:
    """200 when the database answers; the journal mode tells whether the SQLite library is sound."""
    try:
        with site().engine.connect() as connection:
            connection.execute(text("SELECT 1 FROM alembic_version"))
    except SQLAlchemyError:
        return jsonify(state="the database does not answer"), 503
    kind = site().engine.dialect.name
    return jsonify(state="ready", database=kind, journal=database.journal_mode() if kind == "sqlite" else None)
