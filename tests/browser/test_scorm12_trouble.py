"""The screens of a package that tell what is not as usual: locked, not recorded, not loaded, not passed, not readable."""

from functools import partial

import pytest

from app.assessment.quiz import AT_END
from tests import build
from tests.browser.learner import Learner
from tests.browser.test_scorm12_pages import AXE, FINDINGS, SIDEWAYS, TITLES, in_language

pytestmark = pytest.mark.browser

FIRST, SECOND = "seal-check", "gate-check"


def locked_course(language):
    title = TITLES.get(language, "Control of seals, containers and other load units")
    text = partial(dict, language=language, title=title)
    first = build.quiz(FIRST, **text(), policy=build.policy(attempts=1, feedback=AT_END))
    second = build.quiz(SECOND, build.question(id="q-gate"), number="1.3", **text(), policy=build.policy(graded=False, wait=3600))
    later = build.module("gates", build.lesson("gates", number="2.1", **text()), number="2", **text())
    return build.course(
        build.module("seals", build.lesson(**text()), first, second, **text()), later, **text(), order="locked", glossary={language: ()}
    )


@pytest.fixture(scope="module", params=["en", "fr", "ar"])
def site(request, tmp_path_factory):
    with in_language(request.param, locked_course, tmp_path_factory) as running:
        yield running


def screens(learner):
    """Go through the screens of trouble, and say the name of each."""
    page = learner.page
    learner.opens("refuses-start", wait="").sco.locator("#untracked").wait_for(state="visible")
    yield "not tracked"
    learner.goes("#/gates", ".callout--note:visible >> nth=0")
    yield "locked by a module"
    learner.goes(f"#/{FIRST}", ".callout--note:visible >> nth=0")
    yield "locked by its lessons"
    page.route("**/lesson-why-seals.js", lambda route: route.abort())
    learner.goes("#/why-seals", ".callout--error:visible")
    yield "not loaded"
    page.unroute("**/lesson-why-seals.js")

    learner.opens(stored={"suspend_data": "x" * 4096}).ready().sco.locator("#notice").wait_for(state="visible")
    yield "state not readable"
    learner.reads("why-seals").starts(FIRST).answers(how_many=2)
    form = learner.comes_to(FIRST, "text")
    form.locator('input[name="answer"]').fill("ختم " * 480)
    learner.sco.locator('aside button[aria-pressed="false"]').click()
    form.locator('button[type="submit"]').last.click()
    learner.sco.locator("#unkept").wait_for(state="visible")
    yield "words that are not kept"
    learner.goes(f"#/{SECOND}", "dl.facts")
    yield "another quiz is open"
    learner.goes(f"#/{FIRST}/~finish", ".todo")
    yield "finish with open and marked questions"
    learner.hands_in(FIRST)
    yield "not passed, no attempt left"
    learner.goes(f"#/{FIRST}/~review", "form.slip")
    yield "review at the end"
    learner.goes(f"#/{FIRST}/~before", "dl.facts")
    yield "before, no attempt left"
    learner.starts(SECOND).answers(how_many=1, right=True).hands_in(SECOND)
    yield "practice taken"
    learner.goes(f"#/{SECOND}/~before", "dl.facts")
    yield "before, waiting"

    stored = learner.stored()
    learner.opens("flaky-for-ever", stored=stored).ready()
    learner.frame.evaluate("document.getElementById('refused').hidden = false")
    yield "refused"
    learner.goes(f"#/{FIRST}", ".score")
    yield "result of an earlier session"
    learner.opens(stored=stored, changes={"refusesFinish": True}).ready().sco.locator("#exit").click()
    yield "an end that was not confirmed"


def walked(page, site, check, width=1280, height=900, **media):
    """What `check` finds on each screen, by its name."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(**media)
    learner = Learner(page, site)
    return {name: found for name in screens(learner) if (found := check(learner.frame))}


def findings(frame):
    if not frame.evaluate("typeof axe === 'object'"):
        frame.add_script_tag(path=str(AXE))
    return frame.evaluate(FINDINGS)


def sideways(frame):
    wide = frame.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")
    return ([wide] if wide else []) + frame.evaluate(SIDEWAYS)


@pytest.mark.row("issue:package-axe")
@pytest.mark.parametrize("media", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["light", "dark", "forced"])
def test_no_screen_of_trouble_has_an_accessibility_finding(page, site, media):
    assert walked(page, site, findings, **media) == {}


@pytest.mark.row("issue:package-320")
def test_no_screen_of_trouble_scrolls_sideways_at_320_pixels(page, site):
    assert walked(page, site, lambda frame: sideways(frame) or findings(frame), 320, 640) == {}
