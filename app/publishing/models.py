"""Courses and their published versions, which nothing changes, and who teaches a course."""

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import ExecutableDDLElement

from app.database import Base
from app.people.models import Person


class CourseRecord(Base):
    """A course, by the id that its author gave it."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]


class Version(Base):
    """One published version. `content_hash` names the compiled course in the storage. Triggers refuse every change."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey(CourseRecord.id, ondelete="RESTRICT"))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    engine: Mapped[str] = mapped_column(String(32))
    published_at: Mapped[datetime]
    publisher_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id, ondelete="RESTRICT"))

    course: Mapped[CourseRecord] = relationship(lazy="joined", innerjoin=True)


class CourseStaff(Base):
    """An instructor who teaches a course. Administrators reach every course without a row."""

    __tablename__ = "course_staff"

    course_id: Mapped[int] = mapped_column(ForeignKey(CourseRecord.id, ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id, ondelete="CASCADE"), primary_key=True, index=True)


class Draft(Base):
    """A file of a course as its authors have it, apart from the folder until somebody publishes.

    The course is named by its id, not by a row: it may be written before its first version. `base` is the text in the folder on
    which this one rests, None for a new file. Of a picture `stored` names the bytes in the storage, and there is no text.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("slug", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(64))
    path: Mapped[str] = mapped_column(String(400))
    text: Mapped[str] = mapped_column(Text)
    base: Mapped[str | None] = mapped_column(Text)
    stored: Mapped[str | None] = mapped_column(String(64))
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey(Person.id, ondelete="RESTRICT"))

    saved_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


FINAL = {
    "sqlite": tuple(
        f"CREATE TRIGGER version_refuses_{act.lower()} BEFORE {act} ON version "
        "BEGIN SELECT RAISE(ABORT, 'a published version is never changed'); END"
        for act in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION version_is_final() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER version_refuses_change BEFORE UPDATE OR DELETE ON version FOR EACH ROW EXECUTE FUNCTION version_is_final()",
    ),
}
"""What keeps a version as it is, by database; the migration says the same."""


def _keep_final(dialect: str, moment: str, statement: str) -> None:
    ddl: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]
    event.listen(Version.__table__, moment, ddl.execute_if(dialect=dialect))


for _dialect, _statements in FINAL.items():
    for _statement in _statements:
        _keep_final(_dialect, "after_create", _statement)
_keep_final("postgresql", "after_drop", "DROP FUNCTION IF EXISTS version_is_final()")
