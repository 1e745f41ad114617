"""Makes a course of any number of equal pages, the same for the same seed, to measure reading and export with.

A page has 1,000 words, four sections, one list of five, one table of five rows and four columns, one code block of twelve lines,
one ordered list, one footnote, one PNG of 8 kB, one single and one multiple question of four choices.
"""

import argparse
import random
import struct
import zlib
from pathlib import Path

SEED = 20261124
PAGES_A_MODULE = 20
WORDS_A_PAGE = 1_000

_SYLLABLES = [first + second for first in "bcdfglmnprst" for second in "aeiou"]
_KEYWORDS = ["seals", "records", "premises", "partners", "conveyances", "personnel", "cargo", "training"]
_CODE = """def residual(likelihood, impact, control):
    \"\"\"What is left of a risk after control {number}.\"\"\"
    inherent = likelihood * impact
    share = (10 - 2 * control) / 10
    return round(inherent * share, 1)


for line in rated:
    rest = residual(line.likelihood, line.impact, line.control)
    if rest >= {number}:
        print(line.name, rest)  # look at this one first
print("done")"""


def generate(folder: Path, pages: int, seed: int = SEED) -> None:
    """Write the course into a folder that does not exist yet."""
    chance = random.Random(seed)
    words = ["".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(1, 4))) for _ in range(3_000)]
    (folder / "media").mkdir(parents=True)
    (folder / "course.md").write_text(_COURSE, encoding="utf-8")
    for number in range(1, pages + 1):
        module = (number - 1) // PAGES_A_MODULE + 1
        place = folder / f"{module:03}-module"
        if (number - 1) % PAGES_A_MODULE == 0:
            place.mkdir()
            (place / "module.md").write_text(f"---\nid: module-{module}\ntitle: Module {module}\n---\n", encoding="utf-8")
        (place / f"{number:04}-page.md").write_text(_page(number, chance, words), encoding="utf-8")
        (folder / "media" / f"{number:04}.png").write_bytes(_png(chance))


def _page(number: int, chance: random.Random, words: list[str]) -> str:
    def prose(count: int) -> str:
        row = [chance.choice(words) for _ in range(count)]
        for at in range(7, count, 31):
            row[at] = f"**{row[at]}**" if at % 2 else f"*{row[at]}*"
        sentences = [" ".join(row[at : at + 14]).capitalize() + "." for at in range(0, count, 14)]
        return " ".join(sentences)

    def choices(right: int) -> str:
        return "\n".join(f"- [{'x' if at < right else ' '}] {prose(8)}\n  > {prose(9)}" for at in range(4))

    points = "\n".join(f"- {prose(9)}" for _ in range(5))
    steps = "\n".join(f"{at}. {prose(9)}" for at in range(1, 5))
    rows = "\n".join(f"| {prose(2)} | {prose(3)} | {prose(2)} | {chance.randint(1, 99)} |" for _ in range(5))
    tag = chance.choice(_KEYWORDS)
    table = f"Table: Figures of page {number}\n\n| One | Two | Three | Four |\n|---|---|---|--:|\n{rows}"
    hinted = f"> hint: {prose(8)}\n\n> explain: {prose(14)}"
    parts = [
        f"---\nid: page-{number}\ntitle: Page {number} on {tag}\nminutes: 9\ntags: [{tag}]\n---\n",
        prose(150) + "[^1]",
        f"## First part of {number}\n\n{prose(110)}\n\n{points}\n\n{prose(60)}",
        f"## Second part\n\n{prose(90)}\n\n{table}\n\n{prose(50)}",
        f"## Third part\n\n{prose(90)}\n\n```python\n{_CODE.format(number=number)}\n```\n\n{steps}\n\n{prose(50)}",
        f'## Fourth part\n\n![{prose(6)}](../media/{number:04}.png "{prose(6)}")\n\n{prose(95)}',
        f"::: question single #q-{number}-a tags={tag} level=1\n\n{prose(12)}\n\n{choices(1)}\n\n> explain: {prose(14)}\n\n:::",
        f"::: question multiple #q-{number}-b tags={tag} level=2 points=2\n\n{prose(12)}\n\n{choices(2)}\n\n{hinted}\n\n:::",
        f"[^1]: {prose(12)}\n",
    ]
    return "\n\n".join(parts)


def _png(chance: random.Random) -> bytes:
    """A picture of noise, 8 kB: it cannot be packed further."""
    side = 52
    rows = b"".join(b"\0" + chance.randbytes(side * 3) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


_COURSE = """---
id: bench
title: A course to measure with
language: en
---

Made by a generator.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=int, choices=(10, 100, 1000, 4000))
    given = parser.parse_args()
    generate(given.folder, given.pages)


if __name__ == "__main__":
    main()
