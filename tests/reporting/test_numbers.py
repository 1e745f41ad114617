"""The numbers of a group against the stored facts, counted here in the plainest way; and the work that they cost."""

from collections import Counter
from datetime import UTC, date, timedelta
from fractions import Fraction
from random import Random

import pytest
from sqlalchemy import event, select

from app.content.views import view
from app.learning.attempts import start
from app.learning.closing import Given, hand_in
from app.learning.cohorts import make
from app.learning.enrolments import enrol, move, withdraw
from app.learning.models import Attempt, Enrolment, LessonProgress, SavedAnswer
from app.learning.progress import finish, see
from app.people.accounts import disable
from app.publishing.versions import compiled
from app.reporting import overview
from app.reporting.charts import hardest_questions, histogram, where_they_are
from app.reporting.cohort import group_of, marks_of, page
from tests.learning import build

QUIZ, PRACTICE, LAST = "q1", "drill", "q2"


def course(slug, second):
    """Two versions of it differ in the questions of the first quiz, in its pass mark, and in the last module."""
    asked = [build.question(f"q1-{number}", points=1 + number % 2) for number in range(2 if second else 1, 6 if second else 5)]
    modules = [
        build.module("m1", "1", build.lesson("l1", "1.1"), build.quiz(QUIZ, "1.2", *asked, attempts=4, pass_mark=75 if second else 60)),
        build.module(
            "m2", "2", build.lesson("l2", "2.1"), build.quiz(PRACTICE, "2.2", graded=False), build.lesson("x", "2.3", required=False)
        ),
        build.module("extra", "3", build.lesson("e1", "3.1"), elective=True),
    ]
    return build.course(*modules, *([build.module("m4", "4", build.quiz(LAST, "4.1"))] if second else []), slug=slug)


@pytest.fixture
def crowd(session, storage, now):
    """Forty people at two versions of a course, wherever chance has led them: some have left, some are shut out, some are in no cohort."""
    chance = Random(11)
    first = build.published(session, storage, course("numbers", False), now)
    cohort = make(session, first.course, "North", now, due_on=date(2026, 12, 1))
    people = []
    for number in range(40):
        if number == 20:
            second = build.published(session, storage, course("numbers", True), now)
        person = build.person(session, now, f"Person {number:02}")
        enrolment = enrol(session, storage, person, "numbers", now, cohort=cohort if chance.random() < 0.8 else None)
        learn(session, storage, enrolment, chance, now)
        if number < 20 and chance.random() < 0.3:
            people.append(enrolment)
        if chance.random() < 0.2:
            withdraw(session, enrolment, now)
        elif chance.random() < 0.2:
            disable(session, person, now)
    for enrolment in people:
        move(session, storage, enrolment, second)
    return first.course, cohort


def learn(session, storage, enrolment, chance, now):
    version = enrolment.version.number
    for lesson in ("l1", "l2", "x", "e1")[: chance.randint(0, 4)]:
        (finish if chance.random() < 0.8 else see)(session, storage, enrolment, lesson, now + timedelta(hours=chance.randint(1, 99)))
    for quiz in (QUIZ, PRACTICE, *([LAST] if version == 2 else [])):
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            attempt = start(session, storage, enrolment, quiz, now + timedelta(hours=chance.randint(1, 99)))
            given = [Given(name, [chance.choice(("01", "01", "02"))], 1) for name in attempt.questions if chance.random() < 0.9]
            if chance.random() < 0.9:
                hand_in(session, storage, attempt, f"numbers-{attempt.id:05}", now + timedelta(hours=100), given)
            else:
                break


def those_of(session, course, cohort):
    found = session.scalars(select(Enrolment).where(Enrolment.course_id == course.id)).all()
    return [each for each in found if each.withdrawn_at is None and (cohort is None or each.cohort is cohort)]


def closed(session, enrolment, quiz):
    rows = session.scalars(select(Attempt).where(Attempt.enrolment_id == enrolment.id, Attempt.quiz_id == quiz)).all()
    return [each for each in rows if each.closed_at is not None]


def counts_best(attempts):
    """The per cent that counts, and whether it passed: of the passed attempts where there are any."""
    passed = [each.percent for each in attempts if each.passed]
    return (max(passed), True) if passed else (max((each.percent for each in attempts), default=None), False)


@pytest.mark.parametrize("whole", [False, True], ids=["cohort", "course"])
def test_who_is_where_and_who_is_late_are_what_is_stored(session, storage, now, crowd, whole):
    course, cohort = crowd
    later = now + timedelta(days=20)
    group = group_of(session, storage, course, later, UTC, None if whole else cohort)
    stored = those_of(session, course, None if whole else cohort)

    at = Counter()
    for each in stored:
        seen = {row.lesson_id for row in session.scalars(select(LessonProgress).where(LessonProgress.enrolment_id == each.id))}
        modules = [("m1", {"l1", QUIZ}), ("m2", {"l2", PRACTICE, "x"}), ("m4", {LAST} if each.version.number == 2 else set())]
        furthest = [name for name, lessons in modules if lessons & seen]
        at[None if each.finished_at else (furthest or ["m1"])[-1]] += 1
    late = [each for each in stored if each.cohort and not each.finished_at and not each.person.disabled_at]

    assert len(group.learners) == len(stored) > 20
    assert {bar.module.id if bar.module else None: bar.learners for bar in where_they_are(group)} == {
        name: at[name] for name in ("m1", "m2", "m4", None)
    }
    assert (group.finished, group.late) == (at[None], len(late))
    assert group.finished > 0 < group.late
    assert {each.late_by for each in group.learners} == {0, 13}


@pytest.mark.parametrize("whole", [False, True], ids=["cohort", "course"])
def test_the_list_of_groups_says_the_same(session, storage, now, crowd, whole):
    course, cohort = crowd
    later = now + timedelta(days=20)
    group = group_of(session, storage, course, later, UTC, None if whole else cohort)
    boss = build.person(session, now, "Alma Admin", "administrator")

    rows = overview.courses(session, boss, later.date()) if whole else overview.cohorts(session, boss, later.date())
    (row,) = [each for each in rows if each.course is course]

    assert (row.learners, row.finished, row.late) == (len(group.learners), group.finished, group.late)


@pytest.mark.parametrize("quiz", [QUIZ, LAST])
def test_the_histogram_is_what_the_attempts_earned(session, storage, now, crowd, quiz):
    course, cohort = crowd
    group = group_of(session, storage, course, now, UTC, cohort)
    best = [counts_best(closed(session, each, quiz)) for each in those_of(session, course, cohort)]
    taken = [(percent, passed) for percent, passed in best if percent is not None]

    bars = histogram(group, quiz)

    assert (bars.learners, bars.passed) == (len(taken), sum(passed for _, passed in taken))
    for each in bars.bins:
        inside = [passed for percent, passed in taken if each.first <= percent <= each.last]
        assert (each.learners, each.passed) == (len(inside), sum(inside))
    assert bars.pass_mark == (75 if quiz == QUIZ else 80)


def test_practice_never_stands_in_a_chart_or_in_a_result(session, storage, now, crowd):
    course, cohort = crowd
    group = group_of(session, storage, course, now, UTC, cohort)

    for learner in group.learners:
        enrolment = session.get_one(Enrolment, learner.id)
        counted = [QUIZ, *([LAST] if enrolment.version.number == 2 else [])]
        results = [percent for quiz in counted if (percent := counts_best(closed(session, enrolment, quiz))[0]) is not None]
        mean = int(Fraction(sum(results), len(results)) + Fraction(1, 2)) if results else None
        assert learner.best == mean
    assert [quiz.id for quiz in group.columns.quizzes] == [QUIZ, LAST]
    assert any(closed(session, each, PRACTICE) for each in those_of(session, course, cohort))


def test_the_difficulty_of_a_question_is_what_its_answers_earned(session, storage, now, crowd):
    """Over both versions: the first question stands in the old one only, the last in the new one."""
    course, cohort = crowd
    group = group_of(session, storage, course, now, UTC, cohort)
    drawn, earned, learners = Counter(), Counter(), {}
    for enrolment in those_of(session, course, cohort):
        for attempt in closed(session, enrolment, QUIZ):
            saved = {row.question_id: row.given for row in session.scalars(select(SavedAnswer).where(SavedAnswer.attempt_id == attempt.id))}
            for name in attempt.questions:
                drawn[name] += 1
                earned[name] += saved.get(name) == ["01"]
                learners.setdefault(name, set()).add(enrolment.id)

    found = hardest_questions(session, storage, group, QUIZ, most=9)

    expected = {name: (int(Fraction(100 * earned[name], drawn[name]) + Fraction(1, 2)), drawn[name], len(learners[name])) for name in drawn}
    assert {each.question.id: (each.share, each.answers, each.learners) for each in found} == {
        name: values for name, values in expected.items() if values[2] >= 5
    }
    assert [each.share for each in found] == sorted(each.share for each in found)
    assert {"q1-1", "q1-5"} <= set(expected)
    assert sum(drawn.values()) > sum(len(each) for each in learners.values())


def test_five_attempts_of_one_person_are_not_five_people(session, storage, now):
    made = build.course()
    version = build.published(session, storage, made, now)
    enrolment = enrol(session, storage, build.person(session, now), made.id, now)
    for number in range(5):
        attempt = start(session, storage, enrolment, "q1", now + timedelta(hours=number))
        hand_in(session, storage, attempt, f"five-{number:06}", now + timedelta(hours=number), [Given("q1-1", ["02"], 1)])

    assert hardest_questions(session, storage, group_of(session, storage, version.course, now, UTC), "q1") == ()


def test_marks_are_those_of_the_learners_own_version(session, storage, now, crowd):
    course, cohort = crowd
    group = group_of(session, storage, course, now, UTC, cohort)

    marks = marks_of(session, storage, group.learners)

    for learner in group.learners:
        version = session.get_one(Enrolment, learner.id).version
        assert list(marks[learner.id]) == [module.id for module in view(compiled(storage, version)).modules]
    assert {len(each) for each in marks.values()} == {3, 4}
    assert [module.id for module in group.columns.modules] == ["m1", "m2", "extra", "m4"]


def test_a_module_of_another_edition_has_its_column_when_somebody_learns_it(session, storage, now):
    modules = [build.module("both", "1", build.lesson("l1", "1.1")), build.module("trade", "2", build.lesson("l2", "2.1"))]
    made = build.course(*modules, audiences=("customs", "trade"))
    narrow = [build.audience(each, "trade") if each.id == "trade" else each for each in made.modules]
    version = build.published(session, storage, build.course(*narrow, slug=made.id, audiences=("customs", "trade")), now)
    enrol(session, storage, build.person(session, now), made.id, now, edition="customs")

    before = group_of(session, storage, version.course, now, UTC).columns
    enrol(session, storage, build.person(session, now), made.id, now, edition="trade")
    after = group_of(session, storage, version.course, now, UTC).columns

    assert [[module.id for module in columns.modules] for columns in (before, after)] == [["both"], ["both", "trade"]]


def test_the_work_for_a_page_does_not_grow_with_the_group(session, storage, now):
    """A few queries for ten people and as many for sixty; lessons are read for the rows of the page alone."""
    made = build.course()
    version = build.published(session, storage, made, now)

    def put(number):
        for _ in range(number):
            enrolment = enrol(session, storage, build.person(session, now), made.id, now)
            attempt = start(session, storage, enrolment, "q1", now)
            hand_in(session, storage, attempt, f"work-{attempt.id:06}", now, [Given("q1-1", ["01"], 1)])

    def work():
        session.expire_all()
        ran = []
        watch = lambda connection, cursor, text, *rest: ran.append(text)  # noqa: E731
        event.listen(session.connection(), "before_cursor_execute", watch)
        group = group_of(session, storage, version.course, now, UTC)
        rows = page(group, order="name").rows
        read = marks_of(session, storage, rows)
        where_they_are(group)
        histogram(group, "q1")
        hardest_questions(session, storage, group, "q1")
        event.remove(session.connection(), "before_cursor_execute", watch)
        return len(ran), len(read)

    put(10)
    few = work()
    put(50)

    assert few[0] <= 10
    assert (few[1], work()) == (10, (few[0], 50))
