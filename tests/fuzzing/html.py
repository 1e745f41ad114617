"""Looks at HTML that a page would show, with another parser than the one that cleaned it: nothing in it can run or load what is not ours."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from lxml import html

from app.content.sanitiser import _CLEANER

NEVER = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "base",
        "meta",
        "link",
        "form",
        "input",
        "button",
        "textarea",
        "select",
        "option",
        "frame",
        "frameset",
        "applet",
        "template",
        "slot",
        "portal",
        "audio",
        "video",
        "source",
        "track",
        "use",
        "image",
        "foreignobject",
        "animate",
        "set",
        "handler",
        "annotation-xml",
        "noscript",
        "noembed",
        "plaintext",
        "xmp",
    ]
)
ADDRESSES = frozenset(
    ["href", "src", "action", "formaction", "data", "poster", "background", "cite", "longdesc", "xlink:href", "srcset", "ping"]
)
SCHEMES = frozenset(["http", "https", "mailto", "tel", "aeo-media", "aeo-lesson", "aeo-term"])
SHOWN = frozenset(["html", "prompt", "explain", "feedback", "hints", "text", "definition"])
"""Fields of compiled data that are shown as HTML; `title` too, but only that of a section."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):")


def faults(text: str) -> list[str]:
    """What is wrong with a piece of HTML."""
    text = text.replace("\xa0", "&nbsp;").lstrip("\ufeff")  # The cleaner takes one such mark off the head each time.
    found = [] if "<" not in text or _CLEANER.clean(text) == text else ["cleaning it again changes it"]
    if "<" not in text:
        return found
    for element in html.fragment_fromstring(text.replace("\0", ""), create_parent="div").iter():
        if not isinstance(element.tag, str):
            found.append("a comment or instruction")
            continue
        if element.tag.lower() in NEVER:
            found.append(f"the element {element.tag}")
        for name, value in element.attrib.items():
            found += _wrong(str(name).lower(), str(value))
    return found


def _wrong(name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or name in ("style", "srcdoc"):
        yield f"the attribute {name}"
    if name in ADDRESSES:
        plain = "".join(sign for sign in value if sign > " " and sign.isprintable()).lower()
        scheme = _SCHEME.match(plain)
        if (scheme and scheme[1] not in SCHEMES) or plain.startswith(("//", "\\", "/\\")):
            yield f"the address {value!r}"


def shown(value: Any, name: str = "") -> Iterator[str]:
    """Every piece of HTML in compiled data."""
    if isinstance(value, str):
        if name in SHOWN or name == "Section.title":
            yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from shown(item, name)
    elif isinstance(value, dict):
        for item in value.values():
            yield from shown(item, name)
    elif is_dataclass(value):
        for field in fields(value):
            inner = f"Section.{field.name}" if type(value).__name__ == "Section" else field.name
            yield from shown(getattr(value, field.name), inner)
