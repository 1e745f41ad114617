"""Renders what stands inside a paragraph, heading or cell."""

import html
import re
from urllib.parse import unquote

from app.content.formulas import Unreadable, formula
from app.content.markdown import Token
from app.content.page import Page, Wish
from app.content.pictures import Raster, inside
from app.content.sanitiser import SCHEMES

_BUSY = re.compile(r"[\\`*_~\[\]<&$]| \n|\n ")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_NOTE = re.compile(r"\[\^[^\]\s]+\]")
_TEXT = frozenset({"text", "text_special", "softbreak"})
_PLAIN = {
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "s_open": "<s>",
    "s_close": "</s>",
    "link_close": "</a>",
}


def render_inline(page: Page, source: str, line: int) -> str:
    """The HTML of a piece of source whose first line has the number `line`."""
    page.count += source.count(" ") + 1
    if not _BUSY.search(source):
        return _text(page, source)
    return render_tokens(page, page.document.inline(source), line)


def render_tokens(page: Page, tokens: list[Token], line: int) -> str:
    out: list[str] = []
    held = ""
    page.line = line
    linked: list[bool] = []
    for index, token in enumerate(tokens):
        kind = token.type
        if kind in _TEXT:
            held += "\n" if kind == "softbreak" else token.content
            page.line += kind == "softbreak"
            continue
        if held:
            out.append(_text(page, held, quiet=bool(linked)))
            held = ""
        if kind in _PLAIN:
            out.append(_external(page, linked) + "</a>" if kind == "link_close" else _PLAIN[kind])
        elif kind == "link_open":
            out.append(_link(page, token, linked))
        elif kind == "image":
            out.append(image(page, token, decorative=_takes_mark(tokens, index)))
        else:
            out.append(_other(page, token))
    out.append(_text(page, held, quiet=bool(linked)) if held else "")
    return "".join(out)


def _text(page: Page, text: str, *, quiet: bool = False) -> str:
    """Plain words; inside a link (`quiet`) no term is linked."""
    if "<" in text and (tag := _TAG.search(text)):
        page.log.add("html-is-text", page.line, tag=tag[0][:40])
    if "[^" in text and (note := _NOTE.search(text)):
        page.log.add("footnote-missing", page.line, note=note[0][:40])
    if page.terms is not None and page.running and not quiet:
        return page.terms.linked(text, page.is_new)
    return html.escape(text, quote=False)


def _other(page: Page, token: Token) -> str:
    kind = token.type
    if kind == "code_inline":
        return f"<code>{html.escape(token.content, quote=False)}</code>"
    if kind == "hardbreak":
        page.line += 1
        return "<br>\n"
    if kind == "math_inline":
        return f'<span class="math" dir="ltr">{formula_html(page, token.content, page.line)}</span>'
    return _footnote_mark(page, token)


def formula_html(page: Page, tex: str, line: int, *, block: bool = False) -> str:
    """A formula, or its source when it cannot be shown, which is noted."""
    try:
        return formula(tex.strip(), block=block)
    except Unreadable as error:
        page.log.add("formula-unreadable", line, reason=error)
        return f"<code>{html.escape(tex, quote=False)}</code>"


def _footnote_mark(page: Page, token: Token) -> str:
    label = str(token.meta["label"])
    note = page.footnotes.get(label)
    if note is None:
        page.log.add("footnote-place", page.line)
        return ""
    if not note.number:
        page.cited.append(label)
        note.number = len(page.cited)
    note.uses += 1
    note.audiences.add(page.audience)
    mark = "" if note.uses > 1 else f' id="fnref-{note.number}"'
    return f'<sup class="footnote-ref"><a href="#fn-{note.number}"{mark}>{note.number}</a></sup>'


def _link(page: Page, token: Token, linked: list[bool]) -> str:
    address = str(token.attrs.get("href", ""))
    scheme = _SCHEME.match(address)
    linked.append(bool(scheme and scheme[1].lower() in ("http", "https")))
    if scheme:
        if scheme[1].lower() not in SCHEMES:
            page.log.add("link-scheme", page.line, scheme=scheme[1][:20])
            return "<a>"
        return f'<a href="{html.escape(address)}">'
    inner = _inner(page, address)
    return f'<a href="{html.escape(inner)}">' if inner else "<a>"


def _external(page: Page, linked: list[bool]) -> str:
    """Said in words where a link leaves the course, since a mark alone tells some readers nothing."""
    return f' <small class="opens">({page.words.other_site})</small>' if linked.pop() else ""


def _inner(page: Page, address: str) -> str:
    """The address of a link into the course: a lesson, a place in it, or a place on this page. Nothing for one that leads nowhere."""
    path, _, anchor = address.partition("#")
    if not path:
        anchor = page.anchor_prefix + anchor
        page.wishes.append(Wish(page.own_id, unquote(anchor), page.line))
        return f"#{anchor}"
    try:
        target = page.targets.get(inside(path, page.path))
    except ValueError:
        page.log.add("link-address", page.line, address=address[:80])
        return ""
    if target is None:
        page.log.add("link-broken", page.line, file=path[:80])
        return ""
    if not anchor:
        return f"aeo-lesson:{target.lesson}"
    page.wishes.append(Wish(target.lesson, unquote(f"s-{anchor}"), page.line))
    return f"aeo-lesson:{target.lesson}#s-{anchor}"


def _takes_mark(tokens: list[Token], index: int) -> bool:
    """Whether `{decorative}` follows the picture; the mark is taken out of the text."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None or after.type != "text" or not after.content.startswith("{decorative}"):
        return False
    after.content = after.content.removeprefix("{decorative}")
    return True


def image(page: Page, token: Token, *, decorative: bool) -> str:
    """A picture as `img`, or drawn into the page when it is an SVG. Nothing when it cannot be used."""
    alternative = " ".join(token.content.split())
    if decorative and alternative:
        page.log.add("picture-decorative", page.line)
    if not decorative and not alternative:
        page.log.add("picture-no-text", page.line)
    picture = page.pictures.find(str(token.attrs["src"]), page.path, page.log, page.line)
    if picture is None:
        return ""
    if isinstance(picture, Raster):
        size = f'width="{picture.width}" height="{picture.height}" loading="lazy" decoding="async"'
        return f'<img src="aeo-media:{picture.media.name}" alt="{html.escape(alternative)}" {size}>'
    prefix = f"pic-{page.own_id}-{page.tally.next()}-"
    return picture.silent(prefix) if decorative else picture.shown(prefix, alternative)
