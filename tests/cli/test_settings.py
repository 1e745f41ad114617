"""`aeo settings`: the whole table, with a bad value named."""

from config import SETTINGS


def test_every_setting_is_listed_with_its_source(run):
    lines = run("settings").output.splitlines()

    assert [line.split(" = ")[0] for line in lines[::3]] == [setting.name for setting in SETTINGS]
    assert sum(line.startswith("    source: ") for line in lines) == len(SETTINGS)


def test_a_bad_value_is_shown_and_named(run, monkeypatch):
    monkeypatch.setenv("AEO_WORKERS", "none")

    result = run("settings")

    assert result.exit_code == 1
    assert "AEO_WORKERS = none" in result.output
    assert "AEO_WORKERS: “none” is not a whole number from 1 to 64." in result.stderr
