"""Pictures of a course: found inside its folder only, known by their content, never by their name, and never fetched from elsewhere."""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from app.content import drawings
from app.content.compiled import Media
from app.content.drawings import Drawing
from app.content.problems import Log, Problem

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000


@dataclass(frozen=True, slots=True)
class Raster:
    """A PNG, JPEG or WebP picture."""

    media: Media
    width: int
    height: int


Picture = Raster | Drawing


@dataclass(frozen=True, slots=True)
class Asked:
    """One time that a picture was wanted: its address as it was written, the line, and the problems that this brought, from and to."""

    address: str
    line: int
    told: tuple[int, int]


class _Unusable(ValueError):
    """`code` and `values` say why."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(slots=True)
class Pictures:
    """All pictures of one course folder; each is read once."""

    folder: Path
    problems: list[Problem]
    known: dict[str, Picture | None] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def find(self, address: str, page: str, log: Log, line: int) -> Picture | None:
        """The picture that a page names, or None when there is something wrong with it, which is then noted."""
        told = len(self.problems)
        found = self._find(address, page, log, line)
        self.asked.append(Asked(address, line, (told, len(self.problems))))
        return found

    def _find(self, address: str, page: str, log: Log, line: int) -> Picture | None:
        try:
            path = inside(address, page)
        except ValueError:
            log.add("picture-address", line, address=address[:80])
            return None
        if path not in self.known:
            self.known[path] = self._read(path, log, line)
        return self.known[path]

    def _read(self, path: str, log: Log, line: int) -> Picture | None:
        file = self.folder / path
        if not is_plain_file(self.folder, path):
            log.add("picture-missing", line, file=path[:200])
            return None
        own = Log(path, self.problems)
        data = b""
        try:
            if file.stat().st_size > LARGEST:
                raise _Unusable("picture-large", limit=f"{LARGEST // 1024 // 1024} MB")
            data = file.read_bytes()
            return drawings.read(data) if path.lower().endswith(".svg") else self._raster(path, data, own)
        except _Unusable as error:
            own.add(error.code, 1, **error.values)
        except OSError as error:
            own.add("file-unreadable", 1, reason=error.strerror)
        except drawings.Refused as error:
            at = data.find(error.near.encode()) if error.near else 0
            own.add(error.code, data.count(b"\n", 0, max(at, 0)) + 1, **error.values)
        return None

    def _raster(self, path: str, data: bytes, log: Log) -> Raster:
        kind, width, height = measured(data)
        if width * height > MOST_PIXELS:
            raise _Unusable("picture-pixels", width=width, height=height, limit=MOST_PIXELS // 1_000_000)
        if kind == "jpeg" and b"Exif\0\0" in data[:65_536]:
            log.add("picture-exif")
        digest = hashlib.sha256(data).hexdigest()
        name = f"{digest[:16]}.{'jpg' if kind == 'jpeg' else kind}"
        self.media[name] = Media(name=name, sha256=digest, size=len(data), type=f"image/{kind}")
        self.files[name] = self.folder / path
        return Raster(self.media[name], width, height)

    def listed(self) -> tuple[Media, ...]:
        return tuple(self.media[name] for name in sorted(self.media))

    def paths(self) -> Mapping[str, Path]:
        return dict(sorted(self.files.items()))


def inside(address: str, page: str) -> str:
    """The path, from the course folder, that an address in a page means. Raises ValueError when it leads anywhere else."""
    plain = unquote(address)
    if not plain or plain.startswith("/") or any(sign in plain for sign in ":\\?#\0\n\r\t"):
        raise ValueError("this leads out of the course folder")
    parts: list[str] = list(PurePosixPath(page).parent.parts)
    for part in plain.split("/"):
        if part == "..":
            if not parts:
                raise ValueError("this leads out of the course folder")
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def is_plain_file(folder: Path, path: str) -> bool:
    """Whether it is a file and no step to it is a symbolic link. A name that no system takes is no file either."""
    here = folder
    try:
        for part in path.split("/"):
            here = here / part
            if here.is_symlink():
                return False
        return here.is_file()
    except OSError:
        return False


def measured(data: bytes) -> tuple[str, int, int]:
    """Kind, width and height from the first bytes. Raises when they are those of no picture that we show."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
            width, height = struct.unpack(">II", data[16:24])
            return "png", width, height
        if data.startswith(b"\xff\xd8\xff"):
            return "jpeg", *_jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return "webp", *_webp(data)
    except (struct.error, IndexError):
        raise _Unusable("picture-broken") from None
    raise _Unusable("picture-kind")


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        if data[at] != 0xFF:
            raise _Unusable("picture-broken")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length


def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = struct.unpack("<I", data[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return width, height
    raise _Unusable("picture-broken")
