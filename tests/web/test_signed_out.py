"""A session that ends while a page is open: the page is told, nothing is lost, and nobody else's session takes it over."""

import pytest

from app.learning.models import SavedAnswer
from app.people.models import SignIn
from tests.web import deeds
from tests.web.world import Browser, World

pytestmark = [pytest.mark.row("reliability:C10")]


def end_sessions(world: World) -> None:
    with world.transaction() as db:
        db.query(SignIn).delete()


def saved(world: World, attempt_id: int) -> dict[str, list[str]]:
    with world.transaction() as db:
        return {row.question_id: list(row.answer) for row in db.query(SavedAnswer).filter_by(attempt_id=attempt_id)}


def with_the_old_page(page: Browser, now: Browser) -> Browser:
    """The cookie of one browser, the token of a page that was open before."""
    _ = page.token
    cookie = now.client.get_cookie("aeo")
    assert cookie is not None
    page.client.set_cookie("aeo", cookie.value)
    return page


@pytest.fixture
def address(world: World) -> tuple[Browser, int, str]:
    """Ada at a question of her attempt; the number of the attempt and where she sends her answer."""
    attempt_id = deeds.started(world, "ada")
    question = next(iter(deeds.on_page(world, attempt_id)))
    browser = world.client("ada")
    browser.get(f"/attempts/{attempt_id}/1")
    return browser, attempt_id, f"/attempts/{attempt_id}/answers/{question}"


@pytest.mark.parametrize("cookie", [True, False], ids=["session ended on the server", "signed out in another tab"])
def test_a_script_is_told_that_its_person_is_signed_out_and_where_to_go(world, address, cookie):
    browser, attempt_id, path = address
    _ = browser.token
    end_sessions(world)
    if not cookie:
        browser.client.delete_cookie("aeo")

    reply = browser.send(path, {"answer": ["01"], "sequence": 1})

    assert reply.status_code == 401
    assert reply.get_json()["error"].startswith("You are signed out.")
    assert (reply.get_json()["act"], reply.get_json()["sign_in"]) == ("Sign in", "/sign-in")
    assert saved(world, attempt_id) == {}


def test_after_signing_in_again_the_page_is_asked_to_be_loaded_anew_and_then_its_answers_go_on(world, address):
    browser, attempt_id, path = address
    _ = browser.token
    browser = with_the_old_page(browser, world.client("ada"))

    stale = browser.send(path, {"answer": ["01"], "sequence": 1})
    browser.forget_token()
    again = browser.send(path, {"answer": [], "sequence": 1})

    assert (stale.status_code, stale.get_json()["act"]) == (403, "Load this page again")
    assert again.status_code == 200
    assert len(saved(world, attempt_id)) == 1


def test_another_person_on_the_same_device_never_sends_what_waits(world, address):
    browser, attempt_id, path = address
    browser = with_the_old_page(browser, world.client("mallory"))

    stale = browser.send(path, {"answer": ["01"], "sequence": 1})
    opened = browser.get(f"/attempts/{attempt_id}/1")
    browser.forget_token()
    forced = browser.send(path, {"answer": ["01"], "sequence": 1})

    assert stale.status_code == 403
    assert opened.status_code == forced.status_code == 404
    assert saved(world, attempt_id) == {}


def test_a_form_of_somebody_signed_out_leads_back_to_the_page_it_came_from(world, address):
    browser, attempt_id, path = address
    _ = browser.token
    end_sessions(world)

    reply = browser.post(path, {"answer": "01"}, headers={"Referer": f"http://localhost/attempts/{attempt_id}/1"})
    foreign = browser.post(path, {"answer": "01"}, headers={"Referer": "https://evil.example/attempts/1/1"})

    assert reply.location == f"/sign-in?next=%2Fattempts%2F{attempt_id}%2F1"
    assert foreign.location == "/sign-in?next=%2F"
