"""`python -m benchmarks [ROW …]`: the speed of this software as ratios, each measured in this one run."""

import argparse
import platform
import sys
import time

from benchmarks import certificates, checking, editing, exporting, growing, inprocess, serving
from benchmarks.table import Report, closing, heading

GROUPS = {
    "S1": serving, "S4": serving, "S5": serving, "S3": inprocess, "G1": inprocess, "G2": growing, "B1": exporting, "E1": exporting, "E5": exporting,
    "E6": exporting, "CHECK": checking, "EDIT": editing, "C1": certificates,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"only these rows: {', '.join(GROUPS)}")
    parser.add_argument("--row", action="append", default=[], help="the same")
    given = parser.parse_args()
    wanted = {row.upper() for row in (*given.rows, *given.row)} or set(GROUPS)
    unknown = wanted - set(GROUPS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    return run(wanted)


def run(wanted: set[str]) -> int:
    report, began = Report(), time.monotonic()
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}; ratios are medians, round by round")
    print(heading())
    for part in (serving, inprocess, growing, checking, editing, certificates, exporting):
        rows = {row for row in wanted if GROUPS[row] is part}
        if rows:
            part.measure(report, rows)
    print(f"\n{closing(report)}\n{time.monotonic() - began:.0f} seconds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
