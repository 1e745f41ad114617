"""What holds for every page of those who teach and administer: one first heading, no jump below it, nothing that the strict policy refuses."""

import itertools
import re

import pytest

from app import clock
from app.learning import cohorts, enrolments
from app.learning.models import Cohort
from app.people import accounts
from app.publishing import versions
from tests.web import deeds
from tests.web.world import SLUG, World

PAGES = (
    "/cohorts", "/cohorts/1", "/cohorts/2", f"/cohorts/all/{SLUG}", f"/cohorts/all/{SLUG}/people/1", "/people", "/people?q=nobody", "/people/1",
    "/people/4", "/people/enrol", "/packages", f"/packages/{SLUG}",
    "/author", f"/author/{SLUG}/publish", "/author/manual", "/author/manual/link-broken",
)  # fmt: skip


@pytest.fixture
def full(world: World) -> World:
    """A cohort of six, and an empty one."""
    deeds.certified(world, "ada")
    with world.transaction() as db:
        course = versions.newest(db, SLUG).course
        crowded, _ = cohorts.make(db, course, "North", clock.now()), cohorts.make(db, course, "Empty", clock.now())
        for each in range(6):
            person = accounts.add(db, f"person{each}@example.org", f"Person {each}", clock.now(), name_native="ليلى حسن")
            enrolments.enrol(db, world.storage, person, SLUG, clock.now(), cohort=db.get_one(Cohort, crowded.id))
    return world


def test_headings_ids_and_policy_are_right_on_each_page_in_both_directions(full: World) -> None:
    alma = full.client("alma")

    for language in ("en", "ar"):
        alma.get(f"/language/{language}")
        for path in PAGES:
            answer = alma.get(path)
            levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", answer.text)]
            names = re.findall(r' id="([^"]+)"', answer.text)
            assert answer.status_code == 200, path
            assert levels.count(1) == 1, path
            assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), path
            assert len(names) == len(set(names)), path
            assert re.search(r'\s(style|on\w+)="|<script(?! src)', answer.text) is None, path
            assert f'lang="{language}"' in answer.text, path


def test_a_page_tells_where_one_is_in_the_navigation(full: World) -> None:
    alma = full.client("alma")

    for path, href in (
        ("/cohorts/1", "/cohorts"),
        ("/people/1", "/people"),
        (f"/packages/{SLUG}", "/packages"),
        (f"/author/{SLUG}/publish", "/author"),
        ("/people/enrol", "/people"),
    ):
        assert f'<a href="{href}" aria-current="page">' in alma.get(path).text
