"""`python -m tests.faults.stepping`: do something again and again, each time disturbed at a later step, and tell what was left of it.

A process of its own, since it forks: it has one thread, and no database is open in it when it does. JSON in, JSON out.
"""

import gc
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click import Group

import migrations.moving
from app.cli import archive
from app.cli.main import aeo
from app.credentials import pdf
from app.database import sqlite_module
from app.errors import Busy, DomainError
from app.factory import create_app
from app.people import passwords
from app.statements import READING
from tests.faults.tracer import KILL, disturbed, plain
from tests.web.world import Browser, settings_of

SAVED, NOT_SAVED, BROKEN = 0, 3, 4
FEW, SPARSE, STRIDE = 45, 12, 3
"""Killed is at each of a few steps, and of many where one kind ends and another begins; a disk fails at every third."""
RANDOM = {"number", "signature", "token_hash", "password_hash", "seed", "questions"}
"""Columns that differ each time; only whether something is there can be compared. Moments likewise."""

MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")

Act = Callable[[], int]


def asked(told: dict[str, Any]) -> Act:
    """A request of a signed-in person to the application."""
    app = create_app(settings_of(Path(told["work"]), f"sqlite:///{told['work']}/aeo.db"), passwords.cheap())
    pdf.made = lambda data, seconds=0, form="pdf": b"%PDF-1.7 drawn elsewhere"
    browser = Browser(app)
    browser.client.set_cookie("aeo", told["token"])
    warmed(browser)

    def act() -> int:
        status = sent(browser, told).status_code
        return SAVED if status < 400 else NOT_SAVED if status == 503 else BROKEN

    return act


def warmed(browser: Browser) -> None:
    """Let everything be compiled that is compiled at first use, and close what was opened for it."""
    assert browser.token
    browser.get("/attempts/4711/1")
    site = browser.client.application.extensions["aeo"]
    site.engine.dispose()
    READING.drop()


def sent(browser: Browser, told: dict[str, Any]) -> Any:
    if told["method"] == "get":
        return browser.get(told["path"])
    return browser.send(told["path"], told["json"]) if "json" in told else browser.post(told["path"], told.get("form"))


def commanded(told: dict[str, Any]) -> Act:
    """A command line."""
    passwords.production = passwords.cheap
    os.environ.update({"AEO_DATA_DIR": told["work"], **told.get("environ", {})})
    loaded(told["words"])

    def act() -> int:
        said = os.open(told["said"], os.O_WRONLY | os.O_APPEND)
        os.dup2(said, 1)
        os.close(said)
        sys.stdout = os.fdopen(1, "w", buffering=1)
        try:
            aeo(told["words"], standalone_mode=False)
        except (DomainError, OSError) as error:
            return NOT_SAVED if isinstance(error, Busy | OSError) or told.get("refusing") else BROKEN
        return SAVED

    return act


def loaded(words: list[str]) -> None:
    """Import what the command needs now, once, rather than in every child; migrations bring themselves along otherwise."""
    group: Any = aeo
    for word in words:
        group = group.get_command(None, word) if isinstance(group, Group) else group
    assert migrations.moving


def look(told: dict[str, Any]) -> dict[str, Any]:
    """What is left: the rows, whether SQLite finds its file sound, the files kept, and what was written beside them."""
    work = Path(told["work"])
    database = work / "aeo.db"
    rows, sound = rows_of(database) if database.exists() else ({}, "ok")
    kept = sorted(path for path in (work / "files").glob("??/*") if not path.name.startswith("."))
    whole = all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in kept)
    outputs = {name: output(work / name) for name in told.get("outputs", ())}
    return {"rows": rows, "sound": sound, "whole": whole, "outputs": outputs, "referred": referred(rows, work)}


def rows_of(database: Path) -> tuple[dict[str, Any], str]:
    """Read without anything of ours between, as somebody who looks at the file afterwards."""
    connection = sqlite_module().connect(database)
    connection.row_factory = sqlite_module().Row
    sound = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    tables = [row["name"] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = {table: sorted(map(settled, connection.execute(f'SELECT * FROM "{table}"')), key=repr) for table in sorted(tables)}
    connection.close()
    return rows, sound


def settled(row: Any) -> dict[str, Any]:
    return {name: row[name] is not None if name in RANDOM or MOMENT.match(str(row[name])) else str(row[name]) for name in row.keys()}  # noqa: SIM118


def referred(rows: dict[str, Any], work: Path) -> bool:
    """Whether every file that a row names is there."""
    named = [row["content_hash"] for row in rows.get("version", ())] + [row["pdf"] for row in rows.get("certificate", ())]
    return all((work / "files" / name[:2] / name).exists() for name in named if name != "None")


def output(path: Path) -> str:
    """The hash of a file, the contents of an archive (whose own bytes hold a time), or nothing."""
    if not path.exists():
        return ""
    if path.suffix == ".tar":
        return f"{len(archive.verify(path).members)} members"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fresh(told: dict[str, Any]) -> None:
    shutil.rmtree(told["work"], ignore_errors=True)
    shutil.copytree(told["template"], told["work"])
    if "said" in told:
        Path(told["said"]).write_text("")


def chosen(steps: tuple[str, ...], how: str) -> list[int]:
    """Where to disturb, counted from 1, the end among them. A long row of the same call (a file is copied) is looked into here and there."""
    every = range(1, len(steps) + 2)
    if how != KILL:
        return [at for at in every if at % max(STRIDE, len(steps) // 15) == 1]
    if len(steps) <= FEW:
        return list(every)
    sparse = max(SPARSE, len(steps) // 20)
    return [at for at in every if at % sparse == 0 or len(set(steps[max(0, at - 2) : at + 1])) > 1 or at > len(steps)]


def gone_through(told: dict[str, Any], act: Act, how: str, places: list[int]) -> list[dict[str, Any]]:
    """Disturbed at each of these steps; each time done again afterwards."""
    left: list[dict[str, Any]] = []
    for at in places:
        fresh(told)
        ended = disturbed(act, at, how)
        step = {"at": at, "met": ended.met, "code": ended.code, "left": look(told)}
        if how == KILL or len(left) % 4 == 0:
            step |= {"again": plain(act), "then": look(told)}
        left.append({**step, "said": Path(told["said"]).read_text()})
    return left


def main() -> None:
    told = json.load(sys.stdin)
    fresh(told)
    before = look(told)
    act = commanded(told) if "words" in told else asked(told)
    fresh(told)
    gc.freeze()
    first = plain(act)
    after = look(told)
    fresh(told)
    met = disturbed(act, 0, KILL).steps
    steps = {how: gone_through(told, act, how, chosen(met, how)) for how in told["hows"]}
    json.dump({"first": first, "before": before, "after": after, "steps": steps}, sys.stdout)


if __name__ == "__main__":
    main()
