"""SVG pictures that stand inside the page, so that they take its colours: parsed, checked against a list, written anew."""

import html
import re
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.content.names import names

LARGEST = 200 * 1024
MOST_ELEMENTS = 4_000
DEEPEST = 30

ELEMENTS = names("svg g defs marker clipPath title desc text tspan rect line circle ellipse path polygon polyline")
ATTRIBUTES = names(
    "viewBox role class id x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height transform font-size text-anchor "
    "dominant-baseline stroke-width stroke-linecap stroke-linejoin stroke-dasharray marker-start marker-mid marker-end clip-path "
    "refX refY markerWidth markerHeight markerUnits orient preserveAspectRatio clipPathUnits rotate textLength lengthAdjust"
)
CLASSES = names(
    "s-line s-rule s-dash s-petrol s-seal s-mark f-paper f-desk f-desk2 f-petrol f-petrol-tint f-seal-tint f-amber-tint f-right-tint "
    "f-ink f-on-band f-on-critical f-low f-medium f-high f-critical t t-2 t-strong t-num t-on-petrol t-on-band t-on-critical t-petrol "
    "t-seal"
)

_SVG = "{http://www.w3.org/2000/svg}"
_IGNORED = frozenset({"version", "focusable", "{http://www.w3.org/XML/1998/namespace}space"})
_REFERENCES = frozenset({"marker-start", "marker-mid", "marker-end", "clip-path"})
_LOCAL = re.compile(r"url\(#([A-Za-z][\w.-]*)\)")
_NAME = re.compile(r"[A-Za-z][\w.-]*")
_PREFIX = "\0"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A checked picture; `body` has a mark where the prefix of its ids will stand. `description` is what the file itself says of it."""

    view_box: str
    title: str
    body: str
    description: str = ""

    def shown(self, prefix: str, alternative: str) -> str:
        """The picture for one place in a page, named by its title and described by the text that the lesson gives it."""
        ids = f'aria-labelledby="{prefix}title {prefix}desc"' if self.title else f'aria-labelledby="{prefix}desc"'
        title = f'<title id="{prefix}title">{html.escape(self.title, quote=False)}</title>' if self.title else ""
        text = f'{title}<desc id="{prefix}desc">{html.escape(alternative, quote=False)}</desc>'
        return f'<svg viewBox="{self.view_box}" role="img" {ids}>{text}{self.body.replace(_PREFIX, prefix)}</svg>'

    def silent(self, prefix: str) -> str:
        """The picture where it says nothing."""
        return f'<svg viewBox="{self.view_box}" aria-hidden="true">{self.body.replace(_PREFIX, prefix)}</svg>'


class Refused(ValueError):
    """The picture holds what may not be in it. `code` and `values` make the problem; `near` is text to look for in the source."""

    def __init__(self, code: str, near: str = "", **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.near = near
        self.values = values


def read(data: bytes) -> Drawing:
    """A checked drawing. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused("picture-large", limit=f"{LARGEST // 1024} kB")
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused("svg-doctype", "<!") from None
    except (ParseError, ValueError, LookupError) as error:
        raise Refused("svg-broken", reason=str(error)) from None
    if root.tag != f"{_SVG}svg":
        raise Refused("svg-broken", reason="the outermost element is not svg in the SVG name space")
    box = root.get("viewBox", "")
    if not re.fullmatch(r"\s*-?[\d.]+(?:[\s,]+-?[\d.]+){3}\s*", box):
        raise Refused("svg-viewbox", "<svg")
    return Drawing(box, _said(root, "title"), _Writer().inside(root), _said(root, "desc"))


def _said(root: Element, name: str) -> str:
    return " ".join((root.findtext(f"{_SVG}{name}") or "").split())


class _Writer:
    def __init__(self) -> None:
        self.count = 0

    def inside(self, root: Element) -> str:
        self._attributes(root)
        return (root.text or "").strip() + "".join(
            self._element(child, 1) for child in root if child.tag not in (f"{_SVG}title", f"{_SVG}desc")
        )

    def _element(self, element: Element, depth: int) -> str:
        self.count += 1
        name = str(element.tag).removeprefix(_SVG)
        if name not in ELEMENTS or name == "svg" or not str(element.tag).startswith(_SVG):
            raise Refused("svg-element", f"<{name}", element=name.rpartition("}")[2][:40])
        if self.count > MOST_ELEMENTS or depth > DEEPEST:
            raise Refused("picture-large", limit=f"{MOST_ELEMENTS} elements, {DEEPEST} levels")
        inner = html.escape((element.text or "").strip("\n"), quote=False) if name in ("text", "tspan", "title", "desc") else ""
        for child in element:
            inner += self._element(child, depth + 1)
            inner += html.escape((child.tail or "").strip("\n"), quote=False) if name in ("text", "tspan") else ""
        return f"<{name}{self._attributes(element)}>{inner}</{name}>"

    def _attributes(self, element: Element) -> str:
        kept = ""
        for name, value in element.attrib.items():
            if name in _IGNORED:
                continue
            if name not in ATTRIBUTES:
                shown = name.rpartition("}")[2][:40]
                raise Refused("svg-attribute", f"{shown}=", attribute=shown)
            kept += f' {name}="{html.escape(self._value(name, value))}"'
        return kept

    def _value(self, name: str, value: str) -> str:
        if name == "class" and (strange := [each for each in value.split() if each not in CLASSES]):
            raise Refused("svg-class", f'"{value}"', name=strange[0][:40])
        if name == "id":
            if not _NAME.fullmatch(value):
                raise Refused("svg-attribute", f'id="{value}"', attribute="id")
            return _PREFIX + value
        if name in _REFERENCES and value != "none":
            local = _LOCAL.fullmatch(value.strip())
            if local is None:
                raise Refused("svg-attribute", f"{name}=", attribute=name)
            return f"url(#{_PREFIX}{local[1]})"
        if "url(" in value.lower() and name != "class" and name not in _REFERENCES:
            raise Refused("svg-attribute", f"{name}=", attribute=name)
        return value
