"""The author's page in a real browser: it follows what is saved, keeps the place, and is as accessible as what it shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, FrameLocator, Page, expect

from app.factory import create_preview
from tests.browser.live import serving
from tests.browser.pages.test_accessibility import SIDEWAYS, violations
from tests.content.folders import front, question, write

pytestmark = pytest.mark.browser

LESSON = "01-part/01-page.md"
LONG = "".join(f"## Part {number}\n\n{'Seals are checked at the gate. ' * 60}\n\n" for number in range(1, 9))
ARABIC = "---\nid: course\ntitle: دورة الأختام\nlanguage: ar\n---\n"
WRONG = "\n![](none.svg)\n\n#### Too deep\n"


class Window:
    """A window on the preview of a folder. What it says on its console is an error of the test."""

    def __init__(self, browser: Browser, address: str, app: Flask, folder: Path, width: int) -> None:
        self.folder, self.live = folder, app.extensions["aeo-preview"].live
        self.context = browser.new_context(base_url=address, viewport={"width": width, "height": 800}, reduced_motion="reduce")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    @property
    def inside(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def open(self, address: str) -> None:
        """The page, following the folder, with what is in its frame."""
        self.page.goto(address)
        expect(self.page.locator("[data-state]")).to_have_text("This page follows what you save.")
        expect(self.inside.locator("h1")).to_be_visible()

    def save(self, path: str, text: str) -> None:
        """Write a file, and have it noticed as the watching thread does."""
        (self.folder / path).write_text(text, "utf-8")
        self.live.look()

    def scrolled(self) -> int:
        return self.page.frames[1].evaluate("scrollY")


@pytest.fixture
def window(browser: Browser, tmp_path: Path) -> Iterator:
    opened: list[Window] = []
    servers = []

    def made(files: dict[str, str | bytes], width: int = 1500) -> Window:
        app = create_preview(write(tmp_path / "course", files))
        server = serving(app)
        servers.append(server)
        opened.append(Window(browser, server.__enter__(), app, tmp_path / "course", width))
        return opened[-1]

    yield made
    for each in opened:
        each.context.close()
    for server in servers:
        server.__exit__(None, None, None)
    assert [fault for each in opened for fault in each.faults] == []


def test_a_saved_page_comes_by_itself_with_its_problems_and_stays_at_its_place(window):
    ada = window({LESSON: front("page") + LONG})
    ada.open("/see/en/page")
    ada.page.frames[1].evaluate("scrollTo(0, 900)")

    ada.save(LESSON, front("page") + LONG + "A new last sentence.\n" + WRONG)

    expect(ada.inside.get_by_text("A new last sentence.")).to_be_attached()
    expect(ada.page.locator("[data-live=mine]")).to_contain_text("picture-missing")
    expect(ada.page.locator("[data-state]")).to_contain_text("3 errors")
    ada.page.wait_for_function("document.querySelector('iframe').contentWindow.scrollY === 900")


def test_an_answer_that_was_tried_stays_when_another_page_is_saved(window):
    ada = window({LESSON: front("page") + question("q-one"), "01-part/02-other.md": front("other") + "Text.\n"})
    ada.open("/see/en/page")
    ada.inside.get_by_label("false").check()
    ada.inside.get_by_role("button", name="Check my answer").click()
    expect(ada.inside.locator(".feedback__sum")).to_contain_text("0 of 1 point")

    ada.save("01-part/02-other.md", front("other") + WRONG)

    expect(ada.page.locator("[data-live=others]")).to_contain_text("picture-missing")
    expect(ada.inside.locator(".feedback__sum")).to_contain_text("0 of 1 point")


def test_a_link_in_the_frame_takes_the_list_along_and_the_way_back_too(window):
    ada = window({LESSON: front("page") + "Text.\n", "01-part/02-other.md": front("other") + "Text.\n" + WRONG})
    ada.open("/see/en/page")

    ada.inside.get_by_role("button", name="Finish, go to 1.2 Other").click()

    ada.page.wait_for_url("**/see/en/other")
    expect(ada.page.locator("[data-live=mine]")).to_contain_text("picture-missing")

    ada.page.go_back()

    ada.page.wait_for_url("**/see/en/page")
    expect(ada.page.locator("[data-live=mine]")).to_contain_text("Sound")


def test_a_quiz_is_tried_question_by_question(window):
    ada = window({"01-part/90-check.md": front("check", "kind: quiz\n") + question("q-one") + question("q-two")})
    ada.open("/see/en/check")
    second = ada.inside.locator("form.slip").nth(1)

    second.get_by_label("true").check()
    second.get_by_role("button", name="Check my answer").click()

    expect(second.locator(".feedback__sum")).to_contain_text("1 of 1 point")
    expect(ada.inside.locator(".feedback__sum")).to_have_count(1)


def test_the_frame_of_a_phone_is_as_narrow_as_one(window):
    ada = window({LESSON: front("page") + LONG})
    ada.open("/see/en/page?width=phone")

    assert ada.page.frames[1].evaluate("innerWidth") == 360


def test_a_preview_that_was_stopped_is_named(window, browser, tmp_path):
    ada = window({})
    ada.open("/")
    ada.page.route("**/*", lambda route: route.abort())
    ada.page.evaluate("document.querySelector('[data-events]').dataset.events = '/gone'")

    ada.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(ada.page.locator("[data-state]")).to_contain_text("The preview does not answer.")
    ada.faults.clear()


def test_without_a_script_the_page_the_list_and_the_check_are_there(browser, tmp_path):
    app = create_preview(write(tmp_path / "course", {LESSON: front("page") + question("q-one") + WRONG}))
    with serving(app) as address:
        context = browser.new_context(base_url=address, java_script_enabled=False)
        page = context.new_page()
        page.goto("/see/en/page")
        page.frame_locator("iframe").get_by_label("true").check()
        page.frame_locator("iframe").get_by_role("button", name="Check my answer").click()

        expect(page.get_by_text("Reload to see changes.")).to_be_visible()
        expect(page.get_by_text("picture-missing")).to_be_visible()
        expect(page.frame_locator("iframe").locator(".feedback__sum")).to_contain_text("1 of 1 point")
        context.close()


@pytest.mark.parametrize("address", ["/", "/see/en/page", "/see/en/page?width=phone", "/see/en/check", "/courses/en/check", "/courses/en/page"])
def test_a_page_has_no_finding_and_does_not_scroll_sideways(window, address):
    quiz = front("check", "kind: quiz\n") + question("q-one") + question("q-two")
    ada = window({LESSON: front("page") + LONG + question("q-three") + WRONG, "01-part/90-check.md": quiz})
    ada.page.goto(address)
    ada.page.wait_for_load_state("load")
    found = {1500: violations(ada.page)}
    for width in (360, 320):
        ada.page.set_viewport_size({"width": width, "height": 760})
        found[width] = violations(ada.page) + ada.page.evaluate(SIDEWAYS)

    assert {width: rows for width, rows in found.items() if rows} == {}


def test_an_arabic_course_stands_from_right_to_left_in_its_frame(window):
    ada = window({"course.md": ARABIC, LESSON: front("page") + "## لماذا\n\nالأختام.\n"})
    ada.open("/see/ar/page")

    assert ada.page.frames[1].evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    assert ada.page.evaluate("getComputedStyle(document.documentElement).direction") == "ltr"
    assert violations(ada.page) == []


def test_an_author_who_reads_arabic_has_the_list_from_right_to_left_and_its_places_not(window):
    ada = window({LESSON: front("page") + WRONG})
    ada.page.set_extra_http_headers({"Accept-Language": "ar"})
    ada.page.goto("/see/en/page")

    expect(ada.page.locator("[data-live=mine]")).to_contain_text("خطأ")
    assert ada.page.evaluate("getComputedStyle(document.querySelector('.problems__place')).direction") == "ltr"
    assert violations(ada.page) == []
    ada.page.set_viewport_size({"width": 320, "height": 760})
    assert ada.page.evaluate(SIDEWAYS) == []
