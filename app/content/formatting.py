"""Formats a Markdown file of a course without changing what it means: where that is not certain, the text stays as it is.

Blank lines around lines of colons and headings, aligned tables, one list marker, keys of the front matter in their order.
"""

import re
from collections.abc import Iterator

from app.content.aligned import aligned
from app.content.answers import spans
from app.content.files import has_control
from app.content.frontmatter import Entry, Value, read_mapping, split
from app.content.limits import within_limits
from app.content.markdown import Document, Token
from app.content.problems import Log
from app.content.scanner import Block, scan
from app.content.sheets import table_for, table_of

_ITEM = re.compile(r"([ \t>]*)([*+])(?=[ \t]|$)")
_NUMBER = re.compile(r"([ \t>]*[0-9]{1,9})\)(?=[ \t]|$)")


def formatted(text: str, path: str) -> str:
    """The text of a file with plain line ends, formatted; `path` tells which keys it may have."""
    if has_control(text):
        return text
    log = Log(path, [])
    front = split(text, log)
    if not front.readable or log.problems:
        return text
    head = text.split("\n")[: front.first - 1]
    if front.entries:
        head = [head[0], *ordered(head[1:-1], front.entries, _order(path, front.entries)), head[-1]]
    body = _body(front.body)
    made = "\n".join([*head, *([""] if head and body else []), *body, ""])
    same = (split(made, log).entries is None) == (front.entries is None) and not log.problems
    return made if same and (head or body) else text


def _order(path: str, entries: dict[str, Entry]) -> list[str]:
    """The keys of a file in their order."""
    table = table_for(entries, table_of(path.rpartition("/")[2]))
    return list(dict.fromkeys(("id", "title", "kind", *table, "source")))


def ordered(lines: list[str], entries: dict[str, Entry], order: list[str]) -> list[str]:
    """The lines of a front matter with its keys in order; comments stand before their key. Unknown keys come last."""
    rows = sorted(entries.values(), key=lambda entry: entry.line)
    starts = [entry.line - 2 for entry in rows]
    if any(entry.column != 1 for entry in rows) or len(set(starts)) < len(starts):
        return lines
    pieces: list[tuple[int, list[str]]] = []
    begin = 0
    for number, entry in enumerate(rows):
        end = starts[number + 1] if number + 1 < len(rows) else len(lines)
        while end > starts[number] + 1 and _aside(lines[end - 1]):
            end -= 1
        place = order.index(entry.key) if entry.key in order else len(order)
        above = [line for line in lines[begin : starts[number]] if line.strip()]
        pieces.append((place, above + lines[starts[number] : end]))
        begin = end
    made = [line for _, piece in sorted(pieces, key=lambda pair: pair[0]) for line in piece] + lines[begin:]
    log = Log("", [])
    again = read_mapping("\n".join(made), 2, log)
    return made if again is not None and not log.problems and bare_keys(again) == bare_keys(entries) else lines


def _aside(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def bare_keys(entries: dict[str, Entry]) -> dict[str, object]:
    """Keys and values without their places."""
    return {key: _bare(entry.value) for key, entry in entries.items()}


def _bare(value: Value) -> object:
    if value.items is not None:
        return [_bare(item) for item in value.items]
    return bare_keys(value.pairs) if value.pairs is not None else (value.text, value.quoted)


def _body(body: str) -> list[str]:
    """The lines of the text behind the front matter, without blank ones at its ends."""
    log = Log("", [])
    whole = _trimmed(body.split("\n"))
    if not whole or not within_limits(body, 1, log):
        return whole
    blocks = scan(body, 1, log)
    if any(problem.code != "blank-line-missing" for problem in log.problems):
        return whole
    made = list(_joined(blocks))
    again = scan("\n".join(made), 1, log)
    return made if _shape(again) == _shape(blocks) else whole


def _joined(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The lines of some blocks, one blank line between each two."""
    for number, block in enumerate(blocks):
        if number:
            yield ""
        if not block.name:
            yield from _piece(block.text)
            continue
        colons = ":" * block.colons
        yield f"{colons} {block.name} {block.head}".rstrip()
        yield ""
        if block.blocks:
            yield from _joined(block.blocks)
            yield ""
        yield colons


def _shape(blocks: tuple[Block, ...]) -> list[object]:
    """What blocks say, without their places and without the layout of their texts."""
    return [
        (block.name, block.head, block.colons, _shape(block.blocks) if block.name else meaning(block.text.split("\n"))) for block in blocks
    ]


def meaning(lines: list[str]) -> tuple[object, ...]:
    """What a text is for the reader: its tokens and the addresses of its links, without their places and without their marks."""
    document = Document()
    tokens = document.blocks("\n".join(lines))
    links = {name: (link.get("href"), link.get("title")) for name, link in document.env.get("references", {}).items()}
    said = [(token.type, token.content, token.info, token.level, token.hidden, str(token.attrs), str(token.meta)) for token in tokens]
    return links, said


def _piece(text: str) -> list[str]:
    """The lines of a text without blocks."""
    lines = _trimmed(text.split("\n"))
    before = meaning(lines)
    chunks = _chunks(lines, Document().blocks("\n".join(lines)))
    if meaning(_flat(chunks)) != before:
        return lines
    changed = [(number, _changed(chunk, tokens)) for number, (chunk, tokens, _) in enumerate(chunks)]
    wanted = [(number, chunk) for number, chunk in changed if chunk != chunks[number][0]]
    made = _flat(_with(chunks, wanted))
    if meaning(made) == before:
        return made
    for one in wanted:
        tried = _with(chunks, [one])
        if meaning(_flat(tried)) == before:
            chunks = tried
    return _flat(chunks)


Chunk = tuple[list[str], list[Token], int]
"""The lines of a block without blank ones behind them, its tokens, and how many blank lines stand behind it."""


def _chunks(lines: list[str], tokens: list[Token]) -> list[Chunk]:
    found = spans(tokens)
    starts = [_start(span) for span in found]
    if not found or any(start is None for start in starts) or starts != sorted(set(starts), key=lambda start: start or 0):
        return [(lines, [], 0)]
    known = [start or 0 for start in starts]
    borders = [0, *known, len(lines)] if known[0] else [*known, len(lines)]
    spanned = [[], *found] if known[0] else found
    chunks: list[Chunk] = []
    for span, begin, end in zip(spanned, borders, borders[1:], strict=False):
        own = _trimmed_end(lines[begin:end])
        blank = end - begin - len(own)
        chunks.append((own, span, 1 if blank else 0))
    return [_spaced(chunk, chunks[number + 1 : number + 2]) for number, chunk in enumerate(chunks)]


def _start(span: list[Token]) -> int | None:
    return next((token.map[0] for token in span if token.map), None)


def _spaced(chunk: Chunk, after: list[Chunk]) -> Chunk:
    """A blank line stands on both sides of a heading."""
    own, span, blank = chunk
    heading = any(each and each[0].type == "heading_open" for each in (span, *(following[1] for following in after)))
    return own, span, 1 if heading and after else blank


def _with(chunks: list[Chunk], changed: list[tuple[int, list[str]]]) -> list[Chunk]:
    new = dict(changed)
    return [(new.get(number, own), span, blank) for number, (own, span, blank) in enumerate(chunks)]


def _flat(chunks: list[Chunk]) -> list[str]:
    return _trimmed_end([line for own, _, blank in chunks for line in (*own, *[""] * blank)])


def _changed(lines: list[str], tokens: list[Token]) -> list[str]:
    if tokens and tokens[0].type == "table_open":
        return aligned(lines)
    first = _start(tokens) or 0
    made = list(lines)
    for token in tokens:
        if token.type == "list_item_open" and token.map and token.markup in ("*", "+", ")"):
            at = token.map[0] - first
            made[at] = _NUMBER.sub(r"\1.", made[at], count=1) if token.markup == ")" else _marked(made[at])
    return made


def _marked(line: str) -> str:
    match = _ITEM.match(line)
    return f"{match[1]}-{line[match.end() :]}" if match else line


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at both ends."""
    begin = next((number for number, line in enumerate(lines) if line.strip(" \t")), len(lines))
    return _trimmed_end(lines[begin:])


def _trimmed_end(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip(" \t"):
        end -= 1
    return lines[:end]
