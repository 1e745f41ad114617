"""A place for compiled courses."""

from pathlib import Path

import pytest

from app.storage import Storage


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "files")
