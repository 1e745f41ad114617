"""Ids that earlier versions of a course have used: records of learners speak of them, so they never come to name something else."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.assessment.questions import Question
from app.assessment.quiz import Pool
from app.content.compiled import Course, Lesson
from app.content.problems import Log

KINDS = {
    "module": "a module", "lesson": "a lesson", "quiz": "a quiz", "case": "a case file", "pool": "a pool of questions",
    "question": "a question",
}  # fmt: skip
"""What an id names, as the sentence about it says it."""


@dataclass(frozen=True, slots=True)
class Use:
    """What an id named, and the last version in which it did. `gone`: later versions do not have it."""

    kind: str
    version: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """All ids of the published versions of one course; `sign` is another one after each version."""

    uses: Mapping[str, Use] = field(default_factory=dict, compare=False)
    sign: str = ""


NEVER = Earlier()


def ids_of(course: Course) -> dict[str, str]:
    """Every id that learners' records may speak of, and what it names."""
    found = {module.id: "module" for module in course.modules}
    for module in course.modules:
        for lesson in module.lessons:
            found[lesson.id] = lesson.kind
            found |= {lesson.case.id: "case"} if lesson.case else {}
            found.update(_ids_in(lesson))
    return found


def _ids_in(lesson: Lesson) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in lesson.texts.values():
        for part in text.parts:
            if isinstance(part, Pool):
                found[part.id] = "pool"
                found |= {question.id: "question" for question in part.questions}
            elif isinstance(part, Question):
                found[part.id] = "question"
    return found


def check_earlier(course: Course, claims: Mapping[str, tuple[Log, int]], earlier: Earlier) -> None:
    """Note each id that named another kind of thing, and each that comes back after it had gone."""
    for identity, kind in ids_of(course).items():
        use = earlier.uses.get(identity)
        if use is None or identity not in claims:
            continue
        log, line = claims[identity]
        if use.kind != kind:
            log.add("id-reused", line, id=identity, was=said(use.kind), now=said(kind), version=use.version)
        elif use.gone:
            log.add("id-returned", line, id=identity, version=use.version)


def said(kind: str) -> str:
    return KINDS.get(kind, kind)
