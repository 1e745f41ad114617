"""The list of people and the page of one, for administrators."""

import re

import pytest

from app import clock
from app.people import accounts, invitations
from tests.web import deeds
from tests.web.world import SLUG, World

LINK = re.compile(r"http://127\.0\.0\.1:8000(/invitation/[\w-]{43})<")
INVITED = {"name": "Nora New", "email": "nora@example.org", "role": "instructor", "key": "the-key-of-this-form"}


def test_everybody_is_listed_with_what_needs_attention_first(world: World) -> None:
    with world.transaction() as db:
        accounts.add(db, "zoe@example.org", "Zoë Last", clock.now(), name_native="<Зоя>")
    world.shut_out("dora")

    page = world.client("alma").get("/people").text

    assert page.index("Zoë Last") < page.index("Ada Lindqvist") < page.index("Dora Disabled")
    assert "No password yet" in page
    assert "Records are kept" in page
    assert "&lt;Зоя&gt;" in page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("q=LINDQ", "Ada Lindqvist", "Grace Okafor"),
        ("role=instructor", "Grace Okafor", "Ada Lindqvist"),
        ("state=disabled", "Dora", "Ada Lindqvist"),
    ],
)
def test_the_list_and_its_file_take_the_same_filter(world: World, query: str, there: str, gone: str) -> None:
    world.shut_out("dora")
    alma = world.client("alma")

    for text in (alma.get(f"/people?{query}").text, alma.get(f"/people/csv?{query}").get_data(as_text=True)):
        assert there in text
        assert gone not in text


def test_a_view_that_there_is_not_is_said(world: World) -> None:
    alma = world.client("alma")

    assert [alma.get(f"/people?{query}").status_code for query in ("state=happy", "page=9", "page=x", "order=height")] == [422] * 4
    assert "Nobody fits" in alma.get("/people?q=nobody-at-all").text


def test_an_invitation_gives_a_link_that_works_once_and_the_same_when_sent_twice(world: World) -> None:
    alma = world.client("alma")

    first, second = alma.post("/people", INVITED), alma.post("/people", INVITED)
    link = LINK.search(first.text)

    assert first.status_code == second.status_code == 200
    assert link is not None
    assert LINK.findall(second.text) == [link[1]]
    nora = world.client()
    nora.get(link[1])
    assert nora.post(link[1], {"password": "kettle marble orbit lamp"}).status_code == 302
    assert nora.get(link[1]).status_code == 404


def test_another_form_does_not_give_the_link_of_somebody_who_is_there(world: World) -> None:
    alma = world.client("alma")
    alma.post("/people", INVITED)

    again = alma.post("/people", {**INVITED, "key": "another-key"})

    assert again.status_code == 422
    assert LINK.search(again.text) is None
    assert again.text.count("Somebody has this address already.") == 1


@pytest.mark.parametrize("change", [{"name": ""}, {"email": "no address"}, {"role": "emperor"}, {"name": "\u202eevil"}])
def test_an_invitation_that_makes_no_sense_changes_nothing(world: World, change: dict[str, str]) -> None:
    alma = world.client("alma")
    alma.get("/people")
    before = world.rows()

    answer = alma.post("/people", {**INVITED, **change})

    assert answer.status_code == 422
    assert "Nobody was invited" in answer.text
    assert world.rows() == before


def test_the_page_of_a_person_leads_to_where_they_learn(world: World) -> None:
    enrolment = deeds.enrolled(world, "ada")

    page = world.client("alma").get(f"/people/{world.id_of('ada')}").text

    assert f"/cohorts/all/{SLUG}/people/{enrolment}" in page
    assert "ada@example.org" in page


def test_roles_are_given_and_taken_and_end_the_sessions(world: World) -> None:
    grace, alma = world.client("grace"), world.client("alma")

    changed = alma.post(f"/people/{world.id_of('grace')}/roles", {"role": ["trainee"]}, follow=True)

    assert "The roles are changed." in changed.text
    assert grace.get("/cohorts").status_code == 302
    assert world.client("grace").get("/cohorts").status_code == 404


@pytest.mark.parametrize("act", ["roles", "disable"])
def test_the_last_administrator_stays(world: World, act: str) -> None:
    alma = world.client("alma")

    answer = alma.post(f"/people/{world.id_of('alma')}/{act}", {"role": ["trainee"]})

    assert answer.status_code == 409
    assert alma.get("/people").status_code == 200


def test_an_account_is_closed_and_opened_again(world: World) -> None:
    ada, alma, number = world.client("ada"), world.client("alma"), world.id_of("ada")

    closed = alma.post(f"/people/{number}/disable", follow=True)
    away = ada.get("/training").status_code
    opened = alma.post(f"/people/{number}/enable", follow=True)

    assert "The account is closed." in closed.text
    assert away == 302
    assert "The account is open again." in opened.text


def test_a_new_link_ends_the_older_one(world: World) -> None:
    ada = world.id_of("ada")
    with world.transaction() as db:
        older = invitations.invite(db, accounts.person_of(db, ada), None, clock.now())

    page = world.client("alma").post(f"/people/{world.id_of('ada')}/link").text

    link = LINK.search(page)
    assert link is not None
    assert world.client().get(link[1]).status_code == 200
    assert world.client().get(f"/invitation/{older}").status_code == 404


def test_what_an_instructor_teaches_is_set_here(world: World) -> None:
    alma, ivan = world.client("alma"), world.client("ivan")

    alma.post(f"/people/{world.id_of('ivan')}/courses", {"course": [SLUG]})
    given = ivan.get(f"/cohorts/all/{SLUG}").status_code
    alma.post(f"/people/{world.id_of('ivan')}/courses", {})

    assert (given, ivan.get(f"/cohorts/all/{SLUG}").status_code) == (200, 404)


@pytest.mark.parametrize("who", ["ada", "grace"])
def test_nobody_but_administrators_is_told_of_these_pages(world: World, who: str) -> None:
    browser, number = world.client(who), world.id_of("ada")

    assert [browser.get(path).status_code for path in ("/people", "/people/csv", f"/people/{number}")] == [404] * 3
    assert browser.post("/people", INVITED).status_code == 404


def test_who_is_in_no_cohort_is_where_the_course_is_by_its_title(world: World) -> None:
    deeds.enrolled(world, "ada")

    page = world.client("alma").get("/people?q=ada").text

    assert re.search('data-label="Where">[^<]+</td>', page)
    assert f'data-label="Where">{SLUG}<' not in page
