"""`aeo courses serve`: a live preview of a course folder, for its author alone."""

import signal
import socket
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

import click
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.utils import import_string

from app.content.live import Live
from app.errors import Refused

HERE = "127.0.0.1"
APPLICATION = "app.factory:create_preview"
"""By name, as for the real server: what serves imports no page."""

PAUSE = 0.5
"""Seconds between two looks at the folder."""


class Quiet(WSGIRequestHandler):
    """Says nothing of what goes well."""

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Nothing."""


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="The port to listen on; 0 takes a free one.")
@click.option("--open-language", default="", help="The language that the first page opens in; without it the course's own.")
def serve(folder: Path, port: int, open_language: str) -> None:
    """Show the course in FOLDER as a trainee will see it, and again after each save.

    Needs no database and no account, and writes nothing. Only this machine can open it. Ctrl-C stops it.
    """
    with listening(port) as taken:
        app = import_string(APPLICATION)(folder, open_language)
        live: Live = app.extensions["aeo-preview"].live
        draft = live.look()
        if open_language and draft.course and open_language not in draft.course.languages:
            raise Refused(f"The course has no language “{open_language}”. It has {', '.join(draft.course.languages)}.")
        signal.signal(signal.SIGTERM, stop)
        threading.Thread(target=watch, args=(live,), daemon=True).start()
        server = make_server(HERE, 0, app, threaded=True, request_handler=Quiet, fd=taken.fileno())
        click.echo(f"The preview of {folder} is at http://{HERE}:{taken.getsockname()[1]} (Ctrl-C stops it)")
        sys.stdout.flush()
        server.serve_forever()
    click.echo("Stopped.")


def listening(port: int) -> socket.socket:
    """A socket of this machine alone. Raises Refused when the port is taken."""
    made = socket.socket(socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HERE, port))
        made.listen(128)
    except OSError as error:
        made.close()
        raise Refused(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from None
    return made


def watch(live: Live) -> None:
    """Look again and again. A file that cannot be read at this moment can be at the next one."""
    told = ""
    while True:
        time.sleep(PAUSE)
        try:
            live.look()
            told = ""
        except Exception as error:
            if told != str(error):
                told = str(error)
                traceback.print_exc()


def stop(number: int, stack: Any) -> NoReturn:
    raise KeyboardInterrupt
