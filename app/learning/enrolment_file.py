"""Enrolling by a file: each row's outcome is worked out first and shown; the same function then does it.

UTF-8, comma or semicolon, the header `email,name,name-native,language,cohort,role`. A row never raises a role and never changes a name.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy.orm import Session

from app.content.compiled import Course
from app.errors import DomainError, Invalid, Sentence, say
from app.learning.cohorts import cohorts_of
from app.learning.enrolments import enrol, find_enrolment
from app.learning.models import Cohort
from app.people import accounts
from app.people.addresses import canonical
from app.people.invitations import invite
from app.people.models import TRAINEE, Person
from app.people.names import clean_name
from app.publishing.models import CourseRecord
from app.publishing.versions import compiled, newest
from app.storage import Storage

COLUMNS = ("email", "name", "name-native", "language", "cohort", "role")

NEEDED = {"email", "name"}

LARGEST = 1_000_000
"""Bytes."""

MOST_ROWS = 5_000

NEW, KNOWN, NOTHING, REFUSED = "new", "known", "nothing", "refused"

LEARNER = {"", TRAINEE, "learner"}
"""What the role of a row may be for everybody."""


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
    data: bytes,
    now: datetime,
    *,
    dry: bool,
    token_of: Callable[[str], str] = lambda email: "",
    part: range | None = None,
) -> Report:
    """What the file does, row by row; with `dry` nothing is changed. Raises Invalid for a file that cannot be read at all.

    `token_of` gives the invitation of an address, for a caller who may be asked twice for the same links. `part`: only these
    rows, by their place, so that a long file need not hold up all other writers.
    """
    reading = _File(session, storage, course, by, now, {}, token_of)
    rows = read_rows(data)
    wanted = range(len(rows)) if part is None else part
    for line, values in rows[: wanted.start]:
        reading.pass_over(line, values)
    return Report(rows=tuple(reading.row(line, values, dry) for line, values in rows[wanted.start : wanted.stop]), done=not dry)


def refused_rows(report: Report) -> list[list[str]]:
    """The refused rows in the form of the file, with the reasons in a column of their own; the header first."""
    rows = [[*(row.values.get(column, "") for column in COLUMNS), f"{row.reason} {row.remedy or ''}".strip()] for row in report.refused]
    return [[*COLUMNS, "reason"], *rows]


def read_rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows with the number of the line on which each begins. Raises Invalid."""
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


def _named(rows: list[tuple[int, list[str]]]) -> list[tuple[int, dict[str, str]]]:
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
    return [(line, values) for line, values in named if any(values.values())]


@dataclass(slots=True)
class _File:
    """One reading of one file: what each row needs to know, and on which line a person stood before."""

    session: Session
    storage: Storage
    course: CourseRecord
    by: Person
    now: datetime
    lines: dict[str, int]
    token_of: Callable[[str], str]

    def row(self, line: int, values: dict[str, str], dry: bool) -> Row:
        try:
            row, cohort = self.outcome(line, values)
        except Objection as objection:
            return Row(line=line, values=values, outcome=REFUSED, reason=objection.reason, remedy=objection.remedy, column=objection.column)
        return row if dry or row.outcome == NOTHING else self.done(row, cohort)

    def pass_over(self, line: int, values: dict[str, str]) -> None:
        """Remember who stands in a row before the ones that are wanted."""
        try:
            self.lines.setdefault(canonical(values.get("email", "")), line)
        except Invalid:
            return

    def outcome(self, line: int, values: dict[str, str]) -> tuple[Row, Cohort | None]:
        """What the row means, with nothing changed. Raises Objection."""
        email = _checked(canonical, values.get("email", ""), "email")
        if email in self.lines:
            raise Objection(
                "email", say("Same person as line %(line)d.", line=self.lines[email]), say("One row for one person and cohort.")
            )
        self.lines[email] = line
        person = accounts.find(self.session, email)
        self.refuse_role(values.get("role", ""), person)
        cohort = self.cohort_named(values.get("cohort", ""))
        self.refuse_language(values.get("language", ""))
        if person is None:
            _checked(lambda typed: clean_name(typed, "name"), values.get("name", ""), "name")
            if values.get("name-native"):
                _checked(lambda typed: clean_name(typed, "name-native"), values["name-native"], "name-native")
            return Row(line=line, values=values, outcome=NEW, reason=say("New person, invited and enrolled.")), cohort
        return self.known(line, values, person, cohort), cohort

    def known(self, line: int, values: dict[str, str], person: Person, cohort: Cohort | None) -> Row:
        if person.disabled_at is not None:
            raise Objection("email", say("This account is disabled."), say("Enable it on the person’s page first."))
        found = find_enrolment(self.session, person.id, self.course.slug)
        if found is not None and found.withdrawn_at is None and (cohort is None or found.cohort_id == cohort.id):
            return Row(line=line, values=values, outcome=NOTHING, reason=say("Enrolled already."))
        name = values.get("name", "")
        remedy = say("The file says %(name)s: the stored name stays.", name=name) if name and name != person.name else None
        joins = found is not None and found.withdrawn_at is None
        reason = say("Known, moved into this cohort with all marks.") if joins else say("Known, enrolled.")
        return Row(line=line, values=values, outcome=KNOWN, reason=reason, remedy=remedy)

    def done(self, row: Row, cohort: Cohort | None) -> Row:
        """Do what the row means."""
        values = row.values
        person = accounts.find(self.session, values["email"])
        invitation = ""
        if person is None:
            native, language = values.get("name-native", ""), values.get("language", "")
            person = accounts.add(self.session, values["email"], values["name"], self.now, name_native=native, language=language)
            invitation = invite(self.session, person, self.by, self.now, token=self.token_of(person.email))
        enrol(self.session, self.storage, person, self.course.slug, self.now, language=values.get("language", ""), cohort=cohort)
        return replace(row, invitation=invitation)

    def refuse_role(self, role: str, person: Person | None) -> None:
        if role.lower() not in LEARNER and (person is None or role.lower() not in person.roles):
            raise Objection("role", say("A file cannot raise a role."), say("Set it on the person’s page."))

    def cohort_named(self, name: str) -> Cohort | None:
        """Raises Objection, with the nearest name that there is."""
        if not name:
            return None
        known = {cohort.name: cohort for cohort in cohorts_of(self.session, self.course)}
        if name in known:
            return known[name]
        near = get_close_matches(name, known, n=1)
        remedy = say("Did you mean %(name)s?", name=near[0]) if near else say("Make the cohort first, or leave the cell empty.")
        raise Objection("cohort", say("We have no cohort of this name."), remedy)

    def refuse_language(self, language: str) -> None:
        if not language:
            return
        course: Course = compiled(self.storage, newest(self.session, self.course.slug))
        if language not in course.languages:
            remedy = say("Write one of %(languages)s, or leave the cell empty.", languages=", ".join(course.languages))
            raise Objection("language", say("The course has no such language."), remedy)


def _checked(check: Callable[[str], str], typed: str, column: str) -> str:
    """The value, in the form that is stored. Raises Objection."""
    try:
        return check(typed)
    except DomainError as error:
        raise Objection(column, error.args[0], say("Correct it in the file, or leave the row out.")) from error
