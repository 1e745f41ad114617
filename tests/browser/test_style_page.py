"""The living style page in a real browser: no axe finding in any theme or direction, and no sideways scrolling."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from app.web import specimens
from tests.web.bare import ROOT, frame, render

pytestmark = pytest.mark.browser
AXE = ROOT / "static/vendor/axe/axe.min.js"
WAYS = [
    *((lang, theme, 1280) for lang in ("en", "ar") for theme in ("light", "dark", "contrast")),
    ("en", "light", 360), ("en", "light", 320), ("ar", "dark", 320), ("en", "system", 768),
]  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A server on loopback with the page of each way and the built files beside it."""
    (tmp_path / "static").symlink_to(ROOT / "static")
    for lang, theme, width in WAYS:
        context = frame(lang, theme, asked=specimens.questions(), marked=specimens.marked())
        (tmp_path / f"{lang}-{theme}-{width}.html").write_text(render("style.html", context), "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def opened(browser: Browser, address: str, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def findings(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate("axe.run().then(run => run.violations.map(each => `${each.id}: ${each.nodes.map(node => node.target)}`))")


def test_the_style_page_has_no_finding_and_scrolls_in_one_direction(browser, site):
    for lang, theme, width in WAYS:
        page = opened(browser, f"{site}/{lang}-{theme}-{width}.html", width)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

        assert (lang, theme, width, over, findings(page)) == (lang, theme, width, 0, [])
        page.close()


def test_with_forced_colours_no_state_is_lost(browser, site):
    page = browser.new_page(forced_colors="active")
    page.goto(f"{site}/en-light-1280.html")

    fill = page.evaluate("getComputedStyle(document.querySelector('.tick[data-mark=passed] rect')).fill")
    edge = page.evaluate("getComputedStyle(document.querySelector('.callout--tip')).borderTopStyle")

    assert fill == "rgb(255, 255, 255)" or fill == "rgb(0, 0, 0)"
    assert edge == "solid"
    page.close()


def test_dark_is_printed_light(browser, site):
    page = browser.new_page()
    page.goto(f"{site}/en-dark-1280.html")
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()
