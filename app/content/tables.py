"""Tables: a named region that scrolls inside itself, a numbered caption, alignment as classes."""

from app.content.inline import render_inline
from app.content.markdown import Token
from app.content.page import Page

CAPTION = "Table:"

_ALIGNED = {"text-align:right": "align-end", "text-align:center": "align-center", "text-align:left": "align-start"}


def table(page: Page, tokens: list[Token], at: int, first: int, caption: str) -> tuple[str, int]:
    """The table that opens at `at`, and the index behind it."""
    terms, page.terms = page.terms, None
    name, head = _opening(page, caption, first + (tokens[at].map or [0])[0])
    out = [f'<div class="table-scroll" role="region" tabindex="0" {name}>\n<table>\n{head}']
    at += 1
    while tokens[at].type != "table_close":
        at = _piece(page, tokens, at, first, out)
    page.terms = terms
    out.append("</table>\n</div>\n")
    return "".join(out), at + 1


def _opening(page: Page, caption: str, line: int) -> tuple[str, str]:
    """What names the region, and the caption."""
    if not caption:
        return f'aria-label="{page.words.table}"', ""
    title = render_inline(page, caption, line)
    if not page.module:
        identity, number = f"table-{page.own_id}-{page.tally.next()}", ""
    else:
        page.counters.tables += 1
        identity = table_id(page)
        number = f"<b>{page.words.table} {page.module}.{page.counters.tables}</b> "
    return f'aria-labelledby="{identity}"', f'<caption id="{identity}">{number}{title}</caption>\n'


def table_id(page: Page, ahead: int = 0) -> str:
    return f"table-{page.module}-{page.counters.tables + ahead}"


def _piece(page: Page, tokens: list[Token], at: int, first: int, out: list[str]) -> int:
    token = tokens[at]
    if token.type not in ("th_open", "td_open"):
        tag = f"</{token.tag}>\n" if token.nesting < 0 else f"<{token.tag}>"
        out.append(tag)
        return at + 1
    inline = tokens[at + 1]
    text = render_inline(page, inline.content, first + (inline.map or token.map or [0])[0]) if inline.content else ""
    style = _ALIGNED.get(str(token.attrs.get("style", "")), "")
    aligned = f' class="{style}"' if style else ""
    tag = "th" if token.type == "th_open" and text else "td"
    scope = ' scope="col"' if tag == "th" else ""
    out.append(f"<{tag}{scope}{aligned}>{text}</{tag}>")
    return at + 3


def cells(tokens: list[Token], at: int) -> list[tuple[int, list[str]]]:
    """The body of a table as source: the line of each row (from the start of its piece) and its cells."""
    rows: list[tuple[int, list[str]]] = []
    body = False
    while tokens[at].type != "table_close":
        token = tokens[at]
        body = body or token.type == "tbody_open"
        if body and token.type == "tr_open":
            rows.append(((token.map or [0])[0], []))
        if body and token.type == "inline":
            rows[-1][1].append(token.content)
        at += 1
    return rows
