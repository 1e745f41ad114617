"""`aeo keys`: made once, for the owner's eyes only."""

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from config import from_env


def test_both_keys_are_made_and_only_their_owner_can_read_them(run, data_dir):
    run("keys")

    assert {path.name: oct(path.stat().st_mode & 0o777) for path in data_dir.iterdir()} == {"secret-key": "0o600", "signing-key": "0o600"}


def test_what_was_made_can_be_used(run, data_dir):
    run("keys")

    key = load_pem_private_key((data_dir / "signing-key").read_bytes(), None)
    settings = from_env({"AEO_DATA_DIR": str(data_dir)})

    assert len(key.sign(b"a record")) == 64
    assert len(settings.secret_keys[0]) == 64


def test_the_secret_is_made_where_the_settings_look_for_it(run, data_dir, tmp_path, monkeypatch):
    monkeypatch.setenv("AEO_SECRET_KEY_FILE", str(tmp_path / "elsewhere" / "key"))

    run("keys")

    assert (tmp_path / "elsewhere" / "key").stat().st_size == 65
    assert not (data_dir / "secret-key").exists()


def test_a_key_that_is_there_is_never_replaced(run, data_dir):
    run("keys")
    before = {path.name: path.read_bytes() for path in data_dir.iterdir()}

    again = run("keys")

    assert again.output == ""
    assert {path.name: path.read_bytes() for path in data_dir.iterdir()} == before


def test_two_installations_have_different_keys(run, data_dir):
    run("keys")
    first = (data_dir / "secret-key").read_bytes()
    (data_dir / "secret-key").unlink()

    run("keys")

    assert (data_dir / "secret-key").read_bytes() != first
