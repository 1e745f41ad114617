"""Runs one command of ours and tells at its end what its process has held at most: `python -m benchmarks.peak FILE WORD …`.

What a parent is told of a child (`ru_maxrss`) begins with the parent's own size, which is larger than an export.
"""

import re
import sys
from pathlib import Path

from app.cli.entry import main


def most() -> int:
    """KiB in memory at most, of this process since it was started."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


if __name__ == "__main__":
    told, sys.argv = Path(sys.argv[1]), ["aeo", *sys.argv[2:]]
    try:
        main()
    finally:
        told.write_text(str(most()))
