"""Takes out of a picture file what is no picture: EXIF with place and camera, comments, thumbnails. The pixels stay byte for byte.

Nothing is decoded, so that a hostile file meets no decoder on the server; colour profiles stay, since colours would change without them.
"""

import re
import struct
from collections.abc import Iterator

from app.errors import Invalid, say

_PNG_KEPT = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_EXIF_AND_XMP = 0x0C
"""The two flags of a VP8X chunk that announce what is taken out."""

_MARK = re.compile(b"\xff[^\x00\xd0-\xd7\xff]")

BROKEN = say("The picture is damaged. Export it anew.")
TURNED = say("This picture lies on its side, and only its EXIF data turn it. Turn it in a picture program, save it, then choose it again.")


def stripped(kind: str, data: bytes) -> bytes:
    """The file of that kind (png, jpeg, webp) without what is no picture. Raises Invalid for a damaged one."""
    try:
        return {"png": _png, "jpeg": _jpeg, "webp": _webp}[kind](data)
    except (struct.error, IndexError):
        raise Invalid(BROKEN, "picture") from None


def _png(data: bytes) -> bytes:
    return data[:8] + b"".join(chunk for name, chunk in _png_chunks(data) if name in _PNG_KEPT)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, name = 8, b""
    while name != b"IEND":
        (size,), name = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        chunk = data[at : at + 12 + size]
        if len(chunk) != 12 + size:
            raise Invalid(BROKEN, "picture")
        yield name, chunk
        at += 12 + size


def _jpeg(data: bytes) -> bytes:
    """What stands behind the end mark is no part of the picture and goes too."""
    kept, at = [data[:2]], 2
    while data[at : at + 2] != b"\xff\xd9":
        if data[at] != 0xFF:
            raise Invalid(BROKEN, "picture")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        behind = at + 2 + length
        if length < 2 or behind > len(data):
            raise Invalid(BROKEN, "picture")
        if marker == 0xDA:
            behind = _next_mark(data, behind)
        if _belongs(marker, data[at + 4 : behind]):
            kept.append(data[at:behind])
        at = behind
    return b"".join(kept) + b"\xff\xd9"


def _next_mark(data: bytes, at: int) -> int:
    """Behind the pixels of one scan: among them 0xFF is followed by 0 or by the number of a restart."""
    found = _MARK.search(data, at)
    if found is None:
        raise Invalid(BROKEN, "picture")
    return found.start()


def _belongs(marker: int, content: bytes) -> bool:
    """Tables and frames, the JFIF head, colour profiles and Adobe's note on colours; no other application's data and no comments."""
    if marker == 0xE1 and content.startswith(b"Exif\0\0"):
        _refuse_turned(content[6:])
    if marker == 0xE2:
        return content.startswith(b"ICC_PROFILE\0")
    return marker not in (*range(0xE1, 0xEE), 0xEF, 0xFE)


def _refuse_turned(exif: bytes) -> None:
    """Without its EXIF such a picture would lie on its side."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return
    try:
        (first,) = struct.unpack(f"{order}I", exif[4:8])
        (count,) = struct.unpack(f"{order}H", exif[first : first + 2])
        for number in range(min(count, 200)):
            tag, _kind, _many, value = struct.unpack(f"{order}HHIH", exif[first + 2 + 12 * number : first + 12 + 12 * number])
            if tag == 0x0112 and value not in (0, 1):
                raise Invalid(TURNED, "picture")
    except struct.error:
        return


def _webp(data: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(data):
        name, (size,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        chunk = data[at : at + 8 + size + size % 2]
        if len(chunk) < 8 + size:
            raise Invalid(BROKEN, "picture")
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_EXIF_AND_XMP]) + chunk[9:]
        if name in _WEBP_KEPT:
            kept.append(chunk)
        at += 8 + size + size % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
