"""`aeo backup` and `aeo restore`: every field and every file comes back, or nothing does."""

import io
import json
import tarfile
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from app import schema
from app.cli import archive, dump
from app.database import engine_for, transaction, writing_for
from app.storage import Storage

WORDS = ["Ada", "محمد", "O'Neill; DROP TABLE", "", "😀 \x01"]


@pytest.fixture(autouse=True)
def a_software_at_0001(monkeypatch):
    monkeypatch.setattr(schema, "newest", lambda: "0001")


@pytest.fixture
def here(empty_url, data_dir, run, monkeypatch):
    """An installation with rows of all sorts and files, on either database."""
    monkeypatch.setenv("AEO_DATABASE_URL", empty_url)
    run("keys")
    fill(empty_url)
    Storage(data_dir / "files").put(b"a certificate")
    Storage(data_dir / "files").put(b"\x00" * 3_000_000)
    return empty_url


@pytest.fixture
def elsewhere(new_database, tmp_path, monkeypatch):
    """Turn the settings to another, empty place."""

    def move() -> str:
        url = new_database()
        monkeypatch.setenv("AEO_DATA_DIR", str(tmp_path / "elsewhere"))
        monkeypatch.setenv("AEO_DATABASE_URL", url)
        return url

    return move


def fill(url: str) -> None:
    writing = writing_for(url)
    blob = "BYTEA" if dump.kind_of(url) == "postgresql" else "BLOB"
    with transaction(writing) as session:
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        session.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
        session.execute(text(f'CREATE TABLE "order" (id INTEGER PRIMARY KEY, word TEXT, part DOUBLE PRECISION, big BIGINT, raw {blob})'))
        for number, word in enumerate(WORDS):
            row = {"id": number, "word": word or None, "part": number / 3, "big": 2**62 + number, "raw": bytes(range(number * 50))}
            session.execute(text('INSERT INTO "order" VALUES (:id, :word, :part, :big, :raw)'), row)
    writing.sessions.kw["bind"].dispose()


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every field of every row of every table."""
    engine = engine_for(url, writing=False)
    with engine.connect() as connection:
        quote = engine.dialect.identifier_preparer.quote
        names = inspect(connection).get_table_names()
        found = {name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {quote(name)}"))), key=repr) for name in names}
    engine.dispose()
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def backed_up(run, tmp_path: Path) -> Path:
    target = tmp_path / "out" / "aeo.tar"
    result = run("backup", "-o", target)
    assert result.exit_code == 0, result.stderr
    return target


@pytest.mark.row("reliability:I15")
@pytest.mark.row("reliability:I16")
def test_a_restored_installation_equals_the_first_in_every_field_and_file(here, elsewhere, run, data_dir, tmp_path):
    target = backed_up(run, tmp_path)
    there = elsewhere()

    result = run("restore", target)

    assert result.exit_code == 0, result.stderr
    assert everything(there) == everything(here)
    assert files(tmp_path / "elsewhere" / "files") == files(data_dir / "files")
    assert (tmp_path / "elsewhere" / "signing-key").read_bytes() == (data_dir / "signing-key").read_bytes()


def test_a_backup_counts_the_rows_and_names_every_member(here, run, tmp_path):
    manifest = archive.verify(backed_up(run, tmp_path))

    assert manifest.rows == {"alembic_version": 1, "order": len(WORDS)}
    assert set(manifest.members) >= {"database", "secret-key", "signing-key"}
    assert len(manifest.members) == 5
    assert manifest.revision == "0001"


def test_a_backup_can_be_read_by_its_owner_alone(here, run, tmp_path):
    assert backed_up(run, tmp_path).stat().st_mode & 0o077 == 0


def test_a_backup_never_replaces_a_file(here, run, tmp_path):
    target = backed_up(run, tmp_path)
    before = target.read_bytes()

    again = run("backup", "-o", target)

    assert again.exit_code == 1
    assert "never replaces" in again.stderr
    assert target.read_bytes() == before


def test_nothing_is_restored_over_something(here, run, tmp_path):
    target = backed_up(run, tmp_path)
    before = everything(here)

    result = run("restore", target)

    assert result.exit_code == 1
    assert "already" in result.stderr
    assert everything(here) == before


def test_keys_that_were_made_before_a_restore_are_put_aside(here, elsewhere, run, tmp_path, data_dir):
    target = backed_up(run, tmp_path)
    elsewhere()
    run("keys")
    made = (tmp_path / "elsewhere" / "signing-key").read_bytes()

    run("restore", target)

    assert (tmp_path / "elsewhere" / "signing-key").read_bytes() == (data_dir / "signing-key").read_bytes()
    assert (tmp_path / "elsewhere" / "signing-key.before-restore").read_bytes() == made


@pytest.mark.row("reliability:I12")
def test_a_backup_that_breaks_off_leaves_no_archive_and_no_pieces(here, run, tmp_path, monkeypatch):
    def fail(*arguments: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(archive, "verify", fail)

    with pytest.raises(OSError, match="No space"):
        run("backup", "-o", tmp_path / "out" / "aeo.tar")

    assert list((tmp_path / "out").iterdir()) == []


def test_a_stored_file_that_is_damaged_is_left_out_and_named(here, run, data_dir, tmp_path):
    name = Storage(data_dir / "files").put(b"to be damaged")
    Storage(data_dir / "files").path(name).write_bytes(b"damaged")

    result = run("backup", "-o", tmp_path / "aeo.tar")

    assert result.exit_code == 1
    assert f"files/{name[:2]}/{name}" in result.stderr
    assert f"files/{name[:2]}/{name}" not in archive.verify(tmp_path / "aeo.tar").members


def damage_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[content.index(b"a certificate")] ^= 1
    file.write_bytes(content)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def add_a_link(file: Path) -> None:
    with tarfile.open(file, "a") as tar:
        link = tarfile.TarInfo("files/aa/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)


def escape_upwards(file: Path) -> None:
    rewrite(file, lambda name: "../outside" if name.startswith("files/") else name)


def of_the_future(file: Path) -> None:
    rewrite(file, lambda name: name, format=2)


def rewrite(file: Path, rename, **changes) -> None:
    with tarfile.open(file) as tar:
        contents = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}
    manifest = json.loads(contents.pop("manifest.json"))
    manifest |= {"members": {rename(name): digest for name, digest in manifest["members"].items()}} | changes
    renamed = [(rename(name), data) for name, data in contents.items()]
    with tarfile.open(file, "w") as tar:
        for name, data in [*renamed, ("manifest.json", json.dumps(manifest).encode())]:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def not_an_archive(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04 something else entirely" * 100)


@pytest.mark.parametrize("spoil", [damage_byte, cut_short, add_a_link, escape_upwards, of_the_future, not_an_archive])
def test_an_archive_that_is_not_whole_and_ours_restores_nothing(here, elsewhere, run, tmp_path, spoil):
    target = backed_up(run, tmp_path)
    spoil(target)
    there = elsewhere()

    result = run("restore", target)

    assert result.exit_code == 1
    assert "rchive" in result.stderr
    assert everything(there) == {}
    assert not (tmp_path / "elsewhere" / "files").exists()


def test_an_archive_of_newer_software_is_refused(here, elsewhere, run, tmp_path, monkeypatch):
    target = backed_up(run, tmp_path)
    elsewhere()
    monkeypatch.setattr(schema, "newest", lambda: "0000")

    assert "Restore with the newer one" in run("restore", target).stderr


def test_an_archive_of_the_other_kind_of_database_is_refused(here, run, tmp_path, monkeypatch):
    target = backed_up(run, tmp_path)
    other = "sqlite" if dump.kind_of(here) == "postgresql" else "postgresql"
    rewrite(target, lambda name: name, database=other)
    monkeypatch.setattr(dump, "refuse_unless_empty", lambda url: None)

    result = run("restore", target)

    assert f"holds a {other} database" in result.stderr


@pytest.mark.row("reliability:I15")
def test_a_backup_under_writes_is_whole_and_holds_all_that_was_acknowledged_before(here, elsewhere, run, tmp_path):
    writing, stop, acknowledged = writing_for(here), threading.Event(), []

    def write() -> None:
        number = 100
        while not stop.is_set():
            with transaction(writing) as session:
                session.execute(text('INSERT INTO "order" (id, word) VALUES (:id, :word)'), {"id": number, "word": "busy"})
            acknowledged.append(number)
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while len(acknowledged) < 20:
            time.sleep(0.01)
        before = len(acknowledged)
        target = backed_up(run, tmp_path)
    finally:
        stop.set()
        thread.join()
        writing.sessions.kw["bind"].dispose()
    there = elsewhere()

    run("restore", target)

    kept = {row[0] for row in everything(there)["order"]}
    assert set(acknowledged[:before]) <= kept
