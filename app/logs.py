"""What happened, for the people who run this: one event is one line, JSON where a program reads it, words at a terminal."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

EVENTS = logging.getLogger("aeo")
NEVER = ("password", "secret", "token", "cookie", "authorization", "answer", "link")
"""A field whose name holds one of these is never written, whoever passes it."""


def event(name: str, /, *, level: int = logging.INFO, **fields: str | int | float | bool | None) -> None:
    """Write that something happened: `event("certificate.issued", number=…, person=…)`."""
    EVENTS.log(level, name, extra={"fields": fields})


class Lines(logging.Formatter):
    """One record, one line of JSON. Whatever is in a value, it cannot begin a second line or colour a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts(record, self), default=str)


class Words(logging.Formatter):
    """The same facts for a person who watches; values are written as JSON, for the same reason."""

    def format(self, record: logging.LogRecord) -> str:
        told = facts(record, self)
        moment, level, what = str(told.pop("at"))[11:19], told.pop("level"), told.pop("event")
        error = told.pop("error", "")
        values = [f"{name}={json.dumps(value, default=str)}" for name, value in told.items()]
        line = " ".join([moment, f"{level:7}", clean(str(what)), *values])
        return f"{line}\n{error}" if error else line


def facts(record: logging.LogRecord, formatter: logging.Formatter) -> dict[str, Any]:
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    told: dict[str, Any] = {"at": moment, "level": record.levelname.lower(), "event": record.getMessage()}
    if record.name != EVENTS.name:
        told["from"] = record.name
    told |= {name: "…" if hush(name) else value for name, value in getattr(record, "fields", {}).items()}
    if record.exc_info:
        told["error"] = formatter.formatException(record.exc_info)
    return told


def hush(name: str) -> bool:
    return any(word in name.lower() for word in NEVER)


def clean(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)


def arrangement() -> dict[str, Any]:
    """The logging of a whole process, in the form that logging.config.dictConfig and the web server take."""
    watched = sys.stderr.isatty()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": "app.logs.Words" if watched else "app.logs.Lines"}},
        "handlers": {"ours": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "ours"}},
        "root": {"level": "INFO", "handlers": ["ours"]},
        "loggers": {"gunicorn.error": {"level": "WARNING" if watched else "INFO", "handlers": ["ours"], "propagate": False}},
    }
