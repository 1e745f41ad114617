"""The list of groups: how many learn, have finished, are late."""

from datetime import date, timedelta

import pytest

from app.learning.cohorts import make
from app.learning.enrolments import enrol, withdraw
from app.publishing import staff
from app.reporting import overview
from tests.learning import build


@pytest.fixture
def version(session, storage, now):
    return build.published(session, storage, build.course(), now)


def put(session, storage, now, cohort, course, **changes):
    enrolment = enrol(session, storage, build.person(session, now), course.slug, now, cohort=cohort)
    for name, value in changes.items():
        setattr(enrolment, name, value)
    session.flush()
    return enrolment


def test_learners_finished_and_late_are_counted_for_cohorts_and_for_the_course(session, storage, now, version):
    cohort = make(session, version.course, "North", now, due_on=date(2026, 11, 23))
    put(session, storage, now, cohort, version.course)
    put(session, storage, now, cohort, version.course, finished_at=now)
    put(session, storage, now, None, version.course)
    withdraw(session, put(session, storage, now, cohort, version.course), now)
    boss = build.person(session, now, "Alma Admin", "administrator")

    (row,) = [each for each in overview.cohorts(session, boss, now.date()) if each.cohort is cohort]
    (every,) = [each for each in overview.courses(session, boss, now.date()) if each.course is version.course]

    assert (row.learners, row.finished, row.late) == (2, 1, 1)
    assert (every.learners, every.finished, every.late) == (3, 1, 1)


def test_nobody_is_late_on_the_due_day_itself(session, storage, now, version):
    cohort = make(session, version.course, "North", now, due_on=now.date())
    put(session, storage, now, cohort, version.course)
    boss = build.person(session, now, "Alma Admin", "administrator")

    assert [each.late for each in overview.cohorts(session, boss, now.date()) if each.cohort is cohort] == [0]
    assert [each.late for each in overview.cohorts(session, boss, now.date() + timedelta(days=1)) if each.cohort is cohort] == [1]


def test_an_instructor_sees_the_groups_of_own_courses_only(session, storage, now, version):
    make(session, version.course, "North", now)
    grace, ivan = (build.person(session, now, name, "instructor") for name in ("Grace Okafor", "Ivan Petrov"))
    staff.give(session, grace, version.course)

    assert [each.cohort.name for each in overview.cohorts(session, grace, now.date())] == ["North"]
    assert [each.course for each in overview.courses(session, grace, now.date())] == [version.course]
    assert overview.cohorts(session, ivan, now.date()) == overview.courses(session, ivan, now.date()) == []
