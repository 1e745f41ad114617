"""A question block becomes a Question, or problems: one small function for each type."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.assessment.questions import Choice, Match, Numeric, Option, Order, Piece, Question, Task, Text
from app.content import keys
from app.content.answers import Item, content, number_line, reserved, reserved_text, spans, text_line
from app.content.cloze import cloze
from app.content.drafts import MOST_PARTS, Draft
from app.content.frontmatter import Value
from app.content.heads import Head, attributes, comma_list, read_head
from app.content.judgements import evidence, rating, riskmatrix
from app.content.keys import Key, nearest
from app.content.markdown import Token
from app.content.page import Page
from app.content.problems import Log
from app.content.render import render_single
from app.content.sanitiser import cleaned
from app.content.scanner import Block
from app.content.tables import cells
from app.content.written import essay, finding, points_of

_SECTION = re.compile(r"[1-9][0-9]{0,3}")


def question(page: Page, block: Block) -> Question | None:
    """The question of a block; None when there is something wrong with it, which is then noted."""
    before = len(page.log.problems)
    head = read_head(block, page.log)
    kind = _kind(head, page.log)
    if not head.named:
        page.log.add("question-id", block.line)
    if kind is None:
        return None
    given = attributes(head, _TABLES[kind], page.log, f"a question of type {kind}")
    if not block.blocks:
        page.log.add("question-empty", block.line)
        return None
    made = _made(page.beside(), kind, block.line, block.blocks[0], given)
    failed = any(problem.severity == "error" for problem in page.log.problems[before:])
    return None if made is None or failed else replace(made, id=head.id)


def _kind(head: Head, log: Log) -> str | None:
    if not head.words:
        log.add("question-type-missing", head.line, types=", ".join(_MAKERS))
        return None
    for word in head.words[1:]:
        log.add("head-word", head.line, word=word[:40])
    kind = head.words[0]
    if kind not in _MAKERS:
        log.add("question-type-unknown", head.line, type=kind[:40], near=nearest(kind, tuple(_MAKERS)))
        return None
    return kind


def _made(page: Page, kind: str, line: int, text: Block, given: dict[str, Any]) -> Question | None:
    parts = _Parts(page, page.parse(text.text, text.line), text.line)
    wanted = _ANSWER[kind]
    if parts.cut:
        return None
    if not parts.answer:
        page.log.add("answer-missing", line, type=kind, wanted=_LISTS[wanted])
        return None
    if parts.answer[0].type != wanted:
        page.log.add("answer-kind", text.line + (parts.answer[0].map or [0])[0], type=kind, wanted=_LISTS[wanted])
        return None
    if not parts.prompt:
        page.log.add("question-no-prompt", line)
    draft = Draft(page, kind, line, text.line, given, parts.prompt, parts.answer, _model(page, kind, parts.models))
    prompt = cleaned(render_single(page, parts.prompt, text.line))
    prompt, task = cloze(draft, prompt) if kind == "cloze" else (prompt, _MAKERS[kind](draft))
    if task is None:
        return None
    return Question(
        id="",
        prompt=prompt,
        task=task,
        points=given["points"] or points_of(task),
        hints=tuple(parts.hints),
        explain=parts.explain,
        tags=given["tags"],
        level=given["level"],
        cites=given["cites"],
        audience=given["audience"],
        see=given["see"],
    )


def _model(page: Page, kind: str, models: list[tuple[int, str]]) -> str:
    """The model of an essay; a finding has one for each part, in its table."""
    for line, _ in models if kind != "essay" else models[1:]:
        page.log.add("model-place", line)
    return models[0][1] if models and kind == "essay" else ""


class _Parts:
    """A question's text cut into prompt, answer (its last list or table), hints and explanation."""

    def __init__(self, page: Page, tokens: list[Token], first: int) -> None:
        self.page = page
        self.first = first
        self.hints: list[str] = []
        self.explain = ""
        self.models: list[tuple[int, str]] = []
        blocks = [span for span in spans(tokens) if not self._quote(span)]
        self.cut = self._cut(blocks)
        last = max((index for index, span in enumerate(blocks) if span[0].type in _LISTS), default=None)
        self.answer: list[Token] = blocks[last] if last is not None else []
        self.prompt = [token for span in blocks[:last] for token in span]
        for span in blocks[last + 1 :] if last is not None else []:
            if not self.cut:
                code = "quote-loose" if span[0].type == "blockquote_open" else "question-tail"
                self.page.log.add(code, first + (span[0].map or [0])[0])

    def _cut(self, blocks: list[list[Token]]) -> bool:
        """Whether a quote directly under a list, with answers after it, takes the first of them from the last."""
        found = [
            quote[0].map[0]
            for before, quote, after in zip(blocks, blocks[1:], blocks[2:], strict=False)
            if quote[0].type == "blockquote_open" and before[0].type == after[0].type and before[0].type in _CUT
            if before[0].map and quote[0].map and before[0].map[1] == quote[0].map[0]
        ]
        for line in found:
            self.page.log.add("quote-loose", self.first + line)
        return bool(found)

    def _quote(self, span: list[Token]) -> bool:
        word = reserved(span)
        if not word:
            return False
        line = self.first + (span[0].map or [0])[0]
        text = reserved_text(self.page, span, self.first)
        if word == "hint":
            self.hints.append(text)
        elif word == "model":
            self.models.append((line, text))
        else:
            if self.explain:
                self.page.log.add("explain-twice", line)
            self.explain = text
        return True


def _options(draft: Draft, listed: list[Item]) -> tuple[Option, ...]:
    """`[ ]` and `[x]` items as options."""
    found = []
    for number, item in enumerate(listed, start=1):
        mark, source = item.source[:4], item.source[4:].strip()
        if mark.lower() not in ("[ ] ", "[x] ") or not (source or item.rest):
            draft.note("choice-mark", item.line)
            continue
        if item.mark not in ("", "last"):
            draft.note("item-mark", item.line, mark=item.mark[:40], known="{last}")
        text = content(draft.page, item, draft.first, source)
        found.append(Option(key=f"{number:02}", text=text, correct=mark != "[ ] ", feedback=item.feedback, last=item.mark == "last"))
    return tuple(found)


def _choice(draft: Draft) -> Task | None:
    listed = draft.items()
    options = _options(draft, listed)
    if len(options) < len(listed):
        return None
    right = sum(option.correct for option in options)
    if len(options) < 2:
        draft.note("choices-few")
    if draft.kind == "single" and right != 1:
        draft.note("choice-one-right", count=right)
    if draft.kind == "multiple" and not right:
        draft.note("choice-none-right")
    texts = [option.text for option in options]
    if twice := _twice(texts):
        draft.note("choice-twice", text=twice[:60])
    return Choice(kind=draft.kind, options=options, scoring=draft.given.get("scoring", "exact"))


def _twice(texts: list[str]) -> str:
    """The first text that stands there more than once, or nothing."""
    times = Counter(texts)
    return next((text for text in texts if times[text] > 1), "")


def _truefalse(draft: Draft) -> Task | None:
    options = _options(draft, draft.items())
    spoken = {"true": draft.page.words.true, "false": draft.page.words.false}
    if sorted(option.text for option in options) != ["false", "true"]:
        draft.note("truefalse-words")
        return None
    if sum(option.correct for option in options) != 1:
        draft.note("choice-one-right", count=sum(option.correct for option in options))
    return Choice(kind="truefalse", options=tuple(replace(option, text=spoken[option.text]) for option in options))


def _numeric(draft: Draft) -> Task | None:
    decimal = draft.page.words.decimal
    listed = draft.items()
    lines = tuple(line for item in listed if (line := number_line(draft.page, item, decimal)))
    if len(lines) == len(listed) and all(line.weight == "0" for line in lines):
        draft.note("answer-none-right")
    return Numeric(lines=lines, unit=draft.given["unit"], decimal=decimal)


def _text(draft: Draft) -> Task | None:
    listed = draft.items()
    lines = tuple(line for item in listed if (line := text_line(draft.page, item)))
    if len(lines) == len(listed) and all(line.weight == "0" for line in lines):
        draft.note("answer-none-right")
    return Text(lines=lines, keep_case=draft.given["case"] == "keep")


def _match(draft: Draft) -> Task | None:
    """Two columns; a right-hand text that stands in several rows is one piece; a row without a left cell only adds a piece."""
    page, rows = draft.page, cells(draft.answer, 0)
    left: list[Piece] = []
    right: dict[str, Piece] = {}
    pairs: list[str] = []
    for number, (line, row) in enumerate(rows, start=1):
        item, piece = ([*row, "", ""])[:2]
        if len(row) != 2 or not piece:
            draft.note("match-row", draft.first + line)
            continue
        key = f"{number:02}"
        right.setdefault(piece, Piece(key, content(page, Item(draft.first + line, piece), draft.first)))
        if item:
            left.append(Piece(key, content(page, Item(draft.first + line, item), draft.first)))
            pairs.append(f"{key}.{right[piece].key}")
    if len(left) < 2:
        draft.note("choices-few")
    if len(rows) > MOST_PARTS:
        draft.note("parts-many", limit=MOST_PARTS)
    if len({piece.text for piece in left}) < len(left):
        draft.note("choice-twice", text="the left column")
    return Match(items=tuple(left), pieces=tuple(right.values()), pairs=tuple(pairs), scoring=draft.given["scoring"])


def _order(draft: Draft) -> Task | None:
    found = draft.items()
    pieces = tuple(Piece(f"{number:02}", content(draft.page, item, draft.first)) for number, item in enumerate(found, start=1))
    for item in found:
        if item.mark:
            draft.note("item-mark", item.line, mark=item.mark[:40], known="none in an order")
        if item.feedback:
            draft.note("feedback-place", item.line)
    if len(pieces) < 2:
        draft.note("choices-few")
    if twice := _twice([piece.text for piece in pieces]):
        draft.note("choice-twice", text=twice[:60])
    return Order(items=pieces, scoring=draft.given["scoring"])


_MAKERS: dict[str, Callable[[Draft], Task | None]] = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _truefalse,
    "numeric": _numeric,
    "text": _text,
    "match": _match,
    "order": _order,
    "cloze": lambda draft: None,
    "evidence": evidence,
    "rating": rating,
    "riskmatrix": riskmatrix,
    "essay": essay,
    "finding": finding,
}
_LISTS = {"bullet_list_open": "a list", "ordered_list_open": "a numbered list", "table_open": "a table"}
_CUT = ("bullet_list_open", "ordered_list_open")
_ANSWER = {
    **dict.fromkeys(_MAKERS, "bullet_list_open"),
    **dict.fromkeys(("match", "evidence", "rating", "finding"), "table_open"),
    "order": "ordered_list_open",
}


def _see(key: str, value: Value, log: Log) -> str | None:
    lesson, slash, section = (value.text or "").partition("/")
    if not keys.ID.fullmatch(lesson) or (slash and not _SECTION.fullmatch(section)):
        log.add("value-see", value.line, value.column, value=keys.shown(value))
        return None
    return value.text


def _listed(read: keys.Read) -> keys.Read:
    return lambda key, value, log: read(key, comma_list(value), log)


_COMMON = {
    "points": Key(keys.number(1, 100), 1),
    "tags": Key(_listed(keys.identities), ()),
    "level": Key(keys.number(1, 3), 0),
    "cites": Key(_listed(keys.cites), ()),
    "audience": Key(_listed(keys.identities), ()),
    "see": Key(_see, ""),
}
_CASE = {"case": Key(keys.word("keep", "fold"), "fold")}
_WRITTEN = {**_COMMON, "points": Key(keys.number(1, 100), 0), "mark": Key(keys.word("self", "one", "two"), "self")}
_TABLES: dict[str, dict[str, Key]] = {
    "single": _COMMON,
    "multiple": {**_COMMON, "scoring": Key(keys.word("exact", "proportional", "no-wrong"), "exact")},
    "truefalse": _COMMON,
    "numeric": {**_COMMON, "unit": Key(keys.text, "")},
    "text": {**_COMMON, **_CASE},
    "match": {**_COMMON, "scoring": Key(keys.word("proportional", "exact"), "proportional")},
    "order": {**_COMMON, "scoring": Key(keys.word("exact", "pairs"), "exact")},
    "cloze": {**_COMMON, **_CASE},
    "evidence": {**_COMMON, "place": Key(keys.word("half"), "")},
    "rating": {**_COMMON, "scale": Key(keys.word("risk13"), "risk13")},
    "essay": {**_WRITTEN, "min-words": Key(keys.number(1, 300), 0)},
    "finding": _WRITTEN,
    "riskmatrix": {**_COMMON, "scale": Key(keys.word("5x5"), "5x5"), "panel": Key(keys.text, "")},
}
