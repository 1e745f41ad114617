"""How a quiz may be taken, and which questions it may ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.assessment.questions import Question

AT_END = "at-end"
AT_ONCE = "at-once"
TRIES = "tries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of one quiz. `attempts` None is unlimited; `wait` and `time_limit` are seconds, None is none; `pass_mark` is per cent."""

    graded: bool = True
    pass_mark: int = 80
    attempts: int | None = None
    wait: int | None = None
    time_limit: int | None = None
    feedback: str = AT_END
    tries: int = 1
    shuffle: bool = True
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Questions of which some are drawn.

    With `source` ("tag:premises") the candidates come from the whole course and `questions` is empty.
    """

    id: str
    pick: int
    questions: tuple[Question, ...] = ()
    source: str = ""
    level: int = 0
    prefer_unseen: bool = False
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueprintLine:
    """Draw `pick` questions that carry the tag and, if it is not 0, the level."""

    pick: int
    tag: str = ""
    level: int = 0


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """A quiz as one edition and language has it: its own questions and pools in order, its blueprint, its rules.

    `candidates` are all questions of the course that a blueprint or a pool from the whole course may draw.
    """

    id: str
    policy: Policy
    items: tuple[Question | Pool, ...] = ()
    blueprint: tuple[BlueprintLine, ...] = ()
    candidates: tuple[Question, ...] = ()

    def question(self, question_id: str) -> Question | None:
        """The question of that id, wherever in the quiz's reach it stands."""
        return self.named.get(question_id)

    def reach(self) -> tuple[Question, ...]:
        """Every question that an attempt could hold."""
        own: list[Question] = []
        for item in self.items:
            own.extend([item] if isinstance(item, Question) else item.questions)
        return (*own, *self.candidates)

    @cached_property
    def named(self) -> Mapping[str, Question]:
        """The same by id; of two with one id the first."""
        return {question.id: question for question in reversed(self.reach())}
