"""The `aeo` command as a whole: quick to answer, light on imports, one sentence for a refusal."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from app.cli.main import COMMANDS, GROUPS, aeo

ROOT = Path(__file__).parents[2]
HEAVY = ("flask", "sqlalchemy", "alembic", "pydantic", "cryptography", "typst", "gunicorn")


def fresh(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli.entry", *words]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environ, capture_output=True, text=True, timeout=60, check=False)


def loaded_by(*words: str) -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after `aeo` with these words."""
    code = (
        "import sys\n"
        "from app.cli.main import aeo\n"
        f"aeo({list(words)!r}, standalone_mode=False)\n"
        f"print('loaded', *[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return set(done.stdout.strip().splitlines()[-1].split()[1:])


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["settings"], ["courses", "--help"]])
def test_light_commands_load_nothing_heavy(words):
    assert loaded_by(*words) == set()


WITHOUT_DATABASE = [
    "courses check {small}", "courses new {out}", "courses ids {small}", "courses fmt --check {small}", "courses translated {small}/course.fr.md",
    "courses diff {small} {small}", "courses impact safe 2021 {small}", "courses schema lesson", "packages export -o {out} {small}",
]  # fmt: skip


@pytest.mark.parametrize("words", WITHOUT_DATABASE)
def test_a_folder_is_worked_on_without_database_and_web_framework(words, tmp_path):
    small = shutil.copytree(ROOT / "tests" / "fixtures" / "courses" / "small", tmp_path / "small")
    (small / "course.fr.md").write_text("---\nid: small\ntitle: Petit\n---\n")
    command = words.format(out=tmp_path / "out", small=small).split()
    code = (
        "import sys\nfrom app.cli.main import aeo\n"
        f"try: aeo({command!r}, standalone_mode=False)\n"
        "except SystemExit as end: print('ended', end.code)\n"
        "print('loaded', *[name for name in ('flask', 'werkzeug', 'sqlalchemy', 'alembic') if name in sys.modules])"
    )

    nowhere = {**os.environ, "AEO_DATA_DIR": str(tmp_path / "nowhere")}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, env=nowhere)

    assert done.stdout.splitlines()[-1:] == ["loaded"], done.stderr
    assert "ended 1" not in done.stdout or "would change" in done.stdout


@pytest.mark.parametrize("command", sorted(words for words in COMMANDS if words.startswith("courses ")))
def test_help_for_authors_comes_without_the_parts_that_publish(command):
    heavy = {"courses publish", "courses list"}

    assert loaded_by(*command.split(), "--help") == set() or command in heavy


def test_the_version_is_the_one_of_the_project():
    assert fresh("--version").stdout.strip() == "aeo 0.1.0"


def found(words: str) -> click.Command:
    """A command by its words, through the groups."""
    command: click.Command = aeo
    with click.Context(aeo, info_name="aeo") as ctx:
        for word in words.split():
            command = command.get_command(ctx, word)
    return command


@pytest.mark.parametrize("words", sorted(COMMANDS))
def test_every_command_has_help_that_a_person_can_read(words):
    command = found(words)
    with click.Context(command, info_name=words) as ctx:
        shown = command.get_help(ctx)

    assert command.help
    assert len(shown.splitlines()) >= 4
    assert command.get_short_help_str(200).rstrip(".") == COMMANDS[words][1].rstrip(".")


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_every_group_lists_its_commands(group):
    shown = fresh(group, "--help").stdout

    assert [words for words in COMMANDS if words.startswith(f"{group} ") and f"  {words.split()[1]} " not in shown] == []


def test_the_help_names_every_command_and_group():
    shown = fresh("--help").stdout

    assert [word for word in (*GROUPS, *COMMANDS) if " " not in word and f"  {word} " not in shown] == []


def test_an_unknown_command_is_refused_with_how_to_find_the_known_ones():
    done = fresh("sevre")

    assert done.returncode == 2
    assert "No such command 'sevre'" in done.stderr


def test_a_refusal_is_one_sentence_and_no_traceback(tmp_path):
    done = fresh("serve", AEO_DATA_DIR=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.startswith("aeo: AEO_SECRET_KEY is not set")
    assert len(done.stderr.splitlines()) == 1
