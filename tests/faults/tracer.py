"""Run something in a child process, count its steps that change the disk, and end it at one of them, or let that one fail.

A step is a system call, seen with ptrace just before the kernel carries it out: what Python does is seen, and what SQLite does in C.
"""

import ctypes
import os
import platform
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from errno import EIO, ENOSPC
from pathlib import Path

NUMBERS = {
    "x86_64": {
        "write": 1, "open": 2, "pwrite64": 18, "writev": 20, "sendfile": 40, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "rename": 82,
        "mkdir": 83, "rmdir": 84, "link": 86, "unlink": 87, "openat": 257, "mkdirat": 258, "unlinkat": 263, "renameat": 264, "linkat": 265,
        "fallocate": 285, "pwritev": 296, "renameat2": 316, "copy_file_range": 326,
    },
    "aarch64": {
        "mkdirat": 34, "unlinkat": 35, "linkat": 37, "renameat": 38, "ftruncate": 46, "fallocate": 47, "openat": 56, "write": 64, "writev": 66,
        "pwrite64": 68, "pwritev": 70, "sendfile": 71, "fsync": 82, "fdatasync": 83, "renameat2": 276, "copy_file_range": 285,
    },
}  # fmt: skip
NAMES = {number: name for name, number in NUMBERS[platform.machine()].items()}
GROWING = ("write", "pwrite64", "writev", "pwritev", "sendfile", "copy_file_range", "ftruncate", "fallocate", "mkdir", "mkdirat", "open", "openat")
SPOKEN = (0, 1, 2)
"""What goes to the terminal changes no disk."""

TRACEME, POKE_USER, CONTINUE_TO_CALL, SET_OPTIONS, GET_CALL = 0, 6, 24, 0x4200, 0x420E
GOOD_SIGN, ENDS_WITH_US = 0x1, 0x100000
RAX, ORIG_RAX = 80, 120
"""Where x86-64 keeps the result of a call, and its number."""

KILL, FULL, BROKEN = "kill", "full", "broken"

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


class Call(ctypes.Structure):
    """struct ptrace_syscall_info, for the entry to a call."""

    _fields_ = (
        ("at", ctypes.c_uint8), ("pad", ctypes.c_uint8 * 3), ("machine", ctypes.c_uint32), ("ip", ctypes.c_uint64), ("sp", ctypes.c_uint64),
        ("number", ctypes.c_uint64), ("arguments", ctypes.c_uint64 * 6), ("more", ctypes.c_uint64 * 2),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ended:
    """How the child ended: its exit code, None when it was killed; the names of the steps that it came to, and of the one that was met."""

    code: int | None
    steps: tuple[str, ...]
    met: str


def plain(act: Callable[[], int]) -> int:
    """Run it in a child, undisturbed; the exit code."""
    child = os.fork()
    if child == 0:
        _live(act)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def disturbed(act: Callable[[], int], at: int, how: str) -> Ended:
    """Run it in a child and let something happen at that step; steps are counted from 1."""
    child = os.fork()
    if child == 0:
        libc.ptrace(TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        _live(act)
    os.waitpid(child, 0)
    _ptrace(SET_OPTIONS, child, 0, GOOD_SIGN | ENDS_WITH_US)
    return _follow(child, at, how)


def _live(act: Callable[[], int]) -> None:
    code = 99
    try:
        code = act()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _follow(child: int, at: int, how: str) -> Ended:
    """From stop to stop: each call stops the child twice, before and after."""
    steps: list[str] = []
    met, pending, signal_ = "", 0, 0
    while True:
        _ptrace(CONTINUE_TO_CALL, child, 0, signal_)
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            return Ended(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else None, tuple(steps), met)
        signal_ = 0 if os.WSTOPSIG(status) == signal.SIGTRAP | 0x80 else os.WSTOPSIG(status)
        if signal_:
            continue
        if pending:
            _ptrace(POKE_USER, child, RAX, -pending)
            pending = 0
            continue
        name = _step(child)
        if not name:
            continue
        steps.append(name)
        met = name if len(steps) == at else met
        if met and how == KILL:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return Ended(None, tuple(steps), met)
        pending = _error(name, len(steps), at, how)
        if pending:
            _ptrace(POKE_USER, child, ORIG_RAX, -1)


def _error(name: str, step: int, at: int, how: str) -> int:
    """A disk that is full takes no more from that step on; one that is broken fails this once."""
    if how == FULL and step >= at and name in GROWING:
        return ENOSPC
    return EIO if how == BROKEN and step == at else 0


def _step(child: int) -> str:
    """The name of the call that the child is about to make, if it changes the disk; else nothing."""
    call = Call()
    _ptrace(GET_CALL, child, ctypes.sizeof(call), ctypes.addressof(call))
    name = NAMES.get(call.number, "") if call.at == 1 else ""
    if name in ("write", "writev") and call.arguments[0] in SPOKEN:
        return ""
    flags = {"open": 1, "openat": 2}.get(name)
    return "" if flags is not None and not _makes(child, call.arguments[flags - 1], call.arguments[flags]) else name


def _makes(child: int, path: int, flags: int) -> bool:
    """Whether opening makes a file that was not there: only then does it need room."""
    if not flags & os.O_CREAT:
        return False
    with Path(f"/proc/{child}/mem").open("rb", buffering=0) as memory:
        memory.seek(path)
        return not Path(os.fsdecode(memory.read(4096).partition(b"\0")[0])).exists()


def _ptrace(request: int, child: int, address: int, data: int) -> None:
    if libc.ptrace(request, child, address, data) < 0:
        raise OSError(ctypes.get_errno(), f"ptrace {request}")
