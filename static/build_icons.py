"""Puts the icons that the pages use into one sprite. Symbols are named i-NAME, so that an inlined sprite never meets an id of the text."""

import re
from pathlib import Path

from build_problem import BuildProblem

ICONS = (
    "check", "x", "lock", "clock", "hourglass", "arrow-right", "arrow-left", "arrow-up", "arrow-down", "grip-vertical", "chevron-down",
    "search", "languages", "menu", "bookmark", "pencil", "printer", "download", "upload", "flag", "info", "lightbulb", "circle-alert",
    "triangle-alert", "octagon-alert", "stamp", "folder-open", "book-open", "file-text", "wifi-off", "cloud-off", "refresh-cw",
)  # fmt: skip


def sprite(folder: Path) -> bytes:
    symbols = "\n".join(f'<symbol id="i-{name}" viewBox="0 0 24 24">{shapes(folder / f"{name}.svg")}</symbol>' for name in ICONS)
    note = "Icons from Lucide, ISC licence; the licence is in licences/lucide.txt."
    return f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {note} -->\n{symbols}\n</svg>\n'.encode()


def shapes(path: Path) -> str:
    if not path.exists():
        raise BuildProblem(f"the icon set has no {path.stem}. Name another one in static/build_icons.py.")
    found = re.search(r"<svg.*?>(.*)</svg>", path.read_text("utf-8"), flags=re.DOTALL)
    if not found:
        raise BuildProblem(f"the icon {path.stem} is no SVG that can be read.")
    return re.sub(r"\s*\n\s*", "", found.group(1)).replace(" />", "/>")
