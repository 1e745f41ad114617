"""The pages of those who teach: who is where, making a cohort, adding people, and what can be done for one learner."""

import re
from datetime import date

import pytest

from app import clock
from app.learning import cohorts, enrolments
from app.learning.models import Cohort, Enrolment
from app.people import accounts
from app.publishing import versions
from tests.web import deeds
from tests.web.world import SLUG, World

GROUP = "Spring 2026, <north>"


@pytest.fixture
def group(world: World) -> int:
    """The id of an empty cohort that was due long ago."""
    with world.transaction() as db:
        course = versions.newest(db, SLUG).course
        return cohorts.make(db, course, GROUP, clock.now(), date(2020, 1, 1)).id


def put_in(world: World, who: str, cohort_id: int) -> int:
    enrolment_id = deeds.enrolled(world, who)
    with world.transaction() as db:
        enrolments.join(db, db.get_one(Enrolment, enrolment_id), db.get_one(Cohort, cohort_id))
    return enrolment_id


def crowd(world: World, cohort_id: int, number: int) -> None:
    with world.transaction() as db:
        for each in range(number):
            person = accounts.add(db, f"person{each}@example.org", f"Person {each:03}", clock.now())
            enrolments.enrol(db, world.storage, person, SLUG, clock.now(), cohort=db.get_one(Cohort, cohort_id))


def test_an_instructor_makes_a_cohort_and_is_told_when_the_name_is_taken(world: World) -> None:
    grace = world.client("grace")

    made = grace.post("/cohorts", {"name": "North", "course": SLUG, "due": "2026-12-18"}, follow=True)
    again = grace.post("/cohorts", {"name": "North", "course": SLUG, "due": ""})

    assert "Nobody is in this cohort yet" in made.text
    assert "18 December 2026" in made.text
    assert again.status_code == 422
    assert again.text.count("This course has a cohort of that name already.") == 1


@pytest.mark.parametrize("form", [{"name": "", "due": ""}, {"name": "North", "due": "soon"}, {"name": "x" * 121, "due": ""}])
def test_a_cohort_without_a_sound_name_or_day_is_not_made(world: World, form: dict[str, str]) -> None:
    before = world.rows()["cohort"]

    answer = world.client("grace").post("/cohorts", {**form, "course": SLUG})

    assert answer.status_code == 422
    assert "The cohort was not made" in answer.text
    assert world.rows()["cohort"] == before


def test_nobody_makes_a_cohort_in_a_course_of_others(world: World) -> None:
    answer = world.client("ivan").post("/cohorts", {"name": "Mine", "course": SLUG, "due": ""})

    assert "There is no such course." in answer.text
    assert world.rows()["cohort"] == []


def test_the_page_of_a_cohort_shows_each_learner_with_marks_and_state(world: World, group: int) -> None:
    put_in(world, "ada", group)
    deeds.finished(world, "ada", "why")

    page = world.client("grace").get(f"/cohorts/{group}").text

    assert "Spring 2026, &lt;north&gt;" in page
    assert "<north>" not in page
    assert "Ada Lindqvist" in page
    assert "Late by" in page
    assert 'aria-label="Seen"' in page
    assert "(UTC)" in page
    assert "Charts are drawn from five people on." in page


def test_charts_and_pages_of_fifty_come_with_a_crowd(world: World, group: int) -> None:
    crowd(world, group, 51)
    grace = world.client("grace")

    first, second = grace.get(f"/cohorts/{group}?order=name"), grace.get(f"/cohorts/{group}?order=name&page=2")

    assert "0 of 51 learners have finished. Most of the others are at Module 1: 51." in first.text
    assert "50 of 51 shown." in first.text
    assert "order=name&amp;page=2" in first.text
    assert "Person 050" in second.text
    assert "Person 049" not in second.text
    assert grace.get(f"/cohorts/{group}?page=3").status_code == 422
    assert grace.get(f"/cohorts/{group}?show=everything").status_code == 422


def test_labels_in_charts_keep_their_own_direction(world: World, group: int) -> None:
    crowd(world, group, 5)
    grace = world.client("grace")
    grace.get("/language/ar")

    page = grace.get(f"/cohorts/{group}").text

    assert re.search('<text x="360" [^>]+>&#x2068;[^<]+&#x2069;</text>', page)
    assert re.search('<option value="check-seals"[^>]*>\u2068[^<]+\u2069</option>', page)


def test_a_closed_account_is_said_and_nobody_waits_for_it(world: World, group: int) -> None:
    put_in(world, "dora", group)
    put_in(world, "ada", group)
    world.shut_out("dora")
    grace = world.client("grace")

    page, listed = grace.get(f"/cohorts/{group}?order=name").text, grace.get("/cohorts").text
    late, on_plan = (grace.get(f"/cohorts/{group}?show={view}").text for view in ("late", "on-plan"))

    assert page.index("Dora Disabled") < page.index("Account closed")
    assert "1 late" in listed
    assert ("Dora Disabled" in late, "Ada Lindqvist" in late, "Dora Disabled" in on_plan) == (False, True, False)


def test_the_address_keeps_the_view_and_leads_to_the_next_page_of_it(world: World, group: int) -> None:
    crowd(world, group, 60)

    page = world.client("grace").get(f"/cohorts/{group}?show=late&order=name&quiz=check-visit").text

    assert f"/cohorts/{group}?show=late&amp;order=name&amp;quiz=check-visit&amp;page=2" in page
    assert f"/cohorts/{group}/csv?show=late&amp;order=name&amp;quiz=check-visit" in page
    assert re.search('<option value="check-visit" selected', page)


def test_the_file_holds_what_the_table_shows_and_runs_nothing(world: World, group: int) -> None:
    put_in(world, "ada", group)
    ada = world.id_of("ada")
    with world.transaction() as db:
        accounts.rename(db, accounts.person_of(db, ada), "=HYPERLINK(1) Ada")

    file = world.client("grace").get(f"/cohorts/{group}/csv?show=late")
    empty = world.client("grace").get(f"/cohorts/{group}/csv?show=finished")

    assert file.mimetype == "text/csv"
    assert "attachment; filename=" in file.headers["Content-Disposition"]
    assert "'=HYPERLINK(1) Ada" in file.get_data().decode("utf-8-sig")
    assert len(empty.get_data().splitlines()) == 1


def test_a_cohort_is_no_place_for_those_who_do_not_teach_its_course(world: World, group: int) -> None:
    enrolment = put_in(world, "ada", group)
    paths = [
        f"/cohorts/{group}",
        f"/cohorts/{group}/csv",
        f"/cohorts/{group}/people/{enrolment}",
        f"/cohorts/all/{SLUG}",
        "/cohorts/999999999999",
    ]

    for who in ("ada", "ivan"):
        browser = world.client(who)
        assert [browser.get(path).status_code for path in paths] == [404] * len(paths)
    assert GROUP not in world.client("ivan").get("/cohorts").text


def test_somebody_is_added_by_address_and_keeps_what_was_done(world: World, group: int) -> None:
    deeds.finished(world, "ada", "why")
    grace = world.client("grace")

    added = grace.post(f"/cohorts/{group}/people", {"email": "ADA@example.org"}, follow=True)

    assert "Ada Lindqvist is enrolled" in added.text
    assert 'aria-label="Seen"' in added.text


@pytest.mark.parametrize(
    ("email", "words"), [("nobody@example.org", "Nobody has an account"), ("dora@example.org", "is disabled"), ("", "Type an e-mail")]
)
def test_who_cannot_be_added_is_said_at_the_field(world: World, group: int, email: str, words: str) -> None:
    world.shut_out("dora")

    answer = world.client("grace").post(f"/cohorts/{group}/people", {"email": email})

    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_cohort_gets_another_name_and_loses_its_day(world: World, group: int) -> None:
    changed = world.client("grace").post(f"/cohorts/{group}", {"name": "Autumn", "due": ""}, follow=True)

    assert "Autumn" in changed.text
    assert "1 January 2020" not in changed.text
    assert world.client("grace").post(f"/cohorts/{group}", {"name": "", "due": ""}).status_code == 422


def test_one_learner_is_shown_with_map_attempts_and_certificate(world: World) -> None:
    deeds.certified(world, "ada")
    enrolment = deeds.enrolled(world, "ada")

    page = world.client("grace").get(f"/cohorts/all/{SLUG}/people/{enrolment}").text

    assert "Ada Lindqvist" in page
    assert "Certificate valid" in page
    assert "1 min" in page
    assert "100" in page
    assert "(UTC)" in page
    assert f'href="/courses/{SLUG}/why"' not in page


def test_more_time_is_given_within_its_limits(world: World) -> None:
    enrolment = deeds.enrolled(world, "ada")
    grace = world.client("grace")

    given = grace.post(f"/learners/{enrolment}/time", {"extra_time": "50"}, follow=True)
    refused = [grace.post(f"/learners/{enrolment}/time", {"extra_time": typed}) for typed in ("401", "-1", "", "half")]

    assert "50" in given.text
    assert "longer from the next attempt on" in given.text
    assert [each.status_code for each in refused] == [422] * 4
    with world.transaction() as db:
        assert db.get_one(Enrolment, enrolment).extra_time == 50


def test_a_learner_leaves_and_comes_back_with_all_marks(world: World) -> None:
    deeds.finished(world, "ada", "why")
    enrolment = deeds.enrolled(world, "ada")
    grace, ada = world.client("grace"), world.client("ada")

    left = grace.post(f"/learners/{enrolment}/leave", follow=True)
    meanwhile = ada.get(f"/courses/{SLUG}/register").status_code
    back = grace.post(f"/learners/{enrolment}/return", follow=True)

    assert "No longer enrolled" in left.text
    assert meanwhile != 200
    assert "enrolled again" in back.text
    assert ada.get(f"/courses/{SLUG}/register").status_code == 200


def test_a_learner_moves_to_another_cohort_or_to_none(world: World, group: int) -> None:
    enrolment = deeds.enrolled(world, "ada")
    grace = world.client("grace")

    moved = grace.post(f"/learners/{enrolment}/cohort", {"cohort": str(group)})
    out = grace.post(f"/learners/{enrolment}/cohort", {"cohort": ""})

    assert moved.location.startswith(f"/cohorts/{group}/people/")
    assert out.location.startswith(f"/cohorts/all/{SLUG}/people/")
    assert grace.post(f"/learners/{enrolment}/cohort", {"cohort": "77"}).status_code == 404


def test_a_learner_is_found_only_in_the_own_cohort(world: World, group: int) -> None:
    enrolment = deeds.enrolled(world, "ada")

    assert world.client("alma").get(f"/cohorts/{group}/people/{enrolment}").status_code == 404
