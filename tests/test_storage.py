"""Files that are kept by the hash of their bytes."""

import hashlib
from pathlib import Path

import pytest

from app.errors import NotFound
from app.storage import Storage


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "files")


def files(storage: Storage) -> list[Path]:
    return [path for path in storage.folder.rglob("*") if path.is_file()]


def test_what_is_put_comes_back_by_the_hash_of_its_bytes(storage):
    name = storage.put(b"a seal")

    assert name == hashlib.sha256(b"a seal").hexdigest()
    assert storage.get(name) == b"a seal"


def test_the_same_bytes_are_kept_once(storage):
    assert storage.put(b"twice") == storage.put(b"twice")
    assert len(files(storage)) == 1


def test_a_file_that_is_not_there_is_said_to_be_gone(storage):
    with pytest.raises(NotFound, match="no longer here"):
        storage.get("0" * 64)


@pytest.mark.row("reliability:I02")
def test_a_put_that_fails_half_way_offers_no_file(storage, monkeypatch):
    def fail(descriptor: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", fail)

    with pytest.raises(OSError, match="No space left"):
        storage.put(b"half")

    name = hashlib.sha256(b"half").hexdigest()
    assert not storage.path(name).exists()
    assert files(storage) == []
