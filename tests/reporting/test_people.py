"""The people list, one learner in detail, and tables that a spreadsheet does not run."""

import csv
import io
from datetime import date, timedelta

import pytest

from app.errors import Invalid, NotFound
from app.learning.cohorts import make
from app.learning.enrolments import enrol
from app.people.accounts import disable, set_password
from app.people.invitations import invite
from app.people.sessions import start
from app.publishing.models import CourseRecord
from app.publishing.staff import give
from app.reporting.csv import safe, to_csv
from app.reporting.people import counts, listing, page, people, table
from app.reporting.person import detail, enrolment_for_staff
from tests.learning import build


@pytest.fixture
def everybody(session, storage, now):
    """Somebody of each kind, by first name."""
    cast = {
        "Ada": build.person(session, now, "Ada Lindqvist", native="Ада"),
        "Amina": build.person(session, now, "Amina Diallo"),
        "Bo": build.person(session, now, "Bo_Percent%"),
        "Eleni": build.person(session, now, "Eleni Markou"),
        "Grace": build.person(session, now, "Grace Mwangi", "trainee", "instructor"),
        "Sami": build.person(session, now, "Sami Mansour"),
    }
    for name in ("Ada", "Eleni", "Grace"):
        set_password(session, cast[name], "hash", now)
    invite(session, cast["Amina"], None, now - timedelta(days=30))
    invite(session, cast["Sami"], None, now)
    disable(session, cast["Eleni"], now)
    start(session, cast["Grace"], now - timedelta(hours=1))
    version = build.published(session, storage, build.course(), now)
    cohort = make(session, version.course, "Spring", now, date(2027, 1, 1))
    enrol(session, storage, cast["Ada"], version.course.slug, now, cohort=cohort).last_seen_at = now
    enrol(session, storage, cast["Eleni"], version.course.slug, now)
    session.flush()
    return cast


def names(rows, cast):
    by_id = {person.id: name for name, person in cast.items()}
    return [by_id[row.person.id] for row in rows if row.person.id in by_id]


def test_what_needs_attention_comes_first(session, everybody, now):
    rows = people(session, now)

    assert names(rows, everybody) == ["Amina", "Bo", "Sami", "Ada", "Grace", "Eleni"]


def test_names_and_last_seen_order_the_list(session, everybody, now):
    assert names(people(session, now, order="name"), everybody) == ["Ada", "Amina", "Bo", "Eleni", "Grace", "Sami"]
    assert names(people(session, now, order="last-seen"), everybody)[-2:] == ["Grace", "Ada"]


def test_words_are_found_in_names_and_addresses_and_mean_only_themselves(session, everybody, now):
    assert names(people(session, now, words="LINDQ"), everybody) == ["Ada"]
    assert names(people(session, now, words=everybody["Sami"].email), everybody) == ["Sami"]
    assert names(people(session, now, words="o_p"), everybody) == ["Bo"]
    assert names(people(session, now, words="%"), everybody) == ["Bo"]
    assert names(people(session, now, words="аДА"), everybody) == ["Ada"]
    assert people(session, now, words="\\") == []


def test_role_and_state_narrow_the_list(session, everybody, now):
    assert names(people(session, now, role="instructor"), everybody) == ["Grace"]
    assert names(people(session, now, state="disabled"), everybody) == ["Eleni"]
    assert names(people(session, now, state="invitation-ended"), everybody) == ["Amina"]
    for wrong in ({"role": "king"}, {"state": "x"}, {"order": "x"}):
        with pytest.raises(Invalid):
            people(session, now, **wrong)


def test_where_and_last_seen_are_shown(session, everybody, now):
    row, eleni = listing(session, [everybody["Ada"], everybody["Eleni"]], now)

    assert (row.cohorts, row.courses, row.last_seen, row.learning, row.state) == (("Spring",), (), now, True, "active")
    assert eleni.courses[0].startswith("course-")


def test_the_counts_are_of_everybody(session, everybody, now):
    shown = counts(session, now)

    assert (shown.people, shown.learning, shown.staff, shown.invited, shown.disabled) == (6, 1, 1, 2, 1)


def test_pages_hold_fifty(session, now):
    for number in range(51):
        build.person(session, now, f"Person {number:02}")
    rows = people(session, now, words="Person")

    assert (len(page(rows).rows), page(rows).pages, len(page(rows, 2).rows)) == (50, 2, 1)
    with pytest.raises(Invalid):
        page(rows, 3)


def test_the_list_as_texts(session, everybody, now):
    header, row = table(listing(session, [everybody["Grace"]], now))

    assert header[0] == "name"
    assert row == ["Grace Mwangi", "", everybody["Grace"].email, "instructor, trainee", "", "2026-11-24T08:30:00+00:00", "active"]


@pytest.mark.row("reliability:L01")
@pytest.mark.row("reliability:L02")
def test_a_learner_is_shown_to_the_staff_of_the_course_alone(session, storage, now):
    enrolment = build.enrolled(session, storage, now)
    grace, other = build.person(session, now, "Grace Mwangi", "instructor"), build.person(session, now, "Tom Rivera", "instructor")
    course = session.get_one(CourseRecord, enrolment.course_id)
    give(session, grace, course)

    assert enrolment_for_staff(session, grace, enrolment.id) is enrolment
    for who, number in ((other, enrolment.id), (enrolment.person, enrolment.id), (grace, 10**9), (grace, 0)):
        with pytest.raises(NotFound, match="no such learner"):
            enrolment_for_staff(session, who, number)


def test_the_detail_of_a_learner(session, storage, now):
    enrolment = build.enrolled(session, storage, now)

    shown = detail(session, storage, enrolment)

    assert (shown.result.finished, shown.attempts, shown.certificates) == (False, (), ())
    assert [module.module.id for module in shown.facts.modules] == ["m1"]


@pytest.mark.row("reliability:L05")
@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "  =1", "\r=1"])
def test_a_formula_is_only_text(cell):
    assert safe(cell).startswith("'")


@pytest.mark.parametrize("cell", ["Ada", "12", "ليلى", "a=b", "O’Neill-Smith", "2026-11-24"])
def test_what_is_no_formula_stays_as_it_is(cell):
    assert safe(cell) == cell


def test_a_table_is_read_back_as_it_was():
    rows = [["name", "note"], ["李伟", 'says "a, b"\nand c'], ["\x1b[31mred", ""]]

    read = list(csv.reader(io.StringIO(to_csv(rows).decode("utf-8-sig"), newline="")))

    assert read == [["name", "note"], ["李伟", 'says "a, b"\nand c'], [" [31mred", ""]]
