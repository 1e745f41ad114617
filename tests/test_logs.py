"""Log lines: one event, one line, whatever people put into their names; and nothing secret in them."""

import io
import json
import logging
import logging.config

import pytest

from app import logs

HOSTILE = 'Ada\r\n{"event": "forged"}\x1b[31m %s %(name)s \u202e'


@pytest.fixture(params=[logs.Lines, logs.Words])
def written(request):
    """Everything that is logged in a test, in either shape."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    logs.EVENTS.addHandler(handler)
    logs.EVENTS.setLevel(logging.INFO)
    yield stream
    logs.EVENTS.removeHandler(handler)


def test_an_event_is_one_line_of_json():
    record = logging.makeLogRecord({"name": "aeo", "msg": "certificate.issued", "levelname": "INFO", "fields": {"person": 7}})

    assert json.loads(logs.Lines().format(record)) | {"at": ""} == {"at": "", "level": "info", "event": "certificate.issued", "person": 7}


@pytest.mark.row("reliability:L05")
def test_a_name_cannot_forge_a_line_or_colour_a_terminal(written):
    logs.event("signed.in", name=HOSTILE)

    text = written.getvalue()
    assert text.count("\n") == 1
    assert "\x1b" not in text
    assert "\r" not in text
    assert "\u202e" not in text


@pytest.mark.row("reliability:L09")
@pytest.mark.parametrize("field", ["password", "new_password", "reset_token", "cookie", "secret_key", "answers", "Authorization"])
def test_what_must_not_be_logged_is_not(written, field):
    logs.event("something", **{field: "canary"})

    assert "canary" not in written.getvalue()
    assert field in written.getvalue()


def test_an_error_comes_with_its_traceback(written):
    try:
        raise ValueError("broken")
    except ValueError:
        logs.EVENTS.exception("sweep.failed")

    assert "ValueError: broken" in written.getvalue()


def test_other_loggers_are_named():
    record = logging.makeLogRecord({"name": "gunicorn.error", "msg": "Listening at: %s", "args": ("here",), "levelname": "INFO"})

    assert json.loads(logs.Lines().format(record))["from"] == "gunicorn.error"


def test_the_arrangement_can_be_applied():
    assert logging.config.dictConfigClass(logs.arrangement())


class Full:
    """A stream on a disk without room."""

    def write(self, text):
        raise OSError(28, "No space left on device")

    def flush(self):
        raise OSError(28, "No space left on device")


@pytest.mark.row("reliability:I30")
def test_a_log_that_cannot_be_written_stops_nobody():
    handler = logging.StreamHandler(Full())
    handler.setFormatter(logs.Lines())
    logs.EVENTS.addHandler(handler)

    try:
        logs.event("certificate.issued", person=7)
    finally:
        logs.EVENTS.removeHandler(handler)
