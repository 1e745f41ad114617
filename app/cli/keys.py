"""The two keys of an installation, made once and never overwritten."""

import os
import secrets
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.cli import context


@click.command()
def keys() -> None:
    """Make the secret and the signing key that are missing.

    They lie where the settings say, and are readable by you alone. A key that is there is left as it is. Keep the signing key:
    certificates are signed with it.
    """
    settings = context.settings()
    made = [write_once(settings.secret_key_file, new_secret()), write_once(settings.signing_key_file, new_signing_key())]
    for file in filter(None, made):
        click.echo(f"Made {file}")


def new_secret() -> bytes:
    return secrets.token_urlsafe(48).encode() + b"\n"


def new_signing_key() -> bytes:
    """An Ed25519 private key as PEM (PKCS 8), without a passphrase: the server must sign with nobody there."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_once(file: Path, content: bytes) -> Path | None:
    """Write a file that only its owner reads, whole or not at all; None when there is one already."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = write_private(file, content)
    try:
        os.link(partial, file)
    except FileExistsError:
        return None
    finally:
        partial.unlink()
    return file


def write_private(file: Path, content: bytes) -> Path:
    """The content, durable and for the owner's eyes only, in an unfinished file beside the one it is for."""
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return partial
