"""Every screen of a package: no accessibility finding, right-to-left, 320 pixels, keyboard, dark, file://."""

from contextlib import contextmanager

import pytest

from app.assessment.quiz import AT_ONCE
from app.content.compiled import Term
from tests import build
from tests.browser.learner import Learner, folder_of
from tests.browser.serving import ROOT, served
from tests.packaging.packages import package

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RTL_TEXT = "ختم الحاويات"
WIDE = """<h2 id="wide"><span class="secno">1.1.1</span> A heading</h2><p>Two people fix each seal.</p>
<div class="table-scroll" role="region" tabindex="0" aria-label="Marks"><table><caption>Marks</caption>
<thead><tr><th scope="col">Mark</th><th scope="col">Meaning</th><th scope="col">Evidence</th></tr></thead>
<tbody><tr><td>1</td><td>Informal and much described, never recorded</td><td>People describe it at length</td></tr></tbody></table></div>"""


TITLES = {"ar": RTL_TEXT, "fr": "Contrôle des scellés, des conteneurs et des autres unités de chargement"}


def course(language="en", **rules):
    title = TITLES.get(language, "Control of seals, containers and other load units")
    lesson = build.lesson(
        "why-seals",
        build.prose(WIDE),
        *(build.question(kind, f"q-practice-{kind}") for kind in build.KINDS),
        language=language,
        title=title,
    )
    quiz = build.quiz(language=language, title=title, policy=build.policy(feedback=AT_ONCE, time_limit=1200, **rules))
    terms = {language: (Term(id="seal", term="Seal", definition="<p>A device that shows tampering.</p>"),)}
    return build.course(
        build.module("seals", lesson, quiz, title=title, language=language), title=title, language=language, glossary=terms, order="free"
    )


@pytest.fixture(scope="module", params=["en", "fr", "ar"])
def site(request, tmp_path_factory):
    with in_language(request.param, course, tmp_path_factory) as running:
        yield running


@contextmanager
def in_language(language, course_in, folders):
    """The package of what `course_in` makes for a language, served."""
    files = dict(package(course_in(language)).files)
    with served(folder_of(files, folders.mktemp(language))) as running:
        running.language = language
        yield running


def screens(learner):
    """Go through every screen, and say its name at each."""
    yield "overview"
    learner.goes("#/~glossary", "h1:has-text('')")
    yield "glossary"
    learner.goes("#/why-seals", ".lesson__text")
    yield "lesson"
    learner.sco.locator('[data-part="pager"] button').click()
    yield "lesson, practice missing"
    for form in learner.sco.locator("form.slip").all():
        learner.answers_slip(form, right=False)
        form.locator('button[type="submit"]').last.click()
    yield "lesson, practice answered"
    learner.goes("#/seal-check", "dl.facts")
    yield "before"
    learner.sco.locator(".buttons button").click()
    learner.sco.locator("form.slip").wait_for()
    empty = False
    for number in range(1, len(build.KINDS) + 1):
        learner.goes(f"#/seal-check/~{number}", f".strip li:nth-child({number}) a[aria-current]")
        yield f"question {number}"
        form = learner.sco.locator("form.slip")
        if not empty and form.get_attribute("data-kind") not in ("order", "essay", "finding"):  # These may be left as they are.
            empty = True
            form.locator('button[type="submit"]').last.click()
            yield "question without an answer"
        learner.answers_slip(form, right=number % 2 == 0)
        form.locator('button[type="submit"]').last.click()
        yield f"question {number}, answered"
    learner.goes("#/seal-check/~finish", ".todo, .slip")
    yield "finish"
    learner.sco.locator(".slip .buttons button").click()
    yield "finish, asked"
    learner.sco.locator("dialog button").first.click()
    learner.sco.locator(".score").wait_for()
    yield "result"
    learner.goes("#/seal-check/~review", "form.slip")
    yield "review"
    learner.sco.locator("#exit").click()
    yield "goodbye"


def opened(page, site, width=1280, height=900, **media):
    page.set_viewport_size({"width": width, "height": height})
    if media:
        page.emulate_media(**media)
    return Learner(page, site).opens().ready()


FINDINGS = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}"""
SIDEWAYS = """() => [...document.querySelectorAll("body *")]
  .filter((each) => !each.closest(".table-scroll, .formula, .visually-hidden, .skip, svg, [hidden]"))
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 || each.getBoundingClientRect().left < -1)
  .map((each) => `${each.tagName}.${each.className}`).slice(0, 5)"""


@pytest.mark.row("issue:package-axe")
@pytest.mark.parametrize("width", [1280, 360])
def test_no_screen_has_an_accessibility_finding(page, site, width):
    learner = opened(page, site, width)
    found = {}

    for name in screens(learner):
        learner.frame.add_script_tag(path=str(AXE)) if not learner.frame.evaluate("typeof axe === 'object'") else None
        if violations := learner.frame.evaluate(FINDINGS):
            found[name] = violations

    assert found == {}


@pytest.mark.row("issue:package-axe")
@pytest.mark.parametrize(
    "media", [{"color_scheme": "dark"}, {"contrast": "more"}, {"forced_colors": "active"}], ids=lambda media: str(*media.values())
)
def test_dark_and_high_contrast_have_no_finding_either(page, site, media):
    learner = opened(page, site, **media)
    found = {}

    for name in screens(learner):
        learner.frame.add_script_tag(path=str(AXE)) if not learner.frame.evaluate("typeof axe === 'object'") else None
        if violations := learner.frame.evaluate(FINDINGS):
            found[name] = violations

    assert found == {}


@pytest.mark.row("issue:package-320")
def test_nothing_scrolls_sideways_at_320_pixels(page, site):
    learner = opened(page, site, 320, 640)
    found = {}

    for name in screens(learner):
        wide = learner.frame.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0 or learner.frame.evaluate(SIDEWAYS):
            found[name] = (wide, learner.frame.evaluate(SIDEWAYS))

    assert found == {}


@pytest.mark.row("issue:package-rtl")
def test_every_screen_follows_the_direction_of_its_language(page, site):
    learner = opened(page, site)
    wanted = "rtl" if site.language == "ar" else "ltr"

    for name in screens(learner):
        assert learner.frame.evaluate("getComputedStyle(document.body).direction") == wanted, name
        assert learner.frame.evaluate("document.documentElement.lang") == site.language


def test_each_change_of_screen_moves_the_focus_to_its_heading_and_names_the_window(page, site):
    learner = opened(page, site)

    for hash in ("#/why-seals", "#/seal-check", "#/~glossary", "#/"):
        learner.goes(hash)
        learner.frame.wait_for_function("document.activeElement.tagName === 'H1'", timeout=5_000)
        assert learner.frame.evaluate("document.querySelectorAll('h1').length") == 1
        assert learner.frame.title()
    assert learner.frame.evaluate("document.querySelectorAll('main').length") == 1


def test_a_whole_question_can_be_answered_by_keyboard(page, site):
    learner = opened(page, site).goes("#/why-seals", ".lesson__text")
    radio = learner.sco.locator('form[data-kind="single"] input[type="radio"]').first

    radio.focus()
    page.keyboard.press("Space")
    for _ in range(20):
        page.keyboard.press("Tab")
        if learner.frame.evaluate("document.activeElement.matches('button.button')"):
            break
    page.keyboard.press("Enter")

    learner.frame.wait_for_function("document.activeElement.className === 'feedback__sum'", timeout=5_000)


def test_the_reason_comes_after_the_judged_answers_also_in_the_review(page, site):
    learner = opened(page, site).takes("seal-check", right=False)
    learner.goes("#/seal-check/~review", "form.slip .feedback__why")

    for form in learner.sco.locator("form.slip").all():
        below = form.evaluate(
            "each => each.querySelector('.feedback__why').getBoundingClientRect().top >= "
            "Math.max(...[...each.querySelectorAll('.verdict, .verdicts')].map((one) => one.getBoundingClientRect().bottom))"
        )
        assert below, form.get_attribute("data-kind")


def test_ordering_by_keyboard_keeps_the_focus_on_the_row_that_moved(page, site):
    learner = opened(page, site).goes("#/why-seals", ".lesson__text")
    form = learner.sco.locator('form[data-kind="order"]')
    moved = form.locator(".seq__row").nth(1)
    key = moved.get_attribute("data-key")

    moved.locator('[value^="up."]').focus()
    page.keyboard.press("Enter")

    assert form.locator(".seq__row").first.get_attribute("data-key") == key
    assert learner.frame.evaluate("document.activeElement.value") == f"down.{key}"
    assert form.locator(".seq__said").inner_text()
    form.locator(".seq__said button").click()
    assert form.locator(".seq__row").nth(1).get_attribute("data-key") == key


def test_it_opens_from_a_folder_without_a_server(page, tmp_path):
    folder = folder_of(dict(package(course()).files), tmp_path)
    failed = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)

    page.goto((folder / "index.html").as_uri())
    page.locator(".map").wait_for(timeout=5_000)
    page.evaluate("location.hash = '#/why-seals'")
    page.locator(".lesson__text h2").first.wait_for()

    assert page.locator("#untracked").is_visible()
    assert page.evaluate("document.querySelector('#untracked .icon').getBoundingClientRect().width > 0")
    assert failed == []


def test_the_report_in_the_package_has_no_finding(page, site):
    page.goto(site.address + "/package/report.html")
    page.add_script_tag(path=str(AXE))

    assert page.evaluate(FINDINGS) == []
    assert "Moodle" in page.locator("main").inner_text()
