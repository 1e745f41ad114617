"""What the database should look like: the metadata of every models module in app/."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData

from app.database import Base

APP = Path(__file__).resolve().parent.parent / "app"


def metadata() -> MetaData:
    """All tables; a package's models are found by their file, so that a new one cannot be forgotten."""
    for file in sorted(APP.glob("*/models.py")):
        import_module(f"app.{file.parent.name}.models")
    return Base.metadata
