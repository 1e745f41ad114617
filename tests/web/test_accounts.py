"""Signing in and out, invitations and the profile: the same words for every reason, and nothing that helps who guesses."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from app import clock
from app.people import accounts, passwords
from app.people.models import SignIn
from tests.web import deeds
from tests.web.world import PASSWORDS, TOKEN, World, settings_of

RIGHT = PASSWORDS["trainee"]
SORRY = "The address or the password does not fit. Nothing was changed."


def bare(response: TestResponse) -> tuple[int, str, list[str], str]:
    """What a guesser sees, without what differs at each request."""
    text = re.sub(r'value="[^"]*"', "", response.get_data(as_text=True))
    names = sorted(name for name, _ in response.headers if name != "Content-Length")
    return response.status_code, re.sub(r"\b[0-9a-f]{64}\b", "", text), names, str(response.location)


def tried(world: World, email: str, password: str) -> TestResponse:
    return world.client().sign_in(email, password)


@pytest.mark.row("reliability:A03")
@pytest.mark.row("figures:R18")
def test_unknown_wrong_and_disabled_look_alike(world: World) -> None:
    world.shut_out("dora")
    with world.transaction() as db:
        accounts.add(db, "nopassword@example.org", "Nora Nopassword", clock.now())

    answers = [
        tried(world, "nobody@example.org", "kettle marble"),
        tried(world, "ada@example.org", "kettle marble"),
        tried(world, "dora@example.org", RIGHT),
        tried(world, "nopassword@example.org", "kettle marble"),
    ]

    assert SORRY in answers[0].get_data(as_text=True)
    first = bare(answers[0])
    assert all(bare(each) == first for each in answers)


@pytest.mark.row("reliability:A04")
def test_an_unknown_address_takes_as_long_as_a_wrong_password() -> None:
    hashing = passwords.production()
    stored = hashing.hash(RIGHT)

    def seconds(password_hash: str | None) -> float:
        begun = time.thread_time()
        assert not hashing.fits("kettle marble", password_hash)
        return time.thread_time() - begun

    known, unknown = (sorted(seconds(each) for _ in range(7))[3] for each in (stored, None))
    assert 0.5 < known / unknown < 2


@pytest.mark.row("reliability:A01")
def test_guessing_is_slowed_after_five_tries_and_a_known_browser_still_gets_in(world: World) -> None:
    known = world.client()
    assert known.sign_in("ada@example.org", RIGHT).status_code == 302
    known.post("/sign-out")
    known.forget_token()

    answers = [tried(world, "ada@example.org", f"guess {number} of many").get_data(as_text=True) for number in range(8)]
    right = tried(world, "ada@example.org", RIGHT)

    assert all(SORRY in each for each in answers[:5])
    assert "That was tried too often. Wait" in answers[-1]
    assert "That was tried too often. Wait" in right.get_data(as_text=True)
    assert known.sign_in("ada@example.org", RIGHT).status_code == 302


@pytest.mark.row("reliability:A02")
def test_one_guess_on_many_accounts_is_slowed_too(world: World) -> None:
    answers = [tried(world, f"person{number}@example.org", "kettle marble").get_data(as_text=True) for number in range(8)]

    assert "That was tried too often. Wait" in answers[-1]


def test_after_waiting_one_may_try_again(world: World, later: Callable[[timedelta], datetime]) -> None:
    for number in range(8):
        tried(world, "ada@example.org", f"guess {number} of many")
    later(timedelta(minutes=16))

    assert tried(world, "ada@example.org", RIGHT).status_code == 302


HOSTILE_TARGETS = [
    "//evil.example", "https://evil.example", "http:evil.example", "/\\evil.example", "\\\\evil.example", "/%09/evil.example", "/\t/evil",
    "javascript:alert(1)", "data:text/html,x", "///evil.example", "/..//evil.example", "https:/evil.example", " /evil", "\n//evil.example",
    "/%5cevil.example", "//evil.example/%2f..", "/\x00", "ftp://evil.example", "@evil.example", "http://127.0.0.1@evil.example", "/a//b", "",
    "//google%E3%80%82com", "http://[::1]@evil.example", "/" + "a" * 3_000, "mailto:a@b.example", "?//evil", "#//evil", "evil.example", "/​/evil",
]  # fmt: skip


@pytest.mark.row("reliability:A05")
@pytest.mark.parametrize("target", HOSTILE_TARGETS, ids=range(len(HOSTILE_TARGETS)))
def test_no_target_leads_to_another_host(target: str, world: World) -> None:
    for path in ("/sign-in", "/language/fr", "/appearance/dark"):
        response = world.client("ada").client.get(path, query_string={"next": target})

        assert response.status_code == 302
        assert re.fullmatch(r"/(?![/\\])[^\\\t\r\n]*", response.location), response.location
        assert "evil" not in response.location or response.location.startswith(("/evil", "/%5cevil", "/%09/evil")) is True


@pytest.mark.row("reliability:A05")
@pytest.mark.parametrize("target", ["/training", "/courses/journey/why", "/c/ABCD?x=1", "/me?saved=1", "/attempts/1/2?view=all", "/style"])
def test_a_path_of_this_site_is_followed(target: str, world: World) -> None:
    browser = world.client()
    browser.get("/sign-in")

    response = browser.client.post(
        "/sign-in", query_string={"next": target}, data={"csrf": browser.token, "email": "ada@example.org", "password": RIGHT}
    )

    assert response.location == target


@pytest.mark.row("reliability:A06")
def test_signing_in_makes_a_new_session_whatever_cookie_was_there(world: World) -> None:
    browser = world.client("mallory")
    old = browser.client.get_cookie("aeo")
    assert old is not None
    browser.client.delete_cookie("aeo")
    browser.client.set_cookie("aeo", "planted-by-somebody-else")
    browser.forget_token()

    browser.sign_in("ada@example.org", RIGHT)

    fresh = browser.client.get_cookie("aeo")
    assert fresh is not None
    assert fresh.value not in ("planted-by-somebody-else", old.value)
    assert len(fresh.value) >= 43


@pytest.mark.row("reliability:A06")
def test_signing_in_again_ends_the_session_before(world: World) -> None:
    browser = world.client()
    browser.sign_in("ada@example.org", RIGHT)
    before = browser.client.get_cookie("aeo")
    assert before is not None
    browser.post("/sign-out")
    other = world.client()
    other.client.set_cookie("aeo", before.value)

    assert other.get("/training").location == "/sign-in?next=%2Ftraining"


@pytest.mark.row("reliability:A08")
def test_the_cookies_of_a_plain_installation_are_shut_to_scripts_and_other_sites(world: World) -> None:
    response = world.client().sign_in("ada@example.org", RIGHT)

    for cookie in response.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Domain" not in cookie
        assert len(cookie) < 4_096


@pytest.mark.row("reliability:A08")
def test_behind_https_the_cookie_is_bound_to_the_host_and_transport_is_strict(world: World) -> None:
    safe = World(settings_of(world.settings.data_dir, world.settings.database_url, AEO_BASE_URL="https://learn.example.org"))
    browser = safe.client()
    base = {"base_url": "https://learn.example.org"}
    page = browser.client.get("/sign-in", **base)
    token = TOKEN.search(page.get_data(as_text=True))
    assert token is not None
    data = {"csrf": token[1], "email": "ada@example.org", "password": RIGHT}

    response = browser.client.post("/sign-in", data=data, **base)
    safe.close()

    (session,) = [each for each in response.headers.getlist("Set-Cookie") if each.startswith("__Host-aeo=")]
    assert all(part in session for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in session
    assert response.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert all("Secure" in each for each in response.headers.getlist("Set-Cookie"))


@pytest.mark.row("reliability:A12")
def test_after_signing_out_the_cookie_is_dead(world: World) -> None:
    browser = world.client()
    browser.sign_in("ada@example.org", RIGHT)
    kept = browser.client.get_cookie("aeo")
    assert kept is not None

    out = browser.post("/sign-out")
    thief = world.client()
    thief.client.set_cookie("aeo", kept.value)

    assert "aeo=;" in " ".join(out.headers.getlist("Set-Cookie"))
    assert out.headers["Clear-Site-Data"] == '"cache"'
    assert thief.get("/me").status_code == 302
    with world.transaction() as db:
        assert db.query(SignIn).count() == 0


@pytest.mark.row("reliability:A11")
def test_disabling_a_person_or_changing_a_role_ends_what_is_open(world: World) -> None:
    ada, grace = world.client("ada"), world.client("grace")
    assert ada.get("/training").status_code == grace.get("/cohorts").status_code == 200

    ids = world.id_of("ada"), world.id_of("grace")
    with world.transaction() as db:
        accounts.disable(db, accounts.person_of(db, ids[0]), clock.now())
        accounts.set_roles(db, accounts.person_of(db, ids[1]), ["trainee"])

    assert ada.get("/training").location == "/sign-in?next=%2Ftraining"
    assert grace.get("/cohorts").location == "/sign-in?next=%2Fcohorts"


@pytest.mark.row("reliability:A11")
def test_a_session_ends_by_the_clock(world: World, later: Callable[[timedelta], datetime]) -> None:
    ada = world.client("ada")
    later(timedelta(hours=12, seconds=1))

    assert ada.get("/training").status_code == 302


@pytest.mark.row("reliability:A13")
@pytest.mark.parametrize("password", ["x" * 4_096, "x" * 100_000, "a\x00b", "🔑" * 40, "kettle marble orbit ", "KETTLE MARBLE ORBIT"])
def test_a_strange_password_is_only_a_wrong_one(password: str, world: World) -> None:
    response = tried(world, "ada@example.org", password)

    assert response.status_code == 422
    assert SORRY in response.get_data(as_text=True)


@pytest.mark.row("reliability:A20")
@pytest.mark.parametrize("email", ["ADA@EXAMPLE.ORG", " ada@example.org ", "Ada@Example.Org"])
def test_an_address_may_be_spelled_as_people_do(email: str, world: World) -> None:
    assert tried(world, email, RIGHT).status_code == 302


@pytest.mark.row("reliability:A20")
@pytest.mark.parametrize("email", ["аda@example.org", "ada\u200b@example.org", "ada@example.org\x00", "ada@example.org\r\nBcc: x"])
def test_an_address_that_only_looks_alike_is_another_one(email: str, world: World) -> None:
    assert tried(world, email, RIGHT).status_code == 422


@pytest.mark.row("reliability:A07")
def test_signing_in_needs_the_token_of_this_browser(world: World) -> None:
    mine, other = world.client(), world.client()
    mine.get("/sign-in")
    other.get("/sign-in")

    forged = mine.client.post("/sign-in", data={"csrf": other.token, "email": "ada@example.org", "password": RIGHT})

    assert forged.status_code == 403
    assert "Nothing was changed" in forged.get_data(as_text=True)


@pytest.mark.row("reliability:A19")
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "evil.example:8000"])
def test_a_forged_host_is_refused(host: str, world: World) -> None:
    response = world.client().client.get("/sign-in", headers={"Host": host})

    assert response.status_code == 400
    assert b"evil" not in response.get_data()


@pytest.mark.row("reliability:A19")
def test_a_forwarded_address_is_not_believed_without_a_proxy_of_ours(world: World) -> None:
    """Else each guess could come from a new address."""
    answers = []
    for number in range(8):
        browser = world.client()
        browser.get("/sign-in")
        data = {"csrf": browser.token, "email": f"person{number}@example.org", "password": "kettle marble"}
        response = browser.client.post("/sign-in", data=data, headers={"X-Forwarded-For": f"203.0.113.{number}"})
        answers.append(response.get_data(as_text=True))

    assert "That was tried too often. Wait" in answers[-1]


@pytest.mark.parametrize(("who", "lands"), [("ada", "/training"), ("grace", "/cohorts"), ("alma", "/cohorts")])
def test_signing_in_leads_to_where_the_work_is(who: str, lands: str, world: World) -> None:
    assert world.client(who).get("/sign-in").location == lands


def test_staff_who_learn_themselves_land_on_their_training(world: World) -> None:
    deeds.enrolled(world, "grace")

    assert world.client("grace").get("/sign-in").location == "/training"
