"""The rendered texts of an earlier reading of the same folder, so that a reading after one change renders one file."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.content.lessons import Body
from app.content.page import Page, Wish
from app.content.problems import Problem


@dataclass(frozen=True, slots=True)
class Rendered:
    """What rendering a text gave: the body, and all that it left behind on the page, in the counters and among the problems."""

    key: tuple[Any, ...]
    body: Body
    problems: tuple[Problem, ...]
    pictures: tuple[tuple[str, int], ...]
    anchors: frozenset[str]
    wishes: tuple[Wish, ...]
    tables: int
    figures: int


@dataclass(slots=True)
class Bodies:
    """One a folder, handed from reading to reading. `files` is a sign for what texts show beside themselves: pictures, cases, panels.

    Without `keeps` it is for a single reading: a long course takes twice the memory when its texts stay too.
    """

    kept: dict[tuple[str, str], Rendered] = field(default_factory=dict)
    files: str = ""
    keeps: bool = True

    def start(self, folder: Path) -> None:
        """A reading begins: after a change in a file that texts only show, every text is rendered again."""
        files = sign(line for path, line in entries(folder) if not path.endswith(".md") or _ASIDE.intersection(path.split("/")))
        if files != self.files:
            self.kept.clear()
        self.files = files

    def body(self, page: Page, language: str, key: tuple[Any, ...], make: Callable[[], Body]) -> Body:
        """The body that `make` renders into the page, or the kept one if nothing that it depends on has changed."""
        if not self.keeps:
            return make()
        whole = (*key, page.number, page.module, page.own_id, page.read_again, page.counters.tables, page.counters.figures)
        found = self.kept.get((page.path, language))
        if found is not None and found.key == whole:
            return _again(found, page)
        made = self.kept[page.path, language] = _rendered(page, whole, make)
        return _own(made.body)


def _rendered(page: Page, key: tuple[Any, ...], make: Callable[[], Body]) -> Rendered:
    problems, asked = page.log.problems, page.pictures.asked
    told, shown = len(problems), len(asked)
    body = make()
    mine = asked[shown:]
    others = {each for picture in mine for each in range(*picture.told)}
    return Rendered(
        key=key,
        body=_own(body),
        problems=tuple(each for place, each in enumerate(problems[told:], start=told) if place not in others),
        pictures=tuple((picture.address, picture.line) for picture in mine),
        anchors=frozenset(page.anchors),
        wishes=tuple(page.wishes),
        tables=page.counters.tables,
        figures=page.counters.figures,
    )


def _again(found: Rendered, page: Page) -> Body:
    """Leave behind what rendering would. Pictures are asked for again: of two texts with one the first tells what is wrong with it."""
    page.log.problems.extend(found.problems)
    for address, line in found.pictures:
        page.pictures.find(address, page.path, page.log, line)
    page.anchors.update(found.anchors)
    page.wishes.extend(found.wishes)
    page.counters.tables, page.counters.figures = found.tables, found.figures
    return _own(found.body)


def _own(body: Body) -> Body:
    """Whoever gets a body may change its lists."""
    return replace(body, parts=list(body.parts), placed=list(body.placed))


_ASIDE = frozenset({"cases", "media"})


def sign(lines: Iterator[str]) -> str:
    """A short sign for many lines."""
    seen = hashlib.sha256()
    for line in lines:
        seen.update(line.encode("utf-8", "surrogateescape") + b"\0")
    return seen.hexdigest()[:16]


def entries(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file, from the folder, and a line with its size and times. Hidden folders are left out, links are not followed."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            try:
                found = path.lstat()
            except OSError:
                continue  # It has gone while it was looked at.
            short = path.relative_to(folder).as_posix()
            yield short, f"{short} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_size} {found.st_ino}"
