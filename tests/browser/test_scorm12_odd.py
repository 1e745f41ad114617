"""LMSs as they are met: answers of every shape, states that come back damaged, launches that cross each other."""

import pytest

from tests import build
from tests.browser.test_scorm12 import SHOW

pytestmark = pytest.mark.browser

PLACE = "seal-check"
SECOND = "() => { const other = document.createElement('iframe'); other.id = 'second'; other.src = '/package/index.html'; document.body.append(other); }"


def half_way(learner):
    """What an LMS holds of somebody who read the lesson and answered two questions."""
    learner.opens().ready().reads("why-seals").starts(PLACE).answers(how_many=2)
    learner.page.evaluate("document.querySelector('iframe').remove()")
    return learner.stored()


@pytest.mark.row("ladder:D25")
@pytest.mark.parametrize("profile", ["booleans", "numbers", "says-nothing"])
def test_answers_that_are_no_strings_or_empty_are_understood(learner, profile):
    learner.opens(profile).ready().reads("why-seals").takes(PLACE)

    assert learner.stored()["core.lesson_status"] == "passed"
    assert learner.stored()["core.score.raw"] == "100"
    assert len(learner.taken()["rows"]) == len(build.KINDS)
    assert learner.taken()["faults"] == []
    assert learner.sco.locator("#untracked").is_hidden()
    assert learner.sco.locator("#refused").is_hidden()


def test_an_lms_that_throws_from_the_first_call_on_leaves_a_course_that_can_be_read(learner):
    learner.opens("throws-always", wait="").ready().reads("why-seals")

    assert learner.sco.locator("#untracked").is_visible()


@pytest.mark.row("ladder:D09")
def test_brightspace_gets_its_grade_when_the_learner_exits(learner):
    learner.opens("brightspace12").ready().reads("why-seals").takes(PLACE)
    before = learner.taken()["grade"]

    learner.sco.get_by_role("button", name="Exit the course").click()

    assert before is None
    assert learner.taken()["grade"] == 100
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D17")
@pytest.mark.row("ladder:A10")
def test_an_lms_that_forbids_unloading_misses_nothing_and_says_nothing(learner):
    learner.opens("no-unload").ready().reads("why-seals").takes(PLACE)

    learner.page.evaluate("document.querySelector('iframe').remove()")

    assert len(learner.calls("LMSFinish")) == 1
    assert learner.written("core.session_time")
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D03")
def test_an_api_that_comes_after_two_seconds_is_found(learner):
    learner.opens(wait="", changes={"late": 2000}).ready()

    assert learner.sco.locator("#untracked").is_hidden()
    assert learner.calls()[0]["call"] == "LMSInitialize"


@pytest.mark.row("ladder:D26")
@pytest.mark.parametrize("entry", ["resume", "", "ab-initio"])
def test_what_was_kept_is_used_whatever_the_lms_calls_the_entry(learner, entry):
    stored = half_way(learner)

    learner.opens(stored={**stored, "core.exit": "", "core.entry": entry}).ready()
    learner.sco.locator("form.slip").wait_for()

    assert learner.sco.locator(".strip [data-answered]").count() == 2
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D08")
@pytest.mark.parametrize(
    "damage",
    [lambda kept: kept[:9], lambda kept: "%5B%22" * 600, lambda kept: "x" * 4096, lambda kept: f"{kept[:5]}zz{kept[7:]}"],
    ids=["cut", "garbage", "4096", "another-course"],
)
def test_a_state_that_cannot_be_read_is_told_and_the_place_is_taken_from_the_location(learner, damage):
    stored = half_way(learner)
    hurt = {**stored, "suspend_data": damage(stored["suspend_data"]), "core.lesson_status": "passed", "core.score.raw": "90"}

    learner.opens(stored=hurt).ready()
    learner.sco.locator("dl.facts").wait_for()

    assert "could not be read" in learner.sco.locator("#notice").inner_text()
    assert learner.sco.locator("h1").inner_text() == "Check: seals"
    learner.reads("why-seals").takes(PLACE, right=False)
    assert learner.stored()["core.lesson_status"] == "passed"
    assert learner.stored()["core.score.raw"] == "90"
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D06")
@pytest.mark.parametrize("status", ["not attempted", "incomplete", "browsed", "failed", "", "unknown"])
def test_whatever_open_status_the_lms_begins_with_ends_as_passed(learner, status):
    learner.opens(stored={"core.lesson_status": status}).ready()
    first = learner.written("core.lesson_status")

    learner.reads("why-seals").takes(PLACE)

    assert first == ["incomplete"]
    assert learner.stored()["core.lesson_status"] == "passed"
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D23")
def test_without_credit_no_status_and_no_score_is_written(learner):
    learner.opens(changes={"credit": "no-credit"}).ready().reads("why-seals").takes(PLACE)

    assert learner.written("core.lesson_status") == []
    assert learner.written("core.score.raw") == []
    assert learner.taken()["rows"] == []
    assert learner.stored()["suspend_data"]
    assert learner.stored()["core.lesson_location"] == PLACE


@pytest.mark.row("ladder:D18")
def test_after_the_exit_no_way_leads_back_into_a_course_that_keeps_nothing(learner):
    learner.opens().ready().reads("why-seals").starts(PLACE)
    learner.sco.get_by_role("link", name="Leave").first.click()
    learner.sco.locator(".map").wait_for()
    learner.sco.get_by_role("button", name="Exit the course").click()
    calls = len(learner.calls())

    for act in ("history.back()", "location.hash = '#/why-seals'", "location.hash = '#/'"):
        learner.frame.evaluate(act)
        learner.page.wait_for_timeout(200)

    assert learner.sco.locator("h1").all_inner_texts() == ["You can close this window"]
    assert "with your LMS" in learner.sco.locator("main").inner_text()
    assert len(learner.calls()) == calls


def test_an_end_that_the_lms_refuses_is_not_called_recorded(learner):
    learner.opens(changes={"refusesFinish": True}).ready()

    learner.sco.get_by_role("button", name="Exit the course").click()

    assert "did not confirm" in learner.sco.locator("main").inner_text()


@pytest.mark.row("ladder:D17")
def test_a_typed_answer_is_kept_and_told_when_the_window_goes_before_the_pause(learner):
    learner.opens().ready().starts(PLACE)
    form = learner.comes_to(PLACE, "text")
    form.locator('input[name="answer"]').press_sequentially("SAQ", delay=0)

    learner.page.evaluate("document.querySelector('iframe').remove()")

    assert [(row["type"], row["student_response"], row["result"]) for row in learner.taken()["rows"]] == [("fill-in", "SAQ", "correct")]
    stored = learner.stored()
    learner.opens(stored=stored).ready().sco.locator("form.slip").wait_for()
    assert learner.comes_to(PLACE, "text").locator('input[name="answer"]').input_value() == "SAQ"
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D19")
def test_a_window_that_is_hidden_keeps_what_is_being_typed(learner):
    learner.opens().ready().starts(PLACE)
    form = learner.comes_to(PLACE, "text")
    before = learner.stored()["suspend_data"]
    form.locator('input[name="answer"]').press_sequentially("SAQ", delay=0)

    learner.frame.evaluate(SHOW, "hidden")

    assert learner.stored()["suspend_data"] != before


def test_a_second_window_on_the_same_session_is_told_and_disturbs_nothing(learner):
    learner.opens().ready().starts(PLACE).answers(how_many=1)

    learner.page.evaluate(SECOND)
    other = learner.page.frame_locator("#second")
    other.locator("#untracked").wait_for(state="visible", timeout=20_000)
    learner.page.evaluate("document.getElementById('second').remove()")
    learner.page.frame_locator("iframe[name=sco]").locator("form.slip").wait_for()

    assert learner.calls("LMSFinish") == []
    assert learner.taken()["open"]


@pytest.mark.row("ladder:D17")
def test_a_reload_ends_the_session_and_says_so_where_the_lms_opens_none_again(learner):
    learner.opens(changes={"refusesAgain": True}).ready().reads("why-seals").starts(PLACE).answers(how_many=1)
    stored = learner.stored()

    learner.frame.evaluate("location.reload()")
    learner.sco.locator("#untracked").wait_for(state="visible", timeout=20_000)

    assert len(learner.calls("LMSFinish")) == 1
    assert learner.stored()["suspend_data"] == stored["suspend_data"]


@pytest.mark.row("ladder:D17")
def test_a_page_that_comes_back_from_the_browsers_memory_says_that_its_session_has_ended(learner):
    learner.opens().ready().reads("why-seals")

    learner.frame.evaluate(
        "() => ['pagehide', 'pageshow'].forEach((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })))"
    )

    assert learner.sco.locator("#notice").inner_text() == "This session has ended. Open the course again from your LMS."
    assert learner.sco.locator("h1").all_inner_texts() == ["You can close this window"]
    assert len(learner.calls("LMSFinish")) == 1
    assert learner.taken()["faults"] == []
