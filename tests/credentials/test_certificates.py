"""Certificates: one for each finished course, true to the day, and shown to whom they concern."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, func, select

from app.credentials import certificates
from app.credentials.certificates import (
    RELEASED,
    certificate_for,
    certificate_of,
    certificates_for_staff,
    certificates_of,
    clock_objection,
    current,
    is_genuine,
    issue_if_earned,
    reissue,
    renewal_of,
    revoke,
    waiting,
)
from app.credentials.models import Certificate
from app.credentials.signing import SIGNED, Signer
from app.credentials.validity import REVOKED, state
from app.errors import Invalid, NotFound, Refused
from app.learning.attempts import start
from app.learning.closing import Given, hand_in
from app.learning.models import Attempt, Enrolment, LessonProgress, SavedAnswer
from app.learning.progress import finish
from app.people.accounts import rename
from app.publishing.models import CourseRecord
from app.publishing.staff import give
from tests.learning import build

ZONE = ZoneInfo("Africa/Nairobi")


def graduate(session, storage, now, name="Leila Hassan", **rules):
    """Somebody who has just finished a course of one lesson and one quiz, with 100 per cent."""
    made = build.course(**{"years": 3, **rules})
    enrolment = build.enrolled(session, storage, now, made, name)
    finish(session, storage, enrolment, "l1", now)
    attempt = start(session, storage, enrolment, "q1", now)
    hand_in(session, storage, attempt, "first-key", now, [Given("q1-1", ["01"], 1), Given("q1-2", ["01"], 1)])
    return enrolment


@pytest.fixture
def certified(session, storage, now, signer):
    return issue_if_earned(session, storage, graduate(session, storage, now), now, signer, ZONE)


def test_a_finished_course_gives_a_certificate_that_says_what_was_done(session, certified, now):
    assert (certified.name, certified.title, certified.version) == ("Leila Hassan", "AEO validation, e-learning part", 1)
    assert (certified.percent, certified.pass_mark, certified.modules, certified.quizzes, certified.attempts) == (100, 80, 1, 1, 1)
    assert (certified.issued_on, certified.valid_until) == (date(2026, 11, 24), date(2029, 11, 23))
    assert certified.ends_at == datetime(2029, 11, 23, 21, tzinfo=UTC)
    assert is_genuine(session, certified)
    assert certificate_of(session, certified.number.lower()) is certified


@pytest.mark.row("reliability:K05")
def test_asking_again_gives_the_same_certificate(session, storage, certified, now, signer):
    again = issue_if_earned(session, storage, certified.enrolment, now + timedelta(days=3), signer, ZONE)

    assert again is certified
    assert session.scalar(select(func.count(Certificate.id)).where(Certificate.person_id == certified.person_id)) == 1


@pytest.mark.row("reliability:K05")
def test_who_was_not_the_first_gets_the_certificate_of_the_first(session, storage, certified, now, signer, monkeypatch):
    answers = iter([None, certified])
    monkeypatch.setattr(certificates, "current", lambda session, enrolment: next(answers))

    assert issue_if_earned(session, storage, certified.enrolment, now, signer, ZONE) is certified


@pytest.mark.row("reliability:K09")
def test_nothing_is_issued_before_the_course_is_finished_and_passed(session, storage, now, signer):
    enrolment = build.enrolled(session, storage, now, build.course(years=3))
    finish(session, storage, enrolment, "l1", now)

    assert issue_if_earned(session, storage, enrolment, now, signer, ZONE) is None


def test_a_course_without_certificates_gives_none_and_is_not_waited_for(session, storage, now, signer):
    enrolment = graduate(session, storage, now, years=None)

    assert issue_if_earned(session, storage, enrolment, now, signer, ZONE) is None
    assert waiting(session, storage) == []


def test_who_waits_longest_comes_first(session, storage, now, certified):
    later, first = graduate(session, storage, now), graduate(session, storage, now)
    first.finished_at = now - timedelta(days=1)

    assert waiting(session, storage) == [first.id, later.id]
    assert waiting(session, storage, limit=1) == [first.id]


@pytest.mark.row("reliability:K03")
@pytest.mark.parametrize("field", [name for name in SIGNED if name != "key_id"])
def test_every_changed_field_is_noticed(session, certified, field):
    value = getattr(certified, field)
    changed = value + timedelta(days=1) if isinstance(value, date) else value + 1 if isinstance(value, int) else (value or "")[:-1] + "x"

    setattr(certified, field, changed)

    assert not is_genuine(session, certified)


@pytest.mark.row("reliability:K10")
def test_a_certificate_outlives_the_key_that_signed_it(session, storage, certified, now):
    other = Signer(Ed25519PrivateKey.generate())
    second = issue_if_earned(session, storage, graduate(session, storage, now, "Oleg Sokolenko"), now, other, ZONE)

    assert is_genuine(session, certified)
    assert is_genuine(session, second)
    certified.key_id = other.id
    assert not is_genuine(session, certified)
    certified.key_id = "0" * 16
    assert not is_genuine(session, certified)


@pytest.mark.row("reliability:K01")
@pytest.mark.parametrize("typed", ["", "K7QD", "K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-6YBG", "x" * 10_000, "' OR 1=1 --"])
def test_an_unknown_number_is_answered_alike_whatever_it_is(session, certified, typed):
    with pytest.raises(NotFound, match="We have no certificate with this number"):
        certificate_of(session, typed)


@pytest.mark.row("reliability:K16")
@pytest.mark.row("reliability:K15")
def test_holder_and_staff_of_the_course_see_it_and_nobody_else(session, certified, now):
    grace, other = build.person(session, now, "Grace Mwangi", "instructor"), build.person(session, now, "Tomas Rivera", "instructor")
    administrator, mallory = build.person(session, now, "Ines Duarte", "administrator"), build.person(session, now, "Mallory Grey")
    give(session, grace, session.scalar(select(CourseRecord).where(CourseRecord.slug == certified.course)))

    for allowed in (certified.enrolment.person, grace, administrator):
        assert certificate_for(session, allowed, certified.number) is certified
    for stranger in (other, mallory):
        with pytest.raises(NotFound):
            certificate_for(session, stranger, certified.number)
        assert certified not in certificates_for_staff(session, stranger)

    assert certified in certificates_for_staff(session, grace)
    assert certificates_of(session, certified.person_id) == [certified]


@pytest.mark.row("reliability:K04")
def test_a_revoked_certificate_says_so_and_why_and_is_not_made_again(session, storage, certified, now, signer):
    with pytest.raises(Invalid, match="one of the reasons"):
        revoke(session, certified, "because", now)

    revoke(session, certified, "issued-in-error", now)

    assert (state(certified, now), certified.reason) == (REVOKED, "issued-in-error")
    assert is_genuine(session, certified)
    assert issue_if_earned(session, storage, certified.enrolment, now, signer, ZONE) is certified
    with pytest.raises(Refused, match="revoked already"):
        revoke(session, certified, "holder", now)
    with pytest.raises(Refused, match="no longer counts"):
        reissue(session, certified, certified.enrolment.person, now, signer, ZONE)


@pytest.mark.row("reliability:K06")
def test_a_new_name_needs_a_new_certificate_and_the_old_one_stays_as_issued(session, certified, now, signer):
    rename(session, certified.enrolment.person, "Leila Mansour", "ليلى منصور")
    assert is_genuine(session, certified)
    assert certified.name == "Leila Hassan"
    later = now + timedelta(days=40)

    fresh = reissue(session, certified, certified.enrolment.person, later, signer, ZONE)

    assert (fresh.name, fresh.name_native, fresh.valid_until) == ("Leila Mansour", "ليلى منصور", certified.valid_until)
    assert is_genuine(session, fresh)
    assert is_genuine(session, certified)
    assert renewal_of(session, certified) is fresh
    assert current(session, certified.enrolment) is fresh
    assert state(certified, later) == "renewed"


@pytest.mark.row("reliability:K17")
def test_nothing_is_issued_while_the_clock_is_wrong(session, storage, now, signer):
    enrolment = graduate(session, storage, now)

    for wrong in (datetime(1970, 1, 1, tzinfo=UTC), RELEASED - timedelta(seconds=1), now - timedelta(hours=1)):
        assert issue_if_earned(session, storage, enrolment, wrong, signer, ZONE) is None
        assert "Set the clock right" in clock_objection(session, wrong)

    assert waiting(session, storage) == [enrolment.id]
    assert issue_if_earned(session, storage, enrolment, now - timedelta(minutes=1), signer, ZONE) is not None


@pytest.mark.row("reliability:K14")
def test_a_certificate_outlives_the_course_and_the_account(session, certified):
    number, enrolment = certified.number, certified.enrolment_id
    for table in (SavedAnswer, Attempt, LessonProgress, Enrolment):
        column = table.id if table is Enrolment else table.enrolment_id if table is not SavedAnswer else None
        mine = select(Attempt.id).where(Attempt.enrolment_id == enrolment)
        session.execute(delete(table).where(table.attempt_id.in_(mine) if column is None else column == enrolment))
    session.expire_all()

    found = certificate_of(session, number)

    assert (found.enrolment_id, found.name) == (None, "Leila Hassan")
    assert is_genuine(session, found)
