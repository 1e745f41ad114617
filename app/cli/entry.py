"""Where `aeo` begins: what it is asked for most, its version, is told before the rest is imported."""

import sys
from importlib import import_module

from config import version


def main() -> None:
    """Run one command."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"aeo {version()}\n")
        return
    import_module("app.cli.main").main()


if __name__ == "__main__":
    main()
