"""Who may sign in, as what, and from where; invitations, and the count of wrong guesses."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base

TRAINEE, INSTRUCTOR, ADMINISTRATOR = "trainee", "instructor", "administrator"

ROLES = (TRAINEE, INSTRUCTOR, ADMINISTRATOR)

STAFF = frozenset({INSTRUCTOR, ADMINISTRATOR})


class Person(Base):
    """Someone who may sign in. `email` is canonical; `name` is in Latin letters, `name_native` in their own script.

    Without a password nobody gets in. An empty `zone` is the installation's, an empty `theme` the device's.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_native: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    theme: Mapped[str] = mapped_column(String(16), default="")
    zone: Mapped[str] = mapped_column(String(64), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    role_rows: Mapped[list["Role"]] = relationship(cascade="all, delete-orphan", lazy="selectin", order_by="Role.name")

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role.name for role in self.role_rows)

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF)

    @property
    def is_administrator(self) -> bool:
        return ADMINISTRATOR in self.roles


class Role(Base):
    """One role of one person."""

    __tablename__ = "role"
    __table_args__ = (CheckConstraint("name IN ('trainee', 'instructor', 'administrator')", name="known"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id, ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(16), primary_key=True)


class SignIn(Base):
    """A browser that is signed in. The browser holds the token, this row its SHA-256; without the row the token is dead."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id, ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(80), default="")
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class KnownBrowser(Base):
    """A browser from which a person has signed in before: guesses from elsewhere do not slow it down."""

    __tablename__ = "known_browser"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id, ondelete="CASCADE"), index=True)
    seen_at: Mapped[datetime]


class Invitation(Base):
    """A link with which one person sets a first or a new password, once. Bound to the address and the roles as they were."""

    __tablename__ = "invitation"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id, ondelete="CASCADE"), index=True)
    inviter_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id, ondelete="SET NULL"))
    email: Mapped[str] = mapped_column(String(254))
    roles: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Guesses(Base):
    """How often something was tried in vain of late: an account, an address, a known browser, everything together."""

    __tablename__ = "guesses"
    __table_args__ = (Index("ix_guesses_last_at", "last_at"),)

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
