"""Refuses what no lesson needs and the Markdown parser is slow on, before it is parsed."""

import re
from collections.abc import Iterator

from app.content.problems import Log

LARGEST_FILE = 256 * 1024
LONGEST_LINE = 10_000
MOST_UNMATCHED = 200
DEEPEST = 20

_OPENERS = ("[", "(", "<", "`", "*", "_", "~", "$", "^")
_PAIRS = {"[": "]", "(": ")", "<": ">"}
_NESTED = re.compile(rf"^(?:[ \t]*(?:>|[-+*][ \t]|\d{{1,9}}[.)][ \t])){{{DEEPEST + 1}}}", re.MULTILINE)
_SPACE = re.compile(rf"^[ \t]{{{DEEPEST * 4}}}", re.MULTILINE)


def within_limits(text: str, first: int, log: Log) -> bool:
    """Whether the parser may see this text; every reason against it is noted."""
    before = len(log.problems)
    if len(text) > LONGEST_LINE:
        for line, row in enumerate(text.split("\n"), start=first):
            if len(row) > LONGEST_LINE:
                log.add("line-long", line, LONGEST_LINE, limit=LONGEST_LINE)
    for pattern in (_NESTED, _SPACE):
        if found := pattern.search(text):
            log.add("nesting-deep", first + text.count("\n", 0, found.start()), limit=DEEPEST)
    if any(text.count(sign) > MOST_UNMATCHED for sign in _OPENERS):
        _check_signs(text, first, log)
    return len(log.problems) == before


def _check_signs(text: str, first: int, log: Log) -> None:
    for line, block in _paragraphs(text, first):
        for sign in _OPENERS:
            if block.count(sign) > MOST_UNMATCHED and _unmatched(block, sign) > MOST_UNMATCHED:
                log.add("signs-unmatched", line, sign=sign, limit=MOST_UNMATCHED)


def _paragraphs(text: str, first: int) -> Iterator[tuple[int, str]]:
    """Runs of lines without a blank one between them, with the number of their first line."""
    line = first
    for block in re.split(r"(\n[ \t]*(?=\n))", text):
        yield line, block
        line += block.count("\n")


def _unmatched(block: str, sign: str) -> int:
    """How many openers stay open: brackets by counting, the others as runs that stand before a word but close nothing."""
    if sign in _PAIRS:
        return _left_open(block, sign, _PAIRS[sign])
    runs = re.findall(rf"(?<!{re.escape(sign)})({re.escape(sign)}+)(?!{re.escape(sign)})", block)
    if sign == "`":
        return sum(count % 2 for count in _lengths(runs).values()) + max(0, len(_lengths(runs)) - 4) * 20
    openers = len(re.findall(rf"(?:^|[\s(\[{{])[*_~$^]*{re.escape(sign)}(?=\S)", block))
    closers = len(re.findall(rf"\S{re.escape(sign)}[*_~$^]*(?=[\s)\]}}.,;:!?|]|$)", block))
    return abs(openers - closers) if len(runs) < 4 * MOST_UNMATCHED else len(runs)


def _left_open(block: str, opening: str, closing: str) -> int:
    depth = deepest = 0
    for char in block:
        if char == opening:
            depth += 1
            deepest = max(deepest, depth)
        elif char == closing and depth:
            depth -= 1
    return max(depth, deepest)


def _lengths(runs: list[str]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for run in runs:
        counted[len(run)] = counted.get(len(run), 0) + 1
    return counted
