"""What people of the cast have done before a test begins, brought about through the services that the pages call."""

from app import clock
from app.assessment.shown import shown
from app.content.reader import read_course
from app.content.views import CourseView
from app.credentials.certificates import issue_if_earned
from app.credentials.models import Certificate
from app.credentials.signing import signer_from
from app.learning import attempts, closing, enrolments, practice, progress, saving
from app.learning.models import Attempt, Enrolment
from app.learning.papers import questions_of, quiz_of
from app.people import accounts
from app.publishing import staff, versions
from tests.build import right_answer
from tests.web.world import COURSE, SLUG, World

CASE = "kestrel"
"""The course with a case file."""

RIGHT = {
    "single": ("02",),
    "multiple": ("01", "02"),
    "truefalse": ("02",),
    "numeric": ("4711.25",),
    "text": ("canary questionnaire",),
    "match": right_answer("match"),
    "order": right_answer("order"),
    "cloze": ("canary condition", "02"),
}
"""The right answers of the fixture course, one question of each kind a quiz."""

WRONG = {
    "single": ("01",),
    "multiple": ("03",),
    "truefalse": ("01",),
    "numeric": ("0.05",),
    "text": ("validation report",),
    "match": ("01.04", "02.01", "03.02"),
    "order": ("04", "03", "02", "01"),
    "cloze": ("opinion", "01"),
}

BEFORE = {"check-seals": ("why", "register"), "drill": (), "check-visit": ("gate",)}
"""The lessons that open a quiz; the quizzes of the second module want the first one passed."""


def enrolled(world: World, who: str) -> int:
    """The id of the enrolment, made if there is none."""
    with world.transaction() as db:
        person = accounts.find(db, f"{who}@example.org")
        assert person is not None
        return enrolments.enrol(db, world.storage, person, SLUG, clock.now()).id


def _mine(world: World, db, who: str) -> Enrolment:
    person = accounts.find(db, f"{who}@example.org")
    assert person is not None
    return enrolments.enrolment_of(db, person.id, SLUG)


def finished(world: World, who: str, *lessons: str) -> None:
    """Practise and finish these lessons."""
    enrolled(world, who)
    for lesson_id in lessons:
        with world.transaction() as db:
            enrolment = _mine(world, db, who)
            view: CourseView = enrolments.course_view(world.storage, enrolment)
            for question in view.lesson(lesson_id).practice:
                practice.practise(db, world.storage, enrolment, lesson_id, question.id, RIGHT[question.kind], clock.now())
            progress.finish(db, world.storage, enrolment, lesson_id, clock.now())


def passed(world: World, who: str, quiz: str) -> bool:
    with world.transaction() as db:
        rows = enrolments.rows_of(db, _mine(world, db, who))
        return quiz in rows and rows[quiz].passed_at is not None


def started(world: World, who: str, quiz: str = "check-seals") -> int:
    """The id of a running attempt, with the way to it walked."""
    enrolled(world, who)
    if quiz != "check-seals" and not passed(world, who, "check-seals"):
        handed_in(world, who, "check-seals")
    finished(world, who, *BEFORE[quiz])
    with world.transaction() as db:
        return attempts.start(db, world.storage, _mine(world, db, who), quiz, clock.now(), seed=20261124).id


def answered(world: World, attempt_id: int, given=RIGHT, *kinds: str) -> None:
    """Save an answer to each question of the attempt, or to those of the kinds named."""
    with world.transaction() as db:
        attempt = db.get_one(Attempt, attempt_id)
        for question in questions_of(quiz_of(world.storage, attempt), attempt):
            if not kinds or question.kind in kinds:
                saving.save(db, world.storage, attempt, question.id, list(given[question.kind]), 1, clock.now())


def on_page(world: World, attempt_id: int, given=RIGHT) -> dict[str, list[str]]:
    """An answer to each question of the attempt, in the order of its pages and in the keys that stand there."""
    with world.transaction() as db:
        attempt = db.get_one(Attempt, attempt_id)
        quiz = quiz_of(world.storage, attempt)
        return {
            question.id: list(shown(question, attempt.seed, shuffle=quiz.policy.shuffle).answer(given[question.kind]))
            for question in questions_of(quiz, attempt)
        }


def handed_in(world: World, who: str, quiz: str = "check-seals", given=RIGHT, *kinds: str) -> int:
    """The id of an attempt that was answered and handed in, with the certificate if the course is finished by it."""
    attempt_id = started(world, who, quiz)
    answered(world, attempt_id, given, *kinds)
    with world.transaction() as db:
        attempt = db.get_one(Attempt, attempt_id)
        closing.hand_in(db, world.storage, attempt, f"deed-{attempt_id:04}", clock.now())
        signer = signer_from(world.settings.signing_key_file)
        issue_if_earned(db, world.storage, attempt.enrolment, clock.now(), signer, world.settings.time_zone)
    return attempt_id


def certified(world: World, who: str) -> str:
    """The number of the certificate for the whole course."""
    handed_in(world, who, "check-seals")
    handed_in(world, who, "check-visit")
    with world.transaction() as db:
        return db.query(Certificate).filter_by(enrolment_id=_mine(world, db, who).id).one().number


def case_published(world: World) -> None:
    """The course with a case, beside the other one; Grace teaches it too."""
    reading = read_course(COURSE.parent / CASE)
    assert reading.course is not None, reading.problems
    with world.transaction() as db:
        version = versions.publish(db, world.storage, reading.course, {}, "1.0", clock.now()).version
        teacher = accounts.find(db, "grace@example.org")
        assert teacher is not None
        staff.give(db, teacher, version.course)


def case_started(world: World, who: str, language: str = "") -> int:
    """The id of a running attempt at the case."""
    with world.transaction() as db:
        person = accounts.find(db, f"{who}@example.org")
        assert person is not None
        enrolment = enrolments.enrol(db, world.storage, person, CASE, clock.now())
        if language:
            enrolments.choose(db, world.storage, enrolment, language=language)
        return attempts.start(db, world.storage, enrolment, "kestrel-quay", clock.now(), seed=20261124).id
