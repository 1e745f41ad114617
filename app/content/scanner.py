"""Finds the `:::` blocks of a file before Markdown is parsed, with a stack, so that every line number is true.

Plain Markdown would swallow a closing `:::` into the last list or table, and would end a pool at its first question.
"""

import re
from dataclasses import dataclass, field

from app.content.problems import Log

DEEPEST = 20
"""Blocks in blocks that are followed."""

HOLDERS = frozenset({"pool", "case", "only"})
"""Blocks that may hold others; all other blocks hold text alone."""

_MARK = re.compile(r"^( {0,3})(:{3,}|`{3,}|~{3,})([^\n]*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text (`name` is empty) or a `:::` block; `line` is its first line in the file, `close` its last."""

    name: str
    line: int
    close: int
    head: str = ""
    text: str = ""
    colons: int = 0
    blocks: tuple["Block", ...] = ()


@dataclass(slots=True)
class _Open:
    name: str
    head: str
    line: int
    colons: int
    start: int
    blocks: list[Block] = field(default_factory=list)


def scan(text: str, first: int, log: Log) -> tuple[Block, ...]:
    """The blocks of a text whose first line has the number `first` in its file."""
    if not any(sign in text for sign in (":::", "```", "~~~")):
        return (Block(name="", line=first, close=first + text.count("\n"), text=text),)
    return _Scan(text, first, log).run()


class _Scan:
    def __init__(self, text: str, first: int, log: Log) -> None:
        self.lines = text.split("\n")
        self.text = text
        self.first = first
        self.log = log
        self.stack = [_Open("", "", first, 0, first)]
        self.seams: set[int] = set()

    def run(self) -> tuple[Block, ...]:
        fence, fence_line = "", 0
        line, at = self.first, 0
        for mark in _MARK.finditer(self.text):
            line, at = line + self.text.count("\n", at, mark.start()), mark.start()
            indent, sign, rest = mark[1], mark[2], mark[3].strip(" \t")
            if fence:
                fence = "" if sign.startswith(fence) and not rest else fence
            elif sign[0] != ":":
                fence, fence_line = ("", 0) if sign[0] == "`" and "`" in rest else (sign, line)
            elif indent:
                self.log.add("block-indented", line)
            else:
                self._mark(len(sign), rest, line)
        if fence:
            self.log.add("fence-unclosed", fence_line, fence=fence)
        return self._finish()

    def _mark(self, colons: int, rest: str, line: int) -> None:
        self._seam(line - 1, line)
        self._seam(line, line)
        if rest:
            self._open(colons, rest, line)
        else:
            self._close(colons, line)

    def _open(self, colons: int, rest: str, line: int) -> None:
        self._end_text(line)
        while len(self.stack) > 1 and self.stack[-1].name not in HOLDERS:
            self.log.add("block-unclosed", self.stack[-1].line, name=self.stack[-1].name, colons=":" * self.stack[-1].colons, next=line)
            self._pop(line - 1)
        top = self.stack[-1]
        if top.name and colons >= top.colons:
            self.log.add("block-colons", line, outer=top.name, outer_line=top.line, need=":" * max(top.colons, colons + 1))
        if len(self.stack) > DEEPEST:
            self.log.add("nesting-deep", line, limit=DEEPEST)
            return
        name, _, head = rest.partition(" ")
        self.stack.append(_Open(name, head.strip(), line, colons, line + 1))

    def _close(self, colons: int, line: int) -> None:
        fitting = next((each for each in reversed(self.stack[1:]) if each.colons == colons), None)
        if fitting is None:
            top = self.stack[-1]
            code = "block-close-colons" if top.name else "block-close-stray"
            self.log.add(code, line, name=top.name, open=top.line, colons=":" * (top.colons or colons))
            self._end_text(line)
            if top.name:
                self._pop(line)
            return
        self._end_text(line)
        while self.stack[-1] is not fitting:
            self.log.add("block-unclosed", self.stack[-1].line, name=self.stack[-1].name, colons=":" * self.stack[-1].colons, next=line)
            self._pop(line - 1)
        self._pop(line)

    def _pop(self, line: int) -> None:
        """Take the innermost block off and give it to the one around it; text goes on behind `line`."""
        done = self.stack.pop()
        around = self.stack[-1]
        around.blocks.append(
            Block(name=done.name, head=done.head, line=done.line, close=line, colons=done.colons, blocks=tuple(done.blocks))
        )
        around.start = line + 1

    def _end_text(self, line: int) -> None:
        """The text since the last mark, up to but without `line`, becomes a block of its own."""
        top = self.stack[-1]
        text = "\n".join(self.lines[top.start - self.first : line - self.first])
        if text.strip():
            top.blocks.append(Block(name="", line=top.start, close=line - 1, text=text))
        top.start = line + 1

    def _seam(self, upper: int, mark: int) -> None:
        """A mark needs a blank line on both sides; told once for each pair of lines."""
        rows = self.lines[max(upper - self.first, 0) : upper - self.first + 2] if upper >= self.first else []
        if len(rows) == 2 and all(row.strip() for row in rows) and upper not in self.seams:
            self.seams.add(upper)
            self.log.add("blank-line-missing", mark, where="before" if upper < mark else "after")

    def _finish(self) -> tuple[Block, ...]:
        end = self.first + len(self.lines)
        self._end_text(end)
        while len(self.stack) > 1:
            self.log.add("block-unclosed", self.stack[-1].line, name=self.stack[-1].name, colons=":" * self.stack[-1].colons, next=end)
            self._pop(end - 1)
        return tuple(self.stack[0].blocks)
