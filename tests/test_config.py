"""Settings: where each comes from, what each may be, and no secret by default."""

from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import config
from config import SETTINGS, SettingsError, from_env

SECRET = "sixty-four random characters would be better than these thirty-five"


def told(folder: Path, **settings: str) -> config.Settings:
    return from_env({"AEO_DATA_DIR": str(folder), "AEO_SECRET_KEY": SECRET} | settings)


def test_what_nobody_sets_has_its_default(tmp_path):
    settings = told(tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path}/aeo.db"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.time_zone is UTC
    assert settings.courses_dir == config.ROOT / "courses"
    assert (settings.workers, settings.threads, settings.proxies) == (2, 4, 0)
    assert (settings.password_minimum, settings.staff_password_minimum) == (8, 15)
    assert settings.signing_key_file == tmp_path / "signing-key"


def test_the_data_folder_is_var_in_the_project_unless_it_is_named():
    assert config.data_dir_of({}) == config.ROOT / "var"


def test_the_environment_comes_before_the_file(tmp_path):
    (tmp_path / "aeo.env").write_text("# ours\n\nAEO_SITE_NAME='From the file'\nAEO_TIME_ZONE=Africa/Nairobi\n")

    settings = told(tmp_path, AEO_SITE_NAME="From the environment")

    assert settings.site_name == "From the environment"
    assert settings.time_zone == ZoneInfo("Africa/Nairobi")


def test_each_setting_tells_where_it_comes_from(tmp_path):
    (tmp_path / "aeo.env").write_text("AEO_TIME_ZONE=Africa/Nairobi\n")

    rows = {row.name: row for row in config.described({"AEO_DATA_DIR": str(tmp_path), "AEO_SITE_NAME": "Ours"})}

    assert [rows[name].source for name in ("AEO_SITE_NAME", "AEO_TIME_ZONE", "AEO_THREADS")] == ["environment", "aeo.env", "default"]
    assert rows["AEO_DATABASE_URL"].default == "sqlite:///var/aeo.db"
    assert len(rows) == len(SETTINGS)


@pytest.mark.row("reliability:L09")
def test_no_secret_is_shown(tmp_path):
    environ = {
        "AEO_DATA_DIR": str(tmp_path),
        "AEO_SECRET_KEY": SECRET,
        "AEO_SECRET_KEY_PREVIOUS": f"{SECRET},{SECRET[::-1]}",
        "AEO_DATABASE_URL": "postgresql://aeo:canary@db.example.org/aeo",
        "AEO_MAIL_URL": "smtp://post:canary@mail.example.org:587",
    }

    shown = " ".join(row.value for row in config.described(environ))

    assert "canary" not in shown
    assert SECRET not in shown
    assert SECRET[::-1] not in shown
    assert "db.example.org" in shown


@pytest.mark.row("reliability:A17")
def test_without_a_secret_nothing_is_served(tmp_path):
    with pytest.raises(SettingsError, match=r"AEO_SECRET_KEY is not set and .*secret-key does not exist"):
        from_env({"AEO_DATA_DIR": str(tmp_path)})


@pytest.mark.row("reliability:A17")
@pytest.mark.parametrize("weak", ["dev", "x" * 64, "0123456789012345678901234567890"])
@pytest.mark.parametrize("name", ["AEO_SECRET_KEY", "AEO_SECRET_KEY_PREVIOUS"])
def test_a_weak_secret_is_refused_by_the_name_of_its_variable(tmp_path, weak, name):
    with pytest.raises(SettingsError, match=f"^{name} is too weak"):
        told(tmp_path, **{name: weak})


def test_a_command_that_serves_nothing_needs_no_secret(tmp_path):
    assert from_env({"AEO_DATA_DIR": str(tmp_path)}, serving=False).secret_keys == ()


def test_the_secret_is_read_from_its_file(tmp_path):
    (tmp_path / "secret-key").write_text(SECRET + "\n")

    assert from_env({"AEO_DATA_DIR": str(tmp_path)}).secret_keys == (SECRET,)


@pytest.mark.row("reliability:A17")
def test_earlier_secrets_stay_accepted_after_the_one_in_force(tmp_path):
    settings = told(tmp_path, AEO_SECRET_KEY_PREVIOUS=f"{SECRET}1, {SECRET}2")

    assert settings.secret_keys == (SECRET, f"{SECRET}1", f"{SECRET}2")


@pytest.mark.row("reliability:A08")
@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://learn.example.org", True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:9000", True),
        ("http://[::1]:8000", True),
        ("http://learn.example.org", False),
        ("http://192.168.0.7:8000", False),
        ("http://localhost.example.org", False),
    ],
)
def test_plain_http_is_for_this_machine_alone(tmp_path, address, allowed):
    if allowed:
        assert told(tmp_path, AEO_BASE_URL=address).base_url == address
        return
    with pytest.raises(SettingsError, match=r"AEO_BASE_URL is .* Use https, or set AEO_ALLOW_HTTP=1"):
        told(tmp_path, AEO_BASE_URL=address)


def test_plain_http_can_be_allowed_on_purpose(tmp_path):
    assert not told(tmp_path, AEO_BASE_URL="http://10.0.0.7", AEO_ALLOW_HTTP="1").secure


@pytest.mark.row("reliability:A19")
def test_only_the_hosts_of_the_address_are_trusted_unless_others_are_named(tmp_path):
    assert told(tmp_path, AEO_BASE_URL="https://learn.example.org").trusted_hosts == ("learn.example.org",)
    assert told(tmp_path).trusted_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert told(tmp_path, AEO_TRUSTED_HOSTS="a.example.org, b.example.org").trusted_hosts == ("a.example.org", "b.example.org")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AEO_DATABASE_URL", "sqlite:///aeo.db"),
        ("AEO_DATABASE_URL", "sqlite://"),
        ("AEO_DATABASE_URL", "mysql://host/aeo"),
        ("AEO_BASE_URL", "learn.example.org"),
        ("AEO_BASE_URL", "https://learn.example.org/aeo"),
        ("AEO_BASE_URL", "https://user@learn.example.org"),
        ("AEO_BASE_URL", "javascript:alert(1)"),
        ("AEO_TIME_ZONE", "Mars/Olympus"),
        ("AEO_TIME_ZONE", "../../etc/passwd"),
        ("AEO_MAIL_URL", "mail.example.org"),
        ("AEO_ALLOW_HTTP", "perhaps"),
        ("AEO_WORKERS", "0"),
        ("AEO_WORKERS", "many"),
        ("AEO_WORKERS", "٢"),
        ("AEO_PROXIES", "-1"),
        ("AEO_SITE_NAME", " "),
        ("AEO_DEFAULT_LANGUAGE", "en_US.UTF-8"),
        ("AEO_PASSWORD_MINIMUM", "4"),
        ("AEO_SECRET_KEY_FILE", ""),
    ],
)
def test_a_value_without_sense_names_its_variable(tmp_path, name, value):
    with pytest.raises(SettingsError, match=f"^{name}: "):
        told(tmp_path, **{name: value})


def test_a_mistyped_name_is_refused_not_passed_over(tmp_path):
    with pytest.raises(SettingsError, match="AEO_BASEURL, set in the environment, is not a setting"):
        told(tmp_path, AEO_BASEURL="https://learn.example.org")


def test_a_mistyped_name_in_the_file_is_refused_too(tmp_path):
    (tmp_path / "aeo.env").write_text("AEO_TIMEZONE=UTC\n")

    with pytest.raises(SettingsError, match=r"AEO_TIMEZONE, set in .*aeo\.env, is not a setting"):
        told(tmp_path)


@pytest.mark.parametrize("text", ["AEO_SITE_NAME", "AEO_DATA_DIR=/elsewhere"])
def test_a_file_that_makes_no_sense_is_named(tmp_path, text):
    (tmp_path / "aeo.env").write_text(f"{text}\n")

    with pytest.raises(SettingsError, match=r"aeo\.env"):
        told(tmp_path)


def test_every_setting_has_a_field_or_makes_one():
    fields = set(config.Settings.__dataclass_fields__)
    into_keys = {"secret_key", "secret_key_previous"}

    assert {setting.field for setting in SETTINGS} - into_keys == fields - {"secret_keys"}
