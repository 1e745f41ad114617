"""The archive of `aeo backup`: one tar file whose manifest names every member with its hash."""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from app.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
KEYS = ("secret-key", "signing-key")
FILE = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{64}")
LARGEST_MANIFEST = 256 * 1024 * 1024
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive holds, and of what it is a copy."""

    format: int
    software: str
    made: str
    database: str
    revision: str
    rows: dict[str, int]
    members: dict[str, str]


def write(target: Path, manifest: Manifest, sources: dict[str, Path]) -> None:
    """Write the members and then the manifest, since it must name what was really written."""
    target.touch(0o600)
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as tar:
        for name, source in sources.items():
            with source.open("rb") as stream:
                member = tarfile.TarInfo(name)
                member.size, member.mode = source.stat().st_size, 0o600
                tar.addfile(member, stream)
        text = json.dumps(asdict(manifest), sort_keys=True).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(text), 0o600
        tar.addfile(member, io.BytesIO(text))


def read_manifest(tar: tarfile.TarFile) -> Manifest:
    try:
        member = tar.getmember(MANIFEST)
        if member.size > LARGEST_MANIFEST:
            raise Refused("The archive's list of contents is too long to be ours.")
        told = json.loads(content(tar, member).read())
        if told.get("format") != FORMAT:
            raise Refused(f"The archive has format {told.get('format')}; this software reads {FORMAT}.")
        return Manifest(**told)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Refused("This is not an archive of `aeo backup`, or its end is missing.") from error


@contextmanager
def opened(file: Path) -> Iterator[tuple[tarfile.TarFile, Manifest]]:
    """An archive and its manifest, after a look at every name in it."""
    try:
        with tarfile.open(file, "r:") as tar:
            manifest = read_manifest(tar)
            refuse_strange_members(tar, manifest)
            yield tar, manifest
    except (tarfile.TarError, EOFError) as error:
        raise Refused(f"{file.name} cannot be read as an archive: {error}.") from error


def refuse_strange_members(tar: tarfile.TarFile, manifest: Manifest) -> None:
    """Only plain files, each once, with names that we give, and exactly the ones that the manifest lists."""
    names = [member.name for member in tar.getmembers()]
    plain = all(member.isreg() for member in tar.getmembers())
    ours = all(name in (DATABASE, *KEYS) or FILE.fullmatch(name) for name in manifest.members)
    if not plain or not ours or sorted(names) != sorted([*manifest.members, MANIFEST]):
        raise Refused("The archive does not hold what its list of contents says.")


def content(tar: tarfile.TarFile, member: tarfile.TarInfo | str) -> IO[bytes]:
    stream = tar.extractfile(member)
    if stream is None:
        raise Refused("The archive holds something that is not a file.")
    return stream


def verify(file: Path) -> Manifest:
    """Read every byte back and compare it with the manifest. Raises Refused."""
    with opened(file) as (tar, manifest):
        for name, expected in manifest.members.items():
            if hash_of(content(tar, name)) != expected:
                raise Refused(f"{name} in the archive is damaged.")
        return manifest


def extract(tar: tarfile.TarFile, name: str, target: Path) -> None:
    with content(tar, name) as source, target.open("wb") as out:
        while piece := source.read(PIECE):
            out.write(piece)


def hash_of(stream: IO[bytes]) -> str:
    total = hashlib.sha256()
    while piece := stream.read(PIECE):
        total.update(piece)
    return total.hexdigest()
