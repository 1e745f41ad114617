"""Certificates by the version of the course that earned them: what a change of the law asks for."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.credentials.models import Certificate


def certificates(session: Session, hashes: Collection[str]) -> list[Certificate]:
    """The certificates on versions of these contents that were neither taken back nor renewed, by course and day."""
    in_force = select(Certificate).where(
        Certificate.content_hash.in_(hashes), Certificate.revoked_at.is_(None), Certificate.superseded_at.is_(None)
    )
    return list(session.scalars(in_force.order_by(Certificate.course, Certificate.issued_at, Certificate.number)))
