"""Imports go down, and the pure parts know no framework."""

import subprocess
import sys

import pytest

from tests.architecture.source import APP, ROOT, imports, modules, name, part

GROUND = {"errors", "clock", "logs", "database", "outages", "statements", "storage", "schema", "whole"}
BELOW: dict[str, set[str]] = {
    "errors": set(),
    "clock": set(),
    "logs": set(),
    "outages": {"errors"},
    "database": {"errors", "outages", "statements"},
    "statements": set(),
    "bytecode": {"whole"},
    "storage": {"errors", "outages", "whole"},
    "whole": set(),
    "schema": {"errors", "database"},
    "assessment": {"errors"},
    "content": {"assessment", "errors"},
    "packaging": {"content", "assessment", "bytecode", "errors"},
    "people": GROUND,
    "publishing": {"people", "content", "assessment"} | GROUND,
    "learning": {"publishing", "people", "content", "assessment"} | GROUND,
}
BELOW |= {part: BELOW["learning"] | {"learning"} for part in ("credentials", "intake")}
BELOW["reporting"] = BELOW["learning"] | {"learning", "credentials", "intake"}
FACES = {"web", "cli"}
PURE = ("assessment", "content", "packaging")
FOREIGN = ("flask", "werkzeug", "sqlalchemy", "alembic", "wtforms", "flask_login")


def parts_used(path) -> set[str]:
    """The parts of app/ that a file imports, its own among them."""
    return {dotted.split(".")[1] for dotted in imports(path) if dotted.startswith("app.")}


@pytest.mark.parametrize("path", modules(), ids=name)
def test_nothing_imports_upwards(path):
    here = part(path)
    if here in ("factory", "__init__"):
        return
    allowed = set(BELOW) if here in FACES else BELOW[here]

    assert parts_used(path) - {here} <= allowed


@pytest.mark.parametrize("path", [path for path in modules() if part(path) != "factory"], ids=name)
def test_only_the_two_roots_read_the_settings(path):
    reads = any(dotted == "config" or dotted.startswith("config.") for dotted in imports(path))

    assert not reads or part(path) == "cli"


def test_every_part_of_the_house_has_its_floor():
    folders = {path.name for path in APP.iterdir() if path.is_dir() and any(path.glob("*.py"))}

    assert folders <= set(BELOW) | FACES


@pytest.mark.parametrize("pure", PURE)
def test_a_pure_part_loads_no_framework(pure):
    files = [path for path in modules() if part(path) == pure]
    dotted = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in files]
    code = f"import sys, importlib\nfor name in {dotted!r}: importlib.import_module(name)\n"
    code += f"print(*[name for name in {FOREIGN!r} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.stdout.split(), done.stderr) == ([], "")


def test_the_package_itself_is_empty():
    assert (APP / "__init__.py").read_bytes() == b""
