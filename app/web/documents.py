"""The document of a certificate as files: its PDF, made once, and a picture of it for the page, which can be made anew."""

from pathlib import Path

from app.credentials import pdf, wording
from app.credentials.models import Certificate
from app.web import language
from app.web.context import session, site, transaction
from app.web.frame import said


def pdf_file(found: Certificate) -> Path:
    """The stored PDF; made now if there is none. Raises Busy."""
    if found.pdf is None or not site().storage.path(found.pdf).exists():
        made = pdf.made(_printed(found))
        with transaction() as db:
            kept = db.get_one(Certificate, found.id)
            pdf.keep(db, site().storage, kept, made)
            digest = kept.pdf
        session().expire(found)
    else:
        digest = found.pdf
    assert digest is not None
    return site().storage.path(digest)


def picture_file(found: Certificate) -> Path:
    """A picture of the PDF for the holder's page, kept beside the files until it is thrown away. Raises Busy."""
    target = site().storage.folder / "previews" / f"{pdf_file(found).name}.png"
    if not target.exists():
        drawn = pdf.made(_printed(found), form="png")
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(".new")
        fresh.write_bytes(drawn)
        fresh.replace(target)
    return target


def size(found: Certificate) -> int | None:
    """Bytes of the PDF, None while it is not made."""
    path = site().storage.path(found.pdf) if found.pdf else None
    return path.stat().st_size if path is not None and path.exists() else None


def _printed(found: Certificate) -> dict[str, object]:
    """What stands on paper, in the certificate's own language."""
    with language.speaking(found.language):
        return wording.printed(found, site=site().name, base_url=site().base_url, told=said, day=language.as_date)
