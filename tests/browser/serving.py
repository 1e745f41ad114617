"""Small servers on loopback for packages and host pages; they write down every request."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LMS = ROOT / "tests" / "player" / "lms"
RUNTIME = ROOT / "node_modules" / "scorm-again" / "dist"


@dataclass
class Site:
    """A running server: where it is, and what was asked of it."""

    address: str
    asked: list[str] = field(default_factory=list)


class Handler(SimpleHTTPRequestHandler):
    """Serves /package/, /lms/ and /vendor/ from three folders."""

    site: Site
    folders: dict[str, Path]

    def translate_path(self, path: str) -> str:
        self.site.asked.append(path)
        first, _, rest = path.partition("?")[0].lstrip("/").partition("/")
        folder = self.folders.get(first)
        return str(folder / rest) if folder else "/nowhere"

    def end_headers(self) -> None:
        """Some LMSs forbid the events of unloading, in their own page and in every frame within."""
        if self.path.endswith("?no-unload"):
            self.send_header("Permissions-Policy", "unload=()")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def served(package: Path) -> Iterator[Site]:
    """Serve an unpacked package beside the recorder and scorm-again, on a free port."""
    site = Site("")
    handler = type("Bound", (Handler,), {"site": site, "folders": {"package": package, "lms": LMS, "vendor": RUNTIME}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler))
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
