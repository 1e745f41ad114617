"""Ids that a course lacks: where each belongs, and the files with all of them filled in and nothing else changed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.content import keys
from app.content.answers import spans
from app.content.compiled import LESSON
from app.content.course import compile_course
from app.content.files import CourseFiles, find_files, id_from_name, read_text, title_from_name, translation_in
from app.content.formatting import bare_keys
from app.content.frontmatter import Entry, Front, Value, split
from app.content.heads import read_head
from app.content.keys import ID
from app.content.limits import within_limits
from app.content.manuscript import Manuscript, manuscript
from app.content.markdown import Document
from app.content.problems import Log, Problem
from app.content.scanner import Block, scan
from app.content.sheets import first_heading, name_of
from app.content.starter import yaml_text

LETTERS = {"question": "q", "pool": "p", "case": "c"}
"""The blocks that carry an id, and the letter with which ours begin."""

_OPENING = re.compile(r":{3,}[ \t]*(?P<name>[a-z]+)(?P<type>[ \t]+[a-z]+(?=[ \t]|$))?")
_BARE = re.compile(r"(?<=[ \t])#(?=[ \t]|$)")
_TERM = re.compile(r"(.+?)\s*\{#([^{}\s]+)\}\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Missing:
    """An id that is missing: its place, what lacks it, and the id it would get; "" where only the author can tell, and then why."""

    path: str
    line: int
    what: str
    id: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What is missing, and each file that changes with its new bytes; a file that did not exist is among them."""

    missing: tuple[Missing, ...]
    files: dict[str, bytes]


@dataclass(slots=True)
class _File:
    """One file on its way: as written, as read, and the blocks that carry an id."""

    path: str
    kind: str
    source: Manuscript
    front: Front
    marked: list[Block]
    heads: list[str]
    missing: list[Missing] = field(default_factory=list)

    @property
    def id(self) -> str:
        entry = (self.front.entries or {}).get("id")
        return entry.value.text or "" if entry else ""

    def put(self, line: int, what: str, identity: str) -> None:
        self.missing.append(Missing(self.path, line, what, identity))

    def leave(self, line: int, what: str, why: str) -> None:
        self.missing.append(Missing(self.path, line, what, why=why))


def fill_ids(folder: Path, earlier: Iterable[str] = ()) -> Filled:
    """Every missing id of the course in a folder. `earlier` are ids of published versions: they are never given to something new."""
    return _Filling(folder, earlier).run()


class _Filling:
    def __init__(self, folder: Path, earlier: Iterable[str]) -> None:
        self.folder = folder
        self.listed: CourseFiles = find_files(folder, [])
        self.files = {path: file for path, kind in _roles(self.listed) if (file := _file(folder, path, kind)) is not None}
        self.taken = set(earlier)
        for file in self.files.values():
            self.taken |= {file.id, *file.heads}
        problems: list[Problem] = []
        compile_course(folder, problems)
        self.made_up: dict[str, str] = {}
        for problem in problems:
            if problem.code == "id-from-name":
                self.made_up.setdefault(problem.path, dict(problem.values)["id"])
        self.taken |= set(self.made_up.values())

    def run(self) -> Filled:
        new = dict(self._new_files())
        changed: dict[str, bytes] = {}
        originals = {translation_in(path, each): path for path, languages in self.listed.languages.items() for each in languages}
        done: dict[str, Manuscript] = {}
        for path, file in sorted(self.files.items(), key=lambda pair: pair[0] in originals):
            original = self.files.get(originals.get(path, ""))
            now = self._filled(file, done.get(original.path) if original else None, original)
            done[path] = now
            if now != file.source:
                changed[path] = now.data
        found = [Missing(path, 1, kind, identity) for path, (kind, identity, _) in new.items()]
        found += [missing for file in self.files.values() for missing in file.missing]
        files = changed | {path: data for path, (_, _, data) in new.items()}
        return Filled(tuple(sorted(found, key=lambda each: (each.path, each.line))), files)

    def _new_files(self) -> Iterator[tuple[str, tuple[str, str, bytes]]]:
        """The pages that a course without our markers lacks: the reader has made up an id for each, and it stays the same."""
        for place, identity in self.made_up.items():
            if place in self.listed.names or (place == "." and (self.listed.has("course.md") or self.listed.has("README.md"))):
                continue
            path = "course.md" if place == "." else f"{place}/module.md"
            name = self.folder.resolve().name if place == "." else place
            more = "language: en\n" if place == "." else ""
            text = f"---\nid: {identity}\ntitle: {yaml_text('title', title_from_name(name)[: keys.LONGEST_TITLE])}\n{more}---\n"
            yield path, ("course" if place == "." else "module", identity, text.encode())

    def _filled(self, file: _File, original_now: Manuscript | None, original: _File | None) -> Manuscript:
        if file.kind == "glossary":
            return self._glossary(file, original_now)
        twin = _read_again(original, original_now) if original and original_now else None
        now = self._blocks(file, twin)
        return self._front(file, now, twin)

    def _front(self, file: _File, now: Manuscript, twin: _File | None) -> Manuscript:
        """The id in the front matter, after the blocks: whatever is put in before them moves their lines."""
        entries = file.front.entries
        if entries is None:
            return self._whole_front(file, now, twin)
        entry = entries.get("id")
        if not file.front.readable or (entry is not None and not _empty(entry.value)):
            return now
        identity = twin.id if twin else self._from_name(file)
        if not identity:
            file.leave(1, file.kind, "its original has no id")
            return now
        if entry is not None:
            changed = now.with_value(entry.line, "id", identity)
        else:
            changed = now.with_new_lines(2, f"id: {identity}")
        if not _same_keys(entries, changed, {"id": identity}):
            file.leave(entry.line if entry else 1, file.kind, "its front matter is not written key by key")
            return now
        file.put(entry.line if entry else 2, file.kind, identity)
        return changed

    def _whole_front(self, file: _File, now: Manuscript, twin: _File | None) -> Manuscript:
        made_up = self.made_up.get(file.path, "") if file.kind != "course" else ""
        identity = twin.id if twin else made_up or self._from_name(file)
        title = first_heading(file.source.text)[0] or title_from_name(name_of(file.path))
        added = [f"id: {identity}", f"title: {yaml_text('title', title[: keys.LONGEST_TITLE])}"]
        added += ["language: en"] if file.kind == "course" and twin is None else []
        if not identity:
            file.leave(1, file.kind, "its original has no id")
            return now
        file.put(1, file.kind, identity)
        return now.with_new_lines(1, "---", *added, "---", "")

    def _from_name(self, file: _File) -> str:
        if file.kind == "course":
            return id_from_name(self.folder.resolve().name, set(), "course")
        identity = id_from_name(name_of(file.path), self.taken, file.kind)
        self.taken.add(identity)
        return identity

    def _blocks(self, file: _File, twin: _File | None) -> Manuscript:
        now = file.source
        likeness = [(block.name, read_head(block, Log("", [])).words[:1]) for block in file.marked]
        same = twin is not None and likeness == [(block.name, read_head(block, Log("", [])).words[:1]) for block in twin.marked]
        for number, (block, given) in enumerate(zip(file.marked, file.heads, strict=True)):
            if given:
                continue
            identity = self._of_twin(file, twin, number) if twin and same else "" if twin else self._new(file, block)
            if not identity:
                file.leave(block.line, block.name, "the questions here do not stand in the order of the original")
                continue
            now = _with_id(now, block, identity)
            file.put(block.line, block.name, identity)
        return now

    def _of_twin(self, file: _File, twin: _File, number: int) -> str:
        identity = twin.heads[number]
        return "" if identity in file.heads else identity

    def _new(self, file: _File, block: Block) -> str:
        page = (file.id or self.made_up.get(file.path) or id_from_name(name_of(file.path), set(), LESSON))[:50]
        number = 1
        while (made := f"{LETTERS[block.name]}-{page}-{number}") in self.taken:
            number += 1
        self.taken.add(made)
        return made

    def _glossary(self, file: _File, original_now: Manuscript | None) -> Manuscript:
        now = file.source
        terms = _terms(file.front)
        theirs = [given for _, _, given in _terms(split(original_now.text, Log("", [])))] if original_now else []
        own = {given for _, _, given in terms}
        for number, (line, term, given) in enumerate(terms):
            if given:
                continue
            identity = (
                theirs[number] if len(theirs) == len(terms) else "" if theirs else id_from_name(_plain(term), own, f"term-{number + 1}")
            )
            if not identity or identity in own:
                file.leave(line, "term", "the terms here do not stand in the order of the original")
                continue
            own.add(identity)
            kept = now.lines[line - 1].rstrip()
            now = now.with_words(line, len(kept) + 1, f" {{#{identity}}}")
            file.put(line, "term", identity)
        return now


def _roles(files: CourseFiles) -> Iterator[tuple[str, str]]:
    """The files that may carry ids and what each is, originals and translations."""
    page = next((path for path in ("course.md", "README.md") if files.has(path)), None)
    found = [(page, "course")] if page else []
    found += [("glossary.md", "glossary")] if files.has("glossary.md") else []
    for module in files.modules:
        path = f"{module.folder}/module.md"
        found += [(path, "module")] if files.has(path) else []
        found += [(lesson, LESSON) for lesson in module.lessons]
    for path, kind in found:
        yield path, kind
        for language in files.languages.get(path, []):
            yield translation_in(path, language), kind


def _file(folder: Path, path: str, kind: str) -> _File | None:
    """A file with its blocks; None for one that cannot be read, of which the checker tells."""
    if read_text(folder, path, Log(path, [])) is None:
        return None
    return _parsed(path, kind, manuscript((folder / path).read_bytes()))


def _parsed(path: str, kind: str, source: Manuscript) -> _File:
    front = split(source.text, Log(path, []))
    log = Log(path, [])
    blocks = scan(front.body, front.first, log) if kind != "glossary" and within_limits(front.body, front.first, log) else ()
    marked = [block for block in _walk(blocks) if block.name in LETTERS]
    heads = [_given(block) for block in marked]
    return _File(path, kind, source, front, marked, heads)


def _read_again(file: _File, now: Manuscript) -> _File:
    return _parsed(file.path, file.kind, now)


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _walk(block.blocks)


def _given(block: Block) -> str:
    """The id of a block, also a wrong one; "" where none is written."""
    match = re.search(r'(?:^|\s)#([^\s"]+)', re.sub(r'"[^"]*"', '""', block.head))
    return match[1] if match else ""


def _with_id(source: Manuscript, block: Block, identity: str) -> Manuscript:
    row = source.lines[block.line - 1]
    if bare := _BARE.search(re.sub(r'"[^"]*"', lambda quoted: "x" * len(quoted[0]), row)):
        return source.with_words(block.line, bare.end() + 1, identity)
    opening = _OPENING.match(row)
    assert opening is not None
    end = opening.end() if block.name == "question" and opening["type"] else opening.end("name")
    return source.with_words(block.line, end + 1, f" #{identity}")


def _empty(value: Value) -> bool:
    return value.text == "" and not value.quoted


def _same_keys(before: dict[str, Entry], now: Manuscript, added: dict[str, str]) -> bool:
    """Whether the front matter reads as before, with what was added."""
    log = Log("", [])
    entries = split(now.text, log).entries or {}
    return not log.problems and bare_keys(entries) == bare_keys(before) | {key: (text, False) for key, text in added.items()}


def _terms(front: Front) -> list[tuple[int, str, str]]:
    """The terms of a glossary: the line at which each ends, its words, its id or nothing."""
    found = []
    for span in spans(Document().blocks(front.body)):
        if span[0].type != "dl_open":
            continue
        for part in spans(span[1:-1]):
            if part[0].type == "dt_open":
                text = part[1].content
                line = front.first + (part[0].map or part[1].map or [0])[0] + text.count("\n")
                match = _TERM.fullmatch(text)
                found.append(
                    (line, match[1] if match else text, match[2] if match and ID.fullmatch(match[2]) else "" if not match else "?")
                )
    return found


def _plain(term: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", term)
