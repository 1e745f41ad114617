"""Files that appear under their name when they are complete, or not at all."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

UNFINISHED = ".new-"
"""How the files begin that a writer in the data folder has not finished; what a stopped one left behind is swept away by it."""


def write_whole(target: Path, content: bytes) -> None:
    """Write a file beside its place, then move it there; what stood there before stands until then, and its permissions stay."""
    with whole(target) as stream:
        stream.write(content)


@contextmanager
def whole(target: Path) -> Iterator[BinaryIO]:
    """The same for who writes it bit by bit, and may read it again; after an error nothing has happened."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.is_file() else 0o666 & ~_mask()
    with _beside(target, f".{target.name}.", mode=mode, durable=True) as stream:
        yield stream


def write_owned(target: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file that is this account's alone. `durable` is off for what can be made again."""
    with _beside(target, UNFINISHED, mode=None, durable=durable) as stream:
        stream.write(content)


@contextmanager
def _beside(target: Path, prefix: str, *, mode: int | None, durable: bool) -> Iterator[BinaryIO]:
    """Without a mode it is its owner's alone, as a new file here begins."""
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=prefix)
    try:
        with os.fdopen(handle, "w+b") as stream:
            if mode is not None:
                os.fchmod(handle, mode)
            yield stream
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
