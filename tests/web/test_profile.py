"""Invitations and the profile: a link works once, and a form changes what it shows and nothing else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app import clock
from app.people import accounts, invitations
from tests.web import deeds
from tests.web.world import PASSWORDS, SECRET, World

RIGHT = PASSWORDS["trainee"]


def invited(world: World, role: str = "trainee") -> str:
    with world.transaction() as db:
        person = accounts.add(db, "ivy@example.org", "Ivy Invited", clock.now(), roles=(role,))
        return invitations.invite(db, person, None, clock.now())


@pytest.mark.row("reliability:A23")
@pytest.mark.row("reliability:A09")
def test_an_invitation_works_once(world: World) -> None:
    token = invited(world)
    browser = world.client()
    page = browser.get(f"/invitation/{token}").get_data(as_text=True)

    done = browser.post(f"/invitation/{token}", {"password": "harbour pencil violet"})
    again = browser.post(f"/invitation/{token}", {"password": "another pencil violet"})

    assert "Ivy Invited" in page or "ivy@example.org" in page
    assert done.location == "/sign-in"
    assert again.status_code == browser.get(f"/invitation/{token}").status_code == 404
    assert "This link no longer works" in again.get_data(as_text=True)
    assert world.client().sign_in("ivy@example.org", "harbour pencil violet").status_code == 302


@pytest.mark.row("reliability:A09")
def test_an_invitation_ends_after_a_week_and_with_a_newer_one(world: World, later: Callable[[timedelta], datetime]) -> None:
    old = invited(world)
    with world.transaction() as db:
        person = accounts.find(db, "ivy@example.org")
        assert person is not None
        new = invitations.invite(db, person, None, clock.now())
    assert world.client().get(f"/invitation/{old}").status_code == 404
    assert world.client().get(f"/invitation/{new}").status_code == 200
    later(timedelta(days=7, seconds=1))

    assert world.client().get(f"/invitation/{new}").status_code == 404


@pytest.mark.row("reliability:A14")
@pytest.mark.parametrize(
    ("role", "password", "words"),
    [
        ("trainee", "short", "Use at least 8 characters."),
        ("instructor", "twelve chars", "Use at least 15 characters."),
        ("trainee", "password123", "easy to guess"),
        ("trainee", "ivy invited", "easy to guess"),
        ("trainee", "x" * 1_025, "1024 characters at most"),
    ],
)
def test_a_bad_new_password_is_refused_with_the_reason(role: str, password: str, words: str, world: World) -> None:
    token = invited(world, role)
    browser = world.client()

    response = browser.post(f"/invitation/{token}", {"password": password})

    text = response.get_data(as_text=True)
    assert response.status_code == 422
    assert words in text.replace("1,024", "1024")
    assert password not in text or password == "short"
    assert browser.get(f"/invitation/{token}").status_code == 200


@pytest.mark.row("reliability:L09")
def test_no_secret_reaches_the_log(world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    token = invited(world)
    browser = world.client()
    browser.post(f"/invitation/{token}", {"password": "canary pencil violet"})
    browser.forget_token()
    browser.sign_in("ada@example.org", "canary wrong password")
    browser.sign_in("ada@example.org", RIGHT)
    deeds.enrolled(world, "ada")
    browser.post("/courses/journey/why/practice/q-why-text", {"answer": "canary answer"})
    cookie = browser.client.get_cookie("aeo")
    assert cookie is not None

    told = caplog.text + "".join(capfd.readouterr())

    for secret in ("canary", RIGHT, token, cookie.value, SECRET):
        assert secret not in told


@pytest.mark.row("reliability:A16")
@pytest.mark.parametrize("field", ["role", "roles", "email", "is_administrator", "id", "password_hash", "disabled_at"])
def test_the_profile_changes_what_it_shows_and_nothing_else(field: str, world: World) -> None:
    ada = world.client("ada")
    before = world.rows()

    ada.post("/me", {"name": "Ada L.", "name_native": "", "language": "en", "theme": "", "zone": "", field: "administrator"})

    after = world.rows()
    assert after["role"] == before["role"]
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"person"}
    number = world.id_of("ada")
    with world.transaction() as db:
        person = accounts.person_of(db, number)
        assert (person.name, person.email, person.roles) == ("Ada L.", "ada@example.org", {"trainee"})


def test_the_profile_keeps_language_zone_and_appearance(world: World) -> None:
    ada = world.client("ada")

    saved = ada.post("/me", {"name": "Ada Lindqvist", "name_native": "آدا", "language": "ar", "theme": "dark", "zone": "Africa/Cairo"})
    page = ada.get(saved.location).get_data(as_text=True)

    assert 'lang="ar" dir="rtl" data-theme="dark"' in page
    assert re.search(r'<option value="Africa/Cairo" selected>Africa/Cairo، \d\d:\d\d</option>', page)
    assert "آدا" in page


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("zone", "Nowhere/Land"), ("language", "xx"), ("theme", "pink"), ("name", "x" * 201)]
)
def test_a_wrong_setting_is_refused_and_what_was_typed_stays(field: str, value: str, world: World) -> None:
    ada = world.client("ada")
    before = world.rows()
    form = {"name": "Typed Name", "name_native": "", "language": "en", "theme": "", "zone": "", field: value}

    response = ada.post("/me", form)

    assert response.status_code == 422
    assert world.rows() == before
    if field != "name":
        assert "Typed Name" in response.get_data(as_text=True)


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_a_language_is_chosen_by_a_link_and_comes_back_to_the_page(code: str, direction: str, world: World) -> None:
    stranger = world.client()

    back = stranger.get(f"/language/{code}?next=/accessibility")
    page = stranger.get(back.location).get_data(as_text=True)

    assert back.location == "/accessibility"
    assert f'<html lang="{code}" dir="{direction}"' in page


def test_a_browser_is_answered_in_its_own_language(world: World) -> None:
    page = world.client().get("/", headers={"Accept-Language": "ar-EG,ar;q=0.9,en;q=0.5"}).get_data(as_text=True)

    assert 'lang="ar" dir="rtl"' in page


@pytest.mark.parametrize("name", ["light", "dark", "contrast", "system", "pink"])
def test_an_appearance_is_sent_by_the_server_so_that_nothing_flashes(name: str, world: World) -> None:
    stranger = world.client()

    page = stranger.get(stranger.get(f"/appearance/{name}?next=/style").location).get_data(as_text=True)

    assert f'data-theme="{name if name != "pink" else "system"}"' in page


@pytest.mark.row("reliability:A22")
def test_an_invitation_is_no_way_around_a_closed_account(world: World) -> None:
    token = invited(world)
    world.shut_out("ivy")
    browser = world.client()

    page = browser.get(f"/invitation/{token}")
    done = browser.post(f"/invitation/{token}", {"password": "harbour pencil violet"})

    assert (page.status_code, done.status_code) == (404, 404)
    assert world.client().sign_in("ivy@example.org", "harbour pencil violet").status_code == 422
