"""The editor in a real browser: mistakes at their lines, two windows on one page, pictures, no script, and who uses no mouse or no eyes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app import clock
from app.people import accounts, sessions
from app.publishing import drafts
from tests.browser.live import serving
from tests.browser.pages.test_accessibility import SIDEWAYS, violations
from tests.web import world as worlds
from tests.web.test_editor import png
from tests.web.world import SLUG, World

pytestmark = pytest.mark.browser

FILE = "01-seals/02-register.md"
EDIT = f"/author/{SLUG}/edit/{FILE}"
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editor") / "var"
    worlds.furnish(folder, f"sqlite:///{folder / 'aeo.db'}")
    return folder


@pytest.fixture
def world(furnished: Path, tmp_path: Path) -> Iterator[World]:
    made = World(worlds.copied(furnished, tmp_path / "var"))
    yield made
    made.close()


@pytest.fixture
def opened(browser: Browser, world: World) -> Iterator[Opened]:
    """Opens a window of somebody's. What a page says on its console is an error of the test, but for a refused save."""
    contexts, faults = [], []

    def heard(text: str) -> None:
        if "409" not in text:
            faults.append(text)

    with serving(world.app) as address:

        def made(
            who: str = "grace", path: str = EDIT, *, width: int = 1280, language: str = "en", theme: str = "light", script: bool = True
        ) -> Page:
            with world.transaction() as db:
                person = accounts.find(db, f"{who}@example.org")
                assert person is not None
                token, _ = sessions.start(db, person, clock.now())
            context = browser.new_context(
                base_url=address, viewport={"width": width, "height": 900}, java_script_enabled=script, reduced_motion="reduce"
            )
            contexts.append(context)
            given = {"aeo": token, "aeo-theme": theme, "aeo-language": language}
            context.add_cookies([{"name": name, "value": value, "url": address} for name, value in given.items()])
            page = context.new_page()
            page.set_default_timeout(20_000)
            page.on("console", lambda message: heard(message.text) if message.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: heard(str(error)))
            page.goto(path)
            return page

        yield made
        for context in contexts:
            context.close()
    assert faults == []


def type_at_end(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_attribute("data-kind", "saved")
    expect(page.locator("[data-saved]")).to_contain_text("Draft saved")


def saved_in_any_language(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_attribute("data-kind", "saved")


def draft(world: World) -> str:
    with world.transaction() as db:
        found = drafts.find(db, SLUG, FILE)
        assert found is not None
        return found.text


def test_a_mistake_is_told_under_its_line_mended_by_a_click_saved_and_previewed(opened: Opened, world: World) -> None:
    page = opened()

    type_at_end(
        page, "\nA sentence about bolts.\n\n::: question single poins=2\n\nWhich?\n\n- [x] One\n- [ ] Two\n\n> explain: So.\n\n:::\n"
    )

    told = page.locator(".told--error")
    expect(told.filter(has_text="The attribute “poins” is not known")).to_be_visible()
    expect(page.locator(".wave--error", has_text="poins=2")).to_be_visible()
    saved(page)
    expect(page.locator("[data-publish] [aria-disabled=true]")).to_have_text("Publish")
    page.get_by_role("button", name="Replace with points").click()
    page.get_by_role("button", name="Add the id q-register-").click()
    expect(told).to_have_count(0)
    saved(page)
    expect(page.locator("[data-publish] [aria-disabled=true]")).to_have_count(0)
    assert "points=2" in draft(world)
    expect(page.frame_locator("iframe").get_by_text("A sentence about bolts.")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_text("Which?")).to_be_visible()


@pytest.mark.row("reliability:D17")
def test_two_windows_on_one_page_settle_what_both_changed_and_nothing_is_lost(opened: Opened, world: World) -> None:
    grace, alma = opened("grace"), opened("alma")
    type_at_end(grace, "\nThe sentence of Grace.\n")
    saved(grace)

    type_at_end(alma, "\nThe sentence of Alma.\n")

    expect(alma.get_by_role("alert")).to_contain_text("Grace Okafor saved this file at")
    alma.get_by_role("button", name="Compare both texts").click()
    save = alma.get_by_role("button", name="Save the joined text")
    expect(save).to_have_attribute("aria-disabled", "true")
    alma.keyboard.press("F8")
    expect(alma.get_by_role("group", name="Place 1 of 1")).to_be_focused()
    save.click(force=True)
    expect(save).to_be_visible()
    assert "Alma" not in draft(world)
    alma.get_by_role("button", name="Both, as it stands").click()
    expect(save).to_have_attribute("aria-disabled", "false")
    save.click()
    expect(alma.locator(".cm-content")).to_contain_text("The sentence of Alma.")
    assert "The sentence of Grace." in draft(world)
    assert "The sentence of Alma." in draft(world)


def test_what_could_not_be_sent_is_kept_on_the_device_and_shown_again(opened: Opened, world: World) -> None:
    page = opened()
    page.route("**/author/*/edit/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.route(
        "**/author/*/check/**", lambda route: route.fulfill(json={"problems": [], "list": "<p class=edit__counts></p>", "summary": ""})
    )
    type_at_end(page, "\nWritten without a line.\n")
    expect(page.locator("[data-saved]")).to_have_attribute("data-kind", "unsaved")

    page.unroute_all()
    page.reload()

    expect(page.locator(".cm-content")).to_contain_text("Written without a line.")
    saved(page)
    assert "Written without a line." in draft(world)


def test_a_picture_is_put_in_where_the_caret_is(opened: Opened) -> None:
    page = opened()
    type_at_end(page, "\n")

    page.locator("[data-picture] input[type=file]").set_input_files({"name": "Gate.png", "mimeType": "image/png", "buffer": png()})
    page.locator("[data-picture] button").click()

    expect(page.locator(".cm-content")).to_contain_text("![](../media/gate.png)")
    expect(page.locator(".told--error")).to_contain_text("The picture has no alternative text.")
    page.keyboard.type("The gate at night")
    expect(page.locator(".told--error")).to_have_count(0)
    saved(page)
    expect(page.frame_locator("iframe").get_by_alt_text("The gate at night")).to_be_visible()


def test_without_script_the_form_saves_and_the_problems_are_listed(opened: Opened, world: World) -> None:
    page = opened(script=False)

    page.locator("#source").fill(page.locator("#source").input_value() + "\n![](none.svg)\n")
    page.get_by_role("button", name="Save draft").click()

    expect(page.locator("[data-list]")).to_contain_text("The picture has no alternative text.")
    expect(page.locator("[data-saved]")).to_contain_text("Draft saved")
    assert draft(world).endswith("![](none.svg)\n")


def test_the_keyboard_leaves_the_source_by_tab(opened: Opened) -> None:
    page = opened()
    page.locator(".cm-content").click()

    page.keyboard.press("Tab")

    assert not page.evaluate("document.activeElement.closest('.cm-editor') !== null")


@pytest.mark.parametrize(
    "look",
    [{}, {"width": 360}, {"theme": "dark"}, {"language": "ar"}, {"width": 360, "language": "ar", "theme": "dark"}],
    ids=lambda look: "-".join(map(str, look.values())) or "plain",
)
def test_the_pages_of_the_editor_have_no_axe_finding_and_nothing_goes_sideways(opened: Opened, look: dict) -> None:
    page = opened(**look)
    type_at_end(page, "\n![](none.svg)\n")
    expect(page.locator(".told")).not_to_have_count(0)
    saved_in_any_language(page)

    assert violations(page) == []
    assert page.evaluate(SIDEWAYS) == []
    page.goto(f"/author/{SLUG}/edit")
    assert violations(page) == []


@pytest.mark.parametrize("look", [{}, {"width": 360}, {"theme": "dark", "language": "ar"}], ids=("plain", "phone", "arabic-dark"))
def test_the_page_of_two_texts_has_no_axe_finding(opened: Opened, world: World, look: dict) -> None:
    page = opened("grace", script=False, **look)
    other = opened("alma", script=False)
    for each, words in ((other, "Alma"), (page, "Grace")):
        each.locator("#source").fill(each.locator("#source").input_value() + f"\n{words}\n")
        each.locator("[data-form] button").click()
    html = page.content()
    assert "clash" in html
    shown = opened("grace", f"/author/{SLUG}/edit", **look)
    shown.set_content(html, wait_until="load")

    assert violations(shown) == []
