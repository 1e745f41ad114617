"""A course as its authors have it: its folder with the drafts over it, kept in a folder of our own, and checked as somebody types.

The whole is read anew after a save, and only the texts that changed are rendered. While somebody types, a slice is read: the page of the
course, its sources and glossary, and the one lesson. Whatever a check needs beside them is told from the last reading of the whole.
"""

import hashlib
import shutil
import tempfile
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from app.content.bodies import Bodies, entries, sign
from app.content.files import translation_of
from app.content.fixes import Fix, fix_of, id_fixes, lacks_id
from app.content.live import NOTHING, Draft
from app.content.problems import Problem
from app.content.reader import read_as_it_stands
from app.whole import write_owned

MOST_COURSES = 8
MOST_SLICES = 6
"""So many courses, and lessons of each, are kept ready in a worker; who has been away for longer waits for a reading."""

WHOLE = frozenset({
    "link-broken", "link-anchor", "see-unknown", "see-section", "draw-short", "final-twice", "module-empty", "course-empty",
    "translation-missing", "minutes-far", "file-unused", "picture-missing",
})  # fmt: skip
"""What a slice cannot judge, or would judge otherwise than the whole does."""

Overlay = Mapping[str, bytes]
"""Texts and pictures that lie over a folder, by their path."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The problems of one file, each with what mends it, or None."""

    problems: tuple[Problem, ...]
    fixes: tuple[Fix | None, ...]


@dataclass(slots=True)
class Mirror:
    """A copy of a folder, or of a part of it, with other texts laid over it. Only what has changed is touched."""

    source: Path
    keeps: Callable[[str], bool] = field(default=lambda path: True)
    folder: Path = field(init=False)
    seen: dict[str, str] = field(default_factory=dict)
    laid: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Of the same name: a course that does not write its id has it from there."""
        self.folder = Path(tempfile.mkdtemp(prefix="aeo-workbench-")) / self.source.resolve().name

    def follow(self, overlay: Overlay) -> None:
        """Bring the copy to what the folder and the texts over it are now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        now = {path: line for path, line in entries(self.source) if self.keeps(path)} if self.source.is_dir() else {}
        for path in [path for path in self.seen if path not in now]:
            (self.folder / path).unlink(missing_ok=True)
        gone = [path for path in self.laid if path not in overlay]
        for path, line in now.items():
            if path not in overlay and (self.seen.get(path) != line or path in gone):
                self._take(path)
        for path in gone:
            if path not in now:
                (self.folder / path).unlink(missing_ok=True)
        self.seen, kept = now, {path: data for path, data in overlay.items() if self.keeps(path)}
        for path, data in kept.items():
            self.lay(path, data)
        self.laid = dict(kept)

    def lay(self, path: str, data: bytes) -> None:
        """Put a text over the file of that path."""
        if self.laid.get(path) == data and (self.folder / path).is_file():
            return
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_owned(target, data, durable=False)
        self.laid[path] = data

    def _take(self, path: str) -> None:
        """A copy, since a hard link would change the file's own times; a link stays a link, which the reader refuses and nobody follows."""
        source, target = self.source / path, self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        if source.is_symlink():
            target.symlink_to(source.readlink())
        else:
            shutil.copy2(source, target)


class Workbench:
    """One course. Threads take turns."""

    def __init__(self, source: Path) -> None:
        self.whole = Mirror(source, is_part)
        self.draft = NOTHING
        self._bodies = Bodies()
        self._slices: OrderedDict[str, Mirror] = OrderedDict()
        self._lock = Lock()
        self._key = ""
        self.close = weakref.finalize(self, _remove, self.whole.folder.parent, self._slices)

    def look(self, overlay: Overlay) -> Draft:
        """The whole course with those texts over its folder, read once for each state."""
        with self._lock:
            return self._look(overlay)

    def check(self, path: str, text: str, overlay: Overlay, earlier: Iterable[str] = ()) -> Checked:
        """What is wrong with one file as it is being typed."""
        with self._lock:
            known = self.draft if self._key else self._look(overlay)
            part = self._slice(path, overlay)
            part.lay(path, text.encode())
            _, found = read_as_it_stands(part.folder)
            wrong = [each for each in found if each.path == path and each.code not in WHOLE]
            wrong += [each for each in known.problems if each.path == path and each.code in WHOLE]
            wrong += list(_repeated(path, text, known, wrong))
            return _with_fixes(wrong, text, part.folder, path, earlier)

    def problems_of(self, path: str, text: str, draft: Draft, earlier: Iterable[str] = ()) -> Checked:
        """The same from a reading of the whole, in which the text stands as it is."""
        return _with_fixes([each for each in draft.problems if each.path == path], text, self.whole.folder, path, earlier)

    def _look(self, overlay: Overlay) -> Draft:
        self.whole.follow(overlay)
        key = sign(iter(self.whole.seen.values())) + sign_of(self.whole.laid)
        if key != self._key:
            self.draft = self.draft.followed_by(key, *read_as_it_stands(self.whole.folder, self._bodies))
            self._key = key
        return self.draft

    def _slice(self, path: str, overlay: Overlay) -> Mirror:
        """The part of the course that a check of this file needs."""
        part = self._slices.pop(path, None)
        if part is None:
            part = Mirror(self.whole.source, _near(path))
            part.follow(overlay)
        self._slices[path] = part
        while len(self._slices) > MOST_SLICES:
            shutil.rmtree(self._slices.popitem(last=False)[1].folder.parent, ignore_errors=True)
        return part


class Workbenches:
    """Those of an installation, each made when it is first asked for."""

    def __init__(self) -> None:
        self._found: OrderedDict[Path, Workbench] = OrderedDict()
        self._lock = Lock()

    def of(self, folder: Path) -> Workbench:
        with self._lock:
            found = self._found.pop(folder, None) or Workbench(folder)
            self._found[folder] = found
            while len(self._found) > MOST_COURSES:
                self._found.popitem(last=False)
            return found


def sign_of(overlay: Overlay) -> str:
    """A short sign for what lies over a folder: "" for nothing, another one for each other text."""
    return sign(f"{path} {hashlib.sha256(data).hexdigest()}" for path, data in sorted(overlay.items())) if overlay else ""


def is_part(path: str) -> bool:
    """Files that begin with a dot or an underscore are none of the course's."""
    return not any(part.startswith((".", "_")) for part in path.split("/"))


def _near(path: str) -> Callable[[str], bool]:
    """Beside a file: its translations and original, the page of its module, what lies in the course folder itself, pictures and cases."""
    folder = path.rpartition("/")[0]
    own = translation_of(path)[0] or path

    def keeps(other: str) -> bool:
        there, _, its = other.rpartition("/")
        if not is_part(other):
            return False
        if not there or there.split("/")[0] in ("media", "cases") or not other.endswith(".md"):
            return True
        original = translation_of(its)[0] or its
        return there == folder and (original == "module.md" or f"{there}/{original}" == own)

    return keeps


def _repeated(path: str, text: str, known: Draft, wrong: list[Problem]) -> Iterable[Problem]:
    """An id that another file has: it stays told as long as it stands in the line."""
    lines = text.split("\n")
    told = {each.line for each in wrong if each.code == "id-repeated"}
    for each in known.problems:
        mine = each.path == path and each.code == "id-repeated" and each.line not in told
        if mine and each.line <= len(lines) and dict(each.values)["id"] in lines[each.line - 1]:
            yield each


def _with_fixes(problems: list[Problem], text: str, folder: Path, path: str, earlier: Iterable[str]) -> Checked:
    ordered = sorted(set(problems), key=lambda each: (each.line, each.column, each.code, each.message))
    ids = id_fixes(ordered, folder, path, earlier)
    mends = tuple(ids.get(each.line) if lacks_id(each) else fix_of(each, text) for each in ordered)
    return Checked(tuple(ordered), mends)


def _remove(folder: Path, slices: "OrderedDict[str, Mirror]") -> None:
    for each in (folder, *(part.folder.parent for part in slices.values())):
        shutil.rmtree(each, ignore_errors=True)
