"""The set-up script: what is done once is not done again, what was cut short is, and a missing piece is never passed over."""

from pathlib import Path

import pytest

import dev


@pytest.fixture
def done(tmp_path, monkeypatch) -> list[str]:
    """Set-up of two steps in a folder of its own; the names of the steps as they are done."""
    done: list[str] = []
    (tmp_path / "lock").write_text("one==1.0\n")

    def step(name: str) -> dev.Step:
        made = tmp_path / name

        def act() -> None:
            done.append(name)
            if (tmp_path / "broken").exists():
                raise dev.Stop("There is no network.")
            made.mkdir(exist_ok=True)

        return dev.Step(name, dev.digest(tmp_path / "lock"), made, act)

    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "STAMPS", tmp_path / "var" / "setup.json")
    monkeypatch.setattr(dev, "steps", lambda kind: [step("first"), step("second")])
    monkeypatch.setattr(dev, "has_current_dev", lambda: False)
    (tmp_path / "dev.py").touch()
    return done


def test_what_is_done_is_not_done_again(done):
    dev.setup()
    dev.setup()

    assert done == ["first", "second"]


def test_a_step_is_done_again_when_what_it_reads_has_changed(done, tmp_path):
    dev.setup()
    (tmp_path / "lock").write_text("one==1.1\n")
    dev.setup()

    assert done == ["first", "second", "first", "second"]


def test_a_step_is_done_again_when_what_it_made_is_gone(done, tmp_path):
    dev.setup()
    (tmp_path / "second").rmdir()
    dev.setup()

    assert done == ["first", "second", "second"]


def test_a_set_up_that_was_cut_short_goes_on_where_it_stopped(done, tmp_path):
    dev.setup()
    (tmp_path / "first").rmdir()
    (tmp_path / "broken").touch()
    with pytest.raises(dev.Stop):
        dev.setup()
    (tmp_path / "broken").unlink()
    (tmp_path / "first").mkdir()  # half of it, as after a kill

    dev.setup()

    assert done == ["first", "second", "first", "first"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("error: Failed to fetch: `x`\n  cause: dns error", "There is no network"),
        ("npm error code ENOTFOUND", "There is no network"),
        ("OSError: [Errno 28] No space left on device", "There is no room left on the disk"),
        ("npm error code ENOSPC", "There is no room left on the disk"),
        ("hash mismatch", "uv failed; its own words are above"),
    ],
)
def test_a_failure_that_a_person_can_mend_is_named(said, expected):
    assert dev.reason(said, "uv").startswith(expected)


def test_an_old_python_is_refused(monkeypatch):
    monkeypatch.setattr(dev, "OLDEST_PYTHON", (99, 1))

    with pytest.raises(dev.Stop, match=r"Python 99\.1 or newer is needed"):
        dev.check_machine()


def test_a_python_without_its_venv_module_is_refused_with_the_package_that_brings_it(monkeypatch):
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(dev.Stop, match="apt-get install python3-venv"):
        dev.make_environment()


def test_a_full_disk_is_told_of_before_anything_is_fetched(monkeypatch, tmp_path):
    monkeypatch.setattr(dev, "STAMPS", tmp_path / "none")
    monkeypatch.setattr(dev, "DISK_NEEDED", 10**18)

    with pytest.raises(dev.Stop, match="GB of disk"):
        dev.check_machine()


def test_what_the_machine_lacks_is_named_with_the_line_that_brings_it(monkeypatch):
    monkeypatch.setattr(dev, "DEBIAN", {"chromium": "no/such/browser"})
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)

    with pytest.raises(dev.Stop, match=r"As root: apt-get update && apt-get install -y --no-install-recommends chromium"):
        dev.install_debian_packages()


def junit(**counts: int) -> str:
    return "<testsuites><testsuite " + " ".join(f'{name}="{number}"' for name, number in counts.items()) + "/></testsuites>"


@pytest.mark.parametrize(
    ("counts", "code", "expected"),
    [
        ({"tests": 9, "failures": 0, "errors": 0, "skipped": 0}, 0, (9, 0)),
        ({"tests": 9, "failures": 1, "errors": 1, "skipped": 0}, 1, (7, 2)),
        ({"tests": 9, "failures": 0, "errors": 0, "skipped": 2}, 0, (7, 2)),
        ({"tests": 0, "failures": 0, "errors": 0, "skipped": 0}, 5, (0, 1)),
    ],
    ids=["all good", "failures", "a skip shows nothing", "no test at all"],
)
def test_tests_are_counted_and_a_skipped_one_counts_as_failed(monkeypatch, counts, code, expected):
    def run(*command: object) -> int:
        report = next(str(word).partition("=")[2] for word in command if str(word).startswith("--junit-xml="))
        Path(report).write_text(junit(**counts))
        return code

    monkeypatch.setattr(dev, "run", run)

    outcome = dev.python_tests([])

    assert (outcome.passed, outcome.failed) == expected


def test_a_run_of_tests_that_cannot_begin_has_failed(monkeypatch):
    monkeypatch.setattr(dev, "run", lambda *command: 4)

    assert dev.python_tests([]).failed == 1


def test_the_last_line_counts_everything(capsys):
    code = dev.closing_line([dev.Outcome("ruff", 1, 0), dev.Outcome("pytest", 7, 2)])

    assert code == 1
    assert capsys.readouterr().out.splitlines()[-1] == "8 passed, 2 failed"


def test_every_command_has_a_line_of_help():
    words = dev.parser().format_help().split()

    assert {"run", "setup", "test", "check", "bench", "shots", "migration", "lock"} <= set(words)


FAILING = """\
import sys
print({words!r})
sys.exit(1)
"""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("WARNING: Retrying after connection broken by 'NewConnectionError(Temporary failure in name resolution)'", "There is no network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "There is no room left on the disk"),
    ],
    ids=["no network", "no disk"],
)
def test_a_set_up_whose_installer_fails_says_in_one_sentence_why_and_goes_on_the_next_time(words, told, tmp_path, monkeypatch, capfd):
    program, done = tmp_path / "installer.py", []
    first = dev.Step("first", "a", tmp_path / "first", lambda: (done.append("first"), (tmp_path / "first").mkdir(exist_ok=True))[0])
    installing = dev.Step("installing", "a", tmp_path / "made", lambda: dev.must(dev.sys.executable, program))
    prepare_in(tmp_path, monkeypatch, [first, installing])
    program.write_text(FAILING.format(words=words))
    monkeypatch.setattr(dev.sys, "argv", ["dev.py", "setup"])

    failed = dev.main()
    said = capfd.readouterr().err.splitlines()
    program.write_text(f"import pathlib; pathlib.Path({str(tmp_path / 'made')!r}).mkdir()")
    repeated = dev.main()

    assert (failed, repeated) == (1, 0)
    assert len(said) == 1
    assert said[0].startswith(f"dev.py: {told}")
    assert done == ["first"]


KILLED = """\
import sys
from pathlib import Path
import dev
root, deadly = Path(sys.argv[1]), sys.argv[2]

def step(name):
    def act():
        (root / name).mkdir(exist_ok=True)
        if name == deadly:
            (root / name / "half").touch()
            dev.os.kill(dev.os.getpid(), 9)
        (root / name / "half").unlink(missing_ok=True)
        (root / name / "whole").touch()
    return dev.Step(name, "the same", root / name, act)

dev.ROOT, dev.STAMPS = root, root / "var" / "setup.json"
dev.steps = lambda kind: [step(name) for name in ("one", "two", "three")]
dev.has_current_dev, dev.check_machine = lambda: False, lambda: None
dev.setup()
"""


@pytest.mark.parametrize("deadly", ["one", "two", "three"])
def test_a_set_up_that_is_killed_in_any_step_is_whole_when_it_has_run_again(deadly, tmp_path):
    (tmp_path / "dev.py").touch()

    def run(killed_in: str) -> int:
        command = [dev.sys.executable, "-c", KILLED, tmp_path, killed_in]
        return dev.subprocess.run(list(map(str, command)), cwd=dev.ROOT, check=False, capture_output=True).returncode

    killed, again = run(deadly), run("none")

    assert (killed, again) == (-9, 0)
    assert [sorted(path.name for path in (tmp_path / name).iterdir()) for name in ("one", "two", "three")] == [["whole"]] * 3


def prepare_in(folder: Path, monkeypatch: pytest.MonkeyPatch, todo: list[dev.Step]) -> None:
    """Set-up of these steps alone, in a folder of its own."""
    (folder / "dev.py").touch()
    monkeypatch.setattr(dev, "ROOT", folder)
    monkeypatch.setattr(dev, "STAMPS", folder / "var" / "setup.json")
    monkeypatch.setattr(dev, "steps", lambda kind: todo)
    monkeypatch.setattr(dev, "has_current_dev", lambda: False)
    monkeypatch.setattr(dev, "check_machine", lambda: None)
