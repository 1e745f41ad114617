"""Joins static/css into one style sheet: comments and needless white space go, fonts get their hashed names."""

import re
from pathlib import Path
from urllib.parse import quote

from build_icons import shapes
from build_problem import BuildProblem

ALONE = ("author", "case", "editor", "preview", "staff", "style")
"""Sheets of few pages each, sent beside the others to those only."""

ORDER = ("tokens", "base", "layout", "components", "questions", "figures", "pages", "print")


def stylesheet(folder: Path, fonts: dict[str, str], icons: Path) -> bytes:
    strangers = {path.stem for path in folder.glob("*.css")} - {*ORDER, *ALONE}
    if strangers:
        raise BuildProblem(f"static/css has files without a place: {', '.join(sorted(strangers))}. Name them in static/build_css.py.")
    text = "\n".join((folder / f"{name}.css").read_text("utf-8") for name in ORDER)
    for name, hashed in fonts.items():
        if f'"{name}"' not in text:
            raise BuildProblem(f"no style sheet asks for {name}. Use it in static/css/base.css or take it out of static/build.py.")
        text = text.replace(f'"{name}"', f'"{hashed}"')
    text = re.sub(r'"icon:([a-z-]+)"', lambda found: f'"{drawn(icons / f"{found[1]}.svg")}"', text)
    return (squeeze(text) + "\n").encode()


def alone(path: Path) -> bytes:
    """A sheet that one page asks for."""
    return (squeeze(path.read_text("utf-8")) + "\n").encode()


def drawn(path: Path) -> str:
    """An icon as a mask: text that was compiled long ago gets its sign from the style sheet, whatever sprite the page has."""
    frame = "viewBox='0 0 24 24' fill='none' stroke='black' stroke-width='2' stroke-linecap='round'"
    body = shapes(path).replace('"', "'")
    return "data:image/svg+xml," + quote(f"<svg xmlns='http://www.w3.org/2000/svg' {frame}>{body}</svg>", safe=" '=/:;,()<>")


def squeeze(text: str) -> str:
    """Strings stay as they are; between them comments go and white space shrinks where it means nothing."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    joined = "".join(piece if at % 2 else squeeze_code(piece) for at, piece in enumerate(pieces)).strip()
    return re.sub(r'="([a-z]+)"\]', r"=\1]", joined)


def squeeze_code(code: str) -> str:
    code = re.sub(r"\s+", " ", code)
    code = re.sub(r" ?([{};,>~]) ?", r"\1", code)
    code = re.sub(r"#([0-9A-Fa-f])\1([0-9A-Fa-f])\2([0-9A-Fa-f])\3\b", r"#\1\2\3", code)
    code = re.sub(r"([\w-]): (?=[^{}]*(?:[;}]|$))", r"\1:", code)
    code = re.sub(r"\(((?:min|max)-[a-z-]+): ", r"(\1:", code)
    code = re.sub(r"(?<![\w.])0(\.\d)", r"\1", code)
    return code.replace(";}", "}")
