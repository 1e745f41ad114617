"""What static/build.py makes: small, the same on every run, and nothing that leads off this host."""

import gzip
import json
import re
import subprocess
import sys
from importlib import import_module

import pytest

from tests.web.bare import ROOT, manifest

VENDOR = ROOT / "static" / "vendor"
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
PHYSICAL = re.compile(r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height)\s*:")


def built(name: str) -> bytes:
    return (VENDOR / manifest()[name].partition("?")[0]).read_bytes()


def test_the_style_sheet_weighs_at_most_12_kib_compressed():
    assert len(gzip.compress(built("site.css"), 9, mtime=0)) <= 12 * 1024


@pytest.mark.parametrize("name", ["fonts/bitter-latin.woff2", "fonts/bitter-cyrillic.woff2", "fonts/stix-two-math.woff2"])
def test_a_font_is_small(name):
    assert len(built(name)) <= 15_000


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_uses_logical_properties_only(sheet):
    code = re.sub(r"/\*.*?\*/|@media[^{]*|@container[^{]*", "", sheet.read_text("utf-8"), flags=re.DOTALL)

    assert PHYSICAL.findall(code) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_is_short_and_forces_nothing(sheet):
    text = sheet.read_text("utf-8")

    assert len(text.splitlines()) <= 400
    assert sheet.name == "print.css" or "!important" not in text


def test_the_style_sheet_asks_for_its_own_fonts_only():
    asked = re.findall(r'url\("([^"]+)"\)', built("site.css").decode())
    fonts = {file for name, file in manifest().items() if name.startswith("fonts/")}

    assert {each for each in asked if not each.startswith("data:image/svg+xml,")} == fonts


def test_each_built_file_carries_its_own_hash():
    names = {name: file for name, file in manifest().items() if name.startswith(("fonts/", "img/", "icons", "site"))}

    assert names
    assert all(re.search(r"\.[0-9a-f]{12}\.\w+$", file) for file in names.values())


def test_a_second_run_writes_nothing():
    before = {path: path.stat().st_mtime_ns for path in VENDOR.rglob("*") if path.is_file()}

    done = subprocess.run([sys.executable, "static/build.py"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert " 0 written" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in VENDOR.rglob("*") if path.is_file()} == before


def test_two_builds_have_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "static")
    build = import_module("build")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        build.build(tmp_path / name)

    one, two = (json.loads((tmp_path / name / "manifest.json").read_text()) for name in ("one", "two"))
    assert one == two == manifest()


def test_the_drawings_are_those_of_the_formulas(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "static")
    drawn = import_module("build_drawings").drawings()

    assert {path.name: path.read_text("utf-8") for path in (ROOT / "static/img").glob("*.svg")} == drawn


def test_a_missing_package_is_told_in_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.syspath_prepend(ROOT / "static")
    build = import_module("build")
    monkeypatch.setattr(build, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(build, "MODULES", ROOT / "no-such-modules")

    assert build.main() == 1
    assert capsys.readouterr().err.startswith("static/build.py: no-such-modules/")
