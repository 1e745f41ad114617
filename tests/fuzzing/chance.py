"""One seed for a run: drawn from the clock, or given by AEO_FUZZ_SEED to see the same inputs again. AEO_FUZZ makes as many times more."""

import os
import random
import time
from collections.abc import Iterator

SEED = int(os.environ.get("AEO_FUZZ_SEED") or time.time_ns() // 1_000_000)
TIMES = int(os.environ.get("AEO_FUZZ", "1"))
PARTS = 8
"""Each target is cut into this many tests, so that the processes of one run share them."""


def chances(target: str, part: int, count: int) -> Iterator[tuple[str, random.Random]]:
    """`count` sources of chance in all parts together, each with the words that make it again; none depends on the others."""
    for number in range(part, count * TIMES, PARTS):
        name = f"{SEED}/{target}/{number}"
        yield name, random.Random(name)


def again(name: str) -> str:
    """How one sees this input again."""
    seed, target, number = name.split("/")
    return f"input {number} of {target}; see it again with: AEO_FUZZ_SEED={seed} AEO_FUZZ={TIMES} pytest tests/fuzzing -k {target}"
