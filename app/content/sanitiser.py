"""The second line against script: everything that is shown as HTML passes an allow list, whatever the renderer made of it."""

import re

import nh3

from app.content import drawings, formulas
from app.content.names import names

_TEXT = names(
    "a abbr aside b blockquote br caption code dd div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img li ol p pre q s section "
    "small span strong sub sup table tbody td tfoot th thead tr ul"
)
_EVERYWHERE = {"class", "id", "lang", "dir"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": _EVERYWHERE,
    "a": {"href", "aria-label"},
    "aside": {"role"},
    "div": {"role", "tabindex", "aria-labelledby", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "li": {"value"},
    "math": {"display"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "span": {"data-blank", "aria-hidden"},
    "svg": {"viewBox", "role", "aria-labelledby", "aria-hidden"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
for _tag in formulas.ELEMENTS:
    _ATTRIBUTES[_tag] = _ATTRIBUTES.get(_tag, set()) | formulas.ATTRIBUTES
for _tag in drawings.ELEMENTS:
    _ATTRIBUTES[_tag] = _ATTRIBUTES.get(_tag, set()) | drawings.ATTRIBUTES

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
OUR_SCHEMES = frozenset({"aeo-media", "aeo-lesson", "aeo-term"})

_CLEANER = nh3.Cleaner(
    tags={*_TEXT, *formulas.ELEMENTS, *drawings.ELEMENTS},
    attributes=_ATTRIBUTES,
    url_schemes={*SCHEMES, *OUR_SCHEMES},
    link_rel=None,
    strip_comments=True,
)


_PLAIN = re.compile(r"(?:[^<>&\xa0\r\0]++|&(?:amp|lt|gt);|</?(?:p|strong|em|code|s)>)*+")
"""Escaped words and the commonest tags without any attribute: the cleaner gives them back as they are."""


def cleaned(html: str) -> str:
    """The HTML without anything that is not on the list. What is plain needs no look: most answers of questions are."""
    return html if _PLAIN.fullmatch(html) else _CLEANER.clean(html) if "<" in html else html
