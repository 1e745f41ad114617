"""A ZIP that is the same on every run: sorted, dated 1980, without a trace of the machine it was made on."""

import hashlib
import io
import zipfile
from collections.abc import Mapping

MANIFEST = "imsmanifest.xml"
_DATE = (1980, 1, 1, 0, 0, 0)
_STORED = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".woff2")
_LEVEL = 6


def archive(files: Mapping[str, bytes]) -> bytes:
    """The ZIP of these files; the manifest comes first, then by name. What is compressed already is stored."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in sorted(files, key=lambda each: (each != MANIFEST, each)):
            package.writestr(_entry(name), files[name], compresslevel=_LEVEL)
    return buffer.getvalue()


def content_digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the sorted lines `sha256(entry)  name`: the same whatever zlib wrote the ZIP."""
    lines = sorted(f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items())
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    info.compress_type = zipfile.ZIP_STORED if name.lower().endswith(_STORED) else zipfile.ZIP_DEFLATED
    return info
