"""Enrolling by file: the dry run says what the real one does, and no row raises a role or changes a name."""

import re

import pytest
from sqlalchemy import event

from app.errors import Invalid
from app.learning import enrolment_file
from app.learning.cohorts import make
from app.learning.enrolment_file import KNOWN, NEW, NOTHING, REFUSED, enrol_file, read_rows, refused_rows
from app.learning.enrolments import enrol, find_enrolment
from app.people.accounts import disable, find
from app.people.invitations import invitation_of
from tests.learning import build

HEADER = "email,name,name-native,language,cohort,role\n"


@pytest.fixture
def course(session, storage, now):
    version = build.published(session, storage, build.course(languages=("en", "fr")), now)
    make(session, version.course, "Spring 2026, north", now)
    return version.course


@pytest.fixture
def run(session, storage, course, now):
    boss = build.person(session, now, "Ines Duarte", "administrator")

    def run(text, dry=True, **more):
        return enrol_file(session, storage, course, boss, read_rows(text.encode()), now, dry=dry, **more)

    return run


def only(report):
    (row,) = report.rows
    return row


def test_a_dry_run_changes_nothing_and_the_real_one_does_what_it_said(session, course, run, now):
    text = HEADER + 'sami@example.org,Sami Mansour,سامي منصور,fr,"Spring 2026, north",learner\n'

    dry = run(text)
    assert find(session, "sami@example.org") is None
    real = run(text, dry=False)

    assert (dry.done, only(dry).outcome, real.done, only(real).outcome) == (False, NEW, True, NEW)
    sami = find(session, "sami@example.org")
    enrolment = find_enrolment(session, sami.id, course.slug)
    assert (sami.name_native, sami.roles, enrolment.language, enrolment.cohort.name) == (
        "سامي منصور",
        {"trainee"},
        "fr",
        "Spring 2026, north",
    )
    assert invitation_of(session, only(real).invitation, now).person is sami
    assert only(run(text)).outcome == NOTHING


def test_a_known_person_keeps_the_stored_name(session, storage, course, run, now):
    lea = build.person(session, now, "Léa Fontaine")

    row = only(run(f"{HEADER}{lea.email.upper()},Lea,,,,\n", dry=False))

    assert (row.outcome, row.reason, row.remedy) == (KNOWN, "Known, enrolled.", "The file says Lea: the stored name stays.")
    assert lea.name == "Léa Fontaine"
    assert row.invitation == ""


def test_a_known_person_can_be_moved_into_a_cohort(session, storage, course, run, now):
    lea = build.person(session, now, "Léa Fontaine")
    enrolment = enrol(session, storage, lea, course.slug, now)

    row = only(run(f'{HEADER}{lea.email},Léa Fontaine,,,"Spring 2026, north",\n', dry=False))

    assert (row.outcome, row.reason) == (KNOWN, "Known, moved into this cohort with all marks.")
    assert enrolment.cohort.name == "Spring 2026, north"


@pytest.mark.parametrize(
    ("cells", "column", "reason", "remedy"),
    [
        ("peter.example.org,Peter Njoroge,,,,", "email", "not an e-mail address", "leave the row out"),
        (',Peter,,,"Spring 2026, north",', "email", "not an e-mail address", "leave the row out"),
        ('ines@example.net,Ines,,,"Sprin 2026, north",', "cohort", "no cohort of this name", r"Did you mean Spring 2026, north\?"),
        ("ines@example.net,Ines,,,Wholly Other,", "cohort", "no cohort of this name", "Make the cohort first"),
        ("karim@example.net,Karim Aziz,,,,site admin", "role", "cannot raise a role", "person’s page"),
        ("karim@example.net,Karim Aziz,,,,administrator", "role", "cannot raise a role", "person’s page"),
        ("karim@example.net,12,,,,", "name", "Write the name in full", "leave the row out"),
        ("karim@example.net,Karim,\u202eziK,,,", "name-native", "cannot be printed", "leave the row out"),
        ("karim@example.net,Karim,,tlh,,", "language", "no such language", "en, fr"),
    ],
)
def test_a_row_that_cannot_be_done_is_refused_with_reason_and_remedy(run, cells, column, reason, remedy):
    report = run(f"{HEADER}{cells}\n")
    row = only(report)

    assert (row.outcome, row.column, row.line) == (REFUSED, column, 2)
    assert reason in row.reason
    assert re.search(remedy, row.remedy)
    assert report.count(REFUSED) == 1


@pytest.mark.row("reliability:A16")
def test_a_role_that_somebody_has_is_no_raise(session, run, now):
    grace = build.person(session, now, "Grace Mwangi", "instructor")

    assert only(run(f"{HEADER}{grace.email},Grace Mwangi,,,,instructor\n")).outcome == KNOWN
    assert only(run(f"{HEADER}{grace.email},Grace Mwangi,,,,administrator\n")).outcome == REFUSED


def test_the_same_person_twice_and_a_disabled_one_are_refused(session, run, now):
    eleni = build.person(session, now, "Eleni Markou")
    disable(session, eleni, now)

    report = run(f"{HEADER}ada@example.net,Ada,,,,\nADA@example.net,Ada,,,,\n{eleni.email},Eleni,,,,\n")

    assert [row.outcome for row in report.rows] == [NEW, REFUSED, REFUSED]
    assert "Same person as line 2" in report.rows[1].reason
    assert "disabled" in report.rows[2].reason
    assert [row.line for row in report.refused_first] == [3, 4, 2]


def test_what_can_be_done_is_done_and_the_rest_left_out(session, run):
    text = f"{HEADER}good@example.net,Good One,,,,\nbad,Bad One,,,,\n"

    report = run(text, dry=False)

    assert find(session, "good@example.net") is not None
    rows = refused_rows(report)
    assert rows[0][-1] == "reason"
    assert rows[1][:2] == ["bad", "Bad One"]
    assert "not an e-mail address" in rows[1][-1]


def test_a_part_of_the_file_knows_who_stood_before_it_and_does_nothing_else(session, run):
    text = HEADER + "a@example.org,Ada,,,,\nno address,Bo,,,,\nA@example.org,Ada,,,,\nc@example.org,Cy,,,,\nd@example.org,Di,,,,\n"

    report = run(text, dry=False, part=range(2, 4), token_of="token-of-{}".format)

    assert [(row.line, row.outcome) for row in report.rows] == [(4, REFUSED), (5, NEW)]
    assert report.rows[0].reason == "Same person as line 2."
    assert report.rows[1].invitation == "token-of-c@example.org"
    assert [find(session, f"{each}@example.org") is not None for each in "acd"] == [False, True, False]


def test_lines_are_those_of_the_file_also_behind_cells_of_several_lines():
    rows = read_rows(f'{HEADER}a@x.org,"Ada\nLindqvist",,,,\n\nb@x.org,Bea,,,,\n'.encode())

    assert [(row.line, row.email) for row in rows] == [(2, "a@x.org"), (5, "b@x.org")]


def test_semicolons_and_a_byte_order_mark_and_our_own_reasons_are_read():
    rows = read_rows("\ufeffName;Email;reason\nAda;a@x.org;why\n".encode())

    assert [(row.line, row.values) for row in rows] == [(2, {"name": "Ada", "email": "a@x.org", "reason": "why"})]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "must name the columns"),
        (b"email\n", "must name the columns"),
        (b"email,name,shoe\n", "must name the columns"),
        (b"email,name,name\n", "must name the columns"),
        (b"email,name\n\xff\xfe\n", "not in UTF-8"),
        (b'email,name\na@x.org,"Ada\n', "Line 2 cannot be read"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b"email,name\n" + b"a,b\n" * 5_001, "more than 5000 rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(data, words):
    with pytest.raises(Invalid, match=words):
        read_rows(data)


def test_somebody_who_came_in_between_is_enrolled_and_the_others_too(session, course, run, now, monkeypatch):
    """Nobody was known when the rows were looked up; one of them is there when they are stored."""
    lea = build.person(session, now, "Léa Fontaine")
    monkeypatch.setattr(enrolment_file, "_known", lambda *asked: {})

    report = run(f"{HEADER}one@example.net,One,,,,\n{lea.email},Lea,,,,\ntwo@example.net,Two,,,,\n", dry=False)

    assert [bool(row.invitation) for row in report.rows] == [True, False, True]
    assert [find_enrolment(session, find(session, row.values["email"]).id, course.slug) is not None for row in report.rows] == [True] * 3
    assert lea.name == "Léa Fontaine"


def test_the_work_does_not_grow_with_the_rows(session, course, run):
    """Statements are counted, not seconds: people are looked up and stored together."""

    def work(number, dry):
        ran = []
        watch = lambda connection, cursor, text, *rest: ran.append(text)  # noqa: E731
        rows = "".join(f'p{each}-{number}@example.net,Person {each},,fr,"Spring 2026, north",\n' for each in range(number))
        event.listen(session.connection(), "before_cursor_execute", watch)
        report = run(HEADER + rows, dry=dry)
        event.remove(session.connection(), "before_cursor_execute", watch)
        assert report.count(NEW) == number
        return len(ran)

    assert work(5, True) == work(90, True) <= 8
    assert work(84, False) - work(4, False) <= 2 * 80, "of each person the row and the enrolment, whose numbers the database gives"
