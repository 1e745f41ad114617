"""The contrast of every pair of colours that the pages use, computed anew from tokens.css and compared with the written table."""

import re
from fractions import Fraction

import pytest

from tests.web.bare import ROOT

TOKENS = (ROOT / "static/css/tokens.css").read_text("utf-8")
THEMES = ("light", "dark", "contrast")

# WCAG 2 ratios, cut to two decimals: light, dark, high contrast.
TEXT = """
ink on paper 16.55 15.44 21.00
ink on desk 15.04 13.96 21.00
ink on desk2 13.51 11.45 17.93
ink2 on paper 7.74 9.24 14.80
ink2 on desk 7.04 8.35 14.80
ink2 on desk2 6.32 6.85 12.64
petrol on paper 7.83 9.78 11.67
petrol on desk 7.11 8.85 11.67
petrol on petrol-tint 6.65 7.37 11.67
petrol on amber-tint 7.08 7.86 11.67
petrol on seal-tint 6.72 8.47 11.67
petrol on right-tint 6.82 7.75 11.67
petrol-deep on petrol-tint 10.00 9.83 21.00
on-petrol on petrol 7.83 8.97 11.67
on-petrol on petrol-deep 11.77 11.97 21.00
ink on petrol-tint 14.08 11.62 21.00
stamp on paper 9.14 10.24 14.27
paper on stamp 9.14 10.24 14.27
stamp on stamp-tint 7.90 8.34 14.27
ink on stamp-tint 14.30 12.58 21.00
seal on paper 7.10 8.92 11.06
seal on seal-tint 6.10 7.72 11.06
ink on seal-tint 14.21 13.36 21.00
amber on paper 7.12 10.74 11.96
amber on amber-tint 6.44 8.63 11.96
ink on amber-tint 14.97 12.40 21.00
right on paper 6.62 10.04 11.41
right on right-tint 5.77 7.95 11.41
ink on right-tint 14.42 12.23 21.00
ink2 on petrol-tint 6.58 6.96 14.80
on-band on low 13.41 10.56 21.00
on-band on medium 12.54 7.23 17.47
on-band on high 8.08 6.65 13.15
on-critical on critical 8.84 5.30 12.38
paper on ink 16.55 15.44 21.00
"""
PARTS = """
line on paper 4.40 5.70 21.00
line on desk2 3.59 4.23 17.93
line on petrol-tint 3.74 4.29 21.00
petrol on desk2 6.39 7.26 9.97
stamp on desk2 7.46 7.59 12.19
critical on paper 8.84 3.40 12.38
ink on paper 16.55 15.44 21.00
"""


def rows(table: str, least: str) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(front, back, tuple(ratios), least) for front, _on, back, *ratios in (line.split() for line in table.split("\n") if line)]


def block(selector: str) -> str:
    """What the first rule with exactly this selector declares."""
    found = re.search(rf"^\s*{re.escape(selector)} \{{([^}}]*)\}}", TOKENS, flags=re.MULTILINE)
    assert found, selector
    return found.group(1)


def declared(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): ([^;]+);", text))


def colours(theme: str) -> dict[str, str]:
    light = declared(block(":root"))
    return light if theme == "light" else light | declared(block(f'[data-theme="{theme}"]'))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> str:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return str(int((lighter + 0.05) / (darker + 0.05) * 100 + 1e-9) / 100)


@pytest.mark.parametrize(("front", "back", "written", "least"), rows(TEXT, "4.5") + rows(PARTS, "3.0"))
def test_each_pair_has_the_contrast_that_the_table_says(front, back, written, least):
    found = [ratio(colours(theme)[front], colours(theme)[back]) for theme in THEMES]

    assert [Fraction(one) for one in found] == [Fraction(one) for one in written]
    assert all(Fraction(one) >= Fraction(least) for one in found)


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_a_theme_sets_every_colour(theme):
    names = {name for name, value in declared(block(":root")).items() if value.startswith("#")}

    assert names <= set(declared(block(f'[data-theme="{theme}"]')))


DEVICE = {"screen and (prefers-color-scheme: dark)": "dark", "(prefers-contrast: more)": "contrast"}


@pytest.mark.parametrize(("question", "theme"), DEVICE.items())
def test_the_theme_of_the_device_is_the_theme_of_the_setting(question, theme):
    inside = TOKENS[TOKENS.index(f"@media {question} {{") :]
    copy = re.search(r'\[data-theme="system"\] \{([^}]*)\}', inside)

    assert copy
    assert declared(copy.group(1)) == declared(block(f'[data-theme="{theme}"]'))
