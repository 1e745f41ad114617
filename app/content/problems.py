"""What is wrong with a course, told so that its author can mend it: place, code, sentence, remedy."""

from dataclasses import dataclass
from typing import Any

from app.content.codes import CODES, ERROR, WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake. `path` is relative to the course folder, `line` and `column` count from 1.

    `values` fill the English templates of `codes.CODES`, so that a face can say the same in another language.
    """

    path: str
    line: int
    column: int
    severity: str
    code: str
    message: str
    remedy: str
    values: tuple[tuple[str, str], ...] = ()


class Log:
    """Collects the problems of one file; all logs of a reading share one list."""

    __slots__ = ("gentle", "path", "problems")

    def __init__(self, path: str, problems: list[Problem], *, gentle: bool = False) -> None:
        self.path = path
        self.problems = problems
        self.gentle = gentle

    def add(self, code: str, line: int = 1, column: int = 1, **values: Any) -> None:
        """Note a problem. In a gentle log (a file without our markers) what can be read all the same only warns."""
        entry = CODES[code]
        words = {name: str(value) for name, value in values.items()}
        self.problems.append(
            Problem(
                path=self.path,
                line=line,
                column=column,
                severity=WARNING if self.gentle and entry.gentle else entry.severity,
                code=code,
                message=entry.message.format(**words),
                remedy=entry.remedy.format(**words),
                values=tuple(sorted(words.items())),
            )
        )


def fails(problems: tuple[Problem, ...], strict: bool) -> bool:
    """Whether a check ends with a failure: any error, or anything at all when it is strict."""
    return any(strict or problem.severity == ERROR for problem in problems)
