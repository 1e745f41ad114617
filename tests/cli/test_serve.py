"""`aeo serve`: what it refuses to start on, each in one sentence."""

import socket

import pytest

from app import schema
from app.cli import gunicorn_settings, serve
from app.cli.alone import alone
from app.database import engine_for, journal_mode, sqlite_module
from app.errors import Refused
from app.factory import create_app
from config import from_env


@pytest.fixture(autouse=True)
def a_software_at_0001(monkeypatch):
    monkeypatch.setattr(schema, "newest", lambda: "0001")


@pytest.fixture
def ready(run, data_dir):
    """A data folder with keys and a database that this software can use."""
    run("keys")
    connection = sqlite_module().connect(data_dir / "aeo.db")
    connection.executescript(
        f"PRAGMA journal_mode={journal_mode()}; CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);"
        "INSERT INTO alembic_version VALUES ('0001'); CREATE TABLE word (word TEXT);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO word SELECT 'word ' || i FROM n;"
    )
    connection.close()
    return data_dir


@pytest.mark.row("reliability:A17")
def test_it_refuses_without_a_secret(run):
    assert "AEO_SECRET_KEY is not set" in run("serve").stderr


def test_it_refuses_without_a_database(run):
    run("keys")

    result = run("serve")

    assert result.exit_code == 1
    assert "There is no database at" in result.stderr
    assert "`aeo db upgrade` makes it" in result.stderr


def test_looking_for_a_missing_database_does_not_make_one(run, data_dir):
    run("keys")

    run("serve")

    assert not (data_dir / "aeo.db").exists()


@pytest.mark.row("reliability:I11")
def test_it_refuses_a_database_of_another_version(run, ready, monkeypatch):
    monkeypatch.setattr(schema, "newest", lambda: "0002")

    assert "this software needs 0002" in run("serve").stderr


@pytest.mark.row("reliability:I13")
@pytest.mark.parametrize("where", [0, 5 * 4096, -4096])
def test_it_refuses_a_damaged_database_and_names_the_way_back(run, ready, where):
    file = ready / "aeo.db"
    content = bytearray(file.read_bytes())
    start = where if where >= 0 else len(content) + where
    content[start : start + 4096] = bytes(4096) if where else b"overwritten!" * 341 + b"1234"
    file.write_bytes(content)

    result = run("serve")

    assert result.exit_code == 1
    assert "is damaged" in result.stderr
    assert "`aeo restore`" in result.stderr


@pytest.mark.row("reliability:I29")
def test_a_second_server_on_the_same_file_is_refused(run, ready):
    with alone(ready / "aeo.db.serving", "held by {process}"):
        result = run("serve")

    assert "Another server (process" in result.stderr


def test_a_port_that_is_taken_is_named(run, ready):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        result = run("serve", "--port", port)

    assert f"Port {port} is taken by another program. Choose another with --port." in result.stderr


@pytest.mark.row("reliability:A08")
def test_plain_http_is_not_offered_to_other_machines(run, ready):
    assert "would serve plain http to other machines" in run("serve", "--host", "0.0.0.0").stderr


@pytest.mark.row("reliability:H07")
def test_debugging_is_refused(run, ready, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")

    assert "FLASK_DEBUG is set" in run("serve").stderr


def test_the_port_becomes_part_of_the_address_unless_there_is_one(tmp_path):
    assert serve.with_port({"AEO_DATA_DIR": str(tmp_path)}, 9000)["AEO_BASE_URL"] == "http://127.0.0.1:9000"
    given = {"AEO_DATA_DIR": str(tmp_path), "AEO_BASE_URL": "https://learn.example.org"}
    assert serve.with_port(given, 9000)["AEO_BASE_URL"] == "https://learn.example.org"


def test_the_application_is_given_to_the_server_by_name(tmp_path):
    settings = from_env({"AEO_DATA_DIR": str(tmp_path), "AEO_WORKERS": "3"}, serving=False)

    words = serve.server(settings, "::1", 9000)

    assert words[-1] == "app.factory:create_app()"
    assert words[words.index("--bind") + 1] == "[::1]:9000"
    assert words[words.index("--workers") + 1] == "3"


def test_nothing_is_connected_before_the_workers_part(ready):
    """Processes that share one connection to a database would damage it."""
    site = create_app().extensions["aeo"]

    assert gunicorn_settings.preload_app
    assert [engine.pool.checkedin() + engine.pool.checkedout() for engine in (site.engine, site.writing.engine)] == [0, 0]


def test_an_unsound_library_is_told_of_in_the_log(ready, monkeypatch, caplog):
    caplog.set_level("INFO", "aeo")
    monkeypatch.setattr(serve.database, "journal_mode", lambda: "TRUNCATE")
    engine = engine_for(f"sqlite:///{ready / 'aeo.db'}", writing=False)

    serve.tell_of_the_journal(engine)
    engine.dispose()

    assert [record.message for record in caplog.records] == ["database.journal"]


def test_a_lock_is_free_again_when_its_holder_is_gone(tmp_path):
    with alone(tmp_path / "lock", "held"):
        pass

    with alone(tmp_path / "lock", "held"), pytest.raises(Refused, match="held"), alone(tmp_path / "lock", "held"):
        pass
