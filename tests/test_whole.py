"""A file that is written anew is complete at every moment: the old text or the new one, whatever ends the writing."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OLD, NEW = "old text\n" * 5_000, "new text\n" * 5_000
WRITE = f"from pathlib import Path\nfrom app.whole import write_whole\nwrite_whole(Path(sys.argv[1]), {NEW[:9]!r}.encode() * 5_000)\n"

KILLED = {
    "before it is on the disk": "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n",
    "before it has its name": "pathlib.Path.replace = lambda *names: os.kill(os.getpid(), signal.SIGKILL)\n",
}
NO_ROOM = "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"


def written(file: Path, first: str = "") -> "subprocess.CompletedProcess[str]":
    """Write the new text in a process of its own, which does something first."""
    code = f"import os, pathlib, resource, signal, sys\n{first}{WRITE}"
    return subprocess.run([sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "lesson.md"
    made.write_text(OLD, "utf-8")
    return made


@pytest.mark.row("reliability:D19")
@pytest.mark.parametrize("moment", KILLED)
def test_the_old_text_is_complete_when_the_writer_is_killed(moment: str, file: Path):
    done = written(file, KILLED[moment])

    assert done.returncode == -signal.SIGKILL
    assert file.read_text("utf-8") == OLD


@pytest.mark.row("reliability:D19")
def test_the_old_text_is_complete_and_nothing_is_left_when_the_disk_is_full(file: Path):
    done = written(file, NO_ROOM)

    assert "File too large" in done.stderr
    assert file.read_text("utf-8") == OLD
    assert list(file.parent.iterdir()) == [file]


def test_the_new_text_takes_its_place_whole_with_the_permissions_of_the_old_one(file: Path):
    file.chmod(0o640)

    done = written(file)

    assert done.returncode == 0, done.stderr
    assert file.read_text("utf-8") == NEW
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(file.parent.iterdir()) == [file]
