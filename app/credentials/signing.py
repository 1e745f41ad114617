"""The signature under a certificate: Ed25519 over the canonical JSON of all that the certificate says."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from app.credentials.models import Certificate

SIGNED = (
    "number", "person_id", "name", "name_native", "course", "title", "edition", "language", "version", "content_hash", "published_on",
    "percent", "pass_mark", "modules", "quizzes", "attempts", "finished_on", "issued_at", "issued_on", "valid_until", "ends_at",
    "supersedes", "key_id",
)  # fmt: skip
"""What is signed; everything but the state, which changes after the issue."""


class NoKey(Exception):
    """The signing key is missing or is no Ed25519 key; `str()` names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The installation's key. `id` names it: the first 16 hex digits of the SHA-256 of the public key."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The 32 bytes of the public key, in hex."""
        return self.key.public_key().public_bytes_raw().hex()

    @property
    def id(self) -> str:
        return hashlib.sha256(bytes.fromhex(self.public)).hexdigest()[:16]

    def sign(self, record: Mapping[str, object]) -> str:
        return self.key.sign(canonical(record)).hex()


def signer_from(file: Path) -> Signer:
    """The key in a PEM file. Raises NoKey."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise NoKey(f"The signing key {file} cannot be read. “aeo keys” makes a new one where there is none.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey(f"The signing key {file} is no Ed25519 key.")
    return Signer(key)


def record_of(certificate: Certificate) -> dict[str, object]:
    """All that is signed of a certificate, as plain values."""
    return {name: _plain(getattr(certificate, name)) for name in SIGNED}


def canonical(record: Mapping[str, object]) -> bytes:
    """Sorted keys, UTF-8, no spaces: the same record is the same bytes."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def verifies(record: Mapping[str, object], signature: str, public: str) -> bool:
    """Whether this very record was signed with the key of that public half."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), canonical(record))
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(record: Mapping[str, object]) -> str:
    """Sixteen hex digits in groups of four that stand for the whole record."""
    digest = hashlib.sha256(canonical(record)).hexdigest()
    return " ".join(digest[place : place + 4] for place in range(0, 16, 4))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
