"""Right and wrong answers to compiled questions, for tests that take a shipped course as a person would."""

from app.assessment.questions import Choice, Cloze, Match, Numeric, Order, Question, Task, Text


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
    raise TypeError(task)


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
    raise TypeError(task)
