"""Courses and people for tests, with defaults: what a test does not name is as plain as can be."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from app.assessment.questions import Choice, NumberLine, Numeric, Option, Question
from app.assessment.quiz import Policy
from app.content.compiled import (
    CASE,
    LESSON,
    QUIZ,
    Case,
    CertificateRule,
    Course,
    Document,
    DocumentText,
    Lesson,
    LessonText,
    Module,
    PageText,
    Part,
    Prose,
    Section,
)
from app.learning.enrolments import enrol
from app.learning.models import Enrolment
from app.people import accounts
from app.people.models import Person
from app.publishing.models import Version
from app.publishing.versions import publish
from app.storage import Storage

_numbers = count(1)


def question(name: str, *, points: int = 1, see: str = "", tags: tuple[str, ...] = (), options: int = 3) -> Question:
    """Choose one of three; the first is right."""
    choices = tuple(Option(key=f"{number:02}", text=f"<p>Choice {number}</p>", correct=number == 1) for number in range(1, options + 1))
    return Question(id=name, prompt="<p>Which?</p>", task=Choice(kind="single", options=choices), points=points, see=see, tags=tags)


def multiple(name: str, *, points: int = 2) -> Question:
    """Two of four are right, proportional."""
    choices = tuple(Option(key=f"{number:02}", text="<p>.</p>", correct=number < 3) for number in range(1, 5))
    return Question(id=name, prompt="<p>Which?</p>", task=Choice(kind="multiple", options=choices, scoring="proportional"), points=points)


def numeric(name: str) -> Question:
    return Question(id=name, prompt="<p>How many?</p>", task=Numeric(lines=(NumberLine(low="5", high="5", shown="5"),)))


def lesson(name: str, number: str, *parts: Part, minutes: int = 5, required: bool = True, sections: int = 2) -> Lesson:
    rows = tuple(
        Section(number=f"{number}.{each}", anchor=f"s{each}", title=f"Part {each}", share=100 // sections)
        for each in range(1, sections + 1)
    )
    text = LessonText(title=f"Lesson {number}", parts=(Prose(html="<p>Text.</p>"), *parts), sections=rows)
    return Lesson(id=name, number=number, minutes=minutes, kind=LESSON, required=required, texts={"en": text})


def quiz(name: str, number: str, *parts: Part, **rules: object) -> Lesson:
    """Two questions of a point each, taken as often as one likes, unless said otherwise."""
    parts = parts or (question(f"{name}-1"), question(f"{name}-2"))
    policy = Policy(**{"shuffle": False, **rules})
    return Lesson(
        id=name, number=number, minutes=6, kind=QUIZ, policy=policy, texts={"en": LessonText(title=f"Quiz {number}", parts=parts)}
    )


def case(name: str, number: str, *parts: Part, budget: int = 120, costs: Mapping[str, int] | None = None, **rules: object) -> Lesson:
    """A case of two questions, with papers of these costs in minutes: one that is free and two that are not, unless said otherwise."""
    made = quiz(name, number, *parts, **rules)
    documents = tuple(
        Document(key=key, kind="visit" if cost else "doc", cost=cost, texts={"en": DocumentText(title=key.title(), html=f"<p>{key}</p>")})
        for key, cost in (costs or {"saq": 0, "yard": 90, "loader": 45}).items()
    )
    return replace(made, kind=CASE, case=Case(id=f"c-{name}", budget=budget, documents=documents))


def module(name: str, number: str, *lessons: Lesson, elective: bool = False) -> Module:
    minutes = sum(each.minutes for each in lessons)
    return Module(
        id=name, number=number, minutes=minutes, elective=elective, texts={"en": PageText(title=f"Module {number}")}, lessons=lessons
    )


def course(
    *modules: Module, slug: str = "", order: str = "free", years: int | None = None, topics: Mapping[str, str] | None = None,
    audiences: tuple[str, ...] = (), languages: tuple[str, ...] = ("en",),
) -> Course:  # fmt: skip
    """Without modules: one module of a lesson and a quiz. `years`: it earns a certificate that lasts so long, 0 for ever."""
    modules = modules or (module("m1", "1", lesson("l1", "1.1"), quiz("q1", "1.2")),)
    return Course(
        id=slug or f"course-{next(_numbers)}",
        language="en",
        languages=languages,
        audiences=audiences,
        order=order,
        topics={tag: {"en": title} for tag, title in (topics or {}).items()},
        certificate=None if years is None else CertificateRule(titles={"en": "AEO validation, e-learning part"}, years=years),
        texts={language: PageText(title="AEO validation") for language in languages},
        modules=modules,
    )


def published(session: Session, storage: Storage, made: Course, now: datetime) -> Version:
    return publish(session, storage, made, {}, "1.0", now).version


def person(session: Session, now: datetime, name: str = "Ada Lindqvist", *roles: str, native: str = "") -> Person:
    address = f"{name.split()[0].lower()}{next(_numbers)}@example.org"
    return accounts.add(session, address, name, now, roles=roles or ("trainee",), name_native=native)


def enrolled(session: Session, storage: Storage, now: datetime, made: Course | None = None, name: str = "Ada Lindqvist") -> Enrolment:
    """Somebody new in a course that is published just now."""
    made = made or course()
    published(session, storage, made, now)
    return enrol(session, storage, person(session, now, name), made.id, now)


def audience(made: Module, *editions: str) -> Module:
    """The same module for these editions alone."""
    return replace(made, audience=editions)
