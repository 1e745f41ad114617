"""Runs something on one input: no exception but those that belong to its contract, and no more than a second of CPU time."""

import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

from tests.fuzzing.chance import again

MOST_SECONDS = 1.0
STOP_SECONDS = 5.0
"""Here it is stopped from outside, so that a test tells what stalls instead of hanging."""

T = TypeVar("T")


class Stalled(BaseException):
    """No Exception: code that turns every failure into a problem must not swallow it."""


def bounded(name: str, shown: Any, act: Callable[[], T]) -> T:
    """What `act` gives. A machine that is busy may make one try slow, not three."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        result = _stopped(name, shown, act)
        taken.append(time.process_time() - began)
        if taken[-1] <= MOST_SECONDS:
            return result
    raise AssertionError(f"{min(taken):.2f} s of CPU at least; {again(name)}\n{shown!r}")


def _stopped(name: str, shown: Any, act: Callable[[], T]) -> T:
    before = signal.signal(signal.SIGVTALRM, _stall)
    signal.setitimer(signal.ITIMER_VIRTUAL, STOP_SECONDS)
    try:
        return act()
    except (Exception, Stalled) as error:
        raise AssertionError(f"{type(error).__name__}: {error}; {again(name)}\n{shown!r}") from error
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stall(number: int, frame: FrameType | None) -> None:
    raise Stalled(f"more than {STOP_SECONDS:.0f} s")
