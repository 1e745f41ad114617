"""An installation to look at: the shipped course with learners at different places, and certificates in every state."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

from sqlalchemy.orm import Session

from app.assessment.questions import Answer, Choice, Cloze, Match, Numeric, Order, Question, Text
from app.content.reader import read_course
from app.content.starter import starter
from app.credentials import certificates
from app.credentials.models import Certificate
from app.credentials.signing import Signer, signer_from
from app.credentials.validity import end_of
from app.learning import attempts, closing, cohorts, enrolments, practice, progress, saving
from app.learning.models import Attempt, Cohort, Enrolment
from app.learning.papers import questions_of, quiz_of
from app.people import accounts, invitations, passwords
from app.people.models import Person
from app.publishing import staff, versions
from tests.browser.answering import answer_to
from tests.web.world import World, found, settings_of

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "courses" / "aeo-validation"
SLUG = COURSE.name
NOW = datetime.fromisoformat("2026-11-24T14:32:00+00:00")

NAMES = (
    ("Olena Kovalenko", "Олена Коваленко"), ("Juma Mwangi", ""), ("Somchai Prasert", "สมชาย ประเสริฐ"), ("Li Wei", "李伟"),
    ("Eleni Georgiou", "Ελένη Γεωργίου"), ("Marta Nowak", ""), ("Omar Haddad", "عمر حداد"), ("Ingrid Solberg", ""),
    ("Tomás Herrera", ""), ("Aiko Tanaka", "田中愛子"), ("Fatou Diallo", ""), ("Piotr Zieliński", ""), ("Noor Rahman", ""),
    ("Lucia Conti", ""), ("Kwame Mensah", ""), ("Ana-Maria Constantinescu-Brâncoveanu de Transilvania-Mureș", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demo:
    """The running installation and the ids that stand in addresses."""

    world: World
    ids: dict[str, object]


def right(question: Question) -> Answer:
    """An answer that earns all points."""
    task = question.task
    if isinstance(task, Choice):
        return tuple(option.key for option in task.options if option.correct)
    if isinstance(task, Numeric):
        return (str(float(sum(map(Fraction, (task.lines[0].low, task.lines[0].high))) / 2)),)
    if isinstance(task, Text):
        return (next(line.value for line in task.lines if not line.pattern and Fraction(line.weight) > 0),)
    if isinstance(task, Match):
        return task.pairs
    if isinstance(task, Order):
        return tuple(item.key for item in task.items)
    if isinstance(task, Cloze):
        return tuple(_blank(blank) for blank in task.blanks)
    return answer_to(question, right=True)


def _blank(blank) -> str:
    if blank.options:
        return next(option.key for option in blank.options if option.correct)
    return next(line.value for line in blank.accepted if not line.pattern)


def wrong(question: Question) -> Answer:
    """An answer that earns nothing, or not all."""
    task = question.task
    if isinstance(task, Choice):
        return (next(option.key for option in task.options if not option.correct),)
    if isinstance(task, Numeric):
        return ("14,3",)
    if isinstance(task, Text):
        return ("validation report",)
    if isinstance(task, Match):
        return (f"{task.items[0].key}.{task.pieces[-1].key}",)
    if isinstance(task, Order):
        return tuple(item.key for item in reversed(task.items))
    if isinstance(task, Cloze):
        return tuple("" for _ in task.blanks) if len(task.blanks) == 1 else ("", *("" for _ in task.blanks[2:]), "01")
    return answer_to(question, right=False)


class Seed:
    """Writes the demonstration, each deed at a moment of its own."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.signer: Signer = signer_from(world.settings.signing_key_file)
        self.zone = world.settings.time_zone
        self.ids: dict[str, object] = {}

    def person(self, db: Session, email: str, name: str, *roles: str, native: str = "") -> Person:
        return accounts.add(db, email, name, NOW - timedelta(days=60), roles=roles or ("trainee",), name_native=native)

    def publish(self, db: Session) -> None:
        reading = read_course(COURSE)
        assert reading.course is not None, reading.problems
        media = {name: path.read_bytes for name, path in reading.media.items()}
        version = versions.publish(db, self.world.storage, reading.course, media, "1.0", NOW - timedelta(days=50)).version
        grace = self.person(db, "grace@example.org", "Grace Okafor", "instructor")
        staff.give(db, grace, version.course)
        self.cohort: Cohort = cohorts.make(db, version.course, "Nairobi, autumn", NOW - timedelta(days=40), date(2026, 12, 18))
        self.ids["cohort"] = self.cohort.id

    def lessons(self, db: Session, enrolment: Enrolment, ids: Sequence[str], now: datetime) -> None:
        view = enrolments.course_view(self.world.storage, enrolment)
        for lesson_id in ids:
            for question in view.lesson(lesson_id).practice:
                practice.practise(db, self.world.storage, enrolment, lesson_id, question.id, right(question), now)
            progress.finish(db, self.world.storage, enrolment, lesson_id, now)

    def attempt(
        self, db: Session, enrolment: Enrolment, quiz: str, now: datetime, share: int = 100, *, hand_in: bool = True, answered: int = 99
    ) -> Attempt:
        """An attempt in which `share` of a hundred questions are answered rightly, the others wrongly."""
        attempt = attempts.start(db, self.world.storage, enrolment, quiz, now, seed=20261124)
        questions = questions_of(quiz_of(self.world.storage, attempt), attempt)
        good = round(len(questions) * share / 100)
        for place, question in enumerate(questions[:answered]):
            given = right(question) if place < good else wrong(question)
            saving.save(db, self.world.storage, attempt, question.id, list(given), 1, now + timedelta(minutes=place + 1))
        if hand_in:
            closing.hand_in(db, self.world.storage, attempt, f"demo-{attempt.id:05}", now + timedelta(minutes=17))
            certificates.issue_if_earned(db, self.world.storage, enrolment, now + timedelta(minutes=17), self.signer, self.zone)
        return attempt

    def modules(self, db: Session, enrolment: Enrolment, count: int, now: datetime, share: int = 90) -> None:
        """Finish and pass the first modules."""
        for module in enrolments.course_view(self.world.storage, enrolment).modules[:count]:
            lessons = [each.id for each in module.lessons if each.kind == "lesson"]
            self.lessons(db, enrolment, lessons, now)
            for quiz in (each.id for each in module.lessons if each.graded):
                self.attempt(db, enrolment, quiz, now, share)

    def enrol(self, db: Session, person: Person, now: datetime, *, cohort: bool = True) -> Enrolment:
        return enrolments.enrol(db, self.world.storage, person, SLUG, now, edition="customs", cohort=self.cohort if cohort else None)


def in_transaction(seed: Seed, deed: Callable[[Session], None]) -> None:
    with seed.world.transaction() as db:
        deed(db)


def leila(seed: Seed, db: Session) -> None:
    """In the middle: the first module passed, the second begun, a quiz lost once."""
    person = seed.person(db, "leila@example.org", "Leila Hassan", native="ليلى حسن")
    accounts.set_password(db, person, passwords.cheap().hash("kettle marble orbit"), NOW)
    enrolment = seed.enrol(db, person, NOW - timedelta(days=20))
    seed.modules(db, enrolment, 1, NOW - timedelta(days=9))
    view = enrolments.course_view(seed.world.storage, enrolment)
    second = view.modules[1]
    lessons = [each for each in second.lessons if each.kind == "lesson"]
    quiz = next(each for each in second.lessons if each.kind == "quiz")
    seed.lessons(db, enrolment, [each.id for each in lessons], NOW - timedelta(days=2))
    seed.ids["passed"] = db.query(Attempt).filter_by(enrolment_id=enrolment.id).one().id
    seed.ids["failed"] = seed.attempt(db, enrolment, quiz.id, NOW - timedelta(days=1), 50).id
    seed.ids |= {"quiz": quiz.id, "lesson": lessons[1].id, "locked": view.modules[2].lessons[0].id}
    progress.see(db, seed.world.storage, enrolment, lessons[1].id, NOW - timedelta(hours=3), lessons[1].sections[1].anchor)


def running(seed: Seed, db: Session) -> None:
    """Somebody with an attempt that runs."""
    person = seed.person(db, "rana@example.org", "Rana Suleiman", native="رنا سليمان")
    enrolment = seed.enrol(db, person, NOW - timedelta(days=10))
    view = enrolments.course_view(seed.world.storage, enrolment)
    seed.lessons(db, enrolment, [each.id for each in view.modules[0].lessons if each.kind == "lesson"], NOW - timedelta(days=1))
    quiz = next(each for each in view.modules[0].lessons if each.kind == "quiz")
    attempt = seed.attempt(db, enrolment, quiz.id, NOW - timedelta(minutes=4), 60, hand_in=False, answered=6)
    saving.flag(db, seed.world.storage, attempt, attempt.questions[2], True, NOW)
    seed.ids |= {"running": attempt.id, "questions": tuple(attempt.questions), "running_quiz": quiz.id}


def beginner(seed: Seed, db: Session) -> None:
    """Somebody who has just enrolled, and somebody who has not."""
    seed.enrol(db, seed.person(db, "ben@example.org", "Ben Adeyemi"), NOW - timedelta(days=1), cohort=False)
    seed.person(db, "nora@example.org", "Nora Newcomer")
    invited = seed.person(db, "ivy@example.org", "Ivy Invited")
    seed.ids["invitation"] = invitations.invite(db, invited, None, NOW)
    closed = seed.person(db, "dora@example.org", "Dora Disabled")
    accounts.disable(db, closed, NOW)
    seed.person(db, "alma@example.org", "Alma Administrator", "administrator")
    seed.person(db, "ian@example.org", "Ian Idle", "instructor")


STATES = ("valid", "expiring", "expired", "revoked", "renewed")


def graduates(seed: Seed, db: Session) -> None:
    """One who finished for each state of a certificate."""
    for number, kind in enumerate(STATES):
        person = seed.person(db, f"{kind}@example.org", "Mira Ansari" if kind != "valid" else "Ada Lindqvist", native="")
        enrolment = seed.enrol(db, person, NOW - timedelta(days=18))
        seed.modules(db, enrolment, 4, NOW - timedelta(days=11), 100 if number else 92)
        made = certificates.current(db, enrolment)
        assert made is not None
        _age(seed, db, made, kind)
        seed.ids[kind] = made.number
        if kind == "renewed":
            accounts.rename(db, person, "Mira Ansari-Berg")
            certificates.reissue(db, made, person, NOW - timedelta(days=2), seed.signer, seed.zone)
        if kind == "revoked":
            certificates.revoke(db, made, "issued-in-error", NOW - timedelta(days=3))


def _age(seed: Seed, db: Session, made: Certificate, kind: str) -> None:
    """Let a certificate be as old as its state wants, signed anew, so that the check finds it genuine."""
    until = {"expiring": date(2027, 1, 19), "expired": date(2026, 10, 30)}.get(kind)
    if until is None:
        return
    made.issued_on = date(until.year - 3, until.month, until.day) + timedelta(days=1)
    made.finished_on = made.issued_on
    made.valid_until, made.ends_at = until, end_of(until, seed.zone)
    certificates._sign(db, made, seed.signer, NOW)
    db.flush()


def cohort(seed: Seed, db: Session) -> None:
    """The rest of the cohort, wherever chance has led them."""
    chance = Random(7)
    for number, (name, native) in enumerate(NAMES):
        person = seed.person(db, f"learner{number}@example.org", name, native=native)
        enrolment = seed.enrol(db, person, NOW - timedelta(days=30))
        done = chance.choice((0, 0, 1, 1, 2, 2, 4))
        when, share = NOW - timedelta(days=chance.randint(4, 14)), chance.choice((84, 92, 100))
        seed.modules(db, enrolment, done, when, share if done < 4 else 100)


def folders(root: Path) -> None:
    """The folders of an author: the shipped course after some changes, and one that is new and has mistakes."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(COURSE, root / SLUG)
    _changed(root / SLUG)
    for path, data in starter("en", "remote").items():
        (root / "remote" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "remote" / path).write_bytes(data)
    with (root / "remote" / "course.md").open("a", encoding="utf-8") as page:
        page.write("\n::: nothing\n\n:::\n\n![](media/none.png)\n")


def _changed(folder: Path) -> None:
    """A key, some words, a new lesson, and a question that has gone."""
    asked = [path for path in sorted(folder.rglob("*.md")) if "::: question single" in path.read_text("utf-8")]
    swap = re.compile(r"(::: question single.*?)- \[x\](.*?)- \[ \]", re.DOTALL)
    asked[0].write_text(swap.sub(r"\1- [ ]\2- [x]", asked[0].read_text("utf-8"), count=1), "utf-8")
    lessons = sorted(folder.glob("*/0*.md"))
    lessons[1].write_text(re.sub(r"\bthe\b", "each", lessons[1].read_text("utf-8").rstrip(), count=3) + "\n\nOne sentence more.\n", "utf-8")
    practice = next(path for path in reversed(lessons) if "\n::: question" in path.read_text("utf-8"))
    practice.write_text(re.sub(r"\n::: question.*?\n:::\n", "\n", practice.read_text("utf-8"), count=1, flags=re.DOTALL), "utf-8")
    page = "---\nid: remote-visits\ntitle: What a remote visit cannot see\n---\n\nA camera shows what is held before it.\n"
    (lessons[0].parent / "89-remote.md").write_text(page, "utf-8")


def made(folder: Path) -> Demo:
    """The whole demonstration in an empty folder."""
    url = f"sqlite:///{folder / 'aeo.db'}"
    found(folder, url)
    folders(folder / "courses")
    seed = Seed(World(settings_of(folder, url)))
    in_transaction(seed, seed.publish)
    for deed in (leila, running, beginner, graduates, cohort):
        with seed.world.transaction() as db:
            db.add(seed.cohort)
            deed(seed, db)
    return Demo(seed.world, seed.ids)
