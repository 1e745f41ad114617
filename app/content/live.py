"""A course folder that is being written: noticed when a file is saved, and read anew."""

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.content.bodies import Bodies, entries, sign
from app.content.codes import ERROR
from app.content.compiled import Course
from app.content.course import Compiled
from app.content.problems import Problem, fails
from app.content.reader import read_as_it_stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The folder at one moment. `course` may lack parts where there are errors; `sound` is the last one that had none.

    `media` gives the file of each picture of both, `pages` the lesson that each file is about.
    """

    revision: str
    course: Course | None
    sound: Course | None
    problems: tuple[Problem, ...]
    media: Mapping[str, Path]
    pages: Mapping[str, str]

    @property
    def errors(self) -> int:
        return sum(each.severity == ERROR for each in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors

    def followed_by(self, revision: str, compiled: Compiled, problems: tuple[Problem, ...]) -> "Draft":
        """The next moment. Where it has errors, what this one could show can still be shown."""
        wrong = fails(problems, strict=False)
        return Draft(
            revision=revision,
            course=compiled.course,
            sound=self.sound if wrong else compiled.course,
            problems=problems,
            media={**self.media, **compiled.media} if wrong else compiled.media,
            pages={**self.pages, **compiled.pages} if wrong else compiled.pages,
        )


NOTHING = Draft(revision="", course=None, sound=None, problems=(), media={}, pages={})


class Live:
    """One folder, read once for each state it is found in. Nothing is ever written to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.draft = NOTHING
        self.bodies = Bodies()
        self._reading = threading.Lock()
        self._changed = threading.Condition()

    def look(self) -> Draft:
        """The folder as it is now. Who asks while it is being read waits for the end. Raises OSError when a file cannot be read.

        A file that goes away in between makes no difference yet: the next look finds the folder without it.
        """
        with self._reading:
            now = revision_of(self.folder)
            if now != self.draft.revision:
                with contextlib.suppress(FileNotFoundError):
                    self._take(self._read(now))
            return self.draft

    def wait(self, revision: str, seconds: float) -> str:
        """The revision as soon as it is another one than this, or when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.draft.revision != revision, seconds)
            return self.draft.revision

    def _take(self, draft: Draft) -> None:
        with self._changed:
            self.draft = draft
            self._changed.notify_all()

    def _read(self, revision: str) -> Draft:
        return self.draft.followed_by(revision, *read_as_it_stands(self.folder, self.bodies))


def revision_of(folder: Path) -> str:
    """A short sign for the names, sizes and times of everything in a folder: another one after each save."""
    return sign(line for _path, line in entries(folder))
