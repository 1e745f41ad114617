"""What mends a problem without a thought of its author: another word for a misspelt one, an id where one is missing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.content.ids import fill_ids
from app.content.problems import Problem

_MEANT = re.compile(r"Did you mean “([^”]+)”\?")
_MISSPELT = {
    "key-unknown": "key", "attribute-unknown": "key", "block-unknown": "name", "question-type-unknown": "type",
}  # fmt: skip
"""The codes whose remedy names the word that was meant, and the value that holds the wrong one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Put `insert` in the place of `length` characters; line and column count from 1. `word` is what the button names."""

    kind: str
    word: str
    line: int
    column: int
    length: int
    insert: str


def fix_of(problem: Problem, text: str) -> Fix | None:
    """What mends a misspelt word in its line, where the checker is sure what was meant."""
    field = _MISSPELT.get(problem.code)
    meant = _MEANT.match(problem.remedy)
    wrong = dict(problem.values).get(field or "", "")
    lines = text.split("\n")
    if not meant or not wrong or problem.line > len(lines):
        return None
    row = lines[problem.line - 1]
    found = re.compile(rf"(?<![\w-]){re.escape(wrong)}(?![\w-])").search(row, max(0, problem.column - 1))
    if found is None:
        return None
    return Fix(kind="replace", word=meant[1], line=problem.line, column=found.start() + 1, length=len(wrong), insert=meant[1])


def lacks_id(problem: Problem) -> bool:
    """Whether it tells of a block without an id, or with a bare # where one should stand."""
    return problem.code == "question-id" or (problem.code == "value-id" and dict(problem.values)["value"] == "")


def id_fixes(problems: Iterable[Problem], folder: Path, path: str, earlier: Iterable[str] = ()) -> dict[int, Fix]:
    """For each line of a file that lacks an id the one that `aeo courses ids` would give it. `folder` holds the file as it is now."""
    lines = {problem.line for problem in problems if problem.path == path and lacks_id(problem)}
    if not lines:
        return {}
    filled = fill_ids(folder, earlier)
    before = (folder / path).read_text("utf-8-sig").split("\n")
    data = filled.files.get(path)
    after = data.decode("utf-8-sig").split("\n") if data else before
    shift = len(after) - len(before)
    found: dict[int, Fix] = {}
    for missing in filled.missing:
        if missing.path != path or not missing.id or missing.line not in lines:
            continue
        old, new = before[missing.line - 1], after[missing.line - 1 + shift]
        at = next((place for place, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), len(old))
        added = new[at : at + len(new) - len(old)]
        found[missing.line] = Fix(kind="id", word=missing.id, line=missing.line, column=at + 1, length=0, insert=added)
    return found
