"""Enrolling by a file: each row's outcome is worked out first and shown; the same function then does it.

UTF-8, comma or semicolon, the header `email,name,name-native,language,cohort,role`. A row never raises a role and never changes a name.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import and_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import DomainError, Invalid, Sentence, say
from app.learning import enrolments
from app.learning.cohorts import cohorts_of
from app.learning.models import Cohort, Enrolment
from app.people import accounts, invitations
from app.people.addresses import canonical
from app.people.models import TRAINEE, Person, Role
from app.people.names import clean_name
from app.people.tokens import new_token
from app.publishing.models import CourseRecord, Version
from app.publishing.versions import compiled, newest
from app.storage import Storage

COLUMNS = ("email", "name", "name-native", "language", "cohort", "role")

NEEDED = {"email", "name"}

LARGEST = 1_000_000
"""Bytes."""

MOST_ROWS = 5_000

NEW, KNOWN, NOTHING, REFUSED = "new", "known", "nothing", "refused"

AT_ONCE = 500
"""People who are looked up in one query."""

LEARNER = {"", TRAINEE, "learner"}
"""What the role of a row may be for everybody."""


@dataclass(frozen=True, slots=True)
class Read:
    """A row as it was read: the line on which it begins, its cells by column, and its address, empty when it is none."""

    line: int
    values: dict[str, str]
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the file, and what will happen or has happened to it.

    `column` is the one at fault of a refused row; `reason` and `remedy` say why and what to do. `invitation` is the token of a
    new person's link, once it is done.
    """

    line: int
    values: dict[str, str]
    outcome: str
    reason: Sentence
    remedy: Sentence | None = None
    column: str = ""
    invitation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All rows in the order of the file. `done` is False for a dry run."""

    rows: tuple[Row, ...]
    done: bool

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def refused(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.outcome == REFUSED)

    @property
    def refused_first(self) -> tuple[Row, ...]:
        """The order of the page."""
        return tuple(sorted(self.rows, key=lambda row: row.outcome != REFUSED))


class Objection(Exception):
    """Why a row is refused."""

    def __init__(self, column: str, reason: Sentence, remedy: Sentence) -> None:
        super().__init__(reason)
        self.column, self.reason, self.remedy = column, reason, remedy


def enrol_file(
    session: Session,
    storage: Storage,
    course: CourseRecord,
    by: Person,
    rows: Sequence[Read],
    now: datetime,
    *,
    dry: bool,
    token_of: Callable[[str], str] = lambda email: "",
    part: range | None = None,
) -> Report:
    """What the file does, row by row; with `dry` nothing is changed.

    `token_of` gives the invitation of an address, for a caller who may be asked twice for the same links. `part`: only these
    rows, by their place, so that a long file need not hold up all other writers.
    """
    wanted = range(len(rows)) if part is None else part
    asked = rows[wanted.start : wanted.stop]
    reading = _File(session, storage, course, by, now, token_of, known=_known(session, course, [row.email for row in asked]))
    for row in rows[: wanted.start]:
        reading.lines.setdefault(row.email, row.line)
    found = [reading.row(row) for row in asked]
    return Report(rows=tuple(found if dry else reading.done(found)), done=not dry)


def refused_rows(report: Report) -> list[list[str]]:
    """The refused rows in the form of the file, with the reasons in a column of their own; the header first."""
    rows = [[*(row.values.get(column, "") for column in COLUMNS), f"{row.reason} {row.remedy or ''}".strip()] for row in report.refused]
    return [[*COLUMNS, "reason"], *rows]


def read_rows(data: bytes) -> list[Read]:
    """The rows that are not empty. Raises Invalid for a file that cannot be read at all."""
    if len(data) > LARGEST:
        raise Invalid(say("The file is larger than 1 MB. Send it in parts."), "file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(say("The file is not in UTF-8. Save it as “CSV UTF-8”."), "file") from None
    first, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
    try:
        rows = [(reader.line_num, cells) for cells in reader]
    except csv.Error:
        raise Invalid(say("Line %(line)d cannot be read: a quotation mark is open.", line=reader.line_num), "file") from None
    return _named(rows)


def _named(rows: list[tuple[int, list[str]]]) -> list[Read]:
    """Each row that is not empty, by the names in the header. A reason that our own download added is left out."""
    header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    unknown = [name for name in header if name not in {*COLUMNS, "reason"}]
    if unknown or not set(header) >= NEEDED or len(set(header)) != len(header):
        raise Invalid(say("The first line must name the columns: %(columns)s.", columns=",".join(COLUMNS)), "file")
    if len(rows) > MOST_ROWS + 1:
        raise Invalid(say("The file has more than %(most)d rows. Send it in parts.", most=MOST_ROWS), "file")
    begins = [end + 1 for end, _ in rows]
    named = [
        (line, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
        for line, (_, cells) in zip(begins, rows[1:], strict=False)
    ]
    return [Read(line, values, _address(values.get("email", ""))) for line, values in named if any(values.values())]


def _address(typed: str) -> str:
    try:
        return canonical(typed)
    except Invalid:
        return ""


@dataclass(frozen=True, slots=True)
class _Known:
    """Somebody of a file who has an account, and how they stand in the course."""

    name: str
    disabled: bool
    roles: frozenset[str]
    enrolled: bool
    cohort_id: int | None


def _known(session: Session, course: CourseRecord, emails: Sequence[str]) -> dict[str, _Known]:
    """Those who have an account, by address, looked up for many rows at once."""
    found: dict[str, _Known] = {}
    mine = and_(Enrolment.person_id == Person.id, Enrolment.course_id == course.id, Enrolment.withdrawn_at.is_(None))
    people = select(Person.id, Person.email, Person.name, Person.disabled_at, Enrolment.id, Enrolment.cohort_id).outerjoin(Enrolment, mine)
    for some in _parts(list(dict.fromkeys(filter(None, emails)))):
        roles: dict[int, set[str]] = {}
        for person_id, role in session.execute(select(Role.person_id, Role.name).join(Person).where(Person.email.in_(some))):
            roles.setdefault(person_id, set()).add(role)
        for person_id, email, name, disabled_at, enrolment, cohort in session.execute(people.where(Person.email.in_(some))):
            held = frozenset(roles.get(person_id, ()))
            found[email] = _Known(name, disabled_at is not None, held, enrolment is not None, cohort)
    return found


def _parts(emails: Sequence[str]) -> Iterator[Sequence[str]]:
    return (emails[start : start + AT_ONCE] for start in range(0, len(emails), AT_ONCE))


@dataclass(slots=True)
class _File:
    """One reading of one file: what each row needs to know, and on which line a person stood before."""

    session: Session
    storage: Storage
    course: CourseRecord
    by: Person
    now: datetime
    token_of: Callable[[str], str]
    known: dict[str, _Known]
    lines: dict[str, int] = field(default_factory=dict)
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    nearest: dict[str, Sentence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cohorts = {cohort.name: cohort for cohort in cohorts_of(self.session, self.course)}
        self.languages = compiled(self.storage, newest(self.session, self.course.slug)).languages

    def row(self, read: Read) -> Row:
        try:
            return self.outcome(read)
        except Objection as objection:
            return Row(
                line=read.line,
                values=read.values,
                outcome=REFUSED,
                reason=objection.reason,
                remedy=objection.remedy,
                column=objection.column,
            )

    def outcome(self, read: Read) -> Row:
        """What the row means, with nothing changed. Raises Objection."""
        values = read.values
        if not read.email:
            _checked(canonical, values.get("email", ""), "email")
        if read.email in self.lines:
            reason = say("Same person as line %(line)d.", line=self.lines[read.email])
            raise Objection("email", reason, say("One row for one person and cohort."))
        self.lines[read.email] = read.line
        person = self.known.get(read.email)
        self.refuse_role(values.get("role", ""), person)
        cohort = self.cohort_named(values.get("cohort", ""))
        self.refuse_language(values.get("language", ""))
        if person is None:
            self.refuse_names(values)
            return Row(line=read.line, values=values, outcome=NEW, reason=say("New person, invited and enrolled."))
        return self.of_known(read, person, cohort)

    def of_known(self, read: Read, person: _Known, cohort: Cohort | None) -> Row:
        if person.disabled:
            raise Objection("email", say("This account is disabled."), say("Enable it on the person’s page first."))
        name = read.values.get("name", "")
        remedy = say("The file says %(name)s: the stored name stays.", name=name) if name and name != person.name else None
        if person.enrolled and (cohort is None or person.cohort_id == cohort.id):
            return Row(line=read.line, values=read.values, outcome=NOTHING, reason=say("Enrolled already."), remedy=remedy)
        reason = say("Known, moved into this cohort with all marks.") if person.enrolled else say("Known, enrolled.")
        return Row(line=read.line, values=read.values, outcome=KNOWN, reason=reason, remedy=remedy)

    def done(self, rows: Sequence[Row]) -> list[Row]:
        """Do what the rows mean. New people are stored together; where somebody was faster with one of them, each for itself."""
        new = [row for row in rows if row.outcome == NEW]
        made = self.stored_together(new)
        return [self.one(row) if row.outcome in (NEW, KNOWN) and row.line not in made else made.get(row.line, row) for row in rows]

    def stored_together(self, rows: Sequence[Row]) -> dict[int, Row]:
        """The rows with their invitations, by line; nothing when the database objects."""
        version = newest(self.session, self.course.slug)
        try:
            with self.session.begin_nested():
                return {row.line: self.added(row, version) for row in rows}
        except IntegrityError:
            return {}

    def added(self, row: Row, version: Version) -> Row:
        values = row.values
        native, language = values.get("name-native", ""), values.get("language", "")
        person = accounts.made(values["email"], values["name"], self.now, name_native=native, language=language)
        token = self.token_of(person.email) or new_token()
        enrolment = enrolments.made(self.storage, person, version, self.now, language=language)
        enrolment.cohort = self.cohorts.get(values.get("cohort", ""))
        self.session.add_all([person, invitations.made(person, self.by, self.now, token), enrolment])
        return replace(row, invitation=token)

    def one(self, row: Row) -> Row:
        """A row for itself, whoever has come in between."""
        values = row.values
        person = accounts.find(self.session, values["email"])
        invitation = ""
        if person is None:
            native, language = values.get("name-native", ""), values.get("language", "")
            person = accounts.add(self.session, values["email"], values["name"], self.now, name_native=native, language=language)
            invitation = invitations.invite(self.session, person, self.by, self.now, token=self.token_of(person.email))
        cohort = self.cohorts.get(values.get("cohort", ""))
        enrolments.enrol(self.session, self.storage, person, self.course.slug, self.now, language=values.get("language", ""), cohort=cohort)
        return replace(row, invitation=invitation)

    def refuse_names(self, values: dict[str, str]) -> None:
        _checked(lambda typed: clean_name(typed, "name"), values.get("name", ""), "name")
        if values.get("name-native"):
            _checked(lambda typed: clean_name(typed, "name-native"), values["name-native"], "name-native")

    def refuse_role(self, role: str, person: _Known | None) -> None:
        if role.lower() not in LEARNER and (person is None or role.lower() not in person.roles):
            raise Objection("role", say("A file cannot raise a role."), say("Set it on the person’s page."))

    def cohort_named(self, name: str) -> Cohort | None:
        """Raises Objection, with the nearest name that there is."""
        if not name:
            return None
        if name in self.cohorts:
            return self.cohorts[name]
        raise Objection("cohort", say("We have no cohort of this name."), self.instead_of(name))

    def instead_of(self, name: str) -> Sentence:
        """What to write instead of the name of a cohort that there is not; looked for once for each such name."""
        if name not in self.nearest:
            near = get_close_matches(name, self.cohorts, n=1)
            remedy = say("Did you mean %(name)s?", name=near[0]) if near else say("Make the cohort first, or leave the cell empty.")
            self.nearest[name] = remedy
        return self.nearest[name]

    def refuse_language(self, language: str) -> None:
        if language and language not in self.languages:
            remedy = say("Write one of %(languages)s, or leave the cell empty.", languages=", ".join(self.languages))
            raise Objection("language", say("The course has no such language."), remedy)


def _checked(check: Callable[[str], str], typed: str, column: str) -> str:
    """The value, in the form that is stored. Raises Objection."""
    try:
        return check(typed)
    except DomainError as error:
        raise Objection(column, error.args[0], say("Correct it in the file, or leave the row out.")) from error
