"""A case in a browser: answers kept as they are given, papers opened by keyboard, and no finding in any look."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from app import clock
from app.content.reader import read_course
from app.learning import attempts, enrolments
from app.people import accounts
from app.publishing import versions
from tests.browser.pages.conftest import Site
from tests.browser.pages.test_accessibility import SIDEWAYS, violations
from tests.web import deeds
from tests.web.world import World

SHIPPED = Path(__file__).resolve().parents[3] / "courses" / "aeo-validation"

pytestmark = pytest.mark.browser


def test_an_answer_is_kept_and_a_paper_is_opened_by_keyboard(site: Site) -> None:
    deeds.case_published(site.world)
    attempt = deeds.case_started(site.world, "ada")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt}/case")

    field = page.locator("#q-q-rate [name=answer]")
    field.fill("22.5")
    field.blur()
    expect(page.locator(".saved").first).to_contain_text("Saved")
    page.get_by_role("button", name="Dock 7 at 21:40").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#document")).to_contain_text("60 high-security seals", timeout=15_000)
    expect(page.locator("#q-q-rate [name=answer]")).to_have_value("22.5")
    expect(page.locator(".docket")).to_contain_text("1 h 30 min of 2 h 30 min used")
    expect(page.locator("#document")).to_be_focused()


def test_an_answer_that_was_just_typed_is_there_when_a_paper_is_opened_at_once(site: Site) -> None:
    deeds.case_published(site.world)
    attempt = deeds.case_started(site.world, "ada")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt}/case")

    page.locator("#q-q-rate [name=answer]").fill("22.5")
    page.get_by_role("button", name="Dock 7 at 21:40").click()

    expect(page.locator("#document")).to_contain_text("60 high-security seals", timeout=15_000)
    expect(page.locator("#q-q-rate [name=answer]")).to_have_value("22.5")


def test_enter_in_a_field_opens_no_paper(site: Site) -> None:
    deeds.case_published(site.world)
    attempt = deeds.case_started(site.world, "ada")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt}/case")

    page.locator("#q-q-rate [name=answer]").fill("9")
    page.keyboard.press("Enter")
    expect(page.locator(".saved").first).to_contain_text("Saved")

    page.goto(f"/attempts/{attempt}/case")
    expect(page.locator(".docket")).to_contain_text("0 of 9")
    expect(page.locator("#q-q-rate [name=answer]")).to_have_value("9")


def test_a_written_task_is_compared_with_its_model_where_each_task_is_a_form_of_its_own(site: Site) -> None:
    page = site.window("ada")
    attempt = shipped_case_started(site.world, "ada")
    page.goto(f"/attempts/{attempt}/case")

    finding = page.locator("#q-q-kestrel-finding-j")
    for field in finding.locator("textarea").all():
        field.fill("Access does not end when people leave.")
    finding.get_by_role("button", name="Hand in, compare with the model").click()

    expect(page.locator("#q-q-kestrel-finding-j")).to_contain_text("11 of 14 leavers have a live badge", timeout=30_000)
    expect(page.locator("#q-q-kestrel-finding-j")).to_contain_text("Access does not end when people leave.")
    assert page.url.partition("#")[0].endswith("/case")


def shipped_case_started(world: World, who: str) -> int:
    """The id of a running attempt at the case of the shipped course."""
    course = read_course(SHIPPED).course
    assert course is not None
    with world.transaction() as db:
        versions.publish(db, world.storage, course, {}, "1.0", clock.now())
        person = accounts.find(db, f"{who}@example.org")
        assert person is not None
        enrolment = enrolments.enrol(db, world.storage, person, course.id, clock.now(), edition="customs")
        return attempts.start(db, world.storage, enrolment, "kestrel-quay", clock.now(), seed=20261124).id


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("en", "dark"), ("en", "contrast"), ("ar", "light"), ("ar", "dark")])
def test_a_case_has_no_finding_and_does_not_scroll_sideways(language: str, theme: str, site: Site) -> None:
    deeds.case_published(site.world)
    attempt = deeds.case_started(site.world, "ada")
    page = site.window("ada", aeo_language=language, aeo_theme=theme)
    site.expected += ["the server responded with a status of 409"]
    found = {}

    for key in ("e1", "plan", "e5", "e6", "e8"):
        page.goto(f"/attempts/{attempt}/case")
        page.locator(f"[formaction$='/documents/{key}']").click() if page.locator(f"[formaction$='/documents/{key}']").count() else None
        page.set_viewport_size({"width": 1280, "height": 900})
        found[key, 1280] = violations(page)
        page.set_viewport_size({"width": 320, "height": 760})
        found[key, 320] = violations(page) + page.evaluate(SIDEWAYS)
    for place in ("finish", ""):
        page.goto(f"/attempts/{attempt}/{place}".rstrip("/"))
        found[place, 320] = violations(page) + page.evaluate(SIDEWAYS)
        if place:
            page.locator("form[data-finish] button").first.click()
            page.locator("dialog[open] form button").click()
            page.wait_for_load_state()

    assert {name: rows for name, rows in found.items() if rows} == {}
