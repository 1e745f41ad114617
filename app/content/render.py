"""Renders block tokens: paragraphs, headings, lists, quotes, call-outs, code, formulas. Tables and figures have a module each."""

import html
import re
from collections.abc import Callable

from app.content.compiled import Section
from app.content.figures import figure, is_figure
from app.content.highlighting import LANGUAGES, PLAIN, coloured
from app.content.inline import formula_html, render_inline
from app.content.markdown import Token
from app.content.page import Mark, Page
from app.content.tables import CAPTION, table

_PLAIN = {
    "paragraph_open": "<p>",
    "paragraph_close": "</p>\n",
    "bullet_list_open": "<ul>\n",
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_open": "<li>",
    "list_item_close": "</li>\n",
    "blockquote_close": "</blockquote>\n",
    "hr": "<hr>\n",
    "dl_open": "<dl>\n",
    "dl_close": "</dl>\n",
    "dt_open": "<dt>",
    "dt_close": "</dt>\n",
    "dd_open": "<dd>",
    "dd_close": "</dd>\n",
}
_CALLOUT = re.compile(r"\[!([A-Za-z]+)\][ \t]*(?:\n|$)")
_CHECK = re.compile(r"\[([ xX])\] +")


def render(page: Page, tokens: list[Token], first: int) -> str:
    """The HTML of a run of tokens whose source begins at line `first`."""
    return _Run(page, tokens, first).blocks(0, len(tokens))


def render_single(page: Page, tokens: list[Token], first: int) -> str:
    """The same, but a lone paragraph comes without its `p`."""
    if len(tokens) == 3 and tokens[0].type == "paragraph_open":
        return render_inline(page, tokens[1].content, first + (tokens[1].map or [0])[0])
    return render(page, tokens, first)


class _Run:
    """A walk over tokens. Each rule gets an index, writes to `out` and returns the index behind what it has used."""

    def __init__(self, page: Page, tokens: list[Token], first: int) -> None:
        self.page = page
        self.tokens = tokens
        self.first = first
        self.out: list[str] = []
        self.rules: dict[str, Callable[[int], int]] = {
            "inline": self._inline,
            "heading_open": self._heading,
            "ordered_list_open": self._ordered,
            "blockquote_open": self._quote,
            "fence": self._code,
            "code_block": self._code,
            "math_block": self._formula,
            "table_open": self._table,
            "footnote_reference_open": self._footnote,
        }

    def blocks(self, start: int, stop: int) -> str:
        out, tokens, at, block = self.out, self.tokens, start, len(self.out)
        while at < stop:
            token = tokens[at]
            if token.level == 0 and token.nesting >= 0:
                self._side_note(block)
                block = len(out)
            if token.type == "paragraph_open":
                at = self._paragraph(at)
            elif token.type in _PLAIN:
                out.append(_PLAIN[token.type])
                at += 1
            else:
                at = self.rules[token.type](at)
        self._side_note(block)
        return "".join(out)

    def line(self, token: Token) -> int:
        return self.first + (token.map[0] if token.map else 0)

    def _side_note(self, at: int) -> None:
        """The definition of a block's first term stands before the block, unless a side note of the author's does already."""
        page = self.page
        if at == len(self.out):
            return
        term, page.note = page.note, None
        if term is not None and page.terms is not None and not page.noted:
            self.out.insert(at, page.terms.note(term))
        page.noted = False

    def _paragraph(self, at: int) -> int:
        tokens = self.tokens
        inline = tokens[at + 1]
        if tokens[at].hidden:
            self._inline(at + 1)
            return at + 3
        if self.page.running and inline.content.startswith(CAPTION):
            return self._captioned(at)
        if self.page.running and inline.content.startswith("![") and is_figure(inline.content):
            return self._figure(at)
        self.out.append("<p>")
        self._inline(at + 1)
        self.out.append("</p>\n")
        return at + 3

    def _inline(self, at: int) -> int:
        token = self.tokens[at]
        source = token.content
        if source.startswith("[") and at > 1 and self.tokens[at - 2].type == "list_item_open" and (check := _CHECK.match(source)):
            self.out.append("☐ " if check[1] == " " else "☑ ")
            source = source[check.end() :]
        self.out.append(render_inline(self.page, source, self.line(token)))
        return at + 1

    def _captioned(self, at: int) -> int:
        inline = self.tokens[at + 1]
        caption = inline.content.removeprefix(CAPTION).strip()
        after = self.tokens[at + 3] if at + 3 < len(self.tokens) else None
        if after is None or after.type != "table_open" or not caption:
            self.page.log.add("caption-alone", self.line(inline))
            return at + 3
        text, stop = table(self.page, self.tokens, at + 3, self.first, caption)
        self.out.append(text)
        return stop

    def _table(self, at: int) -> int:
        if self.page.running:
            self.page.log.add("table-no-caption", self.line(self.tokens[at]))
        text, stop = table(self.page, self.tokens, at, self.first, "")
        self.out.append(text)
        return stop

    def _figure(self, at: int) -> int:
        after = self.tokens[at + 3 : at + 7]
        as_table = len(after) == 4 and after[3].type == "table_open" and after[1].content.startswith(CAPTION)
        inline = self.tokens[at + 1]
        self.out.append(figure(self.page, inline.content, self.line(inline), table_follows=as_table))
        return at + 3

    def _heading(self, at: int) -> int:
        opening, inline = self.tokens[at], self.tokens[at + 1]
        page, line, level = self.page, self.line(self.tokens[at]), int(opening.tag[1])
        if not page.running or opening.level:
            self.out.append(f"<p><strong>{render_inline(page, inline.content, line)}</strong></p>\n")
            return at + 3
        level = self._checked_level(level, inline.content, line)
        terms, page.terms = page.terms, None
        words = page.count
        title = render_inline(page, inline.content, line)
        page.terms = terms
        anchor = page.anchor(_plain(title))
        number = self._section(level, anchor, title, words)
        self.out.append(f'<h{level} id="{anchor}">{number}{title}</h{level}>\n')
        return at + 3

    def _checked_level(self, level: int, content: str, line: int) -> int:
        page = self.page
        if not content.strip():
            page.log.add("heading-empty", line)
        if level == 1:
            page.log.add("heading-first-level", line)
            level = 2
        if level > page.level + 1:
            page.log.add("heading-jump", line, level="#" * level, before="#" * page.level, need="#" * (page.level + 1))
            level = page.level + 1
        page.level = level
        return level

    def _section(self, level: int, anchor: str, title: str, words: int) -> str:
        """Note a `##` and give the number that stands before its title."""
        page = self.page
        if level != 2 or not page.number:
            return ""
        number = f"{page.number}.{len(page.marks) + 1}"
        page.marks.append(Mark(Section(number=number, anchor=anchor, title=title, audience=page.audience), words))
        return f'<span class="secno">{number}</span> '

    def _ordered(self, at: int) -> int:
        start = self.tokens[at].attrs.get("start")
        self.out.append(f'<ol start="{int(start)}">\n' if start is not None else "<ol>\n")
        return at + 1

    def _quote(self, at: int) -> int:
        """A quote, or a call-out when it begins with `[!NOTE]` and the like."""
        inline = self.tokens[at + 2] if self.tokens[at + 1].type == "paragraph_open" else None
        mark = _CALLOUT.match(inline.content) if inline else None
        if inline is None or mark is None:
            self.out.append("<blockquote>\n")
            return at + 1
        kind = mark[1].lower()
        if kind not in self.page.words.callouts:
            self.page.log.add("callout-unknown", self.line(inline), name=mark[1][:20])
            kind = "note"
        inline.content = inline.content[mark.end() :]
        stop = _closing(self.tokens, at)
        title = self.page.words.callouts[kind]
        self.out.append(f'<div class="callout callout--{kind}" role="note">\n<p class="callout__title">{title}</p>\n')
        if inline.content and inline.map:
            inline.map = [inline.map[0] + 1, inline.map[1]]
        self._inner(at + (1 if inline.content else 4), stop)
        self.out.append("</div>\n")
        return stop + 1

    def _inner(self, start: int, stop: int) -> None:
        at = start
        while at < stop:
            kind = self.tokens[at].type
            if kind == "paragraph_open":
                at = self._paragraph(at)
            elif kind in _PLAIN:
                self.out.append(_PLAIN[kind])
                at += 1
            else:
                at = self.rules[kind](at)

    def _code(self, at: int) -> int:
        token = self.tokens[at]
        language = token.info.split()[0].lower() if token.info.split() else ""
        if language not in LANGUAGES and language not in PLAIN:
            self.page.log.add("code-language", self.line(token), language=language[:30])
        code = coloured(token.content.rstrip("\n"), language)
        self.out.append(f'<pre class="highlight" tabindex="0"><code>{code}\n</code></pre>\n')
        return at + 1

    def _formula(self, at: int) -> int:
        token = self.tokens[at]
        body = formula_html(self.page, token.content, self.line(token), block=True)
        label = self.page.words.formula
        self.out.append(f'<div class="formula" dir="ltr" role="group" aria-label="{label}" tabindex="0">{body}</div>\n')
        return at + 1

    def _footnote(self, at: int) -> int:
        """Definitions were gathered before; they are shown at the end of the lesson."""
        return _closing(self.tokens, at) + 1


def _closing(tokens: list[Token], at: int) -> int:
    """The index of the token that closes the one at `at`."""
    level, kind = tokens[at].level, tokens[at].type.replace("_open", "_close")
    return next(index for index in range(at + 1, len(tokens)) if tokens[index].level == level and tokens[index].type == kind)


def _plain(title: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", title))
