"""The document of a certificate as files: its PDF, made once, and a picture of it for the page, which can be made anew."""

import logging
from io import BytesIO
from pathlib import Path

from app import logs
from app.credentials import pdf, wording
from app.credentials.models import Certificate
from app.errors import Busy
from app.web import language
from app.web.context import session, site, transaction
from app.web.frame import said
from app.whole import write_owned


def pdf_file(found: Certificate) -> Path | BytesIO:
    """The PDF: as it was stored, else made now; given out also where it cannot be kept. Raises Busy when it cannot be made."""
    kept = stored(found)
    if kept is not None:
        return kept
    made = pdf.made(_printed(found))
    try:
        with transaction() as db:
            digest = pdf.keep(db, site().storage, db.get_one(Certificate, found.id), made)
    except Busy as error:
        logs.event("certificate.not_kept", level=logging.WARNING, number=found.number, words=str(error))
        return BytesIO(made)
    session().expire(found)
    return site().storage.path(digest)


def picture_file(found: Certificate) -> Path | BytesIO:
    """A picture of the PDF for the holder's page, kept beside the files until it is thrown away. Raises Busy."""
    kept = preview(found)
    if kept is not None and kept.exists():
        return kept
    document = pdf_file(found)
    drawn = pdf.made(_printed(found), form="png")
    return _kept_preview(document, drawn) if isinstance(document, Path) else BytesIO(drawn)


def stored(found: Certificate) -> Path | None:
    """Where the PDF is, if it was made and is still there."""
    path = site().storage.path(found.pdf) if found.pdf else None
    return path if path is not None and path.exists() else None


def preview(found: Certificate) -> Path | None:
    """Where its picture is or would be; None while there is no PDF."""
    document = stored(found)
    return _preview_of(document) if document is not None else None


def _preview_of(document: Path) -> Path:
    return site().storage.folder / "previews" / f"{document.name}.png"


def _kept_preview(document: Path, drawn: bytes) -> Path | BytesIO:
    """Two that draw at once write two files, and the last one stays. Where none can be written, the picture is only shown."""
    target = _preview_of(document)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_owned(target, drawn, durable=False)
    except OSError:
        return BytesIO(drawn)
    return target


def size(found: Certificate) -> int | None:
    """Bytes of the PDF, None while it is not made."""
    path = stored(found)
    return path.stat().st_size if path is not None else None


def _printed(found: Certificate) -> dict[str, object]:
    """What stands on paper, in the certificate's own language."""
    with language.speaking(found.language):
        return wording.printed(found, site=site().name, base_url=site().base_url, told=said, day=language.as_date)
