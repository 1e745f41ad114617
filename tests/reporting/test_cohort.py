"""Who is where: rows, badges, views and charts of a group of learners."""

from datetime import UTC, date, timedelta
from types import SimpleNamespace

import pytest

from app.credentials.certificates import issue_if_earned, revoke
from app.errors import Invalid, NotFound
from app.learning.attempts import start
from app.learning.closing import Given, hand_in
from app.learning.cohorts import make
from app.learning.enrolments import enrol, join, withdraw
from app.learning.progress import finish, see
from app.reporting.charts import hardest_questions, histogram, label_of, where_they_are
from app.reporting.cohort import group_of, marks_of, page, selected, table
from tests.credentials.conftest import signer  # noqa: F401
from tests.learning import build


@pytest.fixture
def made():
    first = build.module("m1", "1", build.lesson("l1", "1.1"), build.quiz("q1", "1.2", attempts=2))
    return build.course(first, build.module("m2", "2", build.lesson("l2", "2.1")), order="locked", years=3)


@pytest.fixture
def world(session, storage, now, made):
    """A course with a cohort that is due in a week, and a way to put learners into it."""
    version = build.published(session, storage, made, now)
    cohort = make(session, version.course, "Spring 2026, north", now, due_on=date(2026, 12, 1))

    def learner(name):
        return enrol(session, storage, build.person(session, now, name), made.id, now, cohort=cohort)

    def take(enrolment, *right, at=now):
        """Finish the lesson and take the quiz with these questions right."""
        finish(session, storage, enrolment, "l1", at)
        attempt = start(session, storage, enrolment, "q1", at)
        return hand_in(session, storage, attempt, f"key-{attempt.id:08}", at, [Given(each, ["01"], 1) for each in right])

    def group(at=now, only=cohort):
        return group_of(session, storage, version.course, at, UTC, only)

    def marks(row):
        """The marks of a row of the table, by module."""
        return marks_of(session, storage, [row])[row.id]

    return SimpleNamespace(course=version.course, cohort=cohort, learner=learner, take=take, group=group, marks=marks)


BOTH = ("q1-1", "q1-2")


def test_a_row_shows_marks_best_and_state(session, storage, world, now):
    ada, _ = world.learner("Ada Lindqvist"), world.learner("Zoe Adams")
    world.take(ada, *BOTH)
    see(session, storage, ada, "l2", now + timedelta(hours=1))

    row, other = world.group().learners

    assert (row.name, world.marks(row), row.best, row.state) == ("Ada Lindqvist", {"m1": "passed", "m2": "seen"}, 100, "on-plan")
    assert row.last_seen == now + timedelta(hours=1)
    assert (world.marks(other), other.best, other.last_seen) == ({"m1": "not-started", "m2": "locked"}, None, None)


def test_the_badge_tells_what_cannot_go_on_by_itself(world):
    one, none = world.learner("Ada One"), world.learner("Bea None")
    world.take(one)
    world.take(none)
    world.take(none)

    rows = world.group().learners

    assert [(row.state, str(row.words)) for row in rows] == [("last-try", "1 attempt left"), ("no-try", "No attempt left")]


@pytest.mark.parametrize(
    ("days", "state", "words", "late"),
    [
        (7, "on-plan", "On plan", 0),
        (8, "late", "Late by 1 day", 1),
        (20, "late", "Late by 13 days", 13),
        (29, "late", "Late by 3 weeks", 22),
    ],
)
def test_late_is_past_the_due_date_of_the_cohort(world, now, days, state, words, late):
    world.learner("Ada Lindqvist")

    row = world.group(now + timedelta(days=days)).learners[0]

    assert (row.state, str(row.words), row.late_by) == (state, words, late)


def test_who_has_finished_is_never_late_and_shows_the_certificate(session, storage, world, now, signer):  # noqa: F811
    ada, bea = world.learner("Ada Lindqvist"), world.learner("Bea Stone")
    for each in (ada, bea):
        world.take(each, *BOTH)
        finish(session, storage, each, "l2", now)
    certificate = issue_if_earned(session, storage, ada, now, signer, UTC)

    group = world.group(now + timedelta(days=3 * 365 - 30))
    words = [str(row.words) for row in group.learners]
    counted = (group.finished, group.late, group.ending)
    revoke(session, certificate, "rules", now)

    assert words == ["Certificate expiring", "Finished"]
    assert counted == (2, 0, 1)
    assert [str(row.words) for row in world.group().learners] == ["Certificate revoked", "Finished"]


@pytest.mark.row("reliability:L02")
def test_a_group_holds_its_own_course_and_cohort_alone(session, storage, world, now):
    inside, outside, gone = world.learner("Ada In"), world.learner("Bea Out"), world.learner("Cy Gone")
    join(session, outside, None)
    withdraw(session, gone, now)
    build.enrolled(session, storage, now)

    assert [row.id for row in world.group().learners] == [inside.id]
    assert [row.id for row in world.group(only=None).learners] == [inside.id, outside.id]


def test_views_narrow_and_order_the_table(session, storage, world, now):
    ada, bea, cy = (world.learner(name) for name in ("Ada A", "Bea B", "Cy C"))
    world.take(ada, *BOTH, at=now + timedelta(hours=2))
    world.take(bea, "q1-1", at=now + timedelta(hours=1))
    group = world.group(now + timedelta(days=30))

    def seen(**view):
        names = {ada.id: ada, bea.id: bea, cy.id: cy}
        return [names[row.id] for row in selected(group, **view)]

    assert seen(order="name") == [ada, bea, cy]
    assert seen(order="last-seen") == [cy, bea, ada]
    assert seen(order="progress") == [ada, bea, cy]
    assert seen(order="best") == [ada, bea, cy]
    assert seen(order="late") == [ada, bea, cy]
    assert seen(show="not-passed") == [bea]
    assert seen(show="not-started") == [cy]
    assert seen(show="late", order="name") == [ada, bea, cy]
    assert seen(show="on-plan") == seen(show="finished") == []


@pytest.mark.parametrize("view", [{"show": "x"}, {"order": "x"}, {"number": 0}, {"number": 2}])
def test_a_view_that_there_is_not_is_refused(world, view):
    with pytest.raises(Invalid):
        page(world.group(), **view)


def test_pages_hold_fifty_rows(session, storage, world, now):
    for number in range(51):
        world.learner(f"Learner {number:02}")
    group = world.group()

    first, second = page(group, order="name"), page(group, order="name", number=2)

    assert (len(first.rows), first.pages, first.total) == (50, 2, 51)
    assert [row.name for row in second.rows] == ["Learner 50"]


def test_an_empty_group_has_one_empty_page(world):
    assert page(world.group()) == page(world.group(), number=1)
    assert page(world.group()).rows == ()


def test_the_table_as_texts_has_a_column_for_each_module(session, storage, world, now, signer):  # noqa: F811
    ada, _ = world.learner("Ada Lindqvist"), world.learner("Zoe Adams")
    world.take(ada, *BOTH)
    finish(session, storage, ada, "l2", now)
    number = issue_if_earned(session, storage, ada, now, signer, UTC).number
    group = world.group()
    rows = selected(group, order="name")

    header, first, second = table(group, rows, marks_of(session, storage, rows))

    assert header == ["name", "name-native", "email", "cohort", "module 1", "module 2", "best", "last-seen", "state", "certificate"]
    assert first[0] == "Ada Lindqvist"
    assert first[3:] == [
        "Spring 2026, north", "passed", "finished", "100", "2026-11-24T09:30:00+00:00", "Certificate valid", f"{number} valid",
    ]  # fmt: skip
    assert second[4:] == ["not-started", "locked", "", "", "On plan", ""]


def test_where_they_are_is_the_furthest_module_and_the_finished(session, storage, world, now):
    ada, bea, _ = (world.learner(name) for name in ("Ada A", "Bea B", "Cy C"))
    for each in (ada, bea):
        world.take(each, *BOTH)
    finish(session, storage, ada, "l2", now)
    see(session, storage, bea, "l2", now)

    bars = where_they_are(world.group())

    assert [(bar.module.id if bar.module else None, bar.learners) for bar in bars] == [("m1", 1), ("m2", 1), (None, 1)]


def test_the_histogram_takes_the_best_attempt_of_each_learner(world):
    people = [world.learner(f"Learner {number}") for number in range(4)]
    for each, right in zip(people, (BOTH, ("q1-1",), (), ("q1-2",)), strict=True):
        world.take(each, *right)
    world.take(people[1], *BOTH)

    bars = histogram(world.group(), "q1")

    assert [(each.first, each.learners, each.passed) for each in bars.bins if each.learners] == [(0, 1, 0), (50, 1, 0), (90, 2, 2)]
    assert (len(bars.bins), bars.learners, bars.passed, bars.pass_mark) == (10, 4, 2, 80)


def test_a_histogram_of_nobody_has_no_learners(world):
    assert histogram(world.group(), "q1").learners == 0


def test_there_is_no_histogram_of_a_lesson_or_of_a_quiz_elsewhere(world):
    for name in ("l1", "elsewhere"):
        with pytest.raises(NotFound):
            histogram(world.group(), name)


@pytest.mark.parametrize(
    ("pass_mark", "edges"),
    [
        (80, [(50, 59), (60, 69), (70, 79), (80, 89), (90, 100)]),
        (75, [(50, 59), (60, 69), (70, 74), (75, 79), (80, 89), (90, 100)]),
        (100, [(50, 59), (60, 69), (70, 79), (80, 89), (90, 99), (100, 100)]),
        (45, [(40, 44), (45, 49), (50, 59), (60, 69), (70, 79), (80, 89), (90, 100)]),
    ],
)
def test_the_pass_mark_always_stands_between_two_bars(session, storage, now, pass_mark, edges):
    made = build.course(build.module("m1", "1", build.quiz("q1", "1.1", pass_mark=pass_mark)))
    version = build.published(session, storage, made, now)

    bars = histogram(group_of(session, storage, version.course, now, UTC), "q1")

    assert [(each.first, each.last) for each in bars.bins] == edges


def test_the_hardest_questions_come_first_and_few_answers_say_nothing(session, storage, world):
    for number in range(5):
        world.take(world.learner(f"Learner {number}"), "q1-1", *(["q1-2"] if number else []))
        if number == 3:
            assert hardest_questions(session, storage, world.group(), "q1") == ()

    rows = hardest_questions(session, storage, world.group(), "q1")

    assert [(row.question.id, row.share, row.answers, row.label) for row in rows] == [("q1-2", 80, 5, "Which?"), ("q1-1", 100, 5, "Which?")]


def test_a_label_is_the_plain_beginning_of_the_question():
    long = SimpleNamespace(prompt="<p>Which of <em>these</em> " + "words " * 20 + "</p>")

    assert label_of(long) == "Which of these words words words words words words words…"
    assert label_of(SimpleNamespace(prompt="<p>One of ten. Which are the others?</p>"), 14) == "One of ten…"
