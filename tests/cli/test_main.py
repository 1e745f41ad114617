"""The `aeo` command as a whole: quick to answer, light on imports, one sentence for a refusal."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from app.cli.main import COMMANDS, Lazy, aeo

ROOT = Path(__file__).parents[2]
HEAVY = ("flask", "sqlalchemy", "alembic", "pydantic", "cryptography", "typst", "gunicorn")


def fresh(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli.main", *words]
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


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["settings"]])
def test_light_commands_load_nothing_heavy(words):
    assert loaded_by(*words) == set()


def test_the_version_is_the_one_of_the_project():
    assert fresh("--version").stdout.strip() == "aeo 0.1.0"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_that_a_person_can_read(name):
    with click.Context(aeo, info_name="aeo") as ctx:
        command = aeo.get_command(ctx, name)
        words = command.get_help(ctx)

    assert isinstance(aeo, Lazy)
    assert command.help
    assert len(words.splitlines()) >= 4
    assert command.get_short_help_str(200).rstrip(".") == COMMANDS[name][1].rstrip(".")


def test_the_help_names_every_command():
    words = fresh("--help").stdout

    assert [name for name in COMMANDS if f"  {name} " not in words] == []


def test_an_unknown_command_is_refused_with_how_to_find_the_known_ones():
    done = fresh("sevre")

    assert done.returncode == 2
    assert "No such command 'sevre'" in done.stderr


def test_a_refusal_is_one_sentence_and_no_traceback(tmp_path):
    done = fresh("serve", AEO_DATA_DIR=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.startswith("aeo: AEO_SECRET_KEY is not set")
    assert len(done.stderr.splitlines()) == 1
