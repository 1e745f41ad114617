"""Files that appear under their name when they are complete, or not at all."""

import os
import stat
import tempfile
from pathlib import Path

UNFINISHED = ".new-"
"""How the files begin that a writer in the data folder has not finished; what a stopped one left behind is swept away by it."""


def write_whole(target: Path, content: bytes) -> None:
    """Write a file beside its place, then move it there; what stood there before stands until then, and its permissions stay."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.is_file() else 0o666 & ~_mask()
    _write(target, content, f".{target.name}.", mode=mode, durable=True)


def write_owned(target: Path, content: bytes, *, durable: bool = True) -> None:
    """The same for this account alone. `durable` is off for what can be made again."""
    _write(target, content, UNFINISHED, mode=None, durable=durable)


def _write(target: Path, content: bytes, prefix: str, *, mode: int | None, durable: bool) -> None:
    """Without a mode it is its owner's alone, as a new file here begins."""
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=prefix)
    try:
        with os.fdopen(handle, "wb") as stream:
            if mode is not None:
                os.fchmod(handle, mode)
            stream.write(content)
            stream.flush()
            if durable:
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
