"""Secrets that a browser holds and we only recognise: 256 random bits, of which the SHA-256 is stored."""

import hashlib
import secrets

LONGEST = 64
"""Characters of a token that are looked at; ours have 43."""


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored of a token. What is too long to be one of ours gives a hash that no row has."""
    return hashlib.sha256(token[: LONGEST + 1].encode("utf-8", "replace")).hexdigest()
