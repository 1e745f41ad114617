"""What was made once and is needed again, up to a number of bytes: what was asked for longest ago goes first."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Weighed(Protocol):
    """Something that says how many bytes it takes."""

    @property
    def weight(self) -> int: ...


T = TypeVar("T", bound=Weighed)


class Kept(Generic[T]):
    """A dictionary in the order of use. Two threads that miss the same thing both make it; one of the two stays."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._things: dict[Hashable, T] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of that key; `make` makes it the first time."""
        with self._lock:
            found = self._things.pop(key, None)
            if found is not None:
                self._things[key] = found
                return found
        made = make()
        with self._lock:
            self._put(key, made)
        return made

    def _put(self, key: Hashable, made: T) -> None:
        self._take(key)
        self._things[key] = made
        self.weight += made.weight
        while self.weight > self.most and len(self._things) > 1:
            self._take(next(iter(self._things)))

    def _take(self, key: Hashable) -> None:
        gone = self._things.pop(key, None)
        self.weight -= gone.weight if gone is not None else 0
