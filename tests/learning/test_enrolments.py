"""Enrolments: one for each person and course, at a version that stays."""

from datetime import date, timedelta

import pytest

from app.errors import Invalid, NotFound, Refused
from app.learning import enrolments
from app.learning.cohorts import change, cohort_for_staff, cohorts_for_staff, cohorts_of, make
from app.learning.enrolments import (
    choose,
    course_view,
    enrol,
    enrolment_of,
    enrolments_of,
    find_enrolment,
    give_time,
    join,
    move,
    rows_of,
    withdraw,
)  # fmt: skip
from app.learning.progress import see
from app.publishing.staff import give
from tests.learning import build


@pytest.fixture
def ada(session, now):
    return build.person(session, now)


@pytest.fixture
def version(session, storage, now):
    made = build.course(slug=f"course-{id(storage)}", audiences=("customs", "trade"), languages=("en", "fr"))
    return build.published(session, storage, made, now)


def newer(session, storage, version, now, **changes):
    made = build.course(build.module("m9", "1", build.lesson("l9", "1.1")), slug=version.course.slug, **changes)
    return build.published(session, storage, made, now)


def test_somebody_is_enrolled_once_in_the_first_edition_and_own_language(session, storage, now, ada, version):
    first = enrol(session, storage, ada, version.course.slug, now, language="fr")

    second = enrol(session, storage, ada, version.course.slug, now, edition="trade")

    assert first is second
    assert (first.edition, first.language, first.version) == ("customs", "fr", version)
    assert course_view(storage, first).edition == "customs"
    assert enrolment_of(session, ada.id, version.course.slug) is first


def test_a_language_that_the_course_lacks_becomes_its_own_and_an_unknown_edition_is_refused(session, storage, now, ada, version):
    with pytest.raises(Invalid):
        enrol(session, storage, ada, version.course.slug, now, edition="pirates")

    assert enrol(session, storage, ada, version.course.slug, now, language="th").language == "en"


def test_there_is_no_enrolling_in_nothing(session, storage, now, ada):
    with pytest.raises(NotFound, match="no such course"):
        enrol(session, storage, ada, "nowhere", now)
    assert find_enrolment(session, ada.id, "nowhere") is None


def test_who_was_faster_in_another_window_wins(session, storage, now, ada, version, monkeypatch):
    first = enrol(session, storage, ada, version.course.slug, now)
    monkeypatch.setattr(enrolments, "find_enrolment", lambda *arguments: None)

    assert enrol(session, storage, ada, version.course.slug, now) is first


def test_who_comes_back_goes_on_where_they_stopped(session, storage, now, ada, version):
    enrolment = enrol(session, storage, ada, version.course.slug, now)
    see(session, storage, enrolment, "l1", now)
    withdraw(session, enrolment, now)
    withdraw(session, enrolment, now + timedelta(days=1))
    assert (enrolment.withdrawn_at, enrolments_of(session, ada.id)) == (now, [])

    again = enrol(session, storage, ada, version.course.slug, now)

    assert (again, again.withdrawn_at, set(rows_of(session, again))) == (enrolment, None, {"l1"})
    assert enrolments_of(session, ada.id) == [enrolment]


def test_an_enrolment_keeps_its_version_and_new_ones_take_the_newest(session, storage, now, ada, version):
    enrolment = enrol(session, storage, ada, version.course.slug, now)
    second = newer(session, storage, version, now)

    other = enrol(session, storage, build.person(session, now, "Bea Stone"), version.course.slug, now)

    assert (enrolment.version, other.version) == (version, second)


def test_moving_keeps_progress_by_id_and_finds_an_edition_and_a_language(session, storage, now, ada, version):
    enrolment = enrol(session, storage, ada, version.course.slug, now, edition="trade", language="fr")
    see(session, storage, enrolment, "l1", now)
    second = newer(session, storage, version, now, audiences=("customs",))
    third = newer(session, storage, version, now)

    move(session, storage, enrolment, second)
    assert (enrolment.version, enrolment.edition, enrolment.language) == (second, "customs", "en")
    move(session, storage, enrolment, third)

    assert (enrolment.edition, set(rows_of(session, enrolment))) == ("", {"l1"})
    with pytest.raises(Invalid, match="another course"):
        move(session, storage, enrolment, build.published(session, storage, build.course(), now))


def test_edition_and_language_can_be_chosen_apart(session, storage, now, ada, version):
    enrolment = enrol(session, storage, ada, version.course.slug, now)

    choose(session, storage, enrolment, edition="trade")
    choose(session, storage, enrolment, language="fr")

    assert (enrolment.edition, enrolment.language) == ("trade", "fr")
    with pytest.raises(Invalid):
        choose(session, storage, enrolment, language="th")


@pytest.mark.parametrize("per_cent", [-1, 401])
def test_more_time_has_bounds(session, storage, now, ada, version, per_cent):
    with pytest.raises(Invalid, match="0 to 400"):
        give_time(session, enrol(session, storage, ada, version.course.slug, now), per_cent)


def test_a_cohort_groups_enrolments_of_its_own_course(session, storage, now, ada, version):
    cohort = make(session, version.course, "  Spring  2026 ", now, date(2026, 4, 30))
    other = make(session, build.published(session, storage, build.course(), now).course, "Elsewhere", now)
    enrolment = enrol(session, storage, ada, version.course.slug, now, cohort=cohort)

    assert (enrolment.cohort.name, enrolment.cohort.due_on) == ("Spring 2026", date(2026, 4, 30))
    with pytest.raises(Invalid, match="another course"):
        join(session, enrolment, other)
    join(session, enrolment, None)
    assert enrolment.cohort is None


def test_cohorts_have_names_of_their_own(session, now, version):
    first = make(session, version.course, "Spring", now)
    second = make(session, version.course, "Autumn", now)

    with pytest.raises(Refused, match="of that name"):
        make(session, version.course, "Spring", now)
    with pytest.raises(Refused):
        change(session, second, "Spring", None)
    change(session, first, "Spring", date(2027, 1, 1))
    assert (first.due_on, [each.name for each in cohorts_of(session, version.course)]) == (date(2027, 1, 1), ["Autumn", "Spring"])


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\x07b"])
def test_a_cohort_needs_a_name(session, now, version, name):
    with pytest.raises(Invalid):
        make(session, version.course, name, now)


@pytest.mark.row("reliability:L02")
def test_cohorts_are_shown_to_the_staff_of_their_course(session, storage, now, ada, version):
    grace, tom = build.person(session, now, "Grace Mwangi", "instructor"), build.person(session, now, "Tom Rivera", "instructor")
    give(session, grace, version.course)
    cohort = make(session, version.course, "Spring", now)
    enrol(session, storage, ada, version.course.slug, now, cohort=cohort)

    assert cohort_for_staff(session, grace, cohort.id) is cohort
    assert cohorts_for_staff(session, grace) == [(cohort, 1)]
    assert cohorts_for_staff(session, tom) == []
    for who, number in ((tom, cohort.id), (ada, cohort.id), (grace, -1), (grace, 10**12)):
        with pytest.raises(NotFound):
            cohort_for_staff(session, who, number)
