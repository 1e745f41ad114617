"""A case block becomes what it says of itself, its entries (documents, visits, interviews), and the blocks of its text and tasks."""

import re
from dataclasses import dataclass, replace

from app.content import keys
from app.content.frontmatter import Value
from app.content.heads import attributes, comma_list, head_with_id, read_words
from app.content.keys import Key
from app.content.page import Page
from app.content.pictures import inside
from app.content.problems import Log
from app.content.scanner import Block

FOLDER = "cases/"
KINDS = ("doc", "visit", "interview")
ENDINGS = (".md", ".csv", ".svg")
MOST_ENTRIES = 60

_ITEM = re.compile(r" {0,3}[-*+] +([A-Za-z]+):(?: +(.*))?")
_REST = re.compile(r"(?P<path>[^\s{}]+)(?:\s+\{(?P<words>[^{}]*)\})?\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line such as `- visit: orion/yard.md {#yard cost=90min}`. `path` counts from the course folder, `cost` is in minutes."""

    kind: str
    path: str
    line: int
    key: str
    cost: int = 0
    title: str = ""
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBlock:
    """`blocks` is what stands in the case without its entries; `budget` is in minutes."""

    id: str
    line: int
    title: str
    budget: int
    audience: tuple[str, ...]
    entries: tuple[Entry, ...]
    blocks: tuple[Block, ...]

    def names(self) -> list[tuple[str, str, str, int]]:
        """What must be the same in every language."""
        return [(entry.kind, entry.path, entry.key, entry.cost) for entry in self.entries]


def read_case(page: Page, blocks: tuple[Block, ...], audiences: tuple[str, ...]) -> CaseBlock | None:
    """The case of a lesson, which stands alone in it; None when there is none, which is noted."""
    cases = [block for block in blocks if block.name == "case"]
    if not cases:
        page.log.add("case-missing", 1)
        return None
    for block in blocks:
        if block is not cases[0]:
            page.log.add("case-alone", _first_line(block), name=block.name or "text")
    return _Reader(page, audiences).case(cases[0])


def _first_line(block: Block) -> int:
    """Where the words of a text begin."""
    return block.line + len(block.text) - len(block.text.lstrip("\n"))


class _Reader:
    def __init__(self, page: Page, audiences: tuple[str, ...]) -> None:
        self.log = page.log
        self.audiences = audiences
        self.entries: list[Entry] = []
        self.lines: dict[str, int] = {}

    def case(self, block: Block) -> CaseBlock:
        head = head_with_id(block, self.log)
        given = attributes(head, _CASE, self.log, "a case")
        blocks = self._without_entries(block.blocks, ())
        if not self.entries:
            self.log.add("case-no-document", block.line, edition="")
        if len(self.entries) > MOST_ENTRIES:
            self.log.add("case-many", self.entries[MOST_ENTRIES].line, limit=MOST_ENTRIES)
            del self.entries[MOST_ENTRIES:]
        for entry in self.entries:
            if given["budget"] and entry.cost > given["budget"]:
                self.log.add("document-dear", entry.line, name=entry.key, cost=entry.cost, budget=given["budget"])
        self._known(given["audience"], block.line)
        return CaseBlock(
            id=head.id,
            line=block.line,
            title=given["title"],
            budget=given["budget"],
            audience=given["audience"],
            entries=tuple(self.entries),
            blocks=blocks,
        )

    def _without_entries(self, blocks: tuple[Block, ...], audience: tuple[str, ...]) -> tuple[Block, ...]:
        """The blocks with empty lines where entries stood; an entry inside an `only` block is kept for its audience."""
        kept = []
        for block in blocks:
            if not block.name:
                block = replace(block, text=self._text(block, audience))
            elif block.name == "only":
                names = tuple(block.head.replace(",", " ").split())
                block = replace(block, blocks=self._without_entries(block.blocks, both(audience, names)))
            elif block.name in ("pool", "case"):
                self.log.add("block-place", block.line, name=block.name, where="a case")
                continue
            kept.append(block)
        return tuple(kept)

    def _text(self, block: Block, audience: tuple[str, ...]) -> str:
        rows, fence = block.text.split("\n"), ""
        for at, row in enumerate(rows):
            mark = _FENCE.match(row)
            if mark and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            if not fence and not mark and self._is_entry(row, block.line + at, audience):
                rows[at] = ""
        return "\n".join(rows)

    def _is_entry(self, row: str, line: int, audience: tuple[str, ...]) -> bool:
        """Whether the line is an entry, right or wrong; a right one is kept."""
        item = _ITEM.fullmatch(row)
        if item is None:
            return False
        rest = _REST.fullmatch(item[2] or "")
        if item[1] not in KINDS:
            if rest is None or not rest["path"].endswith(ENDINGS):
                return False
            self.log.add("case-entry", line, item.start(1) + 1, word=item[1][:40])
        elif rest is None:
            self.log.add("case-entry-path", line, item.start(1) + 1, word=item[1])
        else:
            self._entry(item[1], rest, line, item.start(2), audience)
        return True

    def _entry(self, kind: str, rest: re.Match[str], line: int, start: int, audience: tuple[str, ...]) -> None:
        column = start + rest.start("words") + 1 if rest["words"] is not None else start + 1
        head = read_words(rest["words"] or "", line, column, "entry", self.log)
        for word in head.words:
            self.log.add("head-word", line, word=word[:40])
        given = attributes(head, _ENTRY, self.log, "a document")
        self._known(given["audience"], line)
        path = _path(rest["path"], line, start + 1, self.log)
        stem = rest["path"].rpartition("/")[2].rpartition(".")[0]
        key = head.id or stem
        if not head.named and not keys.ID.fullmatch(stem):
            self.log.add("document-key", line, start + 1, name=stem[:40])
        elif key in self.lines and not (head.named and not head.id):
            self.log.add("document-repeated", line, name=key, first=self.lines[key])
        elif path:
            self.lines[key] = line
            kept = both(audience, given["audience"])
            if audience and given["audience"] and not kept:
                self.log.add("audience-never", line)
            self.entries.append(Entry(kind=kind, path=path, line=line, key=key, cost=given["cost"], title=given["title"], audience=kept))

    def _known(self, names: tuple[str, ...], line: int) -> None:
        for name in names:
            if name not in self.audiences:
                self.log.add("audience-unknown", line, name=name, known=", ".join(self.audiences) or "none")


def _path(address: str, line: int, column: int, log: Log) -> str:
    """The file from the course folder, or nothing when it cannot be one, which is noted."""
    try:
        path = inside(address, FOLDER + "case")
    except ValueError:
        path = ""
    if not path.startswith(FOLDER):
        log.add("document-address", line, column, address=address[:80])
        return ""
    if not path.endswith(ENDINGS):
        log.add("document-kind", line, column, file=address[:80])
        return ""
    return path


def both(outer: tuple[str, ...], inner: tuple[str, ...]) -> tuple[str, ...]:
    """The audiences that both name; naming none is everyone."""
    if not outer or not inner:
        return outer or inner
    return tuple(name for name in outer if name in inner)


def _audience(key: str, value: Value, log: Log) -> tuple[str, ...] | None:
    return keys.identities(key, comma_list(value), log)


_CASE = {"title": Key(keys.text, ""), "budget": Key(keys.work, 0, required=True), "audience": Key(_audience, ())}
_ENTRY = {"cost": Key(keys.work, 0), "title": Key(keys.text, ""), "audience": Key(_audience, ())}
