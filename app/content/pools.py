"""A pool block becomes a Pool: its questions, or a draw by tag from the whole course."""

import re
from dataclasses import replace

from app.assessment.questions import Question
from app.assessment.quiz import Pool
from app.content import keys
from app.content.frontmatter import Value
from app.content.heads import attributes, comma_list, head_with_id
from app.content.keys import Key
from app.content.page import Page
from app.content.problems import Log
from app.content.questions import question
from app.content.scanner import Block


def pool(page: Page, block: Block) -> Pool | None:
    """The pool of a block; None when there is something wrong with it, which is then noted."""
    before = len(page.log.problems)
    head = head_with_id(block, page.log)
    given = attributes(head, _TABLE, page.log, "a pool")
    questions = _questions(page, block, given["tags"])
    if bool(given["from"]) == bool(questions) and len(page.log.problems) == before:
        page.log.add("pool-source", block.line)
    if not given["from"] and given["pick"] > len(questions) and len(page.log.problems) == before:
        page.log.add("pool-small", block.line, pick=given["pick"], count=len(questions))
    if any(problem.severity == "error" for problem in page.log.problems[before:]):
        return None
    return Pool(
        id=head.id,
        pick=given["pick"],
        questions=questions,
        source=given["from"],
        level=given["level"],
        prefer_unseen=given["prefer"] == "unseen",
        audience=given["audience"],
    )


def _questions(page: Page, block: Block, tags: tuple[str, ...]) -> tuple[Question, ...]:
    found = []
    for inner in block.blocks:
        if inner.name != "question":
            page.log.add("block-place", inner.line, name=inner.name or "text", where="a pool")
        elif (made := question(page, inner)) is not None:
            found.append(replace(made, tags=tuple(dict.fromkeys((*made.tags, *tags)))))
    return tuple(found)


def _from(key: str, value: Value, log: Log) -> str | None:
    if not re.fullmatch(r"tag:[a-z0-9-]{1,64}", value.text or ""):
        log.add("pool-from", value.line, value.column, value=keys.shown(value))
        return None
    return value.text


_TABLE = {
    "pick": Key(keys.number(1, 200), 1, required=True),
    "from": Key(_from, ""),
    "prefer": Key(keys.word("unseen"), ""),
    "level": Key(keys.number(1, 3), 0),
    "tags": Key(lambda key, value, log: keys.identities(key, comma_list(value), log), ()),
    "audience": Key(lambda key, value, log: keys.identities(key, comma_list(value), log), ()),
}
