"""An installation of its own for each test: a data folder, and `aeo` run in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import click.testing
import pytest

from app.cli import context
from app.cli.main import aeo
from app.errors import DomainError
from config import SettingsError

Run = Callable[..., click.testing.Result]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder that the settings name."""
    folder = tmp_path / "var"
    monkeypatch.setenv("AEO_DATA_DIR", str(folder))
    forget()
    yield folder
    if context.writing.cache_info().currsize:
        context.writing().sessions.kw["bind"].dispose()
    forget()


def forget() -> None:
    context.settings.cache_clear()
    context.writing.cache_clear()


@pytest.fixture
def run(data_dir: Path) -> Run:
    """Run `aeo` with words; a refusal of the domain comes out as main() says it."""

    def command(*words: object, stdin: str | None = None) -> click.testing.Result:
        forget()
        result = click.testing.CliRunner().invoke(aeo, [str(word) for word in words], input=stdin)
        if isinstance(result.exception, DomainError | SettingsError):
            result.stderr_bytes = (result.stderr_bytes or b"") + f"aeo: {result.exception}\n".encode()
        elif result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return command
