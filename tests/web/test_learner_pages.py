"""What the learner's pages say beside the main thing: the way back in, the next step, what opens a page, and lists in each language."""

import re

import pytest

from app.errors import say
from app.web import zones
from app.web.frame import said
from app.web.language import speaking
from tests.web import deeds
from tests.web.world import World

LESSON = "/courses/journey"


def page_of(world: World, who: str, path: str) -> str:
    return world.client(who).get(path).get_data(as_text=True)


@pytest.mark.parametrize(("code", "words"), [("en", "1.1, 1.3 and 1.5"), ("fr", "1.1, 1.3 et 1.5"), ("ar", "1.1 و1.3 و1.5")])
def test_a_list_of_lessons_is_written_as_its_language_does(code: str, words: str, world: World) -> None:
    with world.app.test_request_context("/"), speaking(code):
        assert words in said(say("Opens when %(lessons)s are finished.", lessons=("1.1", "1.3", "1.5"))).replace("\u060c", "")


def test_words_within_a_sentence_are_said_in_its_language(world: World) -> None:
    with world.app.test_request_context("/"), speaking("fr"):
        assert "une leçon" in said(say("The id “%(id)s” named %(old)s in version %(version)d and cannot name %(new)s now. Write a new id.",
                                       id="a", old=say("a lesson"), version=1, new=say("a quiz")))  # fmt: skip


def test_the_first_page_shows_what_a_certificate_number_looks_like(world: World) -> None:
    page = world.client().get("/").get_data(as_text=True)

    assert 'aria-describedby="number-hint"' in page
    assert "K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-6YBG" in page


def test_the_title_of_an_open_module_leads_into_it_and_that_of_a_locked_one_nowhere(world: World) -> None:
    deeds.enrolled(world, "ada")

    page = page_of(world, "ada", LESSON)

    titles = re.findall(r"<h2><span class=\"visually-hidden\">Module (\d): </span>(<a href=\"([^\"]+)\")?", page)
    assert [(number, href.split("#")[0]) for number, _link, href in titles][:2] == [("1", f"{LESSON}/why"), ("2", "")]


def test_a_wrong_password_is_said_once_at_the_top_and_leads_to_its_field(world: World) -> None:
    answer = world.client().post("/sign-in", {"email": "ada@example.org", "password": "not this one"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert page.count("The address or the password does not fit.") == 1
    assert '<a href="#password">Type your password again.</a>' in page
    assert 'id="password-error">Type your password again.' in page


def test_a_result_that_is_not_passed_names_the_instructor_and_what_passing_opens(world: World) -> None:
    attempt = deeds.handed_in(world, "ada", "check-seals", deeds.WRONG)

    page = page_of(world, "ada", f"/attempts/{attempt}")

    assert 'href="mailto:grace@example.org"' in page
    assert "Module 2 opens when you pass." in page


def test_time_zones_are_chosen_from_a_list_of_places(world: World) -> None:
    deeds.enrolled(world, "ada")

    page = page_of(world, "ada", "/me")

    offered = re.findall(r'<option value="([^"]*)"', page.partition('id="zone"')[2])
    assert offered[0] == ""
    assert {"UTC", "Africa/Nairobi", "America/Lima"} <= set(offered)
    assert len(offered) == len(set(offered)) == len(zones.names()) + 1


def test_a_lesson_offers_to_be_printed_once_a_script_is_there(world: World) -> None:
    deeds.enrolled(world, "ada")

    assert re.search(r'<p class="tools" hidden><button[^>]* data-print>', page_of(world, "ada", f"{LESSON}/why"))
    assert "data-print" not in world.client().get(f"{LESSON}/why").get_data(as_text=True)


def test_who_reads_a_lesson_without_being_enrolled_is_told_what_is_kept_and_how_to_enrol(world: World) -> None:
    stranger, known = (world.client(who).get(f"{LESSON}/why").get_data(as_text=True) for who in ("", "mallory"))

    assert "Not kept: you read without an account" in stranger
    assert "You are not enrolled" not in stranger
    assert "Not kept: you are not enrolled" in known
    assert f'<a href="{LESSON}">See the course and enrol</a>' in known


def test_a_link_of_an_invitation_that_is_over_says_so_in_its_title(world: World) -> None:
    response = world.client().get("/invitation/not-a-token")

    assert response.status_code == 404
    assert "This link no longer works</h1>" in response.get_data(as_text=True)


@pytest.mark.parametrize(("who", "href", "safe"), [
    ("", "/", "Everything that was saved"),
    ("ada", "/training", "All your answers and marks"),
    ("grace", "/cohorts", "Everything that was saved"),
    ("alma", "/cohorts", "Everything that was saved"),
])  # fmt: skip
def test_an_error_leads_back_to_where_ones_work_is(who: str, href: str, safe: str, world: World) -> None:
    page = world.client(who).get("/nowhere").get_data(as_text=True)

    assert re.search(rf'<a class="button" href="{href}"', page)
    assert safe in page
    assert f'<a class="top__name" href="{href}">' in page
