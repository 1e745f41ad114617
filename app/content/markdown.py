"""The one door to the Markdown parser: CommonMark with tables, strike-through, footnotes, definition lists and formulas, raw HTML off.

Blocks are parsed first and the text inside them only when it is rendered, so that marks of our own (`[x]`, `{last}`, answer
lines) are read from the source and never from what the parser made of it.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar
from mdit_py_plugins.footnote import footnote_plugin

__all__ = ["Document", "Token"]


def _any_address(url: str) -> bool:
    """The renderer judges addresses, so that a refused one is reported instead of silently becoming text."""
    return True


Rule = Callable[[StateBlock, int, int, bool], bool]


def _seen_once(rule: Rule) -> Rule:
    """The rule for `$$`, which looks for the end of a formula up to a blank line: where it has found none, it need not look again."""

    def formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        seen, stop = state.env.get("no-formula", ("", 0))
        if seen is state.src and start < stop:
            return False
        found = rule(state, start, end, silent)
        at = state.bMarks[start] + state.tShift[start]
        if not found and state.src.startswith("$$", at) and "$$" not in state.src[at + 2 : state.eMarks[start]]:
            blank = next((line for line in range(start + 1, end) if state.isEmpty(line)), end)
            state.env["no-formula"] = (state.src, blank)
        return found

    return formula


def _parser() -> MarkdownIt:
    md = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    md.disable(["html_block", "html_inline"])
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.use(deflist_plugin)
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, allow_blank_lines=False, double_inline=False)
    md.block.ruler.at("math_block", _seen_once(math_block_dollar(allow_labels=False)))
    md.validateLink = _any_address  # type: ignore[method-assign]
    return md


_PARSER = _parser()


class Document:
    """One file, or one question: its pieces share link references and footnotes."""

    def __init__(self) -> None:
        self.env: dict[str, Any] = {}

    def blocks(self, text: str) -> list[Token]:
        """Block tokens of a piece; what is inside paragraphs, headings and cells is still source."""
        tokens: list[Token] = []
        _PARSER.block.parse(text, _PARSER, self.env, tokens)
        return tokens

    def inline(self, source: str) -> list[Token]:
        """What stands inside a paragraph, heading or cell."""
        tokens: list[Token] = []
        _PARSER.inline.parse(source, _PARSER, self.env, tokens)
        return tokens


def shown(text: str, address: Callable[[str], str]) -> str:
    """A text of ours, such as the manual, as HTML: each heading has an anchor, and `address` says where each link leads."""
    tokens = _PARSER.parse(text)
    for token, inner in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor_of(inner.content))
    for token in (child for each in tokens for child in each.children or ()):
        if token.type == "link_open":
            token.attrSet("href", address(str(token.attrGet("href"))))
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def anchor_of(heading: str) -> str:
    """The anchor that Git sites give a heading: its words in small letters, joined by hyphens."""
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")
