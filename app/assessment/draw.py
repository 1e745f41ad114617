"""Which questions an attempt gets, and in which order, all from one seed of 32 bits.

For each thing that is drawn or shuffled the generator starts anew from the seed and the thing's name, so that a
change elsewhere moves nothing. The JavaScript player draws the same; `tests/vectors/draw.json` binds both.
"""

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from app.assessment.questions import Choice, Match, Order, Question
from app.assessment.quiz import BlueprintLine, Pool, Quiz

_WORD = 0xFFFFFFFF


class Unfillable(ValueError):
    """A draw asks for more questions than there are; `str()` names it."""


@lru_cache(maxsize=16_384)
def fnv1a(name: str) -> int:
    """FNV-1a, 32 bits, over the UTF-8 bytes of a name."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & _WORD
    return value


def mulberry32(state: int) -> Iterator[int]:
    """An endless row of unsigned 32-bit numbers."""
    while True:
        state = (state + 0x6D2B79F5) & _WORD
        word = ((state ^ state >> 15) * (state | 1)) & _WORD
        word ^= (word + (word ^ word >> 7) * (word | 61)) & _WORD
        yield word ^ word >> 14


def shuffled(keys: Sequence[str], seed: int, name: str) -> tuple[str, ...]:
    """The keys in the order that the seed gives to this name; the order in which they come in does not matter."""
    row = sorted(keys)
    numbers = mulberry32(seed ^ fnv1a(name))
    for index in range(len(row) - 1, 0, -1):
        other = next(numbers) * (index + 1) >> 32
        row[index], row[other] = row[other], row[index]
    return tuple(row)


def paper(quiz: Quiz, seed: int, seen: Set[str] = frozenset()) -> tuple[str, ...]:
    """The ids of the questions of one attempt, in the order they are shown. `seen`: ids of earlier attempts. Raises Unfillable."""
    taken: list[str] = []
    for item in quiz.items:
        taken.extend([item.id] if isinstance(item, Question) else _drawn(item, quiz, seed, seen, set(taken)))
    for number, line in enumerate(quiz.blueprint, start=1):
        taken.extend(_picked(line, f"blueprint:{quiz.id}/{number}", quiz, seed, set(taken)))
    return shuffled(taken, seed, f"questions:{quiz.id}") if quiz.policy.shuffle else tuple(taken)


def order_of(question: Question, seed: int, *, shuffle: bool) -> tuple[str, ...]:
    """The keys of a question's choices, items or pieces in the order they are shown; empty where nothing has an order.

    `shuffle` rules the choices alone: an ordering is never shown in its right order, and matching pieces are always mixed.
    """
    task = question.task
    if isinstance(task, Choice):
        return _choices(task, question.id, seed, shuffle and task.kind != "truefalse")
    if isinstance(task, Match):
        return shuffled([piece.key for piece in task.pieces], seed, f"items:{question.id}")
    if isinstance(task, Order):
        right = tuple(item.key for item in task.items)
        mixed = shuffled(right, seed, f"items:{question.id}")
        return mixed if mixed != right else (*mixed[1:], mixed[0])
    return ()


def _choices(task: Choice, question_id: str, seed: int, shuffle: bool) -> tuple[str, ...]:
    if not shuffle:
        return tuple(option.key for option in task.options)
    free = [option.key for option in task.options if not option.last]
    return (*shuffled(free, seed, f"choices:{question_id}"), *(option.key for option in task.options if option.last))


def _drawn(pool: Pool, quiz: Quiz, seed: int, seen: Set[str], taken: Set[str]) -> tuple[str, ...]:
    ids = [question.id for question in pool_candidates(pool, quiz) if question.id not in taken]
    if len(ids) < pool.pick:
        raise Unfillable(f"pool:{pool.id}")
    row = shuffled(ids, seed, f"pool:{pool.id}")
    if pool.prefer_unseen:
        row = (*(each for each in row if each not in seen), *(each for each in row if each in seen))
    return row[: pool.pick]


def pool_candidates(pool: Pool, quiz: Quiz) -> tuple[Question, ...]:
    """The questions that a pool may draw, its own or those of the course that carry its tag and level."""
    if not pool.source:
        return pool.questions
    tag = pool.source.removeprefix("tag:")
    return tuple(each for each in quiz.candidates if tag in each.tags and pool.level in (0, each.level))


def line_candidates(line: BlueprintLine, quiz: Quiz) -> tuple[Question, ...]:
    """The questions that a line of a blueprint may draw."""
    return tuple(each for each in quiz.candidates if line.level in (0, each.level) and (not line.tag or line.tag in each.tags))


def _picked(line: BlueprintLine, name: str, quiz: Quiz, seed: int, taken: Set[str]) -> tuple[str, ...]:
    ids = [each.id for each in line_candidates(line, quiz) if each.id not in taken]
    if len(ids) < line.pick:
        raise Unfillable(name)
    return shuffled(ids, seed, name)[: line.pick]
