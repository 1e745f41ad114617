"""A panel of experts as a CSV file: one row an expert, two columns an item. The key of a risk matrix is made from it, not typed."""

import csv
from collections import Counter
from dataclasses import dataclass, field

from app.assessment.judgements import FEWEST_EXPERTS, MARKS, Votes
from app.content.drafts import Draft
from app.content.files import read_text
from app.content.pictures import inside, is_plain_file
from app.content.problems import Log, Problem

FOLDER = "cases/"
"""Paths in a case, and so that of a panel, count from this folder of the course."""

MOST_EXPERTS = 1_000


@dataclass(slots=True)
class Panel:
    """What each expert chose, by the item's key."""

    path: str
    experts: int
    chosen: dict[str, list[str]] = field(default_factory=dict)

    def votes(self, draft: Draft, name: str, line: int) -> tuple[Votes, ...]:
        """The cells that were chosen for an item, the most chosen first, then by place."""
        if name not in self.chosen:
            draft.note("panel-item", line, key=name, file=self.path)
            return (Votes("1.1", 1),)
        counted = Counter(self.chosen[name])
        return tuple(Votes(cell, experts) for cell, experts in sorted(counted.items(), key=lambda each: (-each[1], each[0])))


def read_panel(draft: Draft) -> Panel | None:
    """The panel that the question names; None when it cannot be read, which is noted at its place, once for all its questions."""
    path = _path(draft)
    if path is None:
        return None
    found: list[Problem] = []
    panel = _panel(draft, path, Log(path, found))
    shared = draft.page.log.problems
    shared += [problem for problem in found if problem not in shared]
    if panel is not None and panel.experts < FEWEST_EXPERTS:
        draft.note("panel-few", count=panel.experts, least=FEWEST_EXPERTS)
    return panel


def _panel(draft: Draft, path: str, log: Log) -> Panel | None:
    text = read_text(draft.page.pictures.folder, path, log)
    rows = _rows(text or "")
    names = _names(rows[0] if rows else [], log) if text is not None else None
    if names is None:
        return None
    experts = [row for number, row in enumerate(rows[1:], start=2) if _is_sound(row, number, 2 * len(names) + 1, log)]
    if not log.problems and not 0 < len(experts) <= MOST_EXPERTS:
        log.add("panel-size", 1, count=len(experts), most=MOST_EXPERTS)
    elif len({row[0].strip() for row in experts}) < len(experts):
        log.add("panel-expert-twice", 1)
    if log.problems:
        return None
    chosen = {name: [f"{row[2 * at + 1].strip()}.{row[2 * at + 2].strip()}" for row in experts] for at, name in enumerate(names)}
    return Panel(path, len(experts), chosen)


def _rows(text: str) -> list[list[str]]:
    """The rows of a CSV; none of what no program would take for one."""
    try:
        return list(csv.reader(text.splitlines()))
    except csv.Error:
        return []


def _path(draft: Draft) -> str | None:
    """The path from the course folder."""
    given = draft.given["panel"]
    try:
        path = inside(given, f"{FOLDER}case.md")
    except ValueError:
        path = ""
    if not path.startswith(FOLDER) or not is_plain_file(draft.page.pictures.folder, path):
        draft.note("panel-missing", file=given[:80])
        return None
    return path


def _names(head: list[str], log: Log) -> list[str] | None:
    """The keys of the items, from `expert,KEY.l,KEY.i,…`."""
    columns = [each.strip() for each in head]
    names = [each.removesuffix(".l") for each in columns[1::2]]
    wanted = ["expert", *(column for name in names for column in (f"{name}.l", f"{name}.i"))]
    if not names or columns != wanted or len(set(names)) < len(names):
        log.add("panel-head", 1)
        return None
    return names


def _is_sound(row: list[str], line: int, width: int, log: Log) -> bool:
    """Whether a row has a label and a mark in each other cell; an empty line is passed over."""
    if not any(cell.strip() for cell in row):
        return False
    if len(row) == width and row[0].strip() and all(cell.strip() in MARKS for cell in row[1:]):
        return True
    log.add("panel-row", line, count=width)
    return False
