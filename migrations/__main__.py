"""`python3 dev.py migration "words"`: write the next numbered migration."""

import subprocess
import sys
import tempfile
from pathlib import Path

from app.schema import MIGRATIONS, newest
from migrations import moving


def main(words: str) -> None:
    number = f"{int(newest() or 0) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'aeo.db'}"
        moving.upgrade(url)
        moving.write(url, number, words)
    for file in (MIGRATIONS / "versions").glob(f"{number}_*.py"):
        for command in (["check", "--fix"], ["format"]):
            subprocess.run([sys.executable, "-m", "ruff", *command, "-q", file], check=True)
        print(f"Read it before you commit it: {file}")


if __name__ == "__main__":
    main(sys.argv[1])
