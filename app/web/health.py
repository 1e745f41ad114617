"""Whether this installation can serve: for a load balancer and a monitor."""

import os
import shutil
from pathlib import Path

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from app import database
from app.web.context import site

bp = Blueprint("health", __name__)

LEAST_ROOM = 8_000_000
"""Bytes that must be free for what a busy minute writes."""


@bp.get("/health")
def health() -> ResponseReturnValue:
    """200 when the database answers and can be written to; the journal mode tells whether the SQLite library is sound."""
    try:
        with site().engine.connect() as connection:
            connection.execute(text("SELECT 1 FROM alembic_version"))
            state = _only_read(connection) or _no_room()
    except SQLAlchemyError:
        state = "the database does not answer"
    if state:
        return jsonify(state=state), 503
    kind = site().engine.dialect.name
    return jsonify(state="ready", database=kind, journal=database.journal_mode() if kind == "sqlite" else None)


def _only_read(connection: Connection) -> str:
    """Reading goes on there, but no answer would be kept."""
    if connection.dialect.name == "postgresql":
        closed = connection.execute(text("SHOW transaction_read_only")).scalar_one() == "on"
    else:
        closed = not all(os.access(path, os.W_OK) for path in _files())
    return "the database cannot be written to" if closed else ""


def _no_room() -> str:
    """Looked for where the database is and where files are kept."""
    folders = {_there(site().storage.folder), *(path for path in _files() if path.is_dir())}
    if not all(os.access(folder, os.W_OK) for folder in folders):
        return "files cannot be written"
    return "the disk is full" if min(shutil.disk_usage(folder).free for folder in folders) < LEAST_ROOM else ""


def _files() -> list[Path]:
    """SQLite's file and the folder in which its journal stands; none on PostgreSQL."""
    url = site().engine.url
    return [Path(url.database), Path(url.database).absolute().parent] if url.get_backend_name() == "sqlite" and url.database else []


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above that exists: the first file makes the rest."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.is_dir())
