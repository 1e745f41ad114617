"""TeX to MathML, cleaned: only known elements and attributes, and an error instead of a formula that says something else."""

import html
import re
from functools import cache, lru_cache
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import Element, tostring

from app.content.names import names

LONGEST = 2_000

ELEMENTS = names(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle mpadded "
    "mphantom menclose mmultiscripts mprescripts none"
)
ATTRIBUTES = names(
    "display displaystyle scriptlevel mathvariant stretchy fence form separator lspace rspace minsize maxsize symmetric largeop "
    "movablelimits accent accentunder linethickness width height depth columnalign rowspacing columnspacing notation"
)

_ESCAPED = re.compile(r"\\.", re.DOTALL)
_ALIASES = {r"\begin{aligned}": r"\begin{split}", r"\end{aligned}": r"\end{split}"}


class Unreadable(ValueError):
    """This is no formula that we can show; `str()` says why."""


@lru_cache(maxsize=4096)
def formula(tex: str, *, block: bool = False) -> str:
    """The formula as a `math` element. Raises Unreadable."""
    if len(tex) > LONGEST:
        raise Unreadable(f"it is longer than {LONGEST} characters")
    if not _balanced(tex):
        raise Unreadable("its braces do not match")
    for ours, theirs in _ALIASES.items():
        tex = tex.replace(ours, theirs)
    try:
        element = _converter()(tex)
        _clean(element)
        element.attrib["display"] = "block" if block else "inline"
        return tostring(element, encoding="unicode", short_empty_elements=False)
    except Unreadable:
        raise
    except RecursionError:
        raise Unreadable("it is nested too deep") from None
    except Exception as error:  # The converter fails with many kinds, some without words.
        raise Unreadable(_reason(error)) from None


@cache
def _converter() -> Any:
    """The library has large tables and most courses no formula: it is loaded with the first one."""
    return import_module("latex2mathml.converter").convert_to_element


def _clean(element: Element) -> None:
    tag = element.tag
    if tag not in ELEMENTS:
        raise Unreadable(f"“{tag}” cannot be used")
    if "href" in element.attrib:
        raise Unreadable("links cannot stand in it")
    element.attrib = {name: value for name, value in element.attrib.items() if name in ATTRIBUTES}
    element.text = html.unescape(element.text) if element.text else element.text
    element.tail = html.unescape(element.tail) if element.tail else element.tail
    if element.text and element.text.startswith("\\"):
        raise Unreadable(f"the command {element.text} is not known")
    for child in element:
        _clean(child)


def _balanced(tex: str) -> bool:
    depth = 0
    for sign in _ESCAPED.sub("", tex):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _reason(error: Exception) -> str:
    name = type(error).__name__.removesuffix("Error")
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()
    return f"{words}: {error}" if str(error) else words
