"""A lock that one process holds, and that goes with it however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Refused


@contextmanager
def alone(file: Path, otherwise: str) -> Iterator[int]:
    """Hold the lock on a file, or refuse with the words given, which may name the holder: `{process}`.

    The descriptor can be handed to child processes; the lock then lasts as long as any of them lives.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield descriptor
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode(errors="replace") or "unknown"
        raise Refused(otherwise.format(process=holder)) from None
    finally:
        os.close(descriptor)
