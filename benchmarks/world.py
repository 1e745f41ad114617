"""An installation to measure: generated courses, a quiz, learners who are signed in and sit at an attempt."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

import config
from app import clock
from app.cli.keys import new_signing_key, write_once
from app.content.compiled import Course, Lesson, Module
from app.content.reader import Reading, read_course
from app.database import Writing, engine_for, transaction, writing_for
from app.learning import attempts, enrolments, progress
from app.learning.models import SavedAnswer
from app.people import accounts, sessions
from app.people.models import Person
from app.publishing import versions
from app.storage import Storage
from benchmarks.generator import generate
from migrations.target import metadata

LEARNERS = 64
PAGES = 40
COOKIE = "aeo"
LONG = 4_000
SHIPPED = Path(__file__).resolve().parent.parent / "courses" / "aeo-validation"

_QUIZ = """---
id: check
title: Check what you know
kind: quiz
minutes: 10
pass: 70
attempts: 3
time-limit: 8 h
---
"""
_ASKED = """
::: question {kind} #c-{number}

Which of these does the team look at when it comes to point {number} of its plan for the visit?

- [x] The register of seals, with a sample of its lines
  > Records that were made at the time show use.
- [ ] The written procedure alone
  > It shows what should happen.
- [ ] The word of the manager
- [ ] The colour of the gate

> explain: What is seen on the spot weighs most.

:::
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Somebody who is signed in: the cookie, and the attempt that lies open."""

    cookie: str
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One installation in a folder: its environment, its learners, and the addresses that are measured."""

    folder: Path
    learners: tuple[Learner, ...]
    shipped: tuple[str, ...] = ()
    """The pages of the real course, all open to the first learner."""

    @property
    def environ(self) -> dict[str, str]:
        return environment(self.folder)

    @property
    def settings(self) -> config.Settings:
        return config.from_env(self.environ)

    def quiz(self, learner: int = 0) -> str:
        return f"/attempts/{self.learners[learner].attempt}/2"

    def answer(self, learner: int = 0) -> str:
        return f"/attempts/{self.learners[learner].attempt}/answers/c-2"


def environment(folder: Path) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("AEO_")}
    return plain | {
        "AEO_DATA_DIR": str(folder),
        "AEO_SECRET_KEY": "only for a measurement: 0123456789",
        "AEO_BASE_URL": "http://127.0.0.1:8000",
        "AEO_SITE_NAME": "AEO Courseware",
    }


def furnished(folder: Path, *, long: bool = False, shipped: bool = False) -> World:
    """Make the installation in an empty folder. `long` adds a course of 4,000 pages, `shipped` the real one."""
    (folder / "data").mkdir(parents=True)
    settings = config.from_env(environment(folder / "data"))
    _tables(settings)
    writing, storage = writing_for(settings.database_url), Storage(settings.files_dir)
    generate(folder / "course", PAGES)
    _add_quiz(folder / "course")
    reading = _read(folder / "course")
    slugs = [_publish(writing, storage, reading.course, reading)]
    if long:
        slugs.append(_publish(writing, storage, lengthened(reading.course, LONG), reading))
    if shipped:
        real = _read(SHIPPED)
        slugs.append(_publish(writing, storage, real.course, real))
    learners = tuple(_learner(writing, storage, number, slugs if number == 0 else slugs[:1]) for number in range(LEARNERS))
    pages = _open_all(writing, storage, slugs[-1]) if shipped else ()
    writing.engine.dispose()
    return World(folder=folder / "data", learners=learners, shipped=pages)


def lengthened(course: Course, pages: int) -> Course:
    """The same course with its modules again and again under other ids, until it has so many pages."""
    modules = [module for module in course.modules if len(module.lessons) > 1]
    rounds = -(-pages // sum(len(module.lessons) for module in modules))
    row = [_copied(module, at) for at in range(rounds) for module in modules]
    numbered = tuple(_numbered(module, number) for number, module in enumerate(row, start=1))
    return replace(course, id="long", modules=numbered)


def sequences(world: World) -> list[int]:
    """The number of the last saved answer of each learner."""
    engine = engine_for(world.settings.database_url, writing=False)
    with Session(engine) as db:
        found = list(db.scalars(select(SavedAnswer.sequence)))
    engine.dispose()
    return found


def durability(world: World) -> dict[str, Any]:
    """What the database does for a commit, as the writing connections see it."""
    engine = engine_for(world.settings.database_url, writing=True)
    with engine.connect() as connection:
        mode = connection.scalar(text("PRAGMA journal_mode"))
        level = connection.scalar(text("PRAGMA synchronous"))
        library = connection.scalar(text("SELECT sqlite_version()"))
    engine.dispose()
    return {"journal": mode, "synchronous": {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}[int(level)], "library": library}


def _tables(settings: config.Settings) -> None:
    write_once(settings.signing_key_file, new_signing_key())
    engine = engine_for(settings.database_url, writing=True)
    metadata().create_all(engine)
    engine.dispose()


def _add_quiz(folder: Path) -> None:
    """A quiz of ten questions, in a module of its own."""
    place = folder / "999-check"
    place.mkdir()
    (place / "module.md").write_text("---\nid: checks\ntitle: Checks\n---\n", encoding="utf-8")
    asked = [_ASKED.format(kind="single", number=number) for number in range(1, 11)]
    (place / "01-check.md").write_text(_QUIZ + "".join(asked), encoding="utf-8")


def _read(folder: Path) -> Reading:
    reading = read_course(folder)
    if reading.course is None:
        raise SystemExit("\n".join(f"{each.path}: {each.message}" for each in reading.problems))
    return reading


def _publish(writing: Writing, storage: Storage, course: Course | None, reading: Reading) -> str:
    assert course is not None
    with transaction(writing) as db:
        media = {name: file.read_bytes for name, file in reading.media.items()}
        return versions.publish(db, storage, course, media, config.version(), clock.now()).version.course.slug


def _learner(writing: Writing, storage: Storage, number: int, slugs: list[str]) -> Learner:
    """Signed in, enrolled, a few lessons finished, and in the middle of the quiz."""
    with transaction(writing) as db:
        now = clock.now()
        person = accounts.add(db, f"learner-{number}@example.org", f"Lena Learner {number}", now, roles=("trainee",))
        token, _ = sessions.start(db, person, now)
        for slug in slugs:
            _read_some(db, storage, person, slug, 1 + number % 12)
        enrolment = enrolments.enrolment_of(db, person.id, slugs[0])
        attempt = attempts.start(db, storage, enrolment, "check", now)
        return Learner(cookie=f"{COOKIE}={token}", attempt=attempt.id)


def _read_some(db: Session, storage: Storage, person: Person, slug: str, lessons: int) -> None:
    enrolment = enrolments.enrol(db, storage, person, slug, clock.now())
    view = enrolments.course_view(storage, enrolment)
    for lesson in view.lessons[: 1 if view.course.order == "locked" else lessons]:
        progress.see(db, storage, enrolment, lesson.id, clock.now(), "")


def _open_all(writing: Writing, storage: Storage, slug: str) -> tuple[str, ...]:
    """Every page of that course: what was once seen stays open."""
    with transaction(writing) as db:
        enrolment = enrolments.enrolment_of(db, 1, slug)
        lessons = enrolments.course_view(storage, enrolment).lessons
        for lesson in lessons:
            enrolments.lesson_row(db, enrolment, lesson.id, clock.now())
        return tuple(f"/courses/{slug}/{lesson.id}" for lesson in lessons)


def _copied(module: Module, at: int) -> Module:
    if not at:
        return module
    lessons = tuple(replace(lesson, id=f"{lesson.id}-{at}") for lesson in module.lessons)
    return replace(module, id=f"{module.id}-{at}", lessons=lessons)


def _numbered(module: Module, number: int) -> Module:
    lessons: tuple[Lesson, ...] = tuple(replace(each, number=f"{number}.{at}") for at, each in enumerate(module.lessons, start=1))
    return replace(module, number=str(number), lessons=lessons)
