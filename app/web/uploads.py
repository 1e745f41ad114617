"""Files that wait to be used: kept for an hour, under an address that only the person who sent them can use."""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from app.errors import NotFound, say
from app.storage import Storage
from app.web.context import site

LASTING = timedelta(hours=1)
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Upload:
    """A kept file: the hash of its bytes, what it was called, the course it is for, and the second in which the address ends."""

    digest: str
    name: str
    slug: str
    ends: int

    @property
    def data(self) -> bytes:
        return _folder().get(self.digest)


def keep(data: bytes, name: str, slug: str, person_id: int, now: datetime) -> str:
    """Keep the bytes and return the address for them. What is older than the longest address is removed."""
    folder = _folder()
    _forget(folder, now - LASTING)
    digest = folder.put(data)
    os.utime(folder.path(digest))
    ends = int((now + LASTING).timestamp())
    upload = Upload(digest, name.rpartition("/")[2].rpartition("\\")[2][-LONGEST_NAME:], slug, ends)
    payload = _text(json.dumps(astuple(upload)).encode())
    return f"{payload}.{_signed(site().secret, payload, person_id)}"


def given(address: str, person_id: int, now: datetime) -> Upload:
    """The file of this address. Raises NotFound for somebody else's address, and for one that is over."""
    payload, _, signature = address.partition(".")
    secrets = (site().secret, *site().old_secrets)
    if not any(hmac.compare_digest(_signed(secret, payload, person_id).encode(), signature.encode()) for secret in secrets):
        raise NotFound(say("There is no such file."))
    upload = Upload(*json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
    if upload.ends < now.timestamp():
        raise NotFound(say("The hour of this file is over, and nothing was changed. Choose the file again."))
    return upload


def _folder() -> Storage:
    """Beside the stored files, whose folders have names of two letters: neither backups nor anybody else look into it."""
    return Storage(site().storage.folder / "uploads")


def _forget(folder: Storage, before: datetime) -> None:
    for path in folder.folder.glob("*/*"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


def _signed(secret: bytes, payload: str, person_id: int) -> str:
    return _text(hmac.new(secret, f"upload:{person_id}:{payload}".encode("utf-8", "replace"), hashlib.sha256).digest())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
