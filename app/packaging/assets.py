"""The built files that every package carries: styles, fonts, icons, the player, the official schemas."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import DomainError

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"

FONTS = ("fonts/bitter-latin.woff2", "fonts/bitter-cyrillic.woff2", "fonts/stix-two-math.woff2")
SCHEMAS_12 = ("imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd", "ims_xml.xsd")


class NotBuilt(DomainError):
    """A built file is missing; `str()` says how to make it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """What is the same in every package; `case_css` goes into those with a case.

    `fonts` and `schemas` map a file's name in the package to its bytes.
    """

    css: bytes
    case_css: bytes
    fonts: Mapping[str, bytes]
    icons: str
    mark: str
    player: bytes
    schemas: Mapping[str, bytes]


def load_assets(vendor: Path = VENDOR) -> Assets:
    """The files as `static/build.py` made them. Raises NotBuilt."""
    try:
        names = json.loads((vendor / "manifest.json").read_text("utf-8"))
        return Assets(
            css=(vendor / names["site.css"]).read_bytes(),
            case_css=(vendor / names["case.css"]).read_bytes(),
            fonts={names[font]: (vendor / names[font]).read_bytes() for font in FONTS},
            icons=(vendor / names["icons.svg"]).read_text("utf-8"),
            mark=(vendor / names["img/mark.svg"]).read_text("utf-8"),
            player=(vendor / "player" / "player-scorm12.js").read_bytes(),
            schemas={name: (vendor / "schemas" / "scorm12" / name).read_bytes() for name in SCHEMAS_12},
        )
    except (OSError, ValueError, KeyError) as missing:
        raise NotBuilt(
            f"The built files are not complete ({missing}). Run `python3 dev.py setup`, or static/build.py, then export again."
        ) from None
