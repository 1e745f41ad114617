"""Rung D: how the package gets on with LMSs of every kind: where the API is, what it answers, what it refuses."""

import pytest

from tests.browser.learner import Learner

pytestmark = pytest.mark.browser

BLOCKED = """
for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
}
Object.defineProperty(Document.prototype, "cookie", { get() { throw new DOMException("blocked", "SecurityError"); } });
"""


@pytest.mark.row("ladder:D20")
def test_a_refused_commit_is_sent_again_with_longer_pauses(learner):
    learner.opens("flaky").ready()

    learner.page.wait_for_function("taken().log.filter((call) => call.call === 'LMSCommit').length >= 3", timeout=15_000)

    times = [call["at"] for call in learner.calls("LMSCommit")]
    assert times[1] - times[0] >= 1900
    assert times[2] - times[1] >= 3900
    assert learner.sco.locator("#refused").is_hidden()


@pytest.mark.row("ladder:D20")
def test_after_the_limit_the_learner_is_told(learner):
    learner.page.clock.install()
    learner.opens("flaky-for-ever", wait="")
    learner.sco.locator("#main h1").first.wait_for()
    for _ in range(400):
        learner.page.clock.run_for(2_000)
        if learner.sco.locator("#refused").is_visible():
            break
        learner.page.wait_for_timeout(20)

    assert learner.sco.locator("#refused").is_visible()
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D21")
def test_an_lms_without_interactions_completes_all_the_same(learner):
    learner.opens("mandatory-only").ready().reads("why-seals").takes("seal-check")

    assert learner.stored()["core.lesson_status"] == "passed"
    assert learner.taken()["rows"] == []
    assert not [call for call in learner.calls("LMSSetValue") if "interactions" in call["values"][0]]


@pytest.mark.row("ladder:D22")
def test_an_lms_that_always_says_yes_and_reads_nothing_completes_without_an_error(learner):
    learner.opens("always-true").ready().reads("why-seals").takes("seal-check")

    assert learner.written("core.lesson_status")[-1] == "passed"
    assert learner.sco.locator("#refused").is_hidden()
    assert learner.sco.locator("#untracked").is_hidden()


def test_an_lms_that_throws_at_every_call_breaks_nothing(learner):
    learner.opens("throws", wait="").ready().reads("why-seals")

    assert learner.sco.locator("#main h1").first.is_visible()


@pytest.mark.row("ladder:D23")
@pytest.mark.parametrize("profile", ["review-mode", "browse-mode"])
def test_review_and_browse_write_no_status_and_no_score(learner, profile):
    learner.opens(profile).ready().reads("why-seals").takes("seal-check")

    assert learner.written("core.lesson_status") == []
    assert learner.written("core.score.raw") == []
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D23")
def test_an_empty_mode_is_a_normal_one(learner):
    learner.opens("empty-mode").ready().reads("why-seals").takes("seal-check")

    assert learner.stored()["core.lesson_status"] == "passed"


@pytest.mark.row("ladder:D01")
@pytest.mark.parametrize("depth", [0, 1, 2, 6])
def test_the_api_is_found_through_frames(page, sites, depth):
    ada = Learner(page, sites("usual"))

    ada.opens(wait="", depth=depth)
    page.wait_for_function("lms.open", timeout=15_000)

    assert ada.taken()["faults"] == []


@pytest.mark.row("ladder:D01")
@pytest.mark.row("ladder:D24")
@pytest.mark.parametrize("address", ["/package/index.html", "/lms/nest.html?depth=1&address=/package/index.html"])
def test_the_api_is_found_at_the_opener_and_at_the_openers_window_of_the_outermost(page, sites, address):
    ada = Learner(page, sites("usual"))
    page.goto(ada.site.address + "/lms/host.html")
    page.evaluate("window.lms = createRecorder('strict12'); window.API = lms.api;")

    with page.expect_popup() as popup:
        page.evaluate("(address) => { window.open(address, 'course', 'width=800,height=500'); }", address)
    page.wait_for_function("lms.open", timeout=15_000)
    popup.value.close()
    page.wait_for_function("lms.finished", timeout=5_000)

    assert ada.taken()["faults"] == []


@pytest.mark.row("ladder:D02")
def test_an_ancestor_of_another_origin_raises_nothing_and_the_banner_comes(page, sites):
    site = sites("usual")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site.address.replace("127.0.0.1", "localhost") + "/lms/host.html")
    page.evaluate(f"launch('strict12', {{}}, {{ address: '{site.address}/package/index.html' }})")

    page.frame_locator("iframe").locator("#untracked").wait_for(state="visible", timeout=13_000)

    assert errors == []
    assert page.evaluate("lms.log.length") == 0


@pytest.mark.row("ladder:D03")
def test_an_api_that_comes_late_is_still_found(learner):
    learner.opens("late-api", wait="").ready()

    assert learner.calls()[0]["call"] == "LMSInitialize"
    assert learner.sco.locator("#untracked").is_hidden()
    assert learner.taken()["faults"] == []


def test_an_lms_that_lets_no_session_begin_leaves_a_course_that_can_be_read(learner):
    learner.opens("refuses-start", wait="").ready().reads("why-seals")

    assert learner.sco.locator("#untracked").is_visible()
    assert [call["call"] for call in learner.calls()] == ["LMSInitialize"]


@pytest.mark.row("ladder:D24")
@pytest.mark.row("ladder:D27")
def test_it_runs_in_a_small_sandboxed_frame_without_storage(browser, sites):
    context = browser.new_context(viewport={"width": 800, "height": 500})
    context.add_init_script(BLOCKED)
    ada = Learner(context.new_page(), sites("usual"))

    ada.opens(sandbox="allow-scripts allow-same-origin allow-forms").ready().reads("why-seals").takes("seal-check")

    assert ada.stored()["core.lesson_status"] == "passed"
    assert ada.taken()["faults"] == []
    context.close()
