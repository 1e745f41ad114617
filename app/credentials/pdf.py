"""The PDF of a certificate: made once by a child process with limits, kept in the storage by its hash, served from there."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.credentials.models import Certificate
from app.errors import Busy, say
from app.storage import Storage

ROOT = Path(__file__).resolve().parents[2]

SECONDS = 20

BEGINS = {"pdf": b"%PDF-", "png": b"\x89PNG"}


def pdf_of(storage: Storage, certificate: Certificate) -> bytes | None:
    """The stored PDF, or None when it has not been made yet, or is gone. Raises nothing."""
    if certificate.pdf is None or not storage.path(certificate.pdf).exists():
        return None
    return storage.get(certificate.pdf)


def made(data: dict[str, Any], seconds: float = SECONDS, form: str = "pdf") -> bytes:
    """The PDF of what `wording.printed` gives, or with form "png" a picture of it. Raises Busy when it does not come.

    It takes a second: call it outside a transaction.
    """
    return _rendered({**data, "form": form}, seconds) or _without_what_cannot_be_printed({**data, "form": form}, seconds)


def keep(session: Session, storage: Storage, certificate: Certificate, pdf: bytes) -> str:
    """Remember a PDF that was stored; its name. The first one stays: of two that were made at once both show the same one."""
    session.refresh(certificate, with_for_update=True)
    if certificate.pdf is None or not storage.path(certificate.pdf).exists():
        certificate.pdf = storage.put(pdf)
        session.flush()
    return certificate.pdf


def _without_what_cannot_be_printed(data: dict[str, Any], seconds: float) -> bytes:
    """A name in a script for which we have no font is left out, rather than that there is no certificate at all."""
    main = [part for part in data["names"] if part["main"]]
    pdf = _rendered({**data, "names": main}, seconds) if main != data["names"] else None
    if pdf is None:
        raise Busy(say("The certificate could not be drawn. It is issued all the same. Try again in a minute."))
    return pdf


def _rendered(data: dict[str, Any], seconds: float) -> bytes | None:
    """What the child wrote, or None when it failed or took too long."""
    command = [sys.executable, "-m", "app.credentials.render"]
    try:
        child = subprocess.run(command, input=json.dumps(data).encode(), capture_output=True, timeout=seconds, cwd=ROOT, check=False)
    except subprocess.TimeoutExpired:
        return None
    return child.stdout if child.returncode == 0 and child.stdout.startswith(BEGINS[data["form"]]) else None
