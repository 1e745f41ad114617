"""Every route, every method, every kind of visitor: what each gets, and that nothing is open by accident.

The table in routes.py is compared with the application's own map: a route without a row fails, and so does a row without a route.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from app import clock
from app.learning import cohorts, enrolments
from app.people import accounts, invitations
from app.publishing import versions
from tests.web import deeds
from tests.web import world as worlds
from tests.web.routes import IN, OPEN_ON_PURPOSE, OVER, ROWS, VISITORS, Row
from tests.web.world import Browser, World

WRITES_WHEN_READ = frozenset({"certificates.pdf", "certificates.picture"})
"""They keep the document that they had to make."""

COUNTS_TRIES = frozenset({"accounts.sign_in"})
"""They write down that somebody tried, which is what slows guessing."""

REFUSALS = (IN, OVER, "403", "404", "422")

UNSAFE = [row for row in ROWS if row.method != "GET"]

EXPECTED_OPEN = {
    "home.index", "pages.accessibility", "pages.privacy", "pages.shortcuts", "pages.style", "health.health", "static",
    "preferences.choose_language", "preferences.choose_theme", "certificates.check_form", "certificates.check", "courses.overview",
    "courses.glossary", "courses.media", "accounts.sign_in", "accounts.sign_out", "accounts.invitation", "lessons.page",
}  # fmt: skip
"""What anybody may ask for; of a course the overview, its glossary and its first lesson. Said a second time here, on purpose."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An installation in which Ada has done everything there is, and the ids that stand in paths."""

    folder: Path
    ids: Mapping[str, object]


@pytest.fixture(scope="module")
def stage(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("stage") / "var"
    world = World(worlds.copied(furnished, folder))
    number = deeds.certified(world, "ada")
    ids: dict[str, object] = {
        "certificate": number,
        "running": deeds.started(world, "ada", "drill"),
        "closed": 1,
        "picture": worlds.picture("why"),
    }
    deeds.case_published(world)
    ids["case"] = deeds.case_started(world, "ada")
    ids["favicon"] = world.app.extensions["aeo"].assets["img/favicon.svg"]
    for who in ("mallory", "dora"):
        deeds.enrolled(world, who)
    with world.transaction() as db:
        someone = accounts.add(db, "new@example.org", "Nora New", clock.now())
        ids |= {"invitation": invitations.invite(db, someone, None, clock.now()), "person": someone.id}
        cohort = cohorts.make(db, versions.newest(db, worlds.SLUG).course, "Nairobi", clock.now())
        learner = enrolments.enrolment_of(db, 1, worlds.SLUG)
        enrolments.join(db, learner, cohort)
        accounts.add(db, "nora@example.org", "Nora Next", clock.now())
        ids |= {"cohort": cohort.id, "enrolment": learner.id}
    world.close()
    return Stage(folder, ids)


@pytest.fixture
def staged(stage: Stage, tmp_path: Path) -> Iterator[World]:
    world = World(worlds.copied(stage.folder, tmp_path / "var"))
    yield world
    world.close()


@pytest.fixture(scope="module")
def calm(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, dict[str, Browser]]]:
    """One installation for all tests that only look, with everybody in it."""
    world = World(worlds.copied(stage.folder, tmp_path_factory.mktemp("calm") / "var"))
    yield world, browsers(world)
    world.close()


def browsers(world: World) -> dict[str, Browser]:
    """All visitors, each with a browser; Dora's account is closed after she signed in."""
    found = {who: world.client("" if who == "stranger" else who) for who in VISITORS}
    for each in found.values():
        assert each.token
    world.shut_out("dora")
    return found


def asked(browser: Browser, row: Row, stage: Stage) -> TestResponse:
    path = row.path.format(**stage.ids)
    if row.method == "GET":
        return browser.get(path)
    form = {name: value.format(**stage.ids) for name, value in (row.form or {}).items()}
    return browser.post(path, form) if row.json is None else browser.send(path, row.json)


def outcome(response: TestResponse) -> str:
    return IN if response.status_code == 302 and response.location.startswith("/sign-in?next=") else str(response.status_code)


def test_every_route_and_method_has_a_row_and_every_row_a_route(stage: Stage, calm: tuple[World, dict[str, Browser]]) -> None:
    """By the address, not only by the name: an endpoint may have several."""
    routes = calm[0].app.url_map
    there = {(rule.rule, method) for rule in routes.iter_rules() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    matcher = routes.bind("127.0.0.1")

    found = [(row, matcher.match(row.path.format(**stage.ids).partition("?")[0], row.method, return_rule=True)[0]) for row in ROWS]

    assert {(rule.rule, row.method) for row, rule in found} == there
    assert all(rule.endpoint == row.endpoint for row, rule in found)


def test_what_is_open_is_open_on_purpose() -> None:
    assert OPEN_ON_PURPOSE == EXPECTED_OPEN
    assert all(row.public for row in ROWS if row.expected()["stranger"] not in (IN, OVER, "404", "403"))


@pytest.mark.row("reliability:L01")
@pytest.mark.row("reliability:A11")
@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=lambda row: f"{row.name} {row.path}")
def test_each_visitor_gets_what_the_table_says_and_reading_writes_nothing(
    row: Row, stage: Stage, calm: tuple[World, dict[str, Browser]]
) -> None:
    world, everybody = calm
    before = world.rows()

    got = {who: outcome(asked(browser, row, stage)) for who, browser in everybody.items()}

    assert got == row.expected()
    if row.endpoint not in WRITES_WHEN_READ:
        assert world.rows() == before


@pytest.mark.row("reliability:Q04")
@pytest.mark.row("reliability:L01")
@pytest.mark.row("reliability:K16")
@pytest.mark.parametrize("row", UNSAFE, ids=lambda row: f"{row.name} {row.path}")
def test_who_may_not_write_changes_nothing(row: Row, stage: Stage, staged: World) -> None:
    refused = [who for who, gets in row.expected().items() if gets in REFUSALS and row.endpoint not in COUNTS_TRIES]
    everybody = browsers(staged)
    before = staged.rows()

    got = {who: outcome(asked(everybody[who], row, stage)) for who in refused}

    assert got == {who: row.expected()[who] for who in refused}
    assert staged.rows() == before


@pytest.mark.parametrize("row", UNSAFE, ids=lambda row: f"{row.name} {row.path}")
def test_who_may_write_is_let_in(row: Row, stage: Stage, tmp_path: Path) -> None:
    allowed = [who for who, gets in row.expected().items() if gets not in REFUSALS]
    got = {}
    for who in allowed:
        world = World(worlds.copied(stage.folder, tmp_path / who))
        got[who] = outcome(asked(browsers(world)[who], row, stage))
        world.close()

    assert got == {who: row.expected()[who] for who in allowed}


@pytest.mark.row("reliability:A07")
@pytest.mark.parametrize("row", UNSAFE, ids=lambda row: f"{row.name} {row.path}")
def test_an_unsafe_request_without_the_token_of_its_own_session_is_refused(
    row: Row, stage: Stage, calm: tuple[World, dict[str, Browser]]
) -> None:
    world, everybody = calm
    path = row.path.format(**stage.ids)
    ada, mallory = everybody["ada"], everybody["mallory"]
    before = world.rows()

    for token in ("", "0" * 64, mallory.token):
        form = {**(row.form or {}), "csrf": token}
        assert ada.client.post(path, data=form).status_code == 403
        assert ada.client.post(path, json=row.json or {}, headers={"X-CSRF-Token": token}).status_code == 403
    assert ada.client.post(f"{path}?csrf={ada.token}", data=row.form or {}).status_code == 403
    assert ada.client.post(path, data=b'{"answer": ["02"]}', content_type="text/plain").status_code == 403
    assert world.rows() == before


@pytest.mark.row("reliability:H04")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name} {row.path}")
def test_other_methods_are_refused_and_change_nothing(row: Row, stage: Stage, calm: tuple[World, dict[str, Browser]]) -> None:
    path = row.path.format(**stage.ids)
    world, everybody = calm
    ada = everybody["ada"]
    before = world.rows()

    for method in ("TRACE", "PROPFIND", "PUT", "DELETE", "PATCH"):
        assert ada.client.open(path, method=method, headers={"X-CSRF-Token": ada.token}).status_code == 405, method
    ada.client.head(path, buffered=True)
    ada.client.get(path, buffered=True, headers={"X-HTTP-Method-Override": "POST", "X-CSRF-Token": ada.token})
    if row.endpoint not in WRITES_WHEN_READ:
        assert world.rows() == before


POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'",
    "connect-src": "'self'", "manifest-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'",
}  # fmt: skip


@pytest.mark.row("reliability:A18")
@pytest.mark.row("reliability:A12")
@pytest.mark.row("reliability:H06")
@pytest.mark.row("reliability:L10")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name} {row.path}")
def test_every_answer_carries_the_safe_headers(row: Row, stage: Stage, staged: World) -> None:
    everybody = browsers(staged)

    for who in ("stranger", "ada", "mallory"):
        headers = asked(everybody[who], row, stage).headers
        assert headers.getlist("X-Content-Type-Options") == ["nosniff"]
        assert headers.getlist("Referrer-Policy") == ["same-origin"]
        assert "Access-Control-Allow-Origin" not in headers
        (policy,) = headers.getlist("Content-Security-Policy")
        if row.endpoint != "courses.media":
            assert dict(part.split(" ", 1) for part in policy.split("; ")) == POLICY
        if not row.shared:
            assert "no-store" in headers["Cache-Control"]
            assert "Cookie" in headers["Vary"]
