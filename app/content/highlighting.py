"""Source code in colours: Pygments' lexers, classes only, no script and no style."""

import html
from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType

from app.content.names import names

LARGEST = 20_000
"""Characters that are coloured; a longer block stays plain."""

LANGUAGES = names(
    "bash console css diff html http ini javascript js json markdown md python py rest sh shell sql toml typescript ts xml yaml yml"
)
PLAIN = frozenset({"", "text", "txt", "plain", "csv", "output"})


def coloured(code: str, language: str) -> str:
    """The code as HTML; for a language outside the list without colours."""
    if language not in LANGUAGES or len(code) > LARGEST:
        return html.escape(code, quote=False)
    out: list[str] = []
    current, held = "", ""
    for kind, text in _lexer(language).get_tokens(code):
        name = _class(kind)
        if name == current:
            held += text
            continue
        out.append(_span(current, held))
        current, held = name, text
    out.append(_span(current, held))
    return "".join(out)


def _span(name: str, text: str) -> str:
    escaped = html.escape(text, quote=False)
    return f'<span class="{name}">{escaped}</span>' if name and text.strip() else escaped


@lru_cache(maxsize=256)
def _class(kind: _TokenType) -> str:
    """The short class of a kind of token; "" for plain text, names and punctuation."""
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    name = STANDARD_TYPES[kind]
    return "" if kind in (Token, Token.Text, Token.Text.Whitespace, Token.Name, Token.Punctuation) else name


@lru_cache(maxsize=32)
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)
