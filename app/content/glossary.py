"""`glossary.md`: a definition list whose terms carry an id each."""

import re

from app.content.answers import spans
from app.content.compiled import Term
from app.content.keys import ID
from app.content.markdown import Token
from app.content.page import Page
from app.content.render import render_single
from app.content.sanitiser import cleaned
from app.content.sheets import Sheet

_MARK = re.compile(r"\{#([^{}\s]+)\}")


def read_glossary(sheet: Sheet, page: Page) -> tuple[Term, ...]:
    """The terms in the order of the file; what is no term with an id and one definition is noted."""
    found: dict[str, Term] = {}
    words: dict[str, str] = {}
    for block in sheet.blocks():
        if block.name:
            sheet.log.add("block-place", block.line, name=block.name[:40], where="the glossary")
            continue
        for span in spans(page.parse(block.text, block.line)):
            if span[0].type != "dl_open":
                sheet.log.add("glossary-text", block.line + (span[0].map or [0])[0])
                continue
            for term, line in _terms(span, page, block.line):
                _add(found, words, term, sheet, line)
    return tuple(found.values())


def _terms(span: list[Token], page: Page, first: int) -> list[tuple[Term, int]]:
    pairs: list[tuple[Term, int]] = []
    for part in spans(span[1:-1]):
        line = first + (part[0].map or part[1].map or [0])[0]
        if part[0].type == "dt_open":
            word, identity = _named(part[1].content.strip())
            if not ID.fullmatch(identity):
                page.log.add("glossary-id", line, term=part[1].content[:60])
            pairs.append((Term(id=identity, term=" ".join(word.split()), definition=""), line))
        else:
            term, at = pairs.pop()
            if term.definition:
                page.log.add("glossary-two", line, term=term.term)
            pairs.append((Term(id=term.id, term=term.term, definition=cleaned(render_single(page, part[1:-1], first)).strip()), at))
    return pairs


def _named(source: str) -> tuple[str, str]:
    """A term and the id in braces behind it, which may be missing."""
    at = source.rfind("{#")
    mark = _MARK.fullmatch(source, at) if at > 0 else None
    return (source[:at], mark[1]) if mark else (source, "")


def _add(found: dict[str, Term], words: dict[str, str], term: Term, sheet: Sheet, line: int) -> None:
    if not term.definition:
        sheet.log.add("glossary-empty", line, term=term.term[:60])
    word = term.term.casefold()
    if term.id in found or word in words:
        sheet.log.add("glossary-repeated", line, term=term.term[:60])
    elif ID.fullmatch(term.id) and term.definition:
        found[term.id] = term
        words[word] = term.id
