"""The questions that are written, an essay and a finding: their criteria, and the models beside which they are marked."""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.assessment.questions import Task
from app.assessment.written import PARTS, Criterion, Essay, Finding, FindingPart, Grade
from app.content.answers import Item, content
from app.content.drafts import Draft
from app.content.menus import menu_entries

_POINTS = re.compile(r"(.*\S)\s*\(([0-9]{1,2})\)", re.DOTALL)
_MOST_POINTS = 20


def essay(draft: Draft) -> Essay | None:
    """A list of criteria, each `[ ] what a good text does (points)`."""
    listed = draft.items()
    criteria = [made for number, item in enumerate(listed, start=1) if (made := _criterion(draft, number, item))]
    _say_who_marks(draft)
    if not draft.model:
        draft.note("essay-no-model")
    if len(criteria) < len(listed):
        return None
    return Essay(criteria=tuple(criteria), model=draft.model, min_words=draft.given["min-words"], mark=draft.given["mark"])


def _criterion(draft: Draft, number: int, item: Item) -> Criterion | None:
    match = _POINTS.fullmatch(item.source[4:])
    points = int(match[2]) if match else 0
    if not item.source.startswith("[ ] ") or not match or not 0 < points <= _MOST_POINTS or item.mark or item.feedback or item.rest:
        draft.note("criterion-line", item.line)
        return None
    return Criterion(key=f"{number:02}", text=content(draft.page, item, draft.first, match[1]), points=points)


def finding(draft: Draft) -> Finding | None:
    """A table `Part | Model | Criterion | Points`, one row a criterion; the model of a part stands in its first row."""
    rows = [(line, row) for line, row in draft.rows() if _is_row(draft, line, row)]
    _say_who_marks(draft)
    _check_order(draft, rows)
    parts: dict[str, FindingPart] = {}
    criteria: list[Criterion] = []
    grades: tuple[Grade, ...] = ()
    grade_points = 1
    for number, (line, row) in enumerate(rows, start=1):
        name, model, text, points = (cell.strip() for cell in row)
        if name == "grade":
            grades, grade_points = _grades(draft, line, model), int(points)
            continue
        if name not in parts:
            parts[name] = FindingPart(name=name, model=_shown(draft, line, model))
        elif model:
            draft.note("finding-model", line)
        criteria.append(Criterion(key=f"{number:02}", text=_shown(draft, line, text), points=int(points), part=name))
    if not parts:
        if rows:
            draft.note("finding-no-part")
        return None
    return Finding(
        parts=tuple(parts.values()), criteria=tuple(criteria), grades=grades, grade_points=grade_points, mark=draft.given["mark"]
    )


def _is_row(draft: Draft, line: int, row: Sequence[str]) -> bool:
    """Whether a row names a part, and has its criterion (the grade has none) and its points."""
    name, _, text, points = [cell.strip() for cell in [*row, "", "", "", ""][:4]]
    if name not in PARTS:
        draft.note("finding-part", line, name=name[:40], parts=", ".join(PARTS))
    elif len(row) != 4 or bool(text) == (name == "grade"):
        draft.note("row-cells", line, type=draft.kind, columns="Part, Model, Criterion and Points; the grade has no criterion")
    elif not (points.isascii() and points.isdigit() and 0 < int(points) <= _MOST_POINTS):
        draft.note("mark-value", line, value=points[:40], what="points", low=1, high=_MOST_POINTS)
    else:
        return True
    return False


def _check_order(draft: Draft, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    """The parts stand in their order, each once but for its further criteria."""
    places = [(line, PARTS.index(row[0].strip())) for line, row in rows]
    for (_, before), (line, here) in pairwise(places):
        if here < before or here == before == PARTS.index("grade"):
            draft.note("finding-order", line, parts=", ".join(PARTS))


def _grades(draft: Draft, line: int, source: str) -> tuple[Grade, ...]:
    entries = menu_entries(source)
    if entries is None:
        draft.note("blank-menu", line, name="grade")
        return ()
    return tuple(
        Grade(key=f"{number:02}", text=_shown(draft, line, text), correct=right) for number, (text, right) in enumerate(entries, start=1)
    )


def _say_who_marks(draft: Draft) -> None:
    if draft.given["mark"] != "self":
        draft.note("marker-missing", mark=draft.given["mark"])


def _shown(draft: Draft, line: int, source: str) -> str:
    return content(draft.page, Item(line, source), draft.first) if source else ""


def points_of(task: Task) -> int:
    """What a written text is worth where its head does not say: the sum of its criteria."""
    if isinstance(task, Essay | Finding):
        return sum(each.points for each in task.criteria) + (task.grade_points if isinstance(task, Finding) and task.grades else 0)
    return 1
