"""A case in a package, played in a browser: two paths, the budget, coming back, handing in, and the path told back."""

import shutil
from contextlib import ExitStack
from dataclasses import replace

import pytest

from app.assessment.marks import Mark, total
from app.assessment.quiz import AT_END, AT_ONCE
from app.content.compiled import Case, Document, DocumentText
from app.content.reader import read_course
from app.content.views import view
from tests import build
from tests.browser.learner import AGAIN, Learner, folder_of
from tests.browser.serving import ROOT, served
from tests.browser.test_scorm12_again import as_stored, recorded
from tests.browser.test_scorm12_pages import AXE, FINDINGS, SIDEWAYS
from tests.content.folders import sound
from tests.packaging.packages import package

pytestmark = pytest.mark.browser

KESTREL = ROOT / "tests" / "fixtures" / "courses" / "kestrel"
CASE = "kestrel-quay"
RIGHT = {"q-rate": ("22.5",), "q-dual": ("02", "03", "04"), "q-carriers": ("four",), "q-recommend": ("03",)}
PARTLY = {"q-rate": ("9",), "q-dual": ("02", "03"), "q-carriers": ("4",)}


def kestrel():
    return sound(read_course(KESTREL))


def from_the_right(folder):
    """The same case in a course whose words are Arabic, so that its pages run from right to left."""
    shutil.copytree(KESTREL, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.fr.*"))
    text = (folder / "course.md").read_text("utf-8")
    (folder / "course.md").write_text(text.replace("language: en", "language: ar"), "utf-8")
    return sound(read_course(folder))


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """The package in English, in French, and as a course in Arabic, served."""
    with ExitStack() as running:
        made = {"en": package(kestrel()), "fr": package(kestrel(), language="fr"), "ar": package(from_the_right(tmp_path_factory.mktemp("ar")))}
        folders = {language: folder_of(dict(each.files), tmp_path_factory.mktemp(language)) for language, each in made.items()}
        yield {language: running.enter_context(served(folder)) for language, folder in folders.items()}


@pytest.fixture
def launched(page, sites):
    """A person at the case, under the strict recorder or scorm-again; an error in the console or a request to elsewhere fails the test."""
    said, asked = [], []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" and "favicon" not in str(line.location) else None)
    page.on("request", lambda request: asked.append(request.url))

    def launched(language="en", host="/lms/host.html", **options):
        return Learner(page, sites[language], host=host).opens(**options).ready()

    yield launched
    assert said == []
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))] == []


def started(learner):
    learner.goes(f"#/{CASE}/~before", "dl.facts")
    learner.sco.locator(".buttons--stack button").click()
    learner.sco.locator(".case").wait_for()
    return learner


def opens(learner, *keys):
    for key in keys:
        learner.sco.locator(f'.case__file li[data-key="{key}"] button').click()
    return learner


def answers(learner, given):
    for question, entries in given.items():
        form = learner.sco.locator(f'form.slip[data-question="{question}"]')
        if form.get_attribute("data-kind") in ("numeric", "text"):
            form.locator('input[name="answer"]').fill(entries[0])
        else:
            for key in entries:
                form.locator(f'input[value="{key}"]').check()
    return learner


def hands_in(learner):
    learner.sco.locator(".case__tasks > .buttons a").click()
    learner.sco.locator(".todo, .slip .buttons--apart").first.wait_for()
    learner.sco.locator(".slip .buttons--apart button").click()
    learner.sco.locator("dialog button").first.click()
    learner.sco.locator(".score").wait_for()
    return learner


def path(learner):
    """The steps of the path told back: key, cost and what was used with them; and what stayed closed."""
    rows = learner.sco.locator("#path tbody tr").all()
    steps = [(row.locator("code").inner_text(), *(cell.inner_text() for cell in row.locator("td").all()[1:])) for row in rows]
    return steps, [each.get_attribute("data-key") for each in learner.sco.locator("#path p [data-key]").all()]


def graded(given):
    """What our own server gives for these answers."""
    quiz = view(kestrel()).quiz(CASE)
    return total(Mark(each.credit(given.get(each.id, ())) * each.points, each.worth) for each in quiz.reach()).percent


def focused(learner):
    return learner.frame.evaluate("document.activeElement.textContent.trim()")


def test_papers_then_dock_is_told_back_and_its_score_is_the_servers(launched):
    learner = started(launched())

    hands_in(answers(opens(learner, "e1", "e5", "e6"), RIGHT))

    assert path(learner) == (
        [("e1", "free", "0 min"), ("e5", "30 min", "30 min"), ("e6", "1 h 30 min", "2 h")],
        ["e3", "e4", "plan", "e8", "e9", "e10"],
    )
    assert graded(RIGHT) == 100
    assert learner.written("core.score.raw") == ["100"]
    assert learner.written("core.lesson_status") == ["incomplete"]  # the lesson before it is not finished yet


def test_another_path_and_other_answers_earn_what_the_server_gives(launched):
    learner = started(launched(host=AGAIN))

    hands_in(answers(opens(learner, "e9", "e10", "e8", "e4"), PARTLY))

    assert [key for key, *_ in path(learner)[0]] == ["e9", "e10", "e8", "e4"]
    assert (recorded(learner)["raw"], recorded(learner)["status"]) == (str(graded(PARTLY)), "incomplete")
    assert 0 < graded(PARTLY) < 60


def test_a_passed_case_and_a_read_lesson_are_recorded_as_passed(launched):
    learner = launched(host=AGAIN).reads("papers")

    hands_in(answers(started(learner), RIGHT))

    assert (recorded(learner)["status"], recorded(learner)["raw"]) == ("passed", "100")


def test_no_score_is_written_before_the_case_is_handed_in(launched):
    learner = answers(opens(started(launched()), "e5"), RIGHT)

    assert learner.written("core.score.raw") == []


def test_what_would_pass_the_budget_is_refused_with_the_reason_and_nothing_is_lost(launched):
    learner = opens(answers(started(launched()), {"q-carriers": ("four",)}), "e6", "e5", "e9")
    opens(learner, "e8")

    assert "This takes 30 minutes, and 10 minutes of the budget are left." in learner.sco.locator(".case__told").inner_text()
    assert "This takes 30 minutes" in focused(learner)
    assert learner.sco.locator("#document-title").inner_text() == "The night loader"
    assert "2 h 20 min of 2 h 30 min used" in learner.sco.locator(".docket").inner_text()
    assert "more than is left" in learner.sco.locator('li[data-key="e8"]').inner_text()
    assert learner.sco.locator('form[data-question="q-carriers"] input[name="answer"]').input_value() == "four"


def test_an_opened_document_has_the_focus_on_its_heading_and_costs_nothing_again(launched):
    learner = started(launched())

    opens(learner, "e6")
    first = focused(learner)
    opens(learner, "e1", "e6")

    assert first == focused(learner) == learner.sco.locator("#document-title").inner_text()
    assert "1 h 30 min of 2 h 30 min used" in learner.sco.locator(".docket").inner_text()
    assert "2 of 9" in learner.sco.locator(".docket").inner_text()


def test_closing_the_tab_half_way_keeps_path_budget_and_answers(launched):
    learner = answers(opens(started(launched(host=AGAIN)), "e6", "e1"), PARTLY)
    learner.page.evaluate("document.querySelector('iframe').remove()")
    half_way = recorded(learner)

    learner.opens(stored=as_stored(half_way)).ready()
    learner.sco.locator(".case").wait_for()
    ticked = [row.get_attribute("data-key") for row in learner.sco.locator('.case__file li:has([data-mark="seen"])').all()]
    used = learner.sco.locator(".docket").inner_text()
    hands_in(opens(learner, "e9"))

    assert half_way["raw"] == ""
    assert ticked == ["e1", "e6"]
    assert "1 h 30 min of 2 h 30 min used" in used
    assert [key for key, *_ in path(learner)[0]] == ["e6", "e1", "e9"]
    assert recorded(learner)["raw"] == str(graded(PARTLY))


def test_after_coming_back_the_result_still_tells_the_path_and_what_was_opened_can_be_read(launched):
    learner = hands_in(opens(started(launched(host=AGAIN)), "e10", "e1"))
    told = path(learner)

    learner.opens(stored=as_stored(recorded(learner))).ready()
    learner.sco.locator("#path").wait_for()
    again = path(learner)
    learner.sco.locator("#path a").first.click()
    learner.sco.locator(".case__sheet").wait_for()

    assert again == told
    assert [link.get_attribute("href") for link in learner.sco.locator(".case__file a").all()] == [f"#/{CASE}/~doc.e1", f"#/{CASE}/~doc.e10"]
    assert learner.sco.locator(".case form, .case__file button").count() == 0
    assert focused(learner) == "Gate log against the list of carriers"


def test_a_new_attempt_begins_with_the_whole_budget_and_an_empty_path(launched):
    learner = hands_in(opens(started(launched()), "e6"))

    started(learner)

    assert "0 min of 2 h 30 min used" in learner.sco.locator(".docket").inner_text()
    assert learner.sco.locator('[data-mark="seen"]').count() == 0


def every_kind(folder, feedback):
    """A case with a task of each kind, served."""
    file = Case(id="c-all", budget=60, documents=(Document(key="saq", kind="doc", texts={"en": DocumentText(title="SAQ", html="<p>All is well.</p>")}),))
    case = replace(build.quiz("orion", policy=build.policy(feedback=feedback)), kind="case", case=file)
    made = package(build.course(build.module("m", case), order="free"))
    return served(folder_of(dict(made.files), folder))


def orion(page, site, **stored):
    return Learner(page, site, host=AGAIN).opens(**stored).ready()


def handed_in(learner):
    return recorded(hands_in(learner))["raw"]


def test_tasks_of_every_kind_are_kept_when_the_tab_closes_and_count_as_in_a_quiz(page, tmp_path):
    with every_kind(tmp_path, AT_END) as site:
        learner = orion(page, site)
        learner.goes("#/orion/~before", "dl.facts").sco.locator(".buttons--stack button").click()
        learner.sco.locator(".case").wait_for()
        for form in learner.sco.locator("form.slip").all():
            learner.answers_slip(form, right=True)
        opens(learner, "saq")
        page.wait_for_timeout(1_000)
        page.evaluate("document.querySelector('iframe').remove()")

        again = orion(page, site, stored=as_stored(recorded(learner)))
        again.sco.locator(".case").wait_for()
        done = again.sco.locator('[data-part="done"]').inner_text()

        assert done == f"{len(build.KINDS)} of {len(build.KINDS)}"
        assert handed_in(again) == "100"


def test_where_answers_are_checked_at_once_each_task_has_its_button_and_is_closed_by_it(page, tmp_path):
    with every_kind(tmp_path, AT_ONCE) as site:
        learner = orion(page, site)
        learner.goes("#/orion/~before", "dl.facts").sco.locator(".buttons--stack button").click()
        learner.sco.locator(".case").wait_for()
        form = learner.sco.locator('form.slip[data-kind="single"]')
        form.locator('button[type="submit"]').click()
        objection = form.locator(".field__error").inner_text()
        learner.answers_slip(form, right=True)
        form.locator('button[type="submit"]').click()

        assert "Give an answer first." in objection
        assert "Right." in form.locator(".feedback__sum").inner_text()
        assert form.locator('button[type="submit"]').count() == 0
        assert form.locator('input[name="answer"]:enabled').count() == 0


def test_an_open_task_is_found_from_the_page_before_handing_in(launched):
    learner = started(launched())
    learner.sco.locator(".case__tasks > .buttons a").click()

    learner.sco.locator(".todo a").nth(2).click()
    learner.sco.locator(".case").wait_for()

    learner.frame.wait_for_function("document.activeElement.id === 'q-q-carriers'")


def screens(learner):
    """Every screen of a case, each in a state that has something to find."""
    learner.goes(f"#/{CASE}/~before", "dl.facts")
    yield "before"
    started(learner)
    yield "nothing open"
    opens(learner, "e5", "e6", "e9", "plan")
    yield "plan open"
    opens(learner, "e8")
    yield "refused"
    opens(answers(learner, RIGHT), "e5")
    yield "register open"
    learner.sco.locator(".case__tasks > .buttons a").click()
    learner.sco.locator(".slip .buttons--apart").wait_for()
    yield "finish"
    learner.sco.locator(".slip .buttons--apart button").click()
    learner.sco.locator("dialog button").first.click()
    learner.sco.locator(".score").wait_for()
    yield "result"
    learner.goes(f"#/{CASE}/~doc.e5", ".case__sheet")
    yield "read again"


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("fr", 360, "light"), ("ar", 1280, "dark")])
def test_no_screen_of_a_case_has_an_accessibility_finding(page, launched, language, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    learner, found = launched(language), {}

    for name in screens(learner):
        learner.frame.add_script_tag(path=str(AXE)) if not learner.frame.evaluate("typeof axe === 'object'") else None
        if violations := learner.frame.evaluate(FINDINGS):
            found[name] = violations

    assert found == {}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_screen_of_a_case_scrolls_sideways_at_320_pixels(page, launched, language):
    page.set_viewport_size({"width": 320, "height": 640})
    learner, found = launched(language), {}

    for name in screens(learner):
        if wide := learner.frame.evaluate(SIDEWAYS):
            found[name] = wide

    assert found == {}


def test_a_case_is_worked_by_the_keyboard_alone(page, launched):
    learner = started(launched())
    learner.sco.locator('li[data-key="e1"] button').focus()

    page.keyboard.press("Enter")
    opened, heading = focused(learner), learner.sco.locator("#document-title").inner_text()
    learner.sco.locator('li[data-key="e5"] button').focus()
    page.keyboard.press("Space")

    assert opened == heading
    assert focused(learner) == "Seal register, 40 lines"
