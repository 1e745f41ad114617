"""What a person did in a course: enrolment, lessons seen and finished, practice, attempts and their answers."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.assessment.marks import Mark
from app.assessment.questions import Answer
from app.database import Base
from app.people.models import Person
from app.publishing.models import CourseRecord, Version


class Cohort(Base):
    """A named group of enrolments in one course, due by the end of a day, or never."""

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("course_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey(CourseRecord.id, ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]

    course: Mapped[CourseRecord] = relationship()


class Enrolment(Base):
    """One person in one course, at one version, edition and language. `extra_time` is per cent on every time limit."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id"),
        CheckConstraint("extra_time BETWEEN 0 AND 400", name="extra_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id, ondelete="RESTRICT"))
    course_id: Mapped[int] = mapped_column(ForeignKey(CourseRecord.id, ondelete="RESTRICT"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id, ondelete="RESTRICT"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey(Cohort.id, ondelete="SET NULL"), index=True)
    edition: Mapped[str] = mapped_column(String(64), default="")
    language: Mapped[str] = mapped_column(String(16))
    extra_time: Mapped[int] = mapped_column(default=0)
    enrolled_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    last_lesson: Mapped[str] = mapped_column(String(64), default="")
    last_section: Mapped[str] = mapped_column(String(200), default="")
    last_seen_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    course: Mapped[CourseRecord] = relationship()
    version: Mapped[Version] = relationship(lazy="joined", innerjoin=True)
    cohort: Mapped[Cohort | None] = relationship()


class LessonProgress(Base):
    """The facts of one lesson or quiz: when seen, when finished, when passed, and the best per cent of a quiz. Each stands alone."""

    __tablename__ = "lesson_progress"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey(Enrolment.id, ondelete="CASCADE"), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    best: Mapped[int | None]


class PracticeAnswer(Base):
    """The last answer to a practice question. It never counts; it shows that the question was tried."""

    __tablename__ = "practice_answer"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey(Enrolment.id, ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(64))
    given: Mapped[list[str]] = mapped_column(JSON)
    credit: Mapped[str] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime]

    @property
    def answer(self) -> Answer:
        return tuple(self.given)


class Attempt(Base):
    """One sitting of one quiz, made when its questions are first shown; its answers are rows of their own.

    It keeps the version, edition, language, seed, drawn questions and pass mark of its start, whatever happens to the course.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_id", "number"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "quiz_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_attempt_due",
            "deadline",
            sqlite_where=text("closed_at IS NULL AND deadline IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND deadline IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey(Enrolment.id, ondelete="RESTRICT"))
    quiz_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id, ondelete="RESTRICT"))
    edition: Mapped[str] = mapped_column(String(64), default="")
    language: Mapped[str] = mapped_column(String(16))
    seed: Mapped[int] = mapped_column(BigInteger)
    questions: Mapped[list[str]] = mapped_column(JSON)
    pass_mark: Mapped[int]
    key: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))
    started_at: Mapped[datetime]
    deadline: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    timed_out: Mapped[bool] = mapped_column(default=False)
    earned: Mapped[str | None] = mapped_column(String(80))
    possible: Mapped[int | None]
    percent: Mapped[int | None]
    passed: Mapped[bool | None]

    enrolment: Mapped[Enrolment] = relationship()
    version: Mapped[Version] = relationship()

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def mark(self) -> Mark | None:
        """What it earned, once it is closed."""
        if self.earned is None or self.possible is None:
            return None
        return Mark(Fraction(self.earned), self.possible)


class SavedAnswer(Base):
    """The newest answer to one question of an attempt.

    `sequence` orders what came from several tabs; `tries` counts checks; `checked` is the credit awarded to this very answer
    by a check ("2/3"), None while it has not been checked.
    """

    __tablename__ = "saved_answer"

    attempt_id: Mapped[int] = mapped_column(ForeignKey(Attempt.id, ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    given: Mapped[list[str]] = mapped_column(JSON, default=list)
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    tries: Mapped[int] = mapped_column(default=0)
    checked: Mapped[str | None] = mapped_column(String(40))
    flagged: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]

    @property
    def answer(self) -> Answer:
        return tuple(self.given)


class LateAnswer(Base):
    """The newest answer that came after the time was up: kept as evidence, never scored."""

    __tablename__ = "late_answer"

    attempt_id: Mapped[int] = mapped_column(ForeignKey(Attempt.id, ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    given: Mapped[list[str]] = mapped_column(JSON)
    received_at: Mapped[datetime]


class CaseStep(Base):
    """One document, visit or interview that was opened in an attempt at a case: its place in the path, and the minutes it cost."""

    __tablename__ = "case_step"
    __table_args__ = (UniqueConstraint("attempt_id", "number"), CheckConstraint("cost >= 0", name="cost"))

    attempt_id: Mapped[int] = mapped_column(ForeignKey(Attempt.id, ondelete="CASCADE"), primary_key=True)
    document: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]
    cost: Mapped[int]
    opened_at: Mapped[datetime]
