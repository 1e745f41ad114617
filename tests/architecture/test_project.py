"""What holds for the project as a whole: locks without addresses, and a README that names every command and setting."""

import re
import subprocess
import sys
import tomllib

import pytest

from app.cli.main import COMMANDS
from config import SETTINGS
from tests.architecture.source import ROOT, name

LOCKS = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "package-lock.json", ROOT / "package.json"]
ADDRESS = re.compile(r"(?:https?|git|ssh|file)://|@file:|--(?:extra-)?index-url|--find-links")
FUNDING = re.compile(r'^\s*"url": "[^"]*",?$', re.MULTILINE)
README = ROOT / "README.md"


@pytest.mark.parametrize("path", LOCKS, ids=name)
def test_no_lock_names_a_host(path):
    """Where the packages come from is the machine's affair; what they are is in their hashes."""
    text = FUNDING.sub("", path.read_text("utf-8"))

    assert ADDRESS.findall(text) == []


@pytest.mark.row("reliability:S01")
@pytest.mark.parametrize("path", LOCKS[:-2], ids=name)
def test_every_package_is_pinned_by_hash(path):
    pins = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())

    assert [pin.splitlines()[0] for pin in pins if not re.match(r"[\w.\[\]-]+==\S+", pin) or "--hash=sha256:" not in pin] == []


@pytest.mark.row("reliability:S01")
def test_what_is_installed_for_a_run_is_part_of_what_is_tested():
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", (ROOT / "requirements" / lock).read_text(), re.MULTILINE))

    assert pins("runtime.txt") <= pins("dev.txt")


def test_the_set_up_script_needs_the_standard_library_alone():
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import dev; print(len(dev.steps('runtime')))"

    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "7", done.stderr


def test_the_tools_are_the_ones_that_the_set_up_script_names():
    wanted = re.search(r'^TOOLS = "(.*)"$', (ROOT / "dev.py").read_text(), re.MULTILINE).group(1)

    assert re.search(r"uv==[\d.]+", wanted).group(0) in (ROOT / "requirements" / "tools.txt").read_text()


def test_every_direct_dependency_has_a_ceiling():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert [line for line in project["dependencies"] if "<" not in line and "==" not in line] == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_readme_names_every_command(command):
    assert re.search(rf"\baeo {command}\b", README.read_text("utf-8"))


@pytest.mark.parametrize("setting", [setting.name for setting in SETTINGS])
def test_the_readme_names_every_setting(setting):
    assert re.search(rf"\b{setting}\b", README.read_text("utf-8"))
