"""The answer part of a question: its list items and answer lines, read from the source."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from app.assessment.questions import NumberLine, TextLine
from app.content import patterns
from app.content.inline import render_inline
from app.content.markdown import Token
from app.content.page import Page
from app.content.render import render, render_single
from app.content.sanitiser import cleaned

_MARK = re.compile(r"\{([a-z#][^{}]*)\}")
_NUMBER = r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"
_EXACT = re.compile(rf"({_NUMBER})(?:\s*(?:\+-|±)\s*([0-9]{{1,15}}(?:\.[0-9]{{1,15}})?)\s*(%?))?")
_RANGE = re.compile(rf"\[\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\]")
_WEIGHT = re.compile(r"weight=(0(?:\.[0-9]{1,4})?|1(?:\.0{1,4})?)")


@dataclass(slots=True)
class Item:
    """A list item: the source of its first paragraph, the mark in braces behind that, what else stands in it, and its feedback."""

    line: int
    source: str = ""
    mark: str = ""
    rest: list[Token] = field(default_factory=list)
    feedback: str = ""


def items(page: Page, tokens: list[Token], first: int) -> list[Item]:
    """The items of a list whose opening and closing tokens are the first and last of `tokens`."""
    found: list[Item] = []
    start = 1
    for index, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == tokens[0].level + 1:
            start = index + 1
        elif token.type == "list_item_close" and token.level == tokens[0].level + 1:
            found.append(_item(page, tokens[start - 1], tokens[start:index], first))
    return found


def _item(page: Page, opening: Token, inner: list[Token], first: int) -> Item:
    item = Item(first + (opening.map or [0])[0])
    for span in spans(inner):
        if span[0].type == "blockquote_open":
            _feedback(page, item, span, first)
        elif span[0].type == "paragraph_open" and not item.source and not item.rest:
            item.source = span[1].content.strip()
        else:
            item.rest += span
    item.source, item.mark = _marked(item.source)
    return item


def _marked(source: str) -> tuple[str, str]:
    """The words of an item, and what stands in braces behind them."""
    at = source.rfind("{") if source.endswith("}") else -1
    mark = _MARK.fullmatch(source, at) if at >= 0 else None
    if mark is None or (at and not source[at - 1].isspace()):
        return source, ""
    return source[:at].rstrip(), mark[1].strip()


def _feedback(page: Page, item: Item, span: list[Token], first: int) -> None:
    line = first + (span[0].map or [0])[0]
    if item.feedback:
        page.log.add("feedback-twice", line)
    if word := reserved(span):
        page.log.add("quote-nested", line, word=word)
    item.feedback = cleaned(render_single(page, span[1:-1], first))


def spans(tokens: list[Token]) -> list[list[Token]]:
    """Tokens cut into blocks: from each opening to its closing."""
    found: list[list[Token]] = []
    depth, start = 0, 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            found.append(tokens[start : index + 1])
            start = index + 1
    return found


RESERVED = ("hint", "explain", "model")
_RESERVED = re.compile(rf"({'|'.join(RESERVED)})\s*:\s*", re.IGNORECASE)
_JOINED = re.compile(rf"\n\s*({'|'.join(RESERVED)})\s*:")


def reserved(span: list[Token]) -> str:
    """The reserved word with which a quote begins, or nothing."""
    if span[0].type != "blockquote_open" or span[1].type != "paragraph_open":
        return ""
    match = _RESERVED.match(span[2].content)
    return match[1].lower() if match else ""


def reserved_text(page: Page, span: list[Token], first: int) -> str:
    """What stands behind the reserved word of a quote."""
    inline = span[2]
    if joined := _JOINED.search(inline.content):
        line = first + (inline.map or [0])[0] + inline.content.count("\n", 0, joined.start() + 1)
        page.log.add("quotes-joined", line, word=joined[1])
    inline.content = _RESERVED.sub("", inline.content, count=1).strip()
    if not inline.content and len(span) == 5:
        page.log.add("quote-empty", first + (span[0].map or [0])[0])
    return cleaned(render_single(page, span[1:-1], first))


def content(page: Page, item: Item, first: int, source: str | None = None) -> str:
    """What an item says, as HTML."""
    words = render_inline(page, item.source if source is None else source, item.line)
    return cleaned(f"<p>{words}</p>\n{render(page, item.rest, first)}" if item.rest else words)


def weight(page: Page, item: Item, default: str) -> str:
    """The weight of an answer line as exact text; a wrong mark is noted."""
    if not item.mark:
        return default
    match = _WEIGHT.fullmatch(item.mark)
    if match is None:
        page.log.add("item-mark", item.line, mark=item.mark[:40], known="{weight=0.5}, from 0 to 1")
        return default
    return str(Decimal(match[1]).normalize()) if Decimal(match[1]) else "0"


def answer_line(page: Page, item: Item) -> tuple[str, str] | None:
    """The sign (`=` or `~`) and what follows it, or None, noted."""
    sign, value = item.source[:1], " ".join(item.source[1:].split())
    if sign not in ("=", "~") or not value:
        page.log.add("answer-line", item.line, text=item.source[:40])
        return None
    if item.rest:
        page.log.add("answer-more", item.line)
    return sign, value


def number_line(page: Page, item: Item, decimal: str) -> NumberLine | None:
    parts = answer_line(page, item)
    if parts is None:
        return None
    sign, value = parts
    limits = _range(value) or _exact(value)
    if limits is None or limits[0] > limits[1]:
        page.log.add("answer-number", item.line, value=value[:40])
        return None
    low, high, shown = limits
    return NumberLine(
        low=_digits(low),
        high=_digits(high),
        shown=shown.replace(".", decimal),
        weight=weight(page, item, "1" if sign == "=" else "0"),
        feedback=item.feedback,
    )


def _range(value: str) -> tuple[Decimal, Decimal, str] | None:
    match = _RANGE.fullmatch(value)
    return (Decimal(match[1]), Decimal(match[2]), f"{match[1]} – {match[2]}") if match else None


def _exact(value: str) -> tuple[Decimal, Decimal, str] | None:
    match = _EXACT.fullmatch(value)
    if match is None:
        return None
    number, margin = Decimal(match[1]), Decimal(match[2] or 0)
    if match[3]:
        margin = abs(number) * margin / 100
    return number - margin, number + margin, match[1]


def _digits(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"


def text_line(page: Page, item: Item) -> TextLine | None:
    parts = answer_line(page, item)
    if parts is None:
        return None
    sign, value = parts
    return wording(page, value, item, weight(page, item, "1" if sign == "=" else "0"))


def wording(page: Page, value: str, item: Item, weighs: str) -> TextLine | None:
    """An accepted wording; `/…/` is a pattern."""
    if len(value) < 3 or not (value.startswith("/") and value.endswith("/")):
        return TextLine(value=value, weight=weighs, feedback=item.feedback)
    try:
        return TextLine(value=patterns.checked(value[1:-1]), pattern=True, weight=weighs, feedback=item.feedback)
    except patterns.Refused as error:
        page.log.add("pattern-refused", item.line, pattern=value[:60], reason=error)
        return None
