"""A learner's way with JavaScript, by the keyboard where it matters: nothing is lost, and what is safe is written down."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.learning.models import Attempt, Enrolment, LessonProgress, SavedAnswer
from app.people.models import SignIn
from tests.browser.pages.conftest import Site
from tests.web import deeds
from tests.web.world import PASSWORDS

pytestmark = pytest.mark.browser

LESSON = "/courses/journey"


def number_of(site: Site, attempt_id: int, kind: str) -> int:
    with site.world.transaction() as db:
        return next(at for at, name in enumerate(db.get_one(Attempt, attempt_id).questions, 1) if name.endswith(f"-{kind}"))


def saved(site: Site, attempt_id: int, question: str) -> list[str]:
    with site.world.transaction() as db:
        row = db.get(SavedAnswer, (attempt_id, question))
        return list(row.given) if row else []


def nothing_waits(page: Page) -> None:
    """Every answer that the page kept has gone out."""
    waits_until(page, lambda: not page.evaluate("localStorage.length"))


def test_signing_in_by_the_keyboard_leads_to_my_training(site: Site) -> None:
    page = site.window()
    page.goto("/sign-in")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.locator('[name="email"]').focus()
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORDS["trainee"])
    page.keyboard.press("Enter")

    page.wait_for_url("**/training")
    expect(page.locator("h1")).to_have_text("My training")


def test_a_wrong_password_moves_the_focus_to_what_is_wrong(site: Site) -> None:
    site.expected.append("422")
    page = site.window()
    page.goto("/sign-in")
    page.fill('[name="email"]', "ada@example.org")
    page.fill('[name="password"]', "not this one")
    page.keyboard.press("Enter")

    expect(page.get_by_text("The address or the password does not fit.")).to_be_visible()
    expect(page.locator('[role="alert"]')).to_be_focused()
    assert page.input_value('[name="email"]') == "ada@example.org"
    assert page.input_value('[name="password"]') == ""


def test_a_lesson_in_view_is_seen_with_the_section_that_was_read(site: Site) -> None:
    deeds.enrolled(site.world, "ada")
    page = site.window("ada")

    with page.expect_response("**/why/seen") as reply:
        page.goto(f"{LESSON}/why")
    assert reply.value.status == 200
    expect(page.locator("[data-progress]")).to_have_text(re.compile("^Seen, "))
    expect(page.locator('.rail [aria-current="page"] .tick')).to_have_attribute("data-mark", "seen")

    with site.world.transaction() as db:
        assert db.query(LessonProgress).one().lesson_id == "why"
        assert db.query(Enrolment).one().last_lesson == "why"


def test_each_of_all_questions_in_one_form_is_kept_as_it_is_given(site: Site) -> None:
    attempt_id = deeds.started(site.world, "ada")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt_id}/1?view=all")
    slip = page.locator('form.slip[data-kind="single"]').first

    with page.expect_response("**/answers/*"):
        slip.locator('input[name="answer"]').first.check()

    expect(page.locator(".saved")).to_have_attribute("data-state", "saved")
    assert page.locator("form.slip").count() == page.locator(".slip").count() > 1
    page.get_by_role("button", name="Save everything, go to the end").click()
    page.wait_for_url("**/finish")
    with site.world.transaction() as db:
        assert db.query(SavedAnswer).count() == 1


def test_a_certificate_address_is_copied_and_the_button_says_so(site: Site) -> None:
    number = deeds.certified(site.world, "ada")
    page = site.window("ada")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/certificates/{number}")

    page.get_by_role("button", name="Copy the check address").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/c/{number}")


def test_practice_is_answered_in_place_and_the_focus_is_on_what_is_said(site: Site) -> None:
    deeds.enrolled(site.world, "ada")
    page = site.window("ada")
    page.goto(f"{LESSON}/why")
    slip = page.locator('form[data-question="q-why-single"]')

    slip.locator('input[name="answer"]').first.focus()
    page.keyboard.press("Space")
    slip.get_by_role("button", name="Check my answer").press("Enter")

    expect(slip.locator(".feedback__sum")).to_be_focused()
    expect(slip.locator(".feedback__sum")).to_contain_text("0 of 1 point")
    expect(slip.get_by_text("a broker helps, but does not answer for it")).to_be_visible()
    assert page.url.endswith("/why")


def test_an_answer_is_saved_as_it_is_given_and_the_page_says_so(site: Site) -> None:
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt_id}/{number_of(site, attempt_id, 'multiple')}")

    page.locator('.slip input[name="answer"]').nth(0).check()
    expect(page.locator(".saved").first).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    page.locator('.slip input[name="answer"]').nth(2).check()
    expect(page.locator('.saved[data-state="saved"]').first).to_be_visible()
    waits_until(page, lambda: len(saved(site, attempt_id, "q-end-multiple")) == 2)

    expect(page.locator(".strip [aria-current]")).to_have_attribute("data-answered", "")


def test_a_killed_tab_loses_nothing(site: Site) -> None:
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    page = site.window("ada")
    address = f"/attempts/{attempt_id}/{number_of(site, attempt_id, 'text')}"
    page.goto(address)
    page.locator('.slip input[name="answer"]').fill("typed and killed")
    page.locator('.slip input[name="answer"]').blur()
    expect(page.locator(".saved").first).to_have_text(re.compile("Saved"))

    page.close(run_before_unload=False)
    again = site.watched(site.contexts[0])
    again.goto(address)

    expect(again.locator('.slip input[name="answer"]')).to_have_value("typed and killed")


def test_two_tabs_end_with_the_newer_answer(site: Site) -> None:
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    address = f"/attempts/{attempt_id}/{number_of(site, attempt_id, 'single')}"
    first = site.window("ada")
    second = site.watched(site.contexts[0])
    for page in (first, second):
        page.goto(address)

    first.locator('.slip input[value="01"]').check()
    expect(first.locator(".saved").first).to_have_text(re.compile("Saved"))
    second.locator('.slip input[value="02"]').check()
    expect(second.locator(".saved").first).to_have_text(re.compile("Saved"))
    nothing_waits(second)

    second.reload()
    shown = second.locator(".slip input:checked").get_attribute("value")
    expect(second.locator(".slip input:checked")).to_have_count(1)
    first.reload()
    assert first.locator(".slip input:checked").get_attribute("value") == shown


def test_without_a_line_answers_wait_and_go_out_by_themselves(site: Site) -> None:
    site.expected.append("ERR_INTERNET_DISCONNECTED")
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt_id}/{number_of(site, attempt_id, 'truefalse')}")
    site.contexts[0].set_offline(True)

    page.locator('.slip input[value="02"]').check()
    expect(page.locator(".line-bar")).to_contain_text("No line. You can go on. 1 answer waits on this device.")
    expect(page.locator(".saved").first).to_have_text("Kept on this device, not sent yet")
    assert saved(site, attempt_id, "q-end-truefalse") == []

    site.contexts[0].set_offline(False)
    expect(page.locator(".line-bar")).to_be_hidden()
    expect(page.locator(".saved").first).to_have_text(re.compile("Saved"))
    assert saved(site, attempt_id, "q-end-truefalse") == ["02"]


def test_what_waited_when_the_page_was_closed_goes_out_when_it_is_opened_again(site: Site) -> None:
    site.expected.append("ERR_INTERNET_DISCONNECTED")
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    page = site.window("ada")
    address = f"/attempts/{attempt_id}/{number_of(site, attempt_id, 'truefalse')}"
    page.goto(address)
    site.contexts[0].set_offline(True)
    page.locator('.slip input[value="01"]').check()
    expect(page.locator(".line-bar")).to_be_visible()
    page.close()
    site.contexts[0].set_offline(False)

    again = site.watched(site.contexts[0])
    again.goto(address)
    nothing_waits(again)

    assert saved(site, attempt_id, "q-end-truefalse") == ["01"]


def test_the_timer_counts_down_from_what_the_server_says(site: Site) -> None:
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt_id}/1")

    expect(page.locator(".timer")).to_contain_text(re.compile(r"(29|30) min"))
    page.clock.install()
    page.goto(f"/attempts/{attempt_id}/2")
    page.clock.fast_forward("25:30")
    expect(page.locator(".timer")).to_have_attribute("data-state", "soon")
    page.clock.fast_forward("04:00")
    expect(page.locator(".timer")).to_have_attribute("data-state", "last")


def test_finishing_asks_once_with_the_focus_on_the_safe_way_back(site: Site) -> None:
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    deeds.answered(site.world, attempt_id)
    page = site.window("ada")
    page.goto(f"/attempts/{attempt_id}/finish")

    page.get_by_role("button", name="Finish the quiz").press("Enter")
    dialog = page.get_by_role("dialog", name="Finish the quiz?")
    expect(dialog).to_be_visible()
    expect(dialog.locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    with site.world.transaction() as db:
        assert db.get_one(Attempt, attempt_id).is_open

    page.get_by_role("button", name="Finish the quiz").click()
    dialog.get_by_role("button", name="Finish").press("Enter")
    page.wait_for_url(f"**/attempts/{attempt_id}")
    expect(page.locator(".stamp")).to_contain_text("Passed")


def test_feedback_at_once_appears_without_a_new_page(site: Site) -> None:
    attempt_id = deeds.started(site.world, "ada", "drill")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt_id}/{number_of(site, attempt_id, 'numeric')}")

    page.locator('.slip input[name="answer"]').fill("4711,25")
    page.keyboard.press("Enter")

    expect(page.locator(".feedback__sum")).to_contain_text("1 of 1 point")
    expect(page.locator(".feedback__sum")).to_be_focused()
    expect(page.get_by_text("read as 4711.25")).to_be_visible()
    expect(page.get_by_role("link", name="Next question")).to_be_visible()


def test_lines_are_moved_by_the_keyboard_and_the_focus_stays(site: Site) -> None:
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt_id}/{number_of(site, attempt_id, 'order')}")
    row = page.locator(".seq__row").nth(1)
    text = row.locator("span").nth(1).inner_text()

    row.get_by_role("button", name="Move up").press("Enter")

    expect(page.locator(".seq__row").nth(0)).to_contain_text(text)
    expect(page.locator(".seq__row").nth(0).locator("button:focus")).to_have_count(1)
    waits_until(page, lambda: len(saved(site, attempt_id, "q-end-order")) == 4)


def test_the_whole_way_to_the_certificate(site: Site) -> None:
    """By what is on the pages alone."""
    deeds.handed_in(site.world, "ada", "check-seals")
    deeds.finished(site.world, "ada", "gate")
    page = site.window("ada")
    page.goto(f"{LESSON}/check-visit")
    page.get_by_role("button", name=re.compile("^Start")).click()
    page.wait_for_url("**/attempts/*/1")
    attempt_id = int(page.url.split("/")[-2])
    for number, (name, answer) in enumerate(deeds.on_page(site.world, attempt_id).items(), start=1):
        page.goto(f"/attempts/{attempt_id}/{number}")
        fill(page, name.rpartition("-")[2], answer)
        page.get_by_role("button", name="Check my answer").click()
        expect(page.locator(".feedback__sum")).to_be_visible()
    page.goto(f"/attempts/{attempt_id}/finish")
    page.get_by_role("button", name="Finish the quiz").click()
    page.get_by_role("dialog").get_by_role("button", name="Finish").click()

    page.get_by_role("link", name="See your certificate").click()

    expect(page.get_by_text("Ada Lindqvist").first).to_be_visible()
    expect(page.locator("main img").first).to_have_js_property("complete", True)
    assert page.locator("main img").first.evaluate("image => image.naturalWidth") > 500


def waits_until(page: Page, holds: Callable[[], bool], seconds: float = 10) -> None:
    """Until what is stored is so: an empty queue on the page may be one that nothing has come into yet."""
    for _ in range(int(seconds * 20)):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} seconds")


def fill(page: Page, kind: str, answer: list[str]) -> None:
    """Give an answer as a person would; its keys are those of the page."""
    slip = page.locator("form.slip")
    if kind in ("single", "multiple", "truefalse"):
        for key in answer:
            slip.locator(f'input[name="answer"][value="{key}"]').check()
    elif kind in ("numeric", "text"):
        slip.locator('input[name="answer"]').fill(answer[0])
    elif kind == "match":
        for pair in answer:
            slip.locator(f'select[data-item="{pair[:2]}"]').select_option(pair)
    elif kind == "order":
        for place, key in enumerate(answer):
            while slip.locator(".seq__row").nth(place).get_attribute("data-key") != key:
                slip.locator(f'.seq__row[data-key="{key}"] button[value="up.{key}"]').click()
    else:
        slip.locator('input[name="answer"]').fill(answer[0])
        slip.locator('select[name="answer"]').select_option(answer[1])


@pytest.mark.row("reliability:C10")
def test_who_was_signed_out_meanwhile_is_told_and_the_answer_goes_out_after_signing_in_again(site: Site) -> None:
    site.expected.append("401")
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt_id}/{number_of(site, attempt_id, 'single')}")
    with site.world.transaction() as db:
        db.query(SignIn).delete()

    page.locator('.slip input[name="answer"]').nth(1).check()
    expect(page.locator(".line-bar")).to_contain_text("You are signed out.")
    assert saved(site, attempt_id, "q-end-single") == []
    page.locator(".line-bar").get_by_role("link", name="Sign in").click()
    page.fill('[name="email"]', "ada@example.org")
    page.fill('[name="password"]', PASSWORDS["trainee"])
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/attempts/{attempt_id}/*")
    nothing_waits(page)
    assert len(saved(site, attempt_id, "q-end-single")) == 1


@pytest.mark.row("reliability:C10")
def test_what_waits_of_one_person_is_not_sent_by_another_on_the_same_device(site: Site) -> None:
    site.expected += ["401", "404"]
    attempt_id = deeds.started(site.world, "ada", "check-seals")
    page = site.window("ada")
    page.goto(f"/attempts/{attempt_id}/{number_of(site, attempt_id, 'single')}")
    with site.world.transaction() as db:
        db.query(SignIn).delete()
    page.locator('.slip input[name="answer"]').nth(1).check()
    page.locator(".line-bar").get_by_role("link", name="Sign in").click()
    page.fill('[name="email"]', "mallory@example.org")
    page.fill('[name="password"]', PASSWORDS["trainee"])
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("There is no such page")
    assert saved(site, attempt_id, "q-end-single") == []
    assert page.evaluate("localStorage.length") == 1
