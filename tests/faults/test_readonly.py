"""Where nothing may be written, everything can be read, and whoever would change something is told that nothing was saved."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.statements import READING, WRITING
from tests.faults.readonly import obey_permissions
from tests.web import deeds
from tests.web import world as worlds
from tests.web.world import ROOT, World

NOTHING = "Nothing was saved"


@pytest.fixture
def world(furnished: Path, tmp_path: Path) -> World:
    return World(worlds.copied(furnished, tmp_path / "var"))


@contextmanager
def only_read(*paths: Path) -> Iterator[None]:
    """No file can be made in the folders, none of the files be changed."""
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def everything(folder: Path) -> list[Path]:
    return [folder, *folder.rglob("*")]


def asked(world: World, who: str, *asks: list[Any]) -> list[dict[str, Any]]:
    """What a server of those rights answers."""
    cookie = world.client(who).client.get_cookie("aeo")
    assert cookie is not None
    world.close()
    READING.drop()
    WRITING.drop()
    told = {"data": str(world.settings.data_dir), "cookie": cookie.value, "asks": asks}
    with only_read(*everything(world.settings.data_dir)):
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.readonly"],
            input=json.dumps(told), capture_output=True, text=True, check=False, cwd=ROOT, preexec_fn=obey_permissions,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


@pytest.mark.row("reliability:I05")
def test_pages_are_read_and_nothing_is_taken_where_the_folder_is_only_to_be_read(world: World) -> None:
    attempt_id = deeds.started(world, "ada")
    question, answer = next(iter(deeds.on_page(world, attempt_id).items()))

    page, lesson, kept, form, health = asked(
        world, "ada",
        ["get", f"/attempts/{attempt_id}/1", None],
        ["get", "/courses/journey/why", None],
        ["json", f"/attempts/{attempt_id}/answers/{question}", {"answer": answer, "sequence": 1}],
        ["post", f"/attempts/{attempt_id}/finish", {"key": "where-nothing-is-kept"}],
        ["get", "/health", None],
    )  # fmt: skip

    assert (page["status"], lesson["status"]) == (200, 200)
    assert kept["status"] == form["status"] == 503
    assert NOTHING in kept["text"]
    assert NOTHING in form["text"]
    assert (health["status"], json.loads(health["text"])["state"]) == (503, "the database cannot be written to")


@pytest.mark.row("reliability:I05")
@pytest.mark.row("reliability:K13")
def test_a_certificate_is_given_out_and_checked_where_nothing_can_be_kept(world: World) -> None:
    number = deeds.certified(world, "ada")

    document, picture, check, unknown = asked(
        world, "ada",
        ["get", f"/certificates/{number}/pdf", None],
        ["get", f"/certificates/{number}/picture", None],
        ["get", f"/c/{number}", None],
        ["get", "/c/0000-0000-0000-0000-0000-0000-0000", None],
    )  # fmt: skip

    assert [reply["status"] for reply in (document, picture, check, unknown)] == [200, 200, 200, 404]
