"""Makes certificates as PDF, in a process of its own: `python -m app.credentials.render` reads JSON and writes the PDF.

What it is given is data: nothing in it is ever read as markup, and nothing is fetched. Time and memory are limited.
"""

import io
import json
import re
import resource
import signal
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import segno
import typst

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "templates" / "certificates" / "certificate.typ"
FONTS = ROOT / "static" / "vendor" / "fonts" / "pdf"

SECONDS = 15
LONGEST = 30
"""Seconds by the clock, for a process that hangs when nobody is left who would end it."""
MEMORY = 2 * 1024**3

QR_MILLIMETRES = 33
QR_QUIET = 4

FAMILIES = {
    "Noto Naskh Arabic": ("noto-naskh-arabic", ("ARABIC",)),
    "Noto Sans Thai": ("noto-sans-thai", ("THAI",)),
    "Noto Sans SC": ("noto-sans-sc", ("CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH", "BOPOMOFO")),
}
"""Fonts that are loaded only when a text needs them: family, name of the files, beginnings of the names of its signs."""

_MISSING = re.compile(r"could not be displayed|no font|unknown font family", re.IGNORECASE)


class Unprintable(Exception):
    """The text holds signs that none of our fonts has."""


def main(arguments: list[str]) -> None:
    """JSON in, PDF out. With `--many N` the same certificate N times in one process, for measuring; the last one is written."""
    limit()
    data = json.load(sys.stdin)
    times = int(arguments[1]) if arguments[:1] == ["--many"] else 1
    signal.alarm(LONGEST * times)
    try:
        for pdf in many(data, times):
            last = pdf
    finally:
        signal.alarm(0)
    sys.stdout.buffer.write(last)


def limit() -> None:
    """An end to what a hostile name could make this process use."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def render(data: dict[str, Any]) -> bytes:
    """One certificate. Raises Unprintable."""
    return next(many(data, 1))


def many(data: dict[str, Any], times: int) -> Iterator[bytes]:
    """The same certificate again and again by one compiler. Raises Unprintable."""
    given = {**data, "fonts": families(data), **qr(data["check_url"])}
    with folder_of(given["fonts"]) as fonts:
        compiler = typst.Compiler(root=str(ROOT), font_paths=[fonts], ignore_system_fonts=True)
        for _ in range(times):
            yield compiled(compiler, given)


def compiled(compiler: typst.Compiler, given: dict[str, Any]) -> bytes:
    try:
        pdf, warnings = compiler.compile_with_warnings(str(TEMPLATE), sys_inputs={"data": json.dumps(given)}, **_form(given))
    except typst.TypstError as error:
        raise _fault(str(error)) from error
    for warning in warnings:
        raise _fault(str(warning))
    if not isinstance(pdf, bytes):
        raise RuntimeError("no PDF came")
    return pdf


def _form(given: dict[str, Any]) -> dict[str, Any]:
    """A PDF that holds to PDF/A and PDF/UA, or a picture of twice the size of a page on a screen."""
    if given.get("form") == "png":
        return {"format": "png", "ppi": 144.0}
    return {"format": "pdf", "pdf_standards": ["a-2a", "ua-1"], "timestamp": given["timestamp"]}


def _fault(words: str) -> Exception:
    return Unprintable(words) if _MISSING.search(words) else RuntimeError(words)


def families(data: dict[str, Any]) -> list[str]:
    """The fonts that the texts need beside the two that are always there."""
    names = {unicodedata.name(sign, "") for sign in set(json.dumps(data, ensure_ascii=False)) if ord(sign) > 0x5FF}
    return [family for family, (_, begins) in FAMILIES.items() if any(name.startswith(begins) for name in names)]


@contextmanager
def folder_of(wanted: list[str]) -> Iterator[str]:
    """A folder with these fonts alone: the compiler reads all that it is shown, and the Chinese ones are large."""
    files = ["bitter-semibold", "noto-sans-regular", "noto-sans-bold"]
    files += [f"{FAMILIES[family][0]}-{weight}" for family in wanted for weight in ("regular", "bold")]
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            source = FONTS / f"{file}.ttf"
            if not source.exists():
                raise FileNotFoundError(f"The font {source} is missing. Set the project up again.")
            (Path(folder) / source.name).symlink_to(source)
        yield folder


def qr(address: str) -> dict[str, Any]:
    """The QR code of the check address and nothing else, level M, as SVG, and its share of the room with the quiet zone."""
    code = segno.make_qr(address, error="m", boost_error=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=QR_QUIET, xmldecl=False, svgns=True, dark="#15211E", light="#FFFFFF", omitsize=True)
    modules = code.symbol_size(border=0)[0]
    whole = QR_MILLIMETRES * (modules + 2 * QR_QUIET) / modules
    return {"qr": drawn.getvalue().decode(), "qr_share": whole / 43}


if __name__ == "__main__":
    main(sys.argv[1:])
