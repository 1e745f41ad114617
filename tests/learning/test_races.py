"""Many at once, each in a transaction of its own: nothing is doubled, nothing is lost, and the losers are told in words."""

import threading
from datetime import UTC, timedelta

import pytest
from sqlalchemy import func, select, text

from app.credentials.certificates import issue_if_earned
from app.credentials.models import Certificate
from app.database import transaction, writing_for
from app.errors import DomainError, Refused
from app.learning import cases
from app.learning.attempts import start
from app.learning.closing import Given, close_if_due, hand_in
from app.learning.completion import settle
from app.learning.enrolments import enrol
from app.learning.models import Attempt, Enrolment, LessonProgress, SavedAnswer
from app.learning.papers import GRACE
from app.learning.practice import practise
from app.learning.progress import finish, see
from app.learning.saving import LATE, SAVED, check, save
from app.people.models import Person
from app.people.throttle import Slowed, admit, keys_of
from app.publishing.versions import publish
from migrations.target import metadata
from tests.credentials.conftest import signer  # noqa: F401
from tests.learning import build


def together(writing, acts):
    """Run each act in its own thread and transaction, all released at once; what each returned or refused, in order."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        gate.wait()
        try:
            with transaction(writing) as db:
                results[place] = act(db)
        except DomainError as refusal:
            results[place] = refusal

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return results


@pytest.fixture
def enrolled(writing, storage, now):
    """The id of an enrolment in a course that is made from the given parts."""

    def enrolled(made=None):
        with transaction(writing) as db:
            return build.enrolled(db, storage, now, made or build.course()).id

    return enrolled


def counted(writing, column, *where):
    with transaction(writing) as db:
        return db.scalar(select(func.count(column)).where(*where))


def quiz(**rules):
    return build.course(build.module("m1", "1", build.quiz("q1", "1.1", **rules)))


@pytest.mark.row("reliability:Q08")
@pytest.mark.row("reliability:Q09")
@pytest.mark.parametrize("attempts", [1, None])
def test_32_starts_at_once_are_one_attempt(writing, storage, now, enrolled, attempts):
    number = enrolled(quiz(attempts=attempts))

    found = together(writing, [lambda db: start(db, storage, db.get_one(Enrolment, number), "q1", now).id] * 32)

    assert len(set(found)) == 1
    assert counted(writing, Attempt.id, Attempt.enrolment_id == number) == 1


@pytest.mark.row("reliability:Q08")
def test_the_last_attempt_is_taken_once_though_the_one_before_closes_at_the_same_time(writing, storage, now, enrolled):
    number = enrolled(quiz(attempts=2))
    with transaction(writing) as db:
        first = start(db, storage, db.get_one(Enrolment, number), "q1", now).id

    def close(db):
        return hand_in(db, storage, db.get_one(Attempt, first), "first-key", now).id

    together(writing, [close, *[lambda db: start(db, storage, db.get_one(Enrolment, number), "q1", now).id] * 12])

    assert counted(writing, Attempt.id, Attempt.enrolment_id == number) <= 2


@pytest.mark.row("reliability:Q01")
def test_20_copies_of_one_hand_in_are_one_result(writing, storage, now, enrolled):
    number = enrolled(quiz())
    with transaction(writing) as db:
        attempt = start(db, storage, db.get_one(Enrolment, number), "q1", now).id

    def send(db):
        row = hand_in(db, storage, db.get_one(Attempt, attempt), "first-key", now, [Given("q1-1", ["01"], 1)])
        return row.percent, row.closed_at

    assert set(together(writing, [send] * 20)) == {(50, now)}


@pytest.mark.row("reliability:Q01")
def test_of_many_hand_ins_from_different_windows_one_counts(writing, storage, now, enrolled):
    number = enrolled(quiz())
    with transaction(writing) as db:
        attempt = start(db, storage, db.get_one(Enrolment, number), "q1", now).id

    def send(place):
        return lambda db: hand_in(db, storage, db.get_one(Attempt, attempt), f"window-{place:02}", now).key

    found = together(writing, [send(place) for place in range(12)])

    assert sum(isinstance(each, str) for each in found) == 1
    assert sum(isinstance(each, Refused) for each in found) == 11


@pytest.mark.row("reliability:Q20")
def test_the_sweep_and_a_late_hand_in_agree(writing, storage, now, enrolled):
    number = enrolled(quiz(time_limit=60))
    with transaction(writing) as db:
        attempt = start(db, storage, db.get_one(Enrolment, number), "q1", now).id
    later = now + timedelta(seconds=60) + GRACE + timedelta(seconds=1)
    acts = [
        *[lambda db: close_if_due(db, storage, attempt, later) and None] * 6,
        *[lambda db: hand_in(db, storage, db.get_one(Attempt, attempt), "first-key", later).timed_out] * 6,
        *[lambda db: save(db, storage, db.get_one(Attempt, attempt), "q1-1", ["01"], 1, later).outcome] * 6,
    ]

    assert set(together(writing, acts)) == {None, True, LATE}
    with transaction(writing) as db:
        assert db.get_one(Attempt, attempt).percent == 0


@pytest.mark.row("reliability:Q09")
def test_of_many_saves_at_once_the_newest_stays(writing, storage, now, enrolled):
    number = enrolled(quiz())
    with transaction(writing) as db:
        attempt = start(db, storage, db.get_one(Enrolment, number), "q1", now).id

    def keep(sequence):
        answer = [f"{1 + sequence % 3:02}"]
        return lambda db: save(db, storage, db.get_one(Attempt, attempt), "q1-1", answer, sequence, now).outcome

    found = together(writing, [keep(sequence) for sequence in (7, 3, 16, 1, 12, 5, 9, 14, 2, 11, 6, 15, 4, 13, 8, 10)])

    assert SAVED in found
    with transaction(writing) as db:
        row = db.get_one(SavedAnswer, (attempt, "q1-1"))
        assert (row.sequence, row.given) == (16, ["02"])


@pytest.mark.row("reliability:Q01")
def test_a_check_that_is_sent_many_times_uses_one_try(writing, storage, now, enrolled):
    number = enrolled(quiz(feedback="tries", tries=3))
    with transaction(writing) as db:
        attempt = start(db, storage, db.get_one(Enrolment, number), "q1", now).id

    found = together(writing, [lambda db: check(db, storage, db.get_one(Attempt, attempt), "q1-1", ["02"], 1, now).tries_left] * 12)

    assert set(found) == {2}


def test_one_lesson_seen_and_practised_in_many_windows_is_one_row(writing, storage, now, enrolled):
    made = build.course(build.module("m1", "1", build.lesson("l1", "1.1", build.question("p1"))))
    number = enrolled(made)
    acts = [
        *[lambda db: see(db, storage, db.get_one(Enrolment, number), "l1", now).lesson_id] * 8,
        *[lambda db: practise(db, storage, db.get_one(Enrolment, number), "l1", "p1", ["01"], now).verdict] * 8,
    ]

    assert set(together(writing, acts)) == {"l1", "right"}
    assert counted(writing, LessonProgress.lesson_id, LessonProgress.enrolment_id == number) == 1


@pytest.mark.parametrize("round", range(5))
def test_of_two_last_steps_at_once_the_later_one_finishes_the_course(writing, storage, now, enrolled, round):
    number = enrolled()
    with transaction(writing) as db:
        attempt = start(db, storage, db.get_one(Enrolment, number), "q1", now).id
    given = [Given("q1-1", ["01"], 1), Given("q1-2", ["01"], 1)]

    together(
        writing,
        [
            lambda db: finish(db, storage, db.get_one(Enrolment, number), "l1", now).finished,
            lambda db: hand_in(db, storage, db.get_one(Attempt, attempt), "first-key", now, given).passed,
        ],
    )

    with transaction(writing) as db:
        assert db.get_one(Enrolment, number).finished_at == now


@pytest.mark.row("reliability:K05")
def test_16_issues_at_once_are_one_certificate(writing, storage, now, enrolled, signer):  # noqa: F811
    number = enrolled(build.course(build.module("m1", "1", build.lesson("l1", "1.1")), years=3))
    with transaction(writing) as db:
        finish(db, storage, db.get_one(Enrolment, number), "l1", now)

    found = together(writing, [lambda db: issue_if_earned(db, storage, db.get_one(Enrolment, number), now, signer, UTC).number] * 16)

    assert len(set(found)) == 1
    assert counted(writing, Certificate.id, Certificate.enrolment_id == number) == 1


def test_somebody_enrols_once_however_often_they_click(writing, storage, now):
    made = build.course()
    with transaction(writing) as db:
        build.published(db, storage, made, now)
        person = build.person(db, now).id

    found = together(writing, [lambda db: enrol(db, storage, db.get_one(Person, person), made.id, now).id] * 16)

    assert len(set(found)) == 1


def test_publishing_the_same_course_at_once_makes_one_version(writing, storage, now):
    made = build.course()

    found = together(writing, [lambda db: publish(db, storage, made, {}, "1.0", now).version.number] * 8)

    assert {each for each in found if not isinstance(each, Refused)} == {1}


@pytest.mark.row("reliability:A01")
def test_32_guesses_at_once_are_no_more_than_five(writing, now):
    keys = keys_of("ada@example.org", "192.0.2.1")

    found = together(writing, [lambda db: admit(db, keys, now)] * 32)

    assert sum(each is None for each in found) == 5
    assert sum(isinstance(each, Slowed) for each in found) == 27


@pytest.mark.postgres
def test_one_learner_who_finishes_does_not_hold_up_another_of_the_same_course(cluster, storage, now):
    url = cluster.new_database()
    writing = writing_for(url)
    engine = writing.sessions.kw["bind"]
    metadata().create_all(engine)
    made = build.course()
    with transaction(writing) as db:
        build.published(db, storage, made, now)
        first, second = (enrol(db, storage, build.person(db, now, name), made.id, now).id for name in ("Ada Lindqvist", "Bea Stone"))

    with transaction(writing) as one, transaction(writing) as other:
        other.execute(text("SET LOCAL lock_timeout = '2s'"))
        settle(one, storage, one.get_one(Enrolment, first), now)

        assert settle(other, storage, other.get_one(Enrolment, second), now) is False
    engine.dispose()
    cluster.drop(url)


def test_two_tabs_that_open_papers_at_once_pay_each_once_and_never_pass_the_budget(writing, storage, now):
    with transaction(writing) as db:
        made = build.course(build.module("m1", "1", build.case("k1", "1.1", budget=120, costs={"yard": 90, "loader": 45})))
        attempt_id = start(db, storage, build.enrolled(db, storage, now, made), "k1", now).id

    def opening(key):
        return lambda db: cases.open_document(db, storage, db.get_one(Attempt, attempt_id), key, now)

    results = together(writing, [opening(key) for key in ("yard", "loader") * 4])

    with transaction(writing) as db:
        attempt = db.get_one(Attempt, attempt_id)
        steps = cases.path_of(db, cases.lesson_of(storage, attempt), attempt_id).steps
    refused = [each for each in results if isinstance(each, cases.OverBudget)]
    assert (len(steps), len(refused)) == (1, 4)
    assert {each.key for each in results if isinstance(each, cases.Step)} == {steps[0].key}
