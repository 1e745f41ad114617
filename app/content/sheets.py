"""One Markdown file of a course: its keys, its text, and where both stand."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.content import keys
from app.content.files import id_from_name, read_text, title_from_name, translation_of
from app.content.frontmatter import Entry, split
from app.content.keys import Key, take
from app.content.limits import within_limits
from app.content.problems import Log, Problem
from app.content.scanner import Block, scan

_TITLE = re.compile(r"\s*# +([^\n]*)(?:\n|$)")


@dataclass(slots=True)
class Sheet:
    """`body` is the text behind the front matter, `first` the line at which it starts; `keys` are the values of its table."""

    path: str
    log: Log
    entries: dict[str, Entry]
    keys: dict[str, Any]
    body: str
    first: int

    @property
    def id(self) -> str:
        return str(self.keys["id"] or "")

    @property
    def title(self) -> str:
        return str(self.keys["title"] or "")

    @property
    def fingerprint(self) -> str:
        """What a translation names as its `source`: the first 8 characters of the SHA-256 of title and text."""
        return hashlib.sha256(f"{self.title}\n{self.body.strip()}".encode()).hexdigest()[:8]

    def line_of(self, key: str) -> int:
        return self.entries[key].line if key in self.entries else 1

    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the text; none when the parser may not see it."""
        return scan(self.body, self.first, self.log) if within_limits(self.body, self.first, self.log) else ()


def read_sheet(folder: Path, path: str, table: dict[str, Key], taken: set[str], problems: list[Problem]) -> Sheet | None:
    """A file with its keys; None when it is no text. A file without front matter gets id and title from its name."""
    log = Log(path, problems)
    text = read_text(folder, path, log)
    return None if text is None else sheet_of(text, table, taken, log)


def sheet_of(text: str, table: dict[str, Key], taken: set[str], log: Log) -> Sheet:
    """The same for a text; `log` names its path."""
    path = log.path
    front = split(text, log)
    if front.entries is None:
        return _plain_sheet(log, table, front.body, taken)
    values = take(front.entries, table_for(front.entries, table), log, whole=front.readable)
    title, rest = first_heading(front.body)
    return Sheet(path, log, front.entries, values, rest if title and title == values["title"] else front.body, front.first)


def first_heading(body: str) -> tuple[str, str]:
    """The first-level heading with which a text begins, and the text without it, its lines kept; or nothing, and the text."""
    heading = _TITLE.match(body)
    title = _without_closing(heading[1].strip()) if heading else ""
    return (title, "\n" * heading[0].count("\n") + body[heading.end() :]) if heading and title else ("", body)


def _without_closing(title: str) -> str:
    """A heading may end in a run of `#`, which is no part of it."""
    bare = title.rstrip("#")
    return bare.rstrip() if bare.endswith((" ", "\t")) else title


def name_of(path: str) -> str:
    """What id and title of a file without front matter are made from: its name, for a module's page that of its folder."""
    folder, _, name = path.rpartition("/")
    return folder.rpartition("/")[2] or "module" if name == "module.md" else name


def table_of(name: str) -> dict[str, Key]:
    """The keys that a file may have by its name, a translation those of its original; of a lesson those of every kind."""
    original = translation_of(name)[0] or name
    return {"course.md": keys.COURSE, "module.md": keys.MODULE, "glossary.md": keys.GLOSSARY}.get(original, keys.LESSON)


def table_for(entries: dict[str, Entry], table: dict[str, Key]) -> dict[str, Key]:
    """A lesson has the keys of its kind."""
    kind = entries["kind"].value.text if "kind" in entries and table is keys.LESSON else ""
    return {"quiz": keys.QUIZ, "case": keys.CASE}.get(kind or "", table)


def _plain_sheet(log: Log, table: dict[str, Key], body: str, taken: set[str]) -> Sheet:
    """A file without our markers; what is missing is made up, and mistakes that can be read over only warn."""
    log.gentle = True
    name = name_of(log.path)
    values = take({}, {key: Key(each.read, each.default) for key, each in table.items()}, log)
    title, body = first_heading(body)
    if "id" not in table:
        return Sheet(log.path, log, {}, values, body, 1)
    values["id"] = id_from_name(name, taken, "page")
    log.add("id-from-name", 1, id=values["id"])
    if title:
        values["title"] = title[: keys.LONGEST_TITLE]
    else:
        values["title"] = title_from_name(name)[: keys.LONGEST_TITLE]
        log.add("title-from-name", 1, title=values["title"])
    return Sheet(log.path, log, {}, values, body, 1)
