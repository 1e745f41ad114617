"""One Markdown file of a course: its keys, its text, and where both stand."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.content import keys
from app.content.files import id_from_name, read_text, title_from_name
from app.content.frontmatter import Entry, split
from app.content.keys import Key, take
from app.content.limits import within_limits
from app.content.problems import Log, Problem
from app.content.scanner import Block, scan

TITLE = re.compile(r"\s*# +(.+?)(?: +#+)?[ \t]*(?:\n|$)")


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
    if text is None:
        return None
    front = split(text, log)
    if front.entries is None:
        return _plain_sheet(log, table, front.body, taken)
    values = take(front.entries, _table_for(front.entries, table), log, whole=front.readable)
    return Sheet(path, log, front.entries, values, front.body, front.first)


def _table_for(entries: dict[str, Entry], table: dict[str, Key]) -> dict[str, Key]:
    """A lesson has the keys of its kind."""
    kind = entries["kind"].value.text if "kind" in entries and table is keys.LESSON else ""
    return {"quiz": keys.QUIZ, "case": keys.CASE}.get(kind or "", table)


def _plain_sheet(log: Log, table: dict[str, Key], body: str, taken: set[str]) -> Sheet:
    """A file without our markers; what is missing is made up, and mistakes that can be read over only warn."""
    log.gentle = True
    folder, _, name = log.path.rpartition("/")
    name = folder.rpartition("/")[2] or "module" if name == "module.md" else name
    values = take({}, {key: Key(each.read, each.default) for key, each in table.items()}, log)
    values["id"] = id_from_name(name, taken, "page")
    log.add("id-from-name", 1, id=values["id"])
    heading = TITLE.match(body)
    if heading:
        values["title"] = heading[1].strip()[: keys.LONGEST_TITLE]
        body = "\n" * heading[0].count("\n") + body[heading.end() :]
    else:
        values["title"] = title_from_name(name)[: keys.LONGEST_TITLE]
        log.add("title-from-name", 1, title=values["title"])
    return Sheet(log.path, log, {}, values, body, 1)
