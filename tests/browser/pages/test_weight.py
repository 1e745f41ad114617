"""A first lesson on a cold cache stays light, asks no other host, and nothing moves while it loads."""

import gzip

import pytest

from tests.browser import demo
from tests.browser.pages.conftest import Site

pytestmark = pytest.mark.browser

LIMIT = 60_000
ALREADY_PACKED = (".woff2", ".png", ".jpg", ".webp")


@pytest.mark.parametrize("who", ["", "leila"])
def test_a_lesson_weighs_at_most_sixty_kilobytes_on_a_cold_cache(who: str, show: Site, shown: demo.Demo) -> None:
    page = show.window(who)
    weights: dict[str, int] = {}
    page.on(
        "response", lambda response: weights.__setitem__(response.url.removeprefix(show.address), packed(response.url, response.body()))
    )

    page.goto("/courses/aeo-validation/what-risk-means", wait_until="networkidle")
    parts = {path: weight for path, weight in weights.items() if not path.startswith("/media/")}

    assert any(path.endswith(".css") for path in parts)
    assert any(path.endswith(".woff2") for path in parts)
    assert sum(parts.values()) <= LIMIT, parts


def packed(url: str, body: bytes) -> int:
    """The bytes on the line when the front server compresses what is worth it."""
    return len(body) if url.endswith(ALREADY_PACKED) else len(gzip.compress(body, 6))


@pytest.mark.parametrize("path", ["/courses/aeo-validation/what-risk-means", "/", "/courses/aeo-validation/score"])
def test_nothing_moves_while_a_page_loads(path: str, show: Site) -> None:
    page = show.window("leila" if "score" in path else "")
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const each of list.getEntries()) window.moved += each.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(300)

    assert page.evaluate("window.moved") < 0.01
