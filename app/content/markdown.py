"""The one door to the Markdown parser: CommonMark with tables, strike-through, footnotes, definition lists and formulas, raw HTML off.

Blocks are parsed first and the text inside them only when it is rendered, so that marks of our own (`[x]`, `{last}`, answer
lines) are read from the source and never from what the parser made of it.
"""

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

__all__ = ["Document", "Token"]


def _any_address(url: str) -> bool:
    """The renderer judges addresses, so that a refused one is reported instead of silently becoming text."""
    return True


def _parser() -> MarkdownIt:
    md = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    md.disable(["html_block", "html_inline"])
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.use(deflist_plugin)
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=False)
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
