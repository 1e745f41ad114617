"""Figures: a paragraph that holds nothing but a picture with a caption; numbered, the caption above."""

import re

from app.content.inline import image, render_inline
from app.content.page import Page
from app.content.tables import table_id

_FIGURE = re.compile(r'!\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]\([^()\n]*(?:"[^"]*"|\'[^\']*\')?\)(?:\{decorative\})?')


def is_figure(source: str) -> bool:
    """Whether the paragraph is a picture alone."""
    return _FIGURE.fullmatch(source) is not None


def figure(page: Page, source: str, line: int, *, table_follows: bool) -> str:
    """A numbered figure when the picture has a caption, else the picture in a paragraph of its own."""
    token = next((each for each in page.document.inline(source) if each.type == "image"), None)
    if token is None:
        return f"<p>{render_inline(page, source, line)}</p>\n"
    page.line = line
    page.count += source.count(" ")
    caption = str(token.attrs.get("title", "")).strip()
    picture = image(page, token, decorative=source.endswith("{decorative}"))
    if not caption or not page.module:
        return f'<p class="picture">{picture}</p>\n' if picture else ""
    page.counters.figures += 1
    number = f"{page.module}.{page.counters.figures}"
    terms, page.terms = page.terms, None
    text = render_inline(page, caption, line)
    page.terms = terms
    link = f' <a href="#{table_id(page, 1)}">{page.words.read_as_table}</a>' if table_follows else ""
    head = f"<figcaption><b>{page.words.figure} {number}</b> {text}{link}</figcaption>"
    return f'<figure class="figure" id="figure-{number.replace(".", "-")}">{head}\n{picture}</figure>\n'
