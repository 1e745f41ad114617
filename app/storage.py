"""Files kept by the SHA-256 of their bytes, below one folder."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from app.errors import Busy, NotFound
from app.outages import FULL
from app.whole import write_owned


@dataclass(frozen=True, slots=True)
class Storage:
    """Content-addressed files: `put` gives a name, `get` gives the bytes back; the same bytes are kept once."""

    folder: Path

    def put(self, data: bytes) -> str:
        """Store bytes durably and return their SHA-256 in hex. Safe to repeat and to interrupt. Raises Busy where none may be."""
        digest = hashlib.sha256(data).hexdigest()
        target = self.path(digest)
        if target.exists():
            return digest
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_owned(target, data)
        except PermissionError as error:
            raise Busy(FULL) from error
        sync_folder(target.parent)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of that name. Raises NotFound."""
        try:
            return self.path(digest).read_bytes()
        except FileNotFoundError:
            raise NotFound("This file is no longer here.") from None

    def path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; a file's own sync does not cover its name."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
