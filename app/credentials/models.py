"""Certificates: what was issued, as it was issued, and whether it was taken back or renewed since."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.learning.models import Enrolment


class Certificate(Base):
    """One certificate. It repeats whatever it says, so that it can be checked when course and account are long gone.

    All but the state (`superseded_at`, `revoked_at`, `reason`, `pdf`) is signed when it is issued. `valid_until` None is without end.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        Index(
            "uq_certificate_current",
            "enrolment_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(34), unique=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey(Enrolment.id, ondelete="SET NULL"))
    person_id: Mapped[int] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_native: Mapped[str] = mapped_column(String(200), default="")
    course: Mapped[str] = mapped_column(String(64), index=True)
    title: Mapped[str] = mapped_column(String(300))
    edition: Mapped[str] = mapped_column(String(64), default="")
    language: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    published_on: Mapped[date]
    percent: Mapped[int]
    pass_mark: Mapped[int]
    modules: Mapped[int]
    quizzes: Mapped[int]
    attempts: Mapped[int]
    finished_on: Mapped[date]
    issued_at: Mapped[datetime]
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    ends_at: Mapped[datetime | None]
    supersedes: Mapped[str | None] = mapped_column(String(34), unique=True)
    key_id: Mapped[str] = mapped_column(String(16))
    signature: Mapped[str] = mapped_column(String(128))

    superseded_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(32))
    pdf: Mapped[str | None] = mapped_column(String(64))

    enrolment: Mapped[Enrolment | None] = relationship()


class VerifyKey(Base):
    """A public key that certificates were signed with: a rotated key still verifies what it signed."""

    __tablename__ = "verify_key"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    public: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime]
