"""`aeo backup` and `aeo restore`: everything of an installation in one file, and back into an empty place."""

import os
import tempfile
from pathlib import Path
from tarfile import TarFile

import click

import config
from app import clock, database, schema
from app.cli import archive, context, dump
from app.cli.archive import DATABASE, FORMAT, KEYS, Manifest
from app.errors import Refused
from app.storage import Storage
from app.whole import write_owned


@click.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: a dated file in the data folder's backups.")
def backup(output: Path | None) -> None:
    """Write one archive with everything in it, and check it.

    It holds the database, all files and both keys, so keep it where only you can read it. The server may go on running.
    """
    settings = context.settings()
    target = (output or settings.backups_dir / f"aeo-{clock.now():%Y%m%dT%H%M%SZ}.tar").absolute()
    if target.exists():
        raise Refused(f"{target} is there already; a backup never replaces a file.")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    manifest, damaged = written(settings, target)
    click.echo(f"{target}: {sum(manifest.rows.values())} rows, {len(manifest.members)} files, read back and compared.")
    if damaged:
        raise Refused(f"{len(damaged)} stored files are damaged and were left out, the first is {damaged[0]}. All else is in the backup.")


def written(settings: config.Settings, target: Path) -> tuple[Manifest, list[str]]:
    """The archive appears under its name when it is complete and has been read back, or not at all."""
    with database.locked_is_busy(), tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
        snapshot, partial = Path(folder) / "database", Path(folder) / "archive"
        rows = dump.dump(settings.database_url, snapshot)
        sources, damaged = sources_of(settings, snapshot)
        members = {name: hash_at(source) for name, source in sources.items()}
        archive.write(partial, manifest_of(settings, rows, members), sources)
        dump.sync(partial)
        manifest = archive.verify(partial)
        os.link(partial, target)
    dump.sync(target.parent)
    return manifest, damaged


def sources_of(settings: config.Settings, snapshot: Path) -> tuple[dict[str, Path], list[str]]:
    """What goes in, under which name; and the stored files whose bytes no longer match their name."""
    sources = {DATABASE: snapshot} | {name: path for name, path in keys_of(settings).items() if path.is_file()}
    damaged = []
    for path in sorted(settings.files_dir.glob("??/*")):
        name = f"files/{path.parent.name}/{path.name}"
        if not archive.FILE.fullmatch(name):
            continue  # the unfinished file of a writer that was stopped
        if hash_at(path) == path.name:
            sources[name] = path
        else:
            damaged.append(name)
    return sources, damaged


def keys_of(settings: config.Settings) -> dict[str, Path]:
    return dict(zip(KEYS, (settings.secret_key_file, settings.signing_key_file), strict=True))


def manifest_of(settings: config.Settings, rows: dump.Counts, members: dict[str, str]) -> Manifest:
    engine = database.engine_for(settings.database_url, writing=False)
    revision = schema.current(engine) or ""
    engine.dispose()
    kind = dump.kind_of(settings.database_url)
    made = clock.now().isoformat()
    return Manifest(format=FORMAT, software=config.version(), made=made, database=kind, revision=revision, rows=rows, members=members)


def hash_at(path: Path) -> str:
    with path.open("rb") as stream:
        return archive.hash_of(stream)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Bring an archive back into an empty place.

    The database that the settings name must have no tables yet. Keys that are there already are kept beside the restored ones.
    """
    settings = context.settings()
    dump.refuse_unless_empty(settings.database_url)
    manifest = archive.verify(file)
    refuse_unfit(manifest, settings.database_url)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data_dir)
    with database.locked_is_busy(), unfinished as folder, archive.opened(file) as (tar, _):
        restore_files(tar, manifest, Storage(settings.files_dir))
        restore_keys(tar, manifest, settings)
        archive.extract(tar, DATABASE, Path(folder) / DATABASE)
        rows = dump.restore(settings.database_url, Path(folder) / DATABASE)
    if rows != manifest.rows:
        raise Refused("The restored database has other numbers of rows than the archive says. Do not use it.")
    click.echo(f"Restored {sum(rows.values())} rows and {len(manifest.members)} files of {manifest.made[:19]} UTC.")
    if manifest.revision != schema.newest():
        click.echo("This software is newer than the backup: run `aeo db upgrade` next.")


def refuse_unfit(manifest: Manifest, url: str) -> None:
    if manifest.database != dump.kind_of(url):
        raise Refused(f"The archive holds a {manifest.database} database, but AEO_DATABASE_URL names a {dump.kind_of(url)} one.")
    if manifest.revision > (schema.newest() or ""):
        raise Refused(f"The archive stands at {manifest.revision}, this software at {schema.newest()}. Restore with the newer one.")


def restore_files(tar: TarFile, manifest: Manifest, storage: Storage) -> None:
    for name in manifest.members:
        if archive.FILE.fullmatch(name):
            storage.put(archive.content(tar, name).read())


def restore_keys(tar: TarFile, manifest: Manifest, settings: config.Settings) -> None:
    """The keys of then; ones that were made here since, and so have signed nothing yet, are put aside."""
    for name, target in keys_of(settings).items():
        if name not in manifest.members:
            continue
        key = archive.content(tar, name).read()
        if target.exists() and target.read_bytes() != key:
            target.replace(target.with_name(f"{target.name}.before-restore"))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_owned(target, key)
