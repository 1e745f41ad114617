"""A small installation for the tests of the pages: one course, the cast, and a client for each of them."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

import config
from app import clock
from app.content.reader import read_course
from app.database import Writing, engine_for, transaction, writing_for
from app.factory import create_app
from app.people import accounts, passwords, sessions
from app.publishing import staff, versions
from app.storage import Storage
from migrations.target import metadata

SLUG = "journey"
ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "tests" / "fixtures" / "courses" / SLUG
SECRET = "not a secret: 0123456789 abcdefghijklmnop"
PASSWORDS = {"trainee": "kettle marble orbit", "instructor": "kettle marble orbit lamp", "administrator": "kettle marble orbit lamp"}
KINDS = ("single", "multiple", "truefalse", "numeric", "text", "match", "order", "cloze")


class Kept(BytecodeCache):
    """Compiled templates, kept for all the applications of a test run."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Kept()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of the cast: `who` is how tests call them."""

    who: str
    name: str
    role: str
    native: str = ""

    @property
    def email(self) -> str:
        return f"{self.who}@example.org"


CAST = (
    Actor("ada", "Ada Lindqvist", "trainee"),
    Actor("mallory", "Mallory Mott", "trainee"),
    Actor("dora", "Dora Disabled", "trainee"),
    Actor("grace", "Grace Okafor", "instructor", "غريس"),
    Actor("ivan", "Ivan Petrov", "instructor", "Иван"),
    Actor("alma", "Alma Admin", "administrator"),
)
"""Ada learns, Grace teaches, Alma administers; Mallory and Ivan have no business here, Dora is shut out."""


def settings_of(folder: Path, database_url: str, **changes: str) -> config.Settings:
    """The settings of an installation in that folder."""
    environ = {"AEO_DATA_DIR": str(folder), "AEO_DATABASE_URL": database_url, "AEO_SECRET_KEY": SECRET}
    environ |= {"AEO_COURSES_DIR": str(folder / "courses"), **changes}
    return config.from_env(environ)


def signing_key() -> bytes:
    """Always the same, as PEM."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def furnish(folder: Path, database_url: str) -> None:
    """An installation that has its people, its course and who teaches it."""
    found(folder, database_url)
    shutil.copytree(COURSE, folder / "courses" / SLUG)
    writing = writing_for(database_url)
    _people_and_course(writing, Storage(folder / "files"))
    writing.sessions.kw["bind"].dispose()


def found(folder: Path, database_url: str) -> None:
    """An empty installation: its tables and its signing key."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "signing-key").write_bytes(signing_key())
    engine = engine_for(database_url, writing=True)
    with engine.begin() as connection:
        metadata().create_all(connection)
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)")
    engine.dispose()


def _people_and_course(writing: Writing, storage: Storage) -> None:
    now = clock.now()
    reading = read_course(COURSE)
    assert reading.course is not None, reading.problems
    with transaction(writing) as db:
        hashing = passwords.cheap()
        for one in CAST:
            person = accounts.add(db, one.email, one.name, now, roles=(one.role,), name_native=one.native)
            accounts.set_password(db, person, hashing.hash(PASSWORDS[one.role]), now)
        media = {name: path.read_bytes for name, path in reading.media.items()}
        version = versions.publish(db, storage, reading.course, media, "1.0", now).version
        teacher = accounts.find(db, "grace@example.org")
        assert teacher is not None
        staff.give(db, teacher, version.course)


def picture(lesson_id: str) -> str:
    """The name under which the picture of a lesson is served."""
    course = read_course(COURSE).course
    assert course is not None
    lesson = next(each for module in course.modules for each in module.lessons if each.id == lesson_id)
    html = "".join(getattr(part, "html", "") for part in lesson.texts["en"].parts)
    return html.partition("aeo-media:")[2].partition('"')[0]


def copied(template: Path, folder: Path) -> config.Settings:
    """An installation of its own, like the furnished one."""
    shutil.copytree(template, folder)
    return settings_of(folder, f"sqlite:///{folder / 'aeo.db'}")


class World:
    """An application, and what a test does with it from outside: clients, tokens, and transactions to prepare a state."""

    def __init__(self, settings: config.Settings) -> None:
        self.settings = settings
        self.app: Flask = create_app(settings, passwords.cheap())
        self.app.jinja_env.bytecode_cache = TEMPLATES
        self.writing = writing_for(settings.database_url)
        self.storage = Storage(settings.files_dir)

    def close(self) -> None:
        self.writing.sessions.kw["bind"].dispose()
        site = self.app.extensions["aeo"]
        site.folders.close()
        site.engine.dispose()
        site.writing.sessions.kw["bind"].dispose()

    def transaction(self) -> Any:
        return transaction(self.writing)

    def client(self, who: str = "") -> "Browser":
        """A browser; with a name that person is signed in. Who is disabled afterwards has a session of before."""
        browser = Browser(self.app)
        if who:
            with self.transaction() as db:
                person = accounts.find(db, f"{who}@example.org")
                assert person is not None
                token, _ = sessions.start(db, person, clock.now())
            browser.client.set_cookie("aeo", token)
        return browser

    def id_of(self, who: str) -> int:
        with self.transaction() as db:
            person = accounts.find(db, f"{who}@example.org")
            assert person is not None
            return person.id

    def shut_out(self, who: str) -> None:
        with self.transaction() as db:
            person = accounts.find(db, f"{who}@example.org")
            assert person is not None
            person.disabled_at = clock.now()

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in the database, to see that nothing was changed."""
        engine = self.writing.sessions.kw["bind"]
        with engine.connect() as connection:
            tables = metadata().sorted_tables
            return {table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr) for table in tables}


TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


class Browser:
    """A browser without JavaScript: it follows what the pages offer and sends back the token of the page it came from."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self._token = ""

    @property
    def token(self) -> str:
        """The token that a page of this visitor holds."""
        if not self._token:
            self.get("/courses/journey")
        return self._token or self._of_sign_in()

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        response = self.client.get(path, buffered=True, **kwargs)
        self._remember(response)
        return response

    def post(self, path: str, data: Mapping[str, Any] | None = None, *, follow: bool = False, **kwargs: Any) -> TestResponse:
        """Post a form with the token; values may be lists."""
        response = self.client.post(path, buffered=True, data={"csrf": self.token, **(data or {})}, follow_redirects=follow, **kwargs)
        self._remember(response)
        return response

    def send(self, path: str, data: Any, **kwargs: Any) -> TestResponse:
        """Post JSON as the player does."""
        return self.client.post(path, json=data, headers={"X-CSRF-Token": self.token, "Accept": "application/json"}, **kwargs)

    def sign_in(self, email: str, password: str, **data: str) -> TestResponse:
        self.get("/sign-in")
        response = self.post("/sign-in", {"email": email, "password": password, **data})
        self._token = "" if response.status_code == 302 else self._token
        return response

    def forget_token(self) -> None:
        self._token = ""

    def _of_sign_in(self) -> str:
        self.get("/sign-in")
        return self._token

    def _remember(self, response: TestResponse) -> None:
        if response.mimetype == "text/html" and (found := TOKEN.search(response.get_data(as_text=True))):
            self._token = found[1]
