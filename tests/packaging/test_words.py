"""The words of the scripts: the list that gettext reads is the list that the scripts use."""

import json
import re
from pathlib import Path

import pytest
from babel.support import NullTranslations

from app.packaging.words import PACKAGES, PACKAGES_BY_NUMBER, PAGES, PAGES_BY_NUMBER, words

PLAYER = Path(__file__).resolve().parents[2] / "static" / "player"
STRING = r'"((?:[^"\\]|\\.)*)"'


def reached(entry: str) -> set[str]:
    """The modules that an entry imports, itself among them."""
    seen: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += re.findall(r'from "\./([\w.]+)"', (PLAYER / name).read_text("utf-8"))
    return seen


def said(entry: str) -> tuple[set[str], set[tuple[str, str]]]:
    text = "\n".join((PLAYER / name).read_text("utf-8") for name in sorted(reached(entry)))
    plain = {json.loads(f'"{each}"') for each in re.findall(rf"(?<![\w.])_\({STRING}", text)}
    numbered = {
        (json.loads(f'"{one}"'), json.loads(f'"{many}"')) for one, many in re.findall(rf"(?<![\w.])ngettext\({STRING}, {STRING}", text)
    }
    return plain, numbered


def test_the_lists_hold_exactly_what_the_scripts_say():
    pages, pages_by_number = said("entry-server.js")
    package, package_by_number = said("entry-scorm12.js")

    assert set(PAGES) == pages
    assert set(PAGES_BY_NUMBER) == pages_by_number
    assert set(PACKAGES) == package - pages
    assert set(PACKAGES_BY_NUMBER) == package_by_number - pages_by_number


@pytest.mark.parametrize("path", sorted(PLAYER.glob("*.js")), ids=lambda path: path.name)
def test_every_call_takes_a_plain_text_so_that_it_is_found(path):
    """But for the one that hands a text on and those that choose between two."""
    calls = re.findall(r"(?<![\w.])(?:_|ngettext)\((?!\s*[\"])(\w+)", path.read_text("utf-8"))

    assert [call for call in calls if call not in ("text", "one")] == []


def test_english_hands_over_nothing_but_its_name():
    assert words(NullTranslations(), "en", package=True) == {"language": "en", "texts": {}, "plurals": {}}


class Arabic(NullTranslations):
    """Says everything in capitals, and tells which form it chose."""

    def gettext(self, message):
        return message.upper()

    def ngettext(self, one, many, number):
        return f"form of {number}"


def test_a_translation_is_handed_over_with_every_form_of_its_language():
    told = words(Arabic(), "ar", package=False)

    assert told["texts"]["Undo"] == "UNDO"
    assert set(told["plurals"]["%(num)s right"]) == {"zero", "one", "two", "few", "many", "other"}
    assert "Before you start" not in told["texts"]
    assert "Before you start" in words(Arabic(), "ar", package=True)["texts"]
