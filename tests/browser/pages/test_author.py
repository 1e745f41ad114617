"""Comparing and publishing by keyboard alone and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.conftest import Site
from tests.web.world import SLUG

pytestmark = pytest.mark.browser

PUBLISH = f"/author/{SLUG}/publish"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a check may take longer than a page waits for it."""
    monkeypatch.setattr("app.web.author.LIST_PATIENCE", 30)
    monkeypatch.setattr("app.web.author.PAGE_PATIENCE", 30)


def changed(site: Site) -> None:
    page = site.world.settings.courses_dir / SLUG / "course.md"
    page.write_text(page.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")


def tabbed_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what bears these words."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"no way to “{words}” by Tab")


def test_a_version_is_published_by_keyboard(site: Site) -> None:
    changed(site)
    page = site.window("grace")
    page.goto("/author")

    tabbed_to(page, "Compare, publish")
    page.keyboard.press("Enter")
    expect(page.locator("ins").first).to_contain_text("One sentence more.")
    tabbed_to(page, "Publish version 2")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"published=2$"))
    assert "Published as version 2" in page.evaluate("document.activeElement.textContent")


def test_a_version_is_published_without_script_and_right_to_left(site: Site) -> None:
    changed(site)
    window = site.window("grace", width=360, aeo_language="ar")
    cookies = window.context.cookies()
    context = site.browser.new_context(java_script_enabled=False, base_url=site.address, viewport={"width": 360, "height": 760})
    site.contexts.append(context)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = site.watched(context)
    page.goto(PUBLISH)

    page.locator("main form button").last.click()

    expect(page).to_have_url(re.compile(r"published=2$"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
