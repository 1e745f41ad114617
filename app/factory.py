"""Makes the application from its settings: the only module that knows every other."""

import json
import os
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy.orm import sessionmaker
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from app.bytecode import Beside
from app.content.live import Live
from app.credentials.signing import signer_from
from app.database import engine_for, writing_for
from app.people import passwords
from app.publishing.folders import Folders
from app.publishing.workbench import Workbenches
from app.storage import Storage
from app.web import context, csrf, editor, errors, frame, headers, hosts, identity, language, preview, trial
from app.web.routes import BLUEPRINTS

ROOT = Path(__file__).resolve().parent.parent
LARGEST_BODY = 1_000_000
"""Bytes of a request that are taken; pages that take more (a file of people) say so themselves."""


class Pages(Flask):
    """Flask with our kind of request, and without looking at every call whether a view is a coroutine: none is."""

    request_class = context.Call

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: config.Settings | None = None, hashing: passwords.Hashing | None = None) -> Flask:
    """The pages of one installation. Without settings they are read from the environment; raises SettingsError."""
    settings = settings or config.from_env(os.environ)
    app = Pages(
        "app",
        static_folder=str(ROOT / "static" / "vendor"),
        static_url_path="/static",
        template_folder=str(ROOT / "templates"),
        root_path=str(ROOT / "app"),
    )
    app.config.update(
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000, MAX_CONTENT_LENGTH=LARGEST_BODY, MAX_FORM_MEMORY_SIZE=LARGEST_BODY, MAX_FORM_PARTS=2_000
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.bytecode_cache = Beside(ROOT / "templates", "pages")
    site = site_of(settings, hashing or passwords.production())
    context.install(app, site)
    headers.install(app, site)
    for part in (hosts, identity, csrf, language, errors, frame):
        part.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    editor.install(app, editor.Desk(Workbenches(), trial.prepare(_preview(site, preview.Shows(Live(ROOT))))))
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)  # type: ignore[method-assign]
    return app


def create_preview(folder: Path, language: str = "") -> Flask:
    """The preview of a course folder: without settings, people or a database. It opens in the course's language unless told otherwise."""
    face = context.Face(name="AEO Courseware", secure=False, hosts=preview.HOSTS, zone=UTC, language="en", assets=assets())
    return _preview(face, preview.Shows(Live(folder), language))


def _preview(face: context.Face, shows: preview.Shows) -> Flask:
    app = Flask("app", static_folder=str(ROOT / "static" / "vendor"), static_url_path="/static", root_path=str(ROOT / "app"))
    app.config.update(SEND_FILE_MAX_AGE_DEFAULT=31_536_000, MAX_CONTENT_LENGTH=LARGEST_BODY)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "templates" / "preview"), FileSystemLoader(ROOT / "templates")])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["aeo"] = face
    headers.install(app, face)
    preview.install(app, shows)
    return app


def site_of(settings: config.Settings, hashing: passwords.Hashing) -> context.Site:
    """What the pages may know of the settings, with the engines made."""
    reading = engine_for(settings.database_url, writing=False)
    secrets = tuple(key.encode() for key in settings.secret_keys)
    return context.Site(
        name=settings.site_name,
        base_url=settings.base_url.rstrip("/"),
        secret=secrets[0],
        old_secrets=secrets[1:],
        cookie="__Host-aeo" if settings.secure else "aeo",
        secure=settings.secure,
        zone=settings.time_zone,
        language=settings.default_language,
        engine=reading,
        reading=sessionmaker(reading, expire_on_commit=False),
        writing=writing_for(settings.database_url),
        storage=Storage(settings.files_dir),
        signer=signer_from(settings.signing_key_file),
        hosts=frozenset(settings.trusted_hosts),
        assets=assets(),
        hashing=hashing,
        rules=passwords.Rules(staff=settings.staff_password_minimum, others=settings.password_minimum),
        folders=Folders(settings.courses_dir),
        software=config.version(),
    )


def assets() -> dict[str, str]:
    """The address of each built file, by its plain name, as the build wrote them down."""
    found = json.loads((ROOT / "static" / "vendor" / "manifest.json").read_text("utf-8"))
    return {name: f"/static/{file}" for name, file in found.items()}
