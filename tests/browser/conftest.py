"""The browser of these tests, the Chromium of the machine, and served packages, each made once."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from app.assessment.quiz import AT_ONCE, TRIES
from tests import build
from tests.browser.learner import CHROMIUM, Learner, folder_of
from tests.browser.serving import served
from tests.packaging.packages import package


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(**CHROMIUM)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def small_course(**rules):
    """One lesson, one quiz of one question of each kind. Everything is open."""
    return build.course(build.module("seals", build.lesson(), build.quiz(policy=build.policy(**rules))), order="free")


COURSES = {
    "usual": lambda: package(small_course()),
    "locked": lambda: package(build.course()),
    "at-once": lambda: package(small_course(feedback=AT_ONCE)),
    "tries": lambda: package(small_course(feedback=TRIES, tries=3)),
    "one-attempt": lambda: package(small_course(attempts=1)),
    "limited": lambda: package(small_course(time_limit=4, shuffle=False)),
    "mastery": lambda: package(small_course(), mastery=True),
    "reading": lambda: package(build.course(build.module("m", build.lesson()), order="free")),
    "reading-passed": lambda: package(build.course(build.module("m", build.lesson()), order="free"), completed="passed"),
    "renewed": lambda: package(replace(small_course(), licence="CC BY-SA 4.0")),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Served packages by name; each is made once."""
    open_sites = []

    @cache
    def site(name):
        context = served(folder_of(dict(COURSES[name]().files), tmp_path_factory.mktemp(name)))
        open_sites.append(context)
        return context.__enter__()

    yield site
    for context in open_sites:
        context.__exit__(None, None, None)


@pytest.fixture
def learner(page, sites):
    """A person at the usual package; what the page's console says is an error of the test."""
    ada = Learner(page, sites("usual"))
    ada.errors = []
    page.on("pageerror", lambda error: ada.errors.append(str(error)))
    page.on("console", lambda said: ada.errors.append(said.text) if said.type == "error" and "favicon" not in str(said.location) else None)
    yield ada
    assert ada.errors == []
