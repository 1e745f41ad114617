"""Plain builders of compiled data with defaults for everything: `build.course()`, `build.quiz()`, `build.question("match")`."""

from collections.abc import Iterable
from typing import Any

from app.assessment.judgements import Claim, Evidence, Rating, Risk, RiskMatrix, Spot
from app.assessment.questions import Blank, Choice, Cloze, Match, NumberLine, Numeric, Option, Order, Piece, Question, Task, Text, TextLine
from app.assessment.quiz import Policy
from app.assessment.written import Criterion, Essay, Finding, FindingPart, Grade
from app.content.compiled import (
    QUIZ,
    CertificateRule,
    Course,
    Lesson,
    LessonText,
    Module,
    PageText,
    Part,
    Prose,
    Section,
    Source,
    Term,
)

KINDS = ("single", "multiple", "truefalse", "numeric", "text", "match", "order", "cloze", "evidence", "rating", "riskmatrix", "essay", "finding")


def options(*texts: str, right: Iterable[int] = (1,), last: Iterable[int] = ()) -> tuple[Option, ...]:
    """Choices with the keys 01, 02 …; `right` and `last` name them by number."""
    right, last = set(right), set(last)
    return tuple(
        Option(key=f"{number:02}", text=text, correct=number in right, last=number in last, feedback=f"<p>About {text}.</p>")
        for number, text in enumerate(texts, start=1)
    )


def pieces(*texts: str) -> tuple[Piece, ...]:
    return tuple(Piece(f"{number:02}", text) for number, text in enumerate(texts, start=1))


def task(kind: str, **changes: Any) -> Task:
    """A small task of that kind; its right answer is `right_answer(kind)`."""
    match kind:
        case "single":
            return Choice(**{"kind": kind, "options": options("The applicant", "The broker", "The team"), **changes})
        case "multiple":
            row = options("A seal register", "A sampled match", "A manager's word", "None of these", right=(1, 2), last=(4,))
            return Choice(**{"kind": kind, "options": row, "scoring": "proportional", **changes})
        case "truefalse":
            return Choice(**{"kind": kind, "options": options("true", "false", right=(2,)), **changes})
        case "numeric":
            slip = NumberLine(low="0.05", high="0.05", shown="0.05", weight="0", feedback="<p>A fraction.</p>")
            lines = (NumberLine(low="4.9", high="5.1", shown="5"), slip)
            return Numeric(**{"lines": lines, "unit": "%", **changes})
        case "text":
            wordings = (TextLine(value="self-assessment questionnaire"), TextLine(value=r"s\.?a\.?q\.?", pattern=True))
            return Text(**{"lines": wordings, **changes})
        case "match":
            left = pieces("Gate log", "Watching a seal", "The guard's answer")
            right = pieces("documentary", "observation", "inquiry", "recalculation")
            return Match(**{"items": left, "pieces": right, "pairs": ("01.01", "02.02", "03.03"), **changes})
        case "order":
            return Order(**{"items": pieces("Review", "Plan", "Visit", "Report"), "scoring": "pairs", **changes})
        case "cloze":
            grades = options("observation", "minor", "major", right=(2,))
            what = Blank(name="what", accepted=(TextLine(value="condition"),))
            return Cloze(**{"blanks": (what, Blank(name="grade", options=grades)), **changes})
        case "evidence":
            dual, haulage = "Seals are under dual control", "No road subcontractors"
            claims = (
                Claim(key="01", claim=dual, document="Questionnaire", says="supports", places=(TextLine(value="6.4"),)),
                Claim(key="02", claim=dual, document="Seal register", says="contradicts", places=(TextLine(value="lines 9-17"),)),
                Claim(key="03", claim=haulage, document="Seal register", says="silent"),
            )
            return Evidence(**{"claims": claims, "place": "half", **changes})
        case "rating":
            seals = Risk(key="01", text="Seals left unsecured at night", likelihood=4, impact=5, control=1)
            badges = Risk(key="02", text="Badges of leavers still open doors", likelihood=3, impact=4, control=3)
            return Rating(**{"risks": (seals, badges), **changes})
        case "riskmatrix":
            spots = (Spot(key="01", text="Unlogged night access", cell="4.3"), Spot(key="02", text="Seals in an open drawer", cell="5.5"))
            return RiskMatrix(**{"spots": spots, **changes})
        case "essay":
            criteria = (Criterion(key="01", text="Names the criterion"), Criterion(key="02", text="Gives count and sample", points=2))
            return Essay(**{"criteria": criteria, "model": "<p>In 12 of 240 sampled files.</p>", "min_words": 20, **changes})
        case "finding":
            parts = (FindingPart(name="condition", model="Second signature missing"), FindingPart(name="cause", model="One loader at night"))
            criteria = (
                Criterion(key="01", text="Says what was found", part="condition"),
                Criterion(key="02", text="Says why", part="cause"),
            )
            grades = (Grade(key="01", text="minor"), Grade(key="02", text="major", correct=True))
            return Finding(**{"parts": parts, "criteria": criteria, "grades": grades, **changes})
    raise ValueError(kind)


RIGHT = {
    "single": ("01",),
    "multiple": ("01", "02"),
    "truefalse": ("02",),
    "numeric": ("5",),
    "text": ("SAQ",),
    "match": ("01.01", "02.02", "03.03"),
    "order": ("01", "02", "03", "04"),
    "cloze": ("condition", "02"),
    "evidence": ("supports", "6.4", "contradicts", "lines 9-17", "silent", ""),
    "rating": ("4", "5", "1", "3", "4", "3"),
    "riskmatrix": ("4", "3", "5", "5"),
    "essay": ("In 12 of 240 files a signature is missing.", "model", "01", "02"),
    "finding": ("9 of 40 lines have one signature.", "One loader at night.", "02", "model", "01", "02"),
}

WRONG = {
    "single": ("02",),
    "multiple": ("03",),
    "truefalse": ("01",),
    "numeric": ("0.05",),
    "text": ("report",),
    "match": ("01.04",),
    "order": ("04", "03", "02", "01"),
    "cloze": ("opinion", "01"),
    "evidence": ("silent", "6.4", "supports", "", "contradicts", ""),
    "rating": ("1", "1", "4", "1", "1", "0"),
    "riskmatrix": ("1", "1", "1", "5"),
    "essay": ("Nothing to report.", "model"),
    "finding": ("Careless staff.", "", "01", "model"),
}


def right_answer(kind: str) -> tuple[str, ...]:
    return RIGHT[kind]


def wrong_answer(kind: str) -> tuple[str, ...]:
    return WRONG[kind]


def question(kind: str = "single", id: str = "", *, task_changes: dict[str, Any] | None = None, **changes: Any) -> Question:
    """A question of that kind; `changes` are fields of the question, `task_changes` those of its task."""
    prompt = f"<p>A {kind} question.</p>"
    if kind == "cloze":
        prompt = '<p>A finding names the <span data-blank="what"></span>; it is <span data-blank="grade"></span>.</p>'
    defaults: dict[str, Any] = {"prompt": prompt, "explain": "<p>Because it was seen.</p>", "hints": ("<p>Think of the last page.</p>",)}
    return Question(id=id or f"q-{kind}", task=task(kind, **(task_changes or {})), **{**defaults, **changes})


def policy(**changes: Any) -> Policy:
    return Policy(**{"attempts": 3, **changes})


def prose(html: str = "<p>Two people fix each seal.</p>", **changes: Any) -> Prose:
    return Prose(html=html, **changes)


def lesson(
    id: str = "why-seals",
    *parts: Part,
    number: str = "1.1",
    title: str = "Why seals",
    language: str = "en",
    sections: tuple[Section, ...] = (),
    summary: str = "What a seal shows, and what it does not.",
    translations: dict[str, LessonText] | None = None,
    **changes: Any,
) -> Lesson:
    """A lesson; without parts it holds one section of prose and one practice question."""
    if not parts:
        parts = (
            Prose(html='<h2 id="two-people"><span class="num">1.1.1</span> Two people</h2><p>Two people fix each seal.</p>'),
            question("single", f"q-{id}-practice"),
        )
        sections = sections or (Section(number=f"{number}.1", anchor="two-people", title="Two people", share=100),)
    texts = {language: LessonText(title=title, summary=summary, parts=parts, sections=sections), **(translations or {})}
    return Lesson(**{"id": id, "number": number, "minutes": 5, "texts": texts, **changes})


def quiz(
    id: str = "seal-check", *parts: Part, number: str = "1.2", title: str = "Check: seals", language: str = "en", **changes: Any
) -> Lesson:
    """A graded quiz; without parts it asks one question of each kind. `policy=build.policy(attempts=1)` changes its rules."""
    parts = parts or tuple(question(kind, f"{id}-{kind}") for kind in KINDS)
    text = LessonText(title=title, summary="One question of each kind.", parts=parts)
    return Lesson(**{"id": id, "number": number, "minutes": 8, "kind": QUIZ, "policy": policy(), "texts": {language: text}, **changes})


def module(id: str = "seals", *lessons: Lesson, number: str = "1", title: str = "Seals", language: str = "en", **changes: Any) -> Module:
    """A module; without lessons it has one lesson and one quiz."""
    lessons = lessons or (lesson(language=language), quiz(language=language))
    text = PageText(title=title, summary="How is a seal controlled?", html="<p>In this module you learn to read a seal register.</p>")
    return Module(**{"id": id, "number": number, "minutes": 13, "texts": {language: text}, "lessons": lessons, **changes})


def course(*modules: Module, id: str = "seal-control", title: str = "Seal control", language: str = "en", **changes: Any) -> Course:
    """A course; without modules it has one with one lesson and one quiz."""
    modules = modules or (module(language=language),)
    text = PageText(title=title, summary="How seals are controlled.", html="<p>Welcome.</p>")
    defaults: dict[str, Any] = {
        "languages": (language,),
        "order": "locked",
        "texts": {language: text},
        "modules": modules,
        "certificate": CertificateRule(titles={language: f"{title}, e-learning part"}, years=3),
        "licence": "CC BY 4.0",
        "sources": (Source(id="safe-2021", instrument="safe", edition="2021", title="SAFE Framework of Standards", publisher="WCO"),),
        "glossary": {language: (Term(id="seal", term="Seal", definition="<p>A device that shows tampering.</p>"),)},
    }
    return Course(id=id, language=language, **{**defaults, **changes})
