"""What a learner is told about an answer, part by part. The pages and the packages show the same from the same data."""

from dataclasses import dataclass
from fractions import Fraction

from app.assessment.judgements import Evidence, Judged, Rating, RiskMatrix
from app.assessment.questions import (
    Answer,
    Choice,
    Cloze,
    Essay,
    Finding,
    Match,
    Numeric,
    Order,
    Question,
    Text,
    is_answered,
    shown_wording,
)
from app.assessment.written import is_compared, ticks

RIGHT, PARTLY, WRONG, MISSED = "right", "partly", "wrong", "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The verdict on one choice, pair, place or blank. `given` and `right` are keys for menus and pieces, else texts; `text` is HTML."""

    key: str
    verdict: str
    text: str = ""
    given: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The verdict on one answer: its credit, its parts in the order of the source, and why. `uncounted`: why it never counts."""

    credit: Fraction
    points: int
    answered: bool
    parts: tuple[Part, ...]
    explain: str = ""
    uncounted: str = ""

    @property
    def verdict(self) -> str:
        """right, partly or wrong for the whole; open when nothing was given."""
        if not self.answered:
            return "open"
        return RIGHT if self.credit == 1 else PARTLY if self.credit else WRONG

    def counts(self) -> dict[str, int]:
        """How many parts are right, wrong, missed: for the sentence at the top."""
        return {word: sum(part.verdict == word for part in self.parts) for word in (RIGHT, PARTLY, WRONG, MISSED)}


def review(question: Question, answer: Answer) -> Review:
    """What to say about this answer. Holds the key: only for eyes that may see it."""
    return Review(
        credit=question.credit(answer),
        points=question.points,
        answered=is_answered(answer),
        parts=_parts(question, answer),
        explain=question.explain,
        uncounted=question.uncounted,
    )


def _parts(question: Question, answer: Answer) -> tuple[Part, ...]:
    task = question.task
    if isinstance(task, Choice):
        return _of_choice(task, answer)
    if isinstance(task, Numeric | Text):
        return (_of_line(task, answer),)
    if isinstance(task, Match):
        return _of_match(task, answer)
    if isinstance(task, Order):
        return _of_order(task, answer)
    if isinstance(task, Evidence | Rating | RiskMatrix):
        return tuple(_of_row(row) for row in task.judged(answer))
    if isinstance(task, Essay | Finding):
        return _of_written(task, answer)
    return _of_cloze(task, answer)


def _of_choice(task: Choice, answer: Answer) -> tuple[Part, ...]:
    """Ticked choices, and right ones that were left open; the rest needs no word."""
    parts = []
    for option in task.options:
        ticked = option.key in answer
        if ticked or option.correct:
            verdict = (RIGHT if option.correct else WRONG) if ticked else MISSED
            parts.append(Part(key=option.key, verdict=verdict, text=option.feedback, given=option.key if ticked else ""))
    return tuple(parts)


def _of_line(task: Numeric | Text, answer: Answer) -> Part:
    line = task.line_of(answer)
    taken = line is not None and Fraction(line.weight) > 0
    given = answer[0] if answer else ""
    verdict = RIGHT if taken else WRONG if given.strip() else MISSED
    return Part(key="01", verdict=verdict, text=line.feedback if line else "", given=given, right=right_line(task))


def right_line(task: Numeric | Text) -> str:
    """The answer to show."""
    if isinstance(task, Text):
        return shown_wording(task.lines)
    return next(line.shown for line in task.lines if Fraction(line.weight) > 0)


def _of_match(task: Match, answer: Answer) -> tuple[Part, ...]:
    given = {item: piece for item, _, piece in (pair.partition(".") for pair in task.given(answer))}
    right = dict(pair.split(".", 1) for pair in task.pairs)
    parts = []
    for item in task.items:
        piece = given.get(item.key, "")
        verdict = MISSED if not piece else RIGHT if piece == right[item.key] else WRONG
        parts.append(Part(key=item.key, verdict=verdict, given=piece, right=right[item.key]))
    return tuple(parts)


def _of_order(task: Order, answer: Answer) -> tuple[Part, ...]:
    """By item: the place it was given and the place it has, from 1."""
    parts = []
    for number, item in enumerate(task.items, start=1):
        place = answer.index(item.key) + 1 if item.key in answer else 0
        verdict = RIGHT if place == number else WRONG if place else MISSED
        parts.append(Part(key=item.key, verdict=verdict, given=str(place or ""), right=str(number)))
    return tuple(parts)


def _of_row(row: Judged) -> Part:
    """Of a row that was judged: all its entries together, joined by dots."""
    if not any(entry.strip() for entry in row.given):
        return Part(key=row.key, verdict=MISSED, right=row.right)
    verdict = RIGHT if row.credit == 1 else PARTLY if row.credit else WRONG
    return Part(key=row.key, verdict=verdict, given=".".join(row.given), right=row.right)


def _of_written(task: Essay | Finding, answer: Answer) -> tuple[Part, ...]:
    """Each criterion, right when its writer ticked it, and the grade; nothing before the texts were compared."""
    if not is_compared(answer, task.width):
        return ()
    own = ticks(answer, task.width)
    parts = [Part(key=each.key, verdict=RIGHT if each.key in own else MISSED) for each in task.criteria]
    if isinstance(task, Finding) and task.grades:
        grade = task.grade_of(answer)
        verdict = RIGHT if grade == task.right_grade else WRONG if grade else MISSED
        parts.append(Part(key="grade", verdict=verdict, given=grade, right=task.right_grade))
    return tuple(parts)


def _of_cloze(task: Cloze, answer: Answer) -> tuple[Part, ...]:
    parts = []
    for number, blank in enumerate(task.blanks):
        given = answer[number] if number < len(answer) else ""
        right = blank.accepts(given, keep_case=task.keep_case) if given.strip() else False
        parts.append(
            Part(
                key=blank.name,
                verdict=RIGHT if right else WRONG if given.strip() else MISSED,
                given=given,
                right=blank.right,
            )
        )
    return tuple(parts)
