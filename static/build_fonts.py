"""Cuts the web fonts down to the characters that the pages use."""

from io import BytesIO
from pathlib import Path

from build_problem import BuildProblem
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2016), *range(0x2018, 0x201F), 0x2026, 0x2039, 0x203A, 0x2212]
CYRILLIC = [*range(0x400, 0x460), 0x490, 0x491, 0x2116]

# Formulas of the courses: figures, letters in mathematical italics, operators, relations. Words in a formula are set in the
# text font. The file weighs with the first lesson that shows a formula, so a character comes in when a course needs it.
MATH = [
    *range(0x20, 0x40), 0xA0, 0xB0, 0xB1, 0xB7, 0xD7, 0xF7, 0x2032, *range(0x2061, 0x2065), 0x210E, 0x2211, 0x2212, 0x221A, 0x2248, 0x2260,
    0x2264, 0x2265, 0x22C5, *range(0x1D434, 0x1D455), *range(0x1D456, 0x1D468),
]  # fmt: skip

LIMIT = 15_000


def bitter_latin(source: Path) -> bytes:
    content = subset(source, LATIN, features=["kern", "liga", "lnum", "tnum", "mark"])
    if len(content) > LIMIT:
        raise BuildProblem(f"the heading font has {len(content)} bytes, more than {LIMIT}. Take characters out of static/build_fonts.py.")
    return content


def bitter_cyrillic(source: Path) -> bytes:
    return subset(source, CYRILLIC, features=["kern", "locl"])


def stix_math(source: Path) -> bytes:
    """The MATH table is kept: without it a browser cannot stretch brackets, roots and fraction bars."""
    return subset(source, MATH, features=[])


def subset(source: Path, characters: list[int], features: list[str]) -> bytes:
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]
    options.drop_tables += ["DSIG", "meta", "STAT"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()
