"""The pages on a real server, and windows that fail a test on any error, and on any request to another host."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from app import clock
from app.people import accounts, sessions
from tests.browser import demo
from tests.browser.live import serving
from tests.web import world as worlds
from tests.web.world import World


@dataclass
class Site:
    """A running site, the windows that look at it, and what went wrong in them."""

    world: World
    address: str
    browser: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Parts of messages that a test brings about on purpose, such as a cut line."""

    def window(self, who: str = "", *, width: int = 1280, height: int = 900, **cookies: str) -> Page:
        """A window of a new browser, signed in as somebody."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, base_url=self.address, reduced_motion="reduce")
        self.contexts.append(context)
        if who:
            with self.world.transaction() as db:
                person = accounts.find(db, f"{who}@example.org")
                assert person is not None, who
                cookies["aeo"] = sessions.start(db, person, clock.now())[0]
        context.add_cookies([{"name": name.replace("_", "-"), "value": value, "url": self.address} for name, value in cookies.items()])
        return self.watched(context)

    def watched(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self.faults.append(f"console: {message.text}") if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._at_home)
        return page

    def _at_home(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"request to another host: {request.url}")

    def close(self) -> list[str]:
        for context in self.contexts:
            context.close()
        return [fault for fault in self.faults if not any(part in fault for part in self.expected)]


@pytest.fixture
def site(furnished: Path, tmp_path: Path, browser: Browser) -> Iterator[Site]:
    """The fixture course on a server of this test alone."""
    world = World(worlds.copied(furnished, tmp_path / "var"))
    with serving(world.app) as address:
        made = Site(world, address, browser)
        yield made
        faults = made.close()
    world.close()
    assert faults == []


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installation") / "var"
    worlds.furnish(folder, f"sqlite:///{folder / 'aeo.db'}")
    return folder


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[demo.Demo]:
    """The shipped course with learners at all places; looked at, never changed."""
    with pytest.MonkeyPatch.context() as patch:
        begun, real = clock.now(), clock.now
        patch.setattr(clock, "now", lambda: demo.NOW + (real() - begun))
        made = demo.made(tmp_path_factory.mktemp("demo") / "var")
        yield made
        made.world.close()


@pytest.fixture
def show(shown: demo.Demo, browser: Browser) -> Iterator[Site]:
    with serving(shown.world.app) as address:
        made = Site(shown.world, address, browser)
        yield made
        faults = made.close()
    assert faults == []


Reader = Callable[[str], Page]
