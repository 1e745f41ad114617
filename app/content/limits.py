"""Refuses what no lesson needs and the Markdown parser is slow on, before it is parsed."""

import re
from collections.abc import Iterator
from itertools import pairwise

from app.content.problems import Log

LARGEST_FILE = 256 * 1024
LONGEST_LINE = 10_000
MOST_LINES = 10_000
MOST_CELLS = 10_000
MOST_UNMATCHED = 200
MOST_TURNS = 20_000
"""Lines of a quote without a blank one, times how often quotes begin anew among them: the parser reads on to the end each time."""

DEEPEST = 20

_BRACKETS = {"[": "]", "(": ")", "<": ">"}
_SIGNS = (*_BRACKETS, "`", "*", "_")
_RULE = re.compile(r"^[|:\- \t>]+$", re.MULTILINE)
_RUNS = re.compile(r"`+")
_LONG_RUN = re.compile(rf"\*{{{MOST_UNMATCHED},}}|_{{{MOST_UNMATCHED},}}")
_QUOTE = re.compile(r"^(?:[ \t]|[-+*:](?=[ \t])|[0-9]{1,9}[.)]|\[\^[^\]\n]*\]:|>)*", re.MULTILINE)
_OPENERS = {sign: re.compile(rf"(?:^|(?<=[\s(\[{{])){re.escape(sign)}+(?=\S)") for sign in "*_"}
_CLOSERS = {sign: re.compile(rf"(?<=\S){re.escape(sign)}+(?=[\s)\]}}.,;:!?|]|$)") for sign in "*_"}


def within_limits(text: str, first: int, log: Log) -> bool:
    """Whether the parser may see this text; every reason against it is noted."""
    before = len(log.problems)
    if len(text) > LONGEST_LINE:
        for line, row in enumerate(text.split("\n"), start=first):
            if len(row) > LONGEST_LINE:
                log.add("line-long", line, LONGEST_LINE, limit=LONGEST_LINE)
    if text.count("|") * text.count("\n") > MOST_CELLS:
        _check_tables(text, first, log)
    if text.count(">") > MOST_UNMATCHED:
        _check_quotes(text, first, log)
    busy = [sign for sign in _SIGNS if text.count(sign) > MOST_UNMATCHED]
    if busy:
        for line, block in _paragraphs(text, first):
            for sign in busy:
                if block.count(sign) > MOST_UNMATCHED and _unmatched(block, sign) > MOST_UNMATCHED:
                    log.add("signs-unmatched", line, sign=sign, limit=MOST_UNMATCHED)
    return len(log.problems) == before


def _check_tables(text: str, first: int, log: Log) -> None:
    """The parser fills each row up to the width of the head, so a wide head over many short rows makes far more than was written."""
    for line, block in _paragraphs(text, first):
        rows = block.count("\n")
        widest = max((rule[0].count("|") for rule in _RULE.finditer(block)), default=0) if block.count("|") * rows > MOST_CELLS else 0
        if rows * widest > MOST_CELLS:
            log.add("table-large", line, count=rows * widest, limit=MOST_CELLS)


def _check_quotes(text: str, first: int, log: Log) -> None:
    for line, block in _paragraphs(text, first):
        lines = block.count("\n")
        if block.count(">") * lines > MOST_TURNS:
            depths = [mark[0].count(">") for mark in _QUOTE.finditer(block)]
            if lines * sum(after > before for before, after in pairwise(depths)) > MOST_TURNS:
                log.add("quotes-mixed", line)


def _paragraphs(text: str, first: int) -> Iterator[tuple[int, str]]:
    """Runs of lines without a blank one between them, with the number of their first line."""
    line = first
    for block in re.split(r"(\n[ \t]*(?=\n))", text):
        yield line + len(block) - len(block.lstrip("\n")), block
        line += block.count("\n")


def _unmatched(block: str, sign: str) -> int:
    """How many of a sign stay open: brackets by depth, backticks by the length of their runs, emphasis by what opens and what closes."""
    if sign in _BRACKETS:
        return _depth(block, sign, _BRACKETS[sign])
    if sign == "`":
        lengths = [len(run) for run in _RUNS.findall(block)]
        return sum(lengths.count(length) % 2 * length for length in set(lengths))
    if run := _LONG_RUN.search(block):
        return len(run[0]) + 1
    return abs(len(_OPENERS[sign].findall(block)) - len(_CLOSERS[sign].findall(block)))


def _depth(block: str, opening: str, closing: str) -> int:
    depth = deepest = 0
    for char in block:
        if char == opening:
            depth += 1
            deepest = max(deepest, depth)
        elif char == closing and depth:
            depth -= 1
    return deepest
