"""Follow every link that pages show, as a person could."""

from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from werkzeug.test import TestResponse

from tests.web.world import Browser


class _Links(HTMLParser):
    """The addresses and the ids of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value for name in ("href", "src") if (value := given.get(name)) is not None]
        if given.get("id"):
            self.ids.append(str(given["id"]))


def read(html: str) -> _Links:
    parser = _Links()
    parser.feed(html)
    return parser


def crawl(browser: Browser, *starts: str, limit: int = 400) -> dict[str, TestResponse]:
    """Every answer by its address, redirects not followed but walked on from. Links to another host than the configured one are a failure."""
    found: dict[str, TestResponse] = {}
    waiting = list(starts)
    while waiting:
        address = waiting.pop(0)
        if address in found:
            continue
        assert len(found) < limit, f"more than {limit} addresses"
        found[address] = response = browser.get(address)
        waiting += _beyond(address, response)
    return found


def _beyond(address: str, response: TestResponse) -> Iterable[str]:
    targets = [response.location] if response.location else []
    if response.mimetype == "text/html":
        targets += read(response.get_data(as_text=True)).links
    for target in targets:
        parts = urlsplit(target)
        if parts.scheme in ("mailto", "data"):
            continue
        assert parts.netloc in ("", "127.0.0.1:8000"), f"{address} leads to another host: {target}"
        plain = urldefrag(urljoin(address, parts._replace(scheme="", netloc="").geturl()))[0]
        if not plain.startswith(("/language/", "/appearance/")):
            yield plain
