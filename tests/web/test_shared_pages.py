"""Pages that are rendered once for many: nobody ever sees what belongs to somebody else, and they equal what is rendered for one."""

import re

import pytest

from app.people import accounts
from app.web import frame, lesson_page
from app.web.kept import Kept
from tests.web import deeds
from tests.web.world import World

LESSON = "/courses/journey"
PAGES = ("/", LESSON, f"{LESSON}/why", f"{LESSON}/register", f"{LESSON}/gate", f"{LESSON}/check-seals", "/glossary/journey", "/training")


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    """Whatever other tests have left in memory."""
    forget()


def forget() -> None:
    frame._shells = Kept(frame.KEPT)
    lesson_page._rows.clear()


def named(world: World, who: str, name: str) -> None:
    with world.transaction() as db:
        person = accounts.find(db, f"{who}@example.org")
        assert person is not None
        person.name = name


@pytest.mark.row("reliability:L01")
@pytest.mark.parametrize("path", PAGES)
def test_the_next_reader_of_a_page_sees_nothing_of_the_one_before(path: str, world: World) -> None:
    for who, name in (("ada", "Aurelia First"), ("mallory", "Balthasar Second")):
        named(world, who, name)
        deeds.handed_in(world, who, "check-seals")
    first, second = world.client("ada"), world.client("mallory")

    pages = [browser.get(path).get_data(as_text=True) for browser in (first, second, first, second)]

    for page, own, other in zip(pages, ("Aurelia", "Balthasar") * 2, ("Balthasar", "Aurelia") * 2, strict=True):
        assert own in page
        assert other not in page
    tokens = [set(re.findall(r"\b[0-9a-f]{64}\b", page)) for page in pages]
    assert tokens[0] == tokens[2]
    assert not tokens[0] & tokens[1]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_from_memory_is_byte_for_byte_the_one_that_is_made_anew(path: str, world: World) -> None:
    for who in ("ada", "mallory"):
        deeds.handed_in(world, who, "check-seals")
    ada, mallory = world.client("ada"), world.client("mallory")

    made = ada.get(path).get_data()
    mallory.get(path)
    kept = ada.get(path).get_data()
    forget()
    anew = ada.get(path).get_data()

    assert kept == made
    assert anew == made


def test_a_lesson_shows_the_progress_of_who_reads_it(world: World) -> None:
    deeds.finished(world, "ada", "why", "register")
    deeds.enrolled(world, "mallory")

    ada, mallory = (world.client(who).get(f"{LESSON}/why").get_data(as_text=True) for who in ("ada", "mallory"))

    assert "Finished" in ada
    assert "Finished" not in mallory
    assert "Not started" in mallory


def test_language_appearance_and_role_never_leak_into_the_page_of_another(world: World) -> None:
    deeds.enrolled(world, "ada")
    deeds.enrolled(world, "mallory")
    ada, mallory = world.client("ada"), world.client("mallory")
    ada.get("/language/ar")
    ada.get("/appearance/dark")

    hers, his = ada.get(f"{LESSON}/why").get_data(as_text=True), mallory.get(f"{LESSON}/why").get_data(as_text=True)

    assert 'lang="ar" dir="rtl" data-theme="dark"' in hers
    assert 'lang="en" dir="ltr" data-theme="system"' in his
    assert "People" not in his


def test_the_warning_of_a_lesson_left_too_early_is_shown_once_and_to_one(world: World) -> None:
    deeds.enrolled(world, "ada")
    deeds.enrolled(world, "mallory")
    ada, mallory = world.client("ada"), world.client("mallory")

    warned = ada.get(ada.post(f"{LESSON}/why").location).get_data(as_text=True)

    assert "Try the 8 practice questions" in warned
    assert "Try the 8 practice questions" not in mallory.get(f"{LESSON}/why").get_data(as_text=True)
    assert "Try the 8 practice questions" not in ada.get(f"{LESSON}/why").get_data(as_text=True)
