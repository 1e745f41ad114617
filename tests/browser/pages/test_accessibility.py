"""Every page and state: no axe finding of any impact, and nothing that scrolls sideways, in English and Arabic, wide and narrow."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from app.people import accounts
from app.people.models import ROLES
from tests.browser import demo
from tests.browser.pages.conftest import Site
from tests.browser.shots import ROOT, Shot, shots

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
NAMES: dict[str, Any] = dict.fromkeys(
    ("cohort", "invitation", "locked", "lesson", "quiz", "passed", "failed", "running", "running_quiz", *demo.STATES), "x"
)
EVERY = shots({**NAMES, "questions": tuple(range(12))})


def violations(page: Page) -> list[str]:
    """What axe finds, a line each: the rule, its impact, and where."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("main *, header *, footer *")].filter((each) => each.getBoundingClientRect().right > innerWidth + 1
    || each.getBoundingClientRect().left < -1).filter((each) => !each.closest(".table-scroll, .formula, .source, .visually-hidden, .skip, pre, dialog:not([open])"));
  return wide > 0 ? [`${wide} px`, ...out.slice(0, 4).map((each) => each.outerHTML.slice(0, 120))] : [];
}"""


def opened(show: Site, shown: demo.Demo, shot: Shot, language: str) -> Page:
    """The page of a shot in its state, in a wide window."""
    page = show.window(shot.who, width=1280, aeo_language=language, aeo_theme="light")
    page.goto(shot.path.format(**shown.ids))
    if shot.act:
        shot.act(page)
    return page


@pytest.fixture(autouse=True)
def _known_refusals(show: Site) -> Iterator[None]:
    """Error pages are errors on the console too, and so is a line that is cut."""
    show.expected += ["the server responded with a status of", "ERR_INTERNET_DISCONNECTED"]
    return


@pytest.mark.row("reliability:R11")
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("shot", [shot for shot in EVERY if not shot.looks], ids=lambda shot: shot.name)
def test_a_page_has_no_finding_and_does_not_scroll_sideways(shot: Shot, language: str, show: Site, shown: demo.Demo) -> None:
    page = opened(show, shown, shot, language)
    found = {1280: violations(page)}
    page.set_viewport_size({"width": 360, "height": 760})
    found[360] = violations(page)
    page.set_viewport_size({"width": 320, "height": 760})

    assert {width: rows for width, rows in found.items() if rows} == {}
    assert page.evaluate(SIDEWAYS) == []


def test_axe_would_find_a_text_that_is_too_pale(show: Site) -> None:
    """Fonts are there and contrast is computed: a canary must fail."""
    page = show.window()
    page.goto("/privacy")
    page.evaluate("document.querySelector('main p').style.color = '#bbb'")

    assert any(row.startswith("color-contrast") for row in violations(page))


@pytest.mark.parametrize("theme", ["dark", "contrast"])
@pytest.mark.parametrize(
    "name", ["home", "overview", "lesson", "quiz-question-01", "quiz-review", "certificates", "style", "sign-in-error"]
)
def test_contrast_holds_in_the_other_appearances(name: str, theme: str, show: Site, shown: demo.Demo) -> None:
    shot = next(each for each in EVERY if each.name == name)
    page = show.window(shot.who, aeo_theme=theme, aeo_language="en")
    page.goto(shot.path.format(**shown.ids))

    assert [row for row in violations(page) if row.startswith("color-contrast")] == []


@pytest.mark.parametrize("path", ["/", "/courses/aeo-validation", "/courses/aeo-validation/score", "/attempts/{running}/3", "/me"])
def test_a_text_twice_as_big_does_not_scroll_sideways(path: str, show: Site, shown: demo.Demo) -> None:
    page = show.window("rana" if "running" in path else "leila", width=640)
    page.goto(path.format(**shown.ids))
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate(SIDEWAYS) == []


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_head_holds_every_role_and_a_name_of_sixty_letters(language: str, site: Site) -> None:
    with site.world.transaction() as db:
        alma = accounts.find(db, "alma@example.org")
        assert alma is not None
        accounts.rename(db, alma, "Ana-Maria Constantinescu-Brancoveanu de Transilvania-Mures")
        accounts.set_roles(db, alma, ROLES)
    for width in (768, 1024, 360):
        page = site.window("alma", width=width, aeo_language=language)
        page.goto("/me")

        assert page.evaluate(SIDEWAYS) == [], width


@pytest.mark.parametrize("path", ["/", "/training", "/courses/aeo-validation/score", "/attempts/{running}/3", "/attempts/{running}/finish"])
def test_the_focus_is_always_seen_and_never_trapped(path: str, show: Site, shown: demo.Demo) -> None:
    page = show.window("rana" if "running" in path else "leila")
    page.goto(path.format(**shown.ids))
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        state = page.evaluate(
            "() => { const e = document.activeElement, b = e.getBoundingClientRect();"
            " const ring = [e, e.parentElement].some((each) => each && getComputedStyle(each).outlineStyle !== 'none');"
            " return [e.tagName + (e.textContent || '').trim().slice(0, 30), e === document.body || (ring && b.width > 0)]; }"
        )
        seen.append(state)
        if state[0].startswith("BODY"):
            break

    assert [name for name, visible in seen if not visible] == []
    assert len({name for name, _ in seen}) > 5
