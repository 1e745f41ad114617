"""How a package keeps a learner's place, marks and open answers in the 4,096 characters of SCORM 1.2.

The layout is made at export from the sorted ids and handed to the player (`static/player/state.js` packs and unpacks by it).
Here it is only measured: an export whose worst case does not fit is refused, so that no learner ever loses a place.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, lcm
from typing import Any

from app.assessment.draw import line_candidates, pool_candidates
from app.assessment.judgements import CONTROLS, MARKS, SAYS
from app.assessment.questions import Choice, Cloze, Essay, Evidence, Finding, Match, Numeric, Order, Question, Rating, RiskMatrix
from app.assessment.quiz import AT_END, Pool, Quiz
from app.content.compiled import CASE, LESSON, QUIZ
from app.content.views import CourseView, LessonView
from app.errors import Invalid

ROOM = 3_900
"""Characters that are used at most, of the 4,096 that an LMS has to keep."""

NUMBER_KEPT = 12
"""Signs of a typed number that are kept exactly."""

TEXT_SHARE = 20
"""Characters that are set aside for each typed text of the open attempt."""

_HEAD = len("1abcdxy...")
_BITS = {"id": 12, "hashes": 4_096, "quizzes": 8, "attempts": 8, "percent": 7, "seed": 32, "clock": 32}

Field = tuple[str, int]
"""One entry of an answer and what has to be told apart.

"c" one of n choices, "m" n ticks, "o" an order of n, "p" the piece of an item, one of n, "g" a gap with a menu of n;
"n" a number, "t" a text and "w" a gap, each typed, with n answer lines; "d" a mark from 0 to n, "e" what a document says, one of n;
"k" whether texts were compared with the model, and the n ticks that stand behind them.
"""


class TooLarge(Invalid):
    """The state of this course could grow past what SCORM 1.2 keeps; `str()` names the limit and the largest users."""


@dataclass(frozen=True, slots=True)
class State:
    """The layout as the player reads it, and how many characters it takes at worst."""

    layout: dict[str, Any]
    worst: int


def state_of(view: CourseView, version_hash: str) -> State:
    """The layout of a course's state and its worst case. Raises TooLarge."""
    readings = [lesson for lesson in view.lessons if lesson.kind == LESSON]
    asking = sorted((lesson for lesson in view.lessons if lesson.kind in (QUIZ, CASE)), key=lambda lesson: lesson.id)
    quizzes = [view.quiz(lesson.id) for lesson in asking]
    layout = {
        "name": version_hash[:4],
        "places": sorted(lesson.id for lesson in view.lessons),
        "lessons": sorted(lesson.id for lesson in readings),
        "practice": sorted(question.id for lesson in readings for question in lesson.practice),
        "quizzes": [_quiz_layout(quiz, lesson) for quiz, lesson in zip(quizzes, asking, strict=True)],
        "fields": {question.id: fields_of(question) for quiz in quizzes for question in quiz.reach()},
    }
    users = _users(layout, quizzes)
    worst = _HEAD + sum(users.values())
    if worst > ROOM:
        raise TooLarge(_refusal(worst, users), "format")
    return State(layout, worst)


def fields_of(question: Question) -> list[Field]:
    """The entries of an answer to this question, each with what has to be told apart."""
    task = question.task
    if isinstance(task, Choice):
        return [("m" if task.kind == "multiple" else "c", len(task.options))]
    if isinstance(task, Match):
        return [("p", len(task.pieces))] * len(task.items)
    if isinstance(task, Order):
        return [("o", len(task.items))]
    if isinstance(task, Cloze):
        return [("g", len(blank.options)) if blank.menu else ("w", len(blank.accepted)) for blank in task.blanks]
    if isinstance(task, Evidence):
        said: Field = ("e", len(SAYS))
        return [field for claim in task.claims for field in ((said, ("w", len(claim.places))) if task.place else (said,))]
    if isinstance(task, Rating):
        return [("d", len(MARKS)), ("d", len(MARKS)), ("d", len(CONTROLS) - 1)] * len(task.risks)
    if isinstance(task, RiskMatrix):
        return [("d", len(MARKS))] * (2 * len(task.spots))
    if isinstance(task, Essay):
        return [("w", 0), ("k", len(task.criteria))]
    if isinstance(task, Finding):
        grade: list[Field] = [("g", len(task.grades))] if task.grades else []
        return [*[("w", 0)] * len(task.parts), *grade, ("k", len(task.criteria))]
    return [("n" if isinstance(task, Numeric) else "t", len(task.lines))]


def unit_of(questions: Iterable[Question], tries: int) -> int:
    """The number by which every mark in these questions, at every try, becomes a whole one."""
    return tries * lcm(1, *(_denominator(question) for question in questions))


def _denominator(question: Question) -> int:
    task = question.task
    if isinstance(task, Choice):
        return sum(option.correct for option in task.options) if task.scoring != "exact" else 1
    if isinstance(task, Match):
        return len(task.pairs) if task.scoring != "exact" else 1
    if isinstance(task, Order):
        return len(task.items) * (len(task.items) - 1) // 2 if task.scoring == "pairs" else 1
    if isinstance(task, Cloze):
        return len(task.blanks)
    if isinstance(task, Evidence):
        return len(task.claims) * (2 if task.place else 1)
    if isinstance(task, Rating):
        return 2 * len(task.risks)
    if isinstance(task, Essay | Finding):
        return 1  # it adds nothing to the mark that is kept
    if isinstance(task, RiskMatrix):
        return len(task.spots) * lcm(2, *(max((each.experts for each in spot.votes), default=1) for spot in task.spots))
    return lcm(1, *(Fraction(line.weight).denominator for line in task.lines))


def _quiz_layout(quiz: Quiz, lesson: LessonView) -> dict[str, Any]:
    policy = quiz.policy
    wishes = [item for item in quiz.items if isinstance(item, Pool) and item.prefer_unseen]
    return {
        "id": quiz.id,
        "unit": str(unit_of(quiz.reach(), policy.tries)),
        "possible": sum(question.worth for question in quiz.reach()),
        "checks": 0 if policy.feedback == AT_END else policy.tries,
        "wait": policy.wait is not None,
        "pool": sorted({each.id for pool in wishes for each in pool_candidates(pool, quiz)}),
        "documents": sorted(document.key for document in lesson.documents),
    }


def _users(layout: dict[str, Any], quizzes: list[Quiz]) -> dict[str, int]:
    """Characters at worst, by what uses them."""
    open_attempts = {quiz.id: _paper_bits(quiz, rules["checks"]) for quiz, rules in zip(quizzes, layout["quizzes"], strict=True)}
    texts = {quiz.id: _paper_most(quiz, lambda each: TEXT_SHARE * sum(kind in "tw" for kind, _ in fields_of(each))) for quiz in quizzes}
    widest = max(open_attempts, key=lambda each: open_attempts[each] / 6 + texts[each], default="")
    known = _BITS["id"] + 1 + min(_BITS["id"] * (len(layout["lessons"]) + 1), _BITS["hashes"]) + _BITS["quizzes"]
    known += (_BITS["id"] + _BITS["attempts"] + 1 + _BITS["percent"]) * len(quizzes)
    users = {
        f"the places and marks of {len(layout['places'])} lessons and quizzes": _chars(known),
        f"{len(layout['lessons'])} lessons and {len(layout['practice'])} practice questions": _chars(
            _width(len(layout["places"])) + 2 * len(layout["lessons"]) + len(layout["practice"])
        ),
        f"the best marks of {len(quizzes)} quizzes": _chars(sum(_best_bits(rules) for rules in layout["quizzes"]) + _width(len(quizzes))),
        "the paths through cases": _chars(sum(path_bits(len(rules["documents"])) for rules in layout["quizzes"])),
    }
    if widest:
        users[f"the open answers of the quiz “{widest}”"] = _chars(open_attempts[widest])
        users[f"{TEXT_SHARE} characters for each typed text of the quiz “{widest}”"] = texts[widest]
    return users


def _best_bits(rules: dict[str, Any]) -> int:
    possible = rules["possible"]
    mark = 2 + max(_BITS["percent"], _width(int(rules["unit"]) * possible) + _width(possible))
    return _BITS["attempts"] + mark + 1 + _BITS["percent"] + (_BITS["clock"] if rules["wait"] else 0) + len(rules["pool"])


def path_bits(documents: int) -> int:
    """How many of the documents of a case were opened, and in which order, where all were."""
    return _width(documents) + _width(factorial(documents) - 1)


def _paper_bits(quiz: Quiz, checks: int) -> int:
    head = _BITS["seed"] + _BITS["clock"]
    return head + _paper_most(quiz, lambda each: 1 + (_width(checks) if checks else 0) + sum(bits_of(field) for field in fields_of(each)))


def _paper_most(quiz: Quiz, cost: Callable[[Question], int]) -> int:
    """What the costliest paper of a quiz costs."""
    most = 0
    for item in quiz.items:
        most += cost(item) if isinstance(item, Question) else _dearest(pool_candidates(item, quiz), item.pick, cost)
    for line in quiz.blueprint:
        most += _dearest(line_candidates(line, quiz), line.pick, cost)
    return most


def _dearest(questions: Iterable[Question], pick: int, cost: Callable[[Question], int]) -> int:
    return sum(sorted((cost(each) for each in questions), reverse=True)[:pick])


def bits_of(field: Field) -> int:
    """The bits that one entry takes at worst."""
    kind, size = field
    if kind == "m":
        return size
    if kind == "k":
        return 1 + size
    if kind == "o":
        return _width(factorial(size))
    if kind == "n":
        return 4 + max(NUMBER_KEPT * 6, _width(size + 1))
    return _width(size + 1 if kind in "twd" else size)


def _width(largest: int) -> int:
    """The bits that tell 0 to `largest` apart."""
    return largest.bit_length()


def _chars(bits: int) -> int:
    return -(-bits // 6)


def _refusal(worst: int, users: dict[str, int]) -> str:
    largest = sorted(users.items(), key=lambda user: -user[1])[:3]
    named = "; ".join(f"{what}: {size:,}" for what, size in largest)
    return (
        f"SCORM 1.2 keeps 4,096 characters of a learner's state. This course could need {worst:,}, and a package may use {ROOM:,} at most. "
        f"Largest users: {named}. Ask fewer questions in one quiz, or export SCORM 2004, which keeps 64,000."
    )
