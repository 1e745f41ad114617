"""Files that appear under their name when they are complete, or not at all."""

import os
import stat
import tempfile
from pathlib import Path


def write_whole(target: Path, content: bytes) -> None:
    """Write a file beside its place, then move it there; what stood there before stands until then, and its permissions stay."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.is_file() else 0o666 & ~_mask()
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            os.fchmod(handle, mode)
            stream.write(content)
            stream.flush()
            os.fsync(handle)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mask() -> int:
    """What the person lets others read; it can only be asked for by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
