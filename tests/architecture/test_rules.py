"""Rules for all code, also for code that is not written yet."""

import ast
import re

import pytest

from tests.architecture.source import APP, ROOT, all_python, imports, modules, name, part, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_SCRIPT = 200
ATTICS = {"utils", "helpers", "services", "managers", "common", "misc", "lib"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def functions(path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, FUNCTIONS)]


@pytest.mark.parametrize("path", all_python(), ids=name)
def test_no_function_imports(path):
    inside = [node for function in functions(path) for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]

    assert [node.lineno for node in inside] == []


@pytest.mark.parametrize("path", modules(), ids=name)
def test_no_import_hides_from_the_running_program(path):
    assert "typing.TYPE_CHECKING" not in set(imports(path))


@pytest.mark.parametrize("path", [path for path in all_python() if path.read_bytes()], ids=name)
def test_every_module_says_what_it_is_for(path):
    words = ast.get_docstring(tree(path))

    assert words
    assert words.splitlines()[0].strip()


@pytest.mark.parametrize("path", [path for path in all_python() if path.parent.name != "versions" and path.name != "samples.py"], ids=name)
def test_no_file_and_no_function_is_too_long(path):
    """All but the migrations, which a program writes and nobody changes again, and the sample values of the pages, which are data."""
    long = [f"{f.name}: {f.end_lineno - f.lineno + 1}" for f in functions(path) if f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION]

    assert long == []
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", sorted((ROOT / "static" / "player").glob("*.js")), ids=name)
def test_no_script_is_too_long(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_SCRIPT


@pytest.mark.parametrize("path", modules(), ids=name)
def test_nothing_is_put_into_an_attic(path):
    assert ATTICS.isdisjoint(path.relative_to(APP).with_suffix("").parts)


def test_there_is_one_place_that_commits():
    commits = {
        name(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("commit", "begin") and isinstance(node.ctx, ast.Load)
    }

    assert commits == {"app/database.py"}


@pytest.mark.parametrize("path", [path for path in modules() if part(path) != "clock"], ids=name)
def test_one_module_asks_what_time_it_is(path):
    asked = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today") and isinstance(node.value, ast.Name)
        if node.value.id in ("datetime", "date")
    ]

    assert asked == []


@pytest.mark.parametrize("path", [path for path in modules() if part(path) not in ("web", "factory")], ids=name)
def test_the_request_stays_in_the_web_face(path):
    assert not any(dotted.split(".")[0] in ("flask", "flask_login", "wtforms", "flask_babel") for dotted in imports(path))


PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right)(?:-\w+)?|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear|justify-\w+)\s*:\s*(?:left|right)\b"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.parametrize("path", sorted((ROOT / "static" / "css").rglob("*.css")), ids=name)
def test_no_style_speaks_of_left_and_right(path):
    """Start and end turn round with the writing direction; left and right do not."""
    assert PHYSICAL.findall(COMMENT.sub("", path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=name)
def test_no_template_has_styles_or_scripts_of_its_own(path):
    """The content security policy would block them."""
    text = path.read_text("utf-8")

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|application/json))", text) == []
