"""A ZIP that is the same on every run: sorted, dated 1980, without a trace of the machine it was made on."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from typing import BinaryIO, TypedDict

MANIFEST = "imsmanifest.xml"
_DATE = (1980, 1, 1, 0, 0, 0)
_STORED = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".woff2")
_LEVEL = 6


class Entry(TypedDict):
    """What the report says of a file that was written."""

    size: int
    sha256: str


class Archive:
    """A ZIP under way. What was written is not kept, only its entry: a package may be larger than the memory."""

    def __init__(self, into: BinaryIO) -> None:
        self.entries: dict[str, Entry] = {}
        self._package = zipfile.ZipFile(into, "w")

    def add(self, name: str, content: bytes) -> None:
        """What is compressed already is stored."""
        self.entries[name] = entry_of(content)
        self._package.writestr(_info(name), content, compresslevel=_LEVEL)

    def close(self) -> None:
        self._package.close()


def in_order(names: Iterable[str]) -> list[str]:
    """The manifest comes first, then by name."""
    return sorted(names, key=lambda each: (each != MANIFEST, each))


def entry_of(content: bytes) -> Entry:
    return Entry(size=len(content), sha256=hashlib.sha256(content).hexdigest())


def content_digest(files: Mapping[str, bytes]) -> str:
    """The digest of these contents."""
    return digest_of_entries({name: entry_of(content) for name, content in files.items()})


def digest_of_entries(entries: Mapping[str, Entry]) -> str:
    """SHA-256 over the sorted lines `sha256(entry)  name`: the same whatever zlib wrote the ZIP."""
    lines = sorted(f"{entry['sha256']}  {name}" for name, entry in entries.items())
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_STORED) else zipfile.ZIP_DEFLATED
    return info
