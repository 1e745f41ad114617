"""Killed at each step, on a disk that is full from that step on, on one that fails this step: what was before stands, or what was meant."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from app import schema
from app.statements import READING, WRITING
from tests.faults.stepping import NOT_SAVED, SAVED
from tests.faults.tracer import BROKEN, FULL, KILL
from tests.web import deeds
from tests.web import world as worlds
from tests.web.world import COURSE, ROOT, World

Told = dict[str, Any]
Deed = Callable[[World, Path], Told]
HOWS = [KILL, FULL, BROKEN]
MEMORY = Path("/dev/shm")
"""A folder where nothing waits for a disk: thousands of steps are gone through."""


def token_of(world: World, who: str) -> str:
    cookie = world.client(who).client.get_cookie("aeo")
    assert cookie is not None
    return cookie.value


def save(world: World, folder: Path) -> Told:
    attempt_id = deeds.started(world, "ada")
    question, answer = next(iter(deeds.on_page(world, attempt_id).items()))
    body = {"answer": answer, "sequence": 1}
    return {"method": "post", "path": f"/attempts/{attempt_id}/answers/{question}", "json": body, "token": token_of(world, "ada")}


def start(world: World, folder: Path) -> Told:
    deeds.finished(world, "ada", *deeds.BEFORE["check-seals"])
    return {"method": "post", "path": "/courses/journey/check-seals/start", "token": token_of(world, "ada")}


def submit(world: World, folder: Path) -> Told:
    """The hand-in that finishes the course, and so issues the certificate."""
    deeds.handed_in(world, "ada", "check-seals")
    attempt_id = deeds.started(world, "ada", "check-visit")
    deeds.answered(world, attempt_id)
    return {"method": "post", "path": f"/attempts/{attempt_id}/finish", "form": {"key": "one-and-the-same"}, "token": token_of(world, "ada")}


def document(world: World, folder: Path) -> Told:
    """The PDF of a certificate, asked for the first time."""
    return {"method": "get", "path": f"/certificates/{deeds.certified(world, 'ada')}/pdf", "token": token_of(world, "ada")}


def publish(world: World, folder: Path) -> Told:
    course = folder / "journey"
    shutil.copytree(COURSE, course)
    lesson = course / "01-seals" / "02-register.md"
    lesson.write_text(lesson.read_text() + "\nOne more sentence.\n")
    return {"words": ["courses", "publish", str(course)]}


def export(world: World, folder: Path) -> Told:
    return {"words": ["packages", "export", "journey", "-o", str(folder / "work" / "out.zip")], "outputs": ["out.zip"]}


def backup(world: World, folder: Path) -> Told:
    target = folder / "work" / "backups" / "one.tar"
    return {"words": ["backup", "-o", str(target)], "outputs": ["backups/one.tar"], "refusing": True}


def restore(world: World, folder: Path) -> Told:
    made = subprocess.run(
        [sys.executable, "-m", "app.cli.main", "backup", "-o", folder / "one.tar"],
        env={"AEO_DATA_DIR": str(folder / "template")}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    empty(folder)
    return {"words": ["restore", str(folder / "one.tar")]}


def migrate(world: World, folder: Path) -> Told:
    empty(folder)
    return {"words": ["db", "upgrade"]}


def prepare(world: World, folder: Path) -> Told:
    empty(folder)
    (folder / "courses").mkdir()
    shutil.copytree(COURSE, folder / "courses" / "journey")
    return {"words": ["prepare"], "environ": {"AEO_COURSES_DIR": str(folder / "courses")}}


def empty(folder: Path) -> None:
    shutil.rmtree(folder / "template")
    (folder / "template").mkdir()


DEEDS = (save, start, submit, document, publish, export, backup, restore, migrate, prepare)


def gone_through(deed: Deed, furnished: Path, tmp_path: Path) -> Told:
    """What a deed left behind at each step, for each kind of disturbance."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else tmp_path, prefix="aeo-steps-") as name:
        folder = Path(name)
        told = prepared(deed, furnished, folder)
        (folder / "said").touch()
        paths = {part: str(folder / part) for part in ("said", "template", "work")}
        return stepped({**told, **paths, "hows": HOWS})


def prepared(deed: Deed, furnished: Path, folder: Path) -> Told:
    """The installation that every run begins with; nobody has it open when it is copied."""
    world = World(worlds.copied(furnished, folder / "template"))
    with world.transaction() as db:
        db.connection().exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (schema.newest(),))
    told = deed(world, folder)
    world.close()
    READING.drop()
    WRITING.drop()
    return told


def stepped(given: Told) -> Told:
    command = [sys.executable, "-m", "tests.faults.stepping"]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    found: Told = json.loads(done.stdout)
    found["faults"] = done.stderr
    assert found["first"] == SAVED, done.stderr
    assert found["before"] != found["after"], "nothing was done at all"
    return found


def places(found: Told, how: str) -> Iterator[tuple[str, Told]]:
    """Each step with its number and name, for the words of a failure."""
    for step in found["steps"][how]:
        yield f"{how} at step {step['at']}, {step['met'] or 'the end'}", step


@pytest.mark.row("reliability:I02")
@pytest.mark.row("reliability:I04")
@pytest.mark.row("reliability:I21")
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_killed_or_without_room_at_any_step_it_is_as_before_or_as_meant_and_can_be_done_again(deed, furnished, tmp_path):
    found = gone_through(deed, furnished, tmp_path)

    assert len(found["steps"][KILL]) > 5
    for where, step in places(found, KILL):
        assert step["code"] == (None if step["met"] else SAVED), where
        as_before_or_as_meant(step, found, where)
        if deed is prepare:
            assert "trainee  trainee@example.org  " in step["said"], f"{where}: nobody was shown the passwords"
    for where, step in (*places(found, FULL), *places(found, BROKEN)):
        assert step["code"] in (SAVED, NOT_SAVED), where + found["faults"]
        as_before_or_as_meant(step, found, where)
        if step["code"] == SAVED and deed is not document:
            assert (step["left"]["rows"], step["left"]["outputs"]) == (found["after"]["rows"], found["after"]["outputs"]), where


def as_before_or_as_meant(step: Told, found: Told, where: str) -> None:
    """What is left is whole; and where it was done again, it was done."""
    assert is_sound(step["left"]), where
    assert allowed(step["left"], found), where
    assert is_sound(step.get("then", step["left"])), where
    assert "then" not in step or step["then"]["rows"] == found["after"]["rows"], where


def is_sound(left: Told) -> bool:
    return left["sound"] == "ok" and left["whole"] and left["referred"]


def allowed(left: Told, found: Told) -> bool:
    """Before or after, or for what has several transactions something between them that is whole."""
    rows = left["rows"] in (found["before"]["rows"], found["after"]["rows"]) or between(left["rows"], found)
    return rows and all(left["outputs"][name] in ("", found["after"]["outputs"][name]) for name in left["outputs"])


def between(rows: Told, found: Told) -> bool:
    """`aeo prepare` goes in three transactions: tables, people, courses. Each table is as before or as after."""
    after = found["after"]["rows"]
    return bool(rows) and not found["before"]["rows"] and all(rows[name] in ([], after[name]) for name in rows)
