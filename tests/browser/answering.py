"""Right and wrong answers to compiled questions, for tests that take a shipped course as a person would."""

from app.assessment.judgements import CONTROLS, Evidence, Rating, RiskMatrix
from app.assessment.lines import first_match
from app.assessment.questions import Choice, Cloze, Match, Numeric, Order, Question, Task, Text
from app.assessment.written import MODEL, Essay, Finding


def answer_to(question: Question, *, right: bool) -> tuple[str, ...]:
    """An answer that earns everything, or one that earns nothing."""
    answer = _right(question.task) if right else _wrong(question.task)
    assert question.credit(answer) == (1 if right else 0), (question.id, answer)
    return answer


def _right(task: Task) -> tuple[str, ...]:
    match task:
        case Choice():
            return tuple(option.key for option in task.options if option.correct)
        case Match():
            return task.pairs
        case Order():
            return tuple(item.key for item in task.items)
        case Cloze():
            return tuple(
                next(option.key for option in blank.options if option.correct) if blank.menu else _wording(blank.accepted)
                for blank in task.blanks
            )
        case Numeric():
            return (next(line.low for line in task.lines if line.weight == "1"),)
        case Text():
            return (_wording(task.lines),)
        case Evidence():
            return tuple(entry for claim in task.claims for entry in (claim.says, _place(claim.places))[: task.width])
        case Rating():
            return tuple(str(mark) for risk in task.risks for mark in (risk.likelihood, risk.impact, risk.control))
        case RiskMatrix():
            return tuple(mark for spot in task.spots for mark in spot.right.split("."))
        case Essay():
            return ("A text with all that is asked for.", MODEL, *(each.key for each in task.criteria))
        case Finding():
            grade = tuple(each.key for each in task.grades if each.correct)
            return (*(f"The {part.name}." for part in task.parts), *grade, MODEL, *(each.key for each in task.criteria))
    raise TypeError(task)


def _place(lines) -> str:
    """A wording of a place; of a pattern such as `/(lines? )?[27]/` the first figure that fits."""
    plain = next((line.value for line in lines if not line.pattern), "")
    return plain or next((str(number) for number in range(1, 100) if first_match(lines, str(number), keep_case=False)), "")


def _wording(lines) -> str:
    return next(line.value for line in lines if not line.pattern and line.weight == "1")


def _wrong(task: Task) -> tuple[str, ...]:
    match task:
        case Choice():
            return (next(option.key for option in task.options if not option.correct),)
        case Match():
            right = set(task.pairs)
            pairs = (f"{item.key}.{piece.key}" for item in task.items for piece in task.pieces)
            return (next(pair for pair in pairs if pair not in right),)
        case Order():
            return tuple(item.key for item in reversed(task.items))
        case Cloze():
            return tuple(
                next(option.key for option in blank.options if not option.correct) if blank.menu else "nothing of the kind"
                for blank in task.blanks
            )
        case Numeric():
            return ("987654",)
        case Text():
            return ("nothing of the kind",)
        case Evidence():
            says = ("silent" if claim.says != "silent" else "supports" for claim in task.claims)
            return tuple(entry for each in says for entry in (each, "")[: task.width])
        case Rating():
            return tuple(mark for risk in task.risks for mark in (_far(risk.likelihood), _far(risk.impact), CONTROLS[0]))
        case RiskMatrix():
            return tuple(_far(int(mark)) for spot in task.spots for mark in spot.right.split("."))
        case Essay():
            return ("A text.", MODEL)
        case Finding():
            grade = tuple(next(each.key for each in task.grades if not each.correct) for _grades in task.grades[:1])
            return (*("A text." for _part in task.parts), *grade, MODEL)
    raise TypeError(task)


def _far(mark: int) -> str:
    """A mark from 1 to 5 that is no neighbour."""
    return "1" if mark > 2 else "5"
