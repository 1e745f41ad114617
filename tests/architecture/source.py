"""How the rules of the house read the code: its files, and what each of them imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"


def modules() -> list[Path]:
    """All Python of the application itself."""
    return sorted(APP.rglob("*.py"))


def all_python() -> list[Path]:
    """All Python that we wrote: the application, the scripts, the migrations, the tests."""
    folders = ("app", "benchmarks", "migrations", "static", "tests")
    inside = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted([*ROOT.glob("*.py"), *(path for path in inside if "vendor" not in path.parts)])


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, wherever the statement stands. `from app import database` is app.database."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package(path) if node.level else ""
            parent = ".".join(filter(None, [base, node.module]))
            yield from (f"{parent}.{alias.name}" for alias in node.names)


def package(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).parent.parts)


def part(path: Path) -> str:
    """The part of the house that a file of app/ belongs to."""
    return path.relative_to(APP).parts[0].removesuffix(".py")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
