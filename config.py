"""The settings of one installation, read from AEO_… variables once, by the two roots."""

import ipaddress
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent
SHORTEST_SECRET = 32
ON = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False, "": False}


def version() -> str:
    """The version of this software, from the one place that says it."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


class SettingsError(Exception):
    """A setting is missing or makes no sense; the sentence names its variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one installation is told. Plain values: nothing below the two roots sees this class."""

    data_dir: Path
    database_url: str
    base_url: str
    secret_keys: tuple[str, ...]
    """The key in force first, then the ones that are still accepted. Empty for commands that need none."""
    secret_key_file: Path
    signing_key_file: Path
    time_zone: tzinfo
    mail_url: str
    allow_http: bool
    courses_dir: Path
    workers: int
    threads: int
    proxies: int
    trusted_hosts: tuple[str, ...]
    site_name: str
    default_language: str
    password_minimum: int
    staff_password_minimum: int

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over https, which decides the cookie's name and flags."""
        return self.base_url.startswith("https://")

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def backups_dir(self) -> Path:
        return self.data_dir / "backups"


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: how its text becomes a value, what it is when nobody sets it, and what it means."""

    name: str
    read: Callable[[str], Any]
    default: str
    meaning: str
    secret: bool = False

    @property
    def field(self) -> str:
        return self.name.removeprefix("AEO_").lower()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table that `aeo settings` prints."""

    name: str
    value: str
    source: str
    default: str
    meaning: str


def from_env(environ: Mapping[str, str], *, serving: bool = True) -> Settings:
    """The settings of this environment. Raises SettingsError. Not `serving`: no secret is read, and none is missed."""
    texts = {name: text for name, (text, _) in gathered(environ).items()}
    values = {setting.field: meant(setting, texts[setting.name]) for setting in SETTINGS}
    keys = secret_keys(values) if serving else ()
    if serving and not values["allow_http"]:
        refuse_plain_http(values["base_url"])
    hosts = values["trusted_hosts"] or own_hosts(values["base_url"])
    names = Settings.__dataclass_fields__
    return Settings(**{name: value for name, value in values.items() if name in names} | {"secret_keys": keys, "trusted_hosts": hosts})


def described(environ: Mapping[str, str]) -> list[Row]:
    """Every setting with where its value comes from; what is secret is not shown."""
    found = gathered(environ)
    rows = []
    for setting in SETTINGS:
        text, source = found[setting.name]
        rows.append(Row(setting.name, hidden(setting, text), source, default_text(setting), setting.meaning))
    return rows


def data_dir_of(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("AEO_DATA_DIR") or ROOT / "var").absolute()


def gathered(environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The text of each setting and its source: the environment, then aeo.env in the data folder, then the default."""
    folder = data_dir_of(environ)
    file = folder / "aeo.env"
    written = from_file(file)
    refuse_unknown(environ, "the environment")
    refuse_unknown(written, str(file))
    found = {}
    for setting in SETTINGS:
        default = setting.default.format(data=folder, root=ROOT)
        sources = (("environment", environ.get(setting.name)), (file.name, written.get(setting.name)), ("default", default))
        found[setting.name] = next((text, source) for source, text in sources if text is not None)
    return found | {"AEO_DATA_DIR": (str(folder), "environment" if environ.get("AEO_DATA_DIR") else "default")}


def from_file(file: Path) -> dict[str, str]:
    """NAME=value lines; empty lines and those that begin with # are passed over, quotes round a value are taken off."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}.") from error
    written = {}
    for number, line in enumerate(lines, 1):
        name, equals, value = line.strip().partition("=")
        if not name or name.startswith("#"):
            continue
        if not equals:
            raise SettingsError(f"{file}, line {number}: NAME=value is expected.")
        written[name.strip()] = unquoted(value.strip())
    if "AEO_DATA_DIR" in written:
        raise SettingsError(f"AEO_DATA_DIR cannot be set in {file}, which is found through it: set it in the environment.")
    return written


def unquoted(value: str) -> str:
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"" else value


def refuse_unknown(names: Mapping[str, str], where: str) -> None:
    """A mistyped name would silently mean its default."""
    known = {setting.name for setting in SETTINGS}
    for name in names:
        if name.startswith("AEO_") and name not in known:
            raise SettingsError(f"{name}, set in {where}, is not a setting. `aeo settings` lists them.")


def meant(setting: Setting, text: str) -> Any:
    try:
        return setting.read(text)
    except ValueError as error:
        raise SettingsError(f"{setting.name}: {error}") from error


def secret_keys(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The secret from its variable or its file, then the previous ones. There is no default: who does not set one is told."""
    key = values["secret_key"] or first_line(values["secret_key_file"])
    if not key:
        raise SettingsError(f"AEO_SECRET_KEY is not set and {values['secret_key_file']} does not exist: `aeo keys` makes it.")
    refuse_weak("AEO_SECRET_KEY", key)
    for earlier in values["secret_key_previous"]:
        refuse_weak("AEO_SECRET_KEY_PREVIOUS", earlier)
    return (key, *values["secret_key_previous"])


def refuse_weak(name: str, key: str) -> None:
    if len(key) < SHORTEST_SECRET or len(set(key)) < 10:
        raise SettingsError(f"{name} is too weak: at least {SHORTEST_SECRET} random characters are needed. `aeo keys` makes a good one.")


def first_line(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"AEO_SECRET_KEY_FILE: {file} cannot be read: {error}.") from error


def refuse_plain_http(base_url: str) -> None:
    """Passwords and session cookies travel in the clear over http; only this machine itself may do that."""
    if base_url.startswith("http://") and not is_loopback(urlsplit(base_url).hostname or ""):
        raise SettingsError(f"AEO_BASE_URL is {base_url}: plain http is for this machine alone. Use https, or set AEO_ALLOW_HTTP=1.")


def own_hosts(base_url: str) -> tuple[str, ...]:
    host = urlsplit(base_url).hostname or ""
    return ("127.0.0.1", "localhost", "[::1]") if is_loopback(host) else (host,)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def hidden(setting: Setting, text: str) -> str:
    """A text without its secrets: a key is only said to be there, an address loses its password."""
    if setting.secret:
        return "(set, not shown)" if text else ""
    parts = urlsplit(text) if "://" in text else None
    if parts is None or parts.password is None:
        return text
    return text.replace(f":{parts.password}@", ":…@", 1)


def default_text(setting: Setting) -> str:
    return setting.default.format(data="var", root=".").removeprefix("./")


# How a text becomes a value. Each raises ValueError with a sentence.


def a_switch(text: str) -> bool:
    if text.strip().lower() not in ON:
        raise ValueError(f"“{text}” is neither 1 nor 0.")
    return ON[text.strip().lower()]


def a_number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most):
            raise ValueError(f"“{text}” is not a whole number from {least} to {most}.")
        return int(text)

    return read


def a_path(text: str) -> Path:
    if not text:
        raise ValueError("a path is expected.")
    return Path(text).absolute()


def a_zone(text: str) -> tzinfo:
    if text == "UTC":
        return UTC
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"no time zone is called “{text}”. Names look like Africa/Nairobi.") from None


def a_database(text: str) -> str:
    kind = text.partition(":")[0]
    if kind == "sqlite" and not text.startswith("sqlite:////"):
        raise ValueError("an SQLite database is named by its absolute path: sqlite:////path/to/aeo.db.")
    if kind not in ("sqlite", "postgresql", "postgresql+psycopg"):
        raise ValueError(f"“{kind}” is no database that we know; sqlite:////… and postgresql://… are.")
    return text


def a_base_url(text: str) -> str:
    parts = urlsplit(text)
    beyond = parts.path.rstrip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in ("http", "https") or not parts.hostname or beyond:
        raise ValueError(f"“{text}” is not an address like https://learn.example.org, without a path.")
    return text.rstrip("/")


def a_mail_server(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise ValueError("a mail server is named like smtp://user:password@host:587.")
    return text


def a_language(text: str) -> str:
    if not (2 <= len(text) <= 35 and text.isascii() and text.replace("-", "").isalnum()):
        raise ValueError(f"“{text}” is not a language tag like en, fr or ar.")
    return text


def a_name(text: str) -> str:
    if not text.strip() or len(text) > 80:
        raise ValueError("a name of 1 to 80 characters is expected.")
    return text.strip()


def a_list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


SETTINGS: tuple[Setting, ...] = (
    Setting("AEO_DATA_DIR", a_path, "{data}", "The folder for everything that a run makes"),
    Setting("AEO_DATABASE_URL", a_database, "sqlite:///{data}/aeo.db", "sqlite:////path/to/file or postgresql://user:password@host/name"),
    Setting("AEO_BASE_URL", a_base_url, "http://127.0.0.1:8000", "The address that people and certificates use"),
    Setting("AEO_SECRET_KEY", str, "", "The secret that guards forms and links, at least 32 random characters", secret=True),
    Setting("AEO_SECRET_KEY_FILE", a_path, "{data}/secret-key", "The file that holds it, where AEO_SECRET_KEY is not set"),
    Setting("AEO_SECRET_KEY_PREVIOUS", a_list, "", "Earlier secrets that are still accepted, with commas between", secret=True),
    Setting("AEO_SIGNING_KEY_FILE", a_path, "{data}/signing-key", "The Ed25519 key that signs certificates"),
    Setting("AEO_TIME_ZONE", a_zone, "UTC", "The zone in which dates are shown and days end"),
    Setting("AEO_MAIL_URL", a_mail_server, "", "smtp://user:password@host:587; empty: no mail is sent"),
    Setting("AEO_ALLOW_HTTP", a_switch, "0", "1: serve plain http to other machines, for a closed test network"),
    Setting("AEO_COURSES_DIR", a_path, "{root}/courses", "The folder with one folder for each course"),
    Setting("AEO_WORKERS", a_number(1, 64), "2", "Processes that answer requests"),
    Setting("AEO_THREADS", a_number(1, 64), "4", "Threads in each of them"),
    Setting("AEO_PROXIES", a_number(0, 5), "0", "How many proxies of yours stand in front"),
    Setting("AEO_TRUSTED_HOSTS", a_list, "", "Host names that requests may carry, with commas between; empty: the one of AEO_BASE_URL"),
    Setting("AEO_SITE_NAME", a_name, "AEO Courseware", "The name at the top of each page"),
    Setting("AEO_DEFAULT_LANGUAGE", a_language, "en", "The language of pages for people who have not chosen one"),
    Setting("AEO_PASSWORD_MINIMUM", a_number(8, 128), "8", "The shortest password of a trainee"),
    Setting("AEO_STAFF_PASSWORD_MINIMUM", a_number(8, 128), "15", "The shortest password of an instructor or administrator"),
)
