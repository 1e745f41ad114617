"""Rung D: what a learner does at the package, under a strict recorder of every call."""

import json
import random
import re

import pytest

from app.assessment.marks import Mark, total
from app.content.views import view
from app.packaging.lms import RECORD_12, UNCHANGED
from tests import build

pytestmark = pytest.mark.browser

GIVEN = """form => [...form.querySelectorAll('[name="answer"]')]
  .filter((each) => !["radio", "checkbox"].includes(each.type) || each.checked).map((each) => each.value)"""
SHOW = """state => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
ACT = (
    """act => {
  const show = """
    + SHOW
    + """;
  if (act === "pagehide") dispatchEvent(new PageTransitionEvent("pagehide"));
  if (act === "hidden" || act === "visible") show(act);
  if (act === "exit") document.getElementById("exit").click();
  if (act === "hash") location.hash = "#/why-seals";
}"""
)


ASKED = tuple(view(build.course()).quiz("seal-check").reach())


def at(learner, sites, name):
    learner.site = sites(name)
    return learner


def graded(kind):
    """The per cent that our own server gives when the question of this kind is answered rightly and no other is answered."""
    given = ((each, build.right_answer(kind) if each.task.kind == kind else ()) for each in ASKED)
    return total(Mark(each.credit(answer) * each.worth, each.worth) for each, answer in given).percent


def results(rows):
    return {row["id"]: row["result"] for row in rows}


def results_of(*, right):
    """What stands in the row of each question: what one marks oneself is neither right nor wrong."""
    return {each.id: "neutral" if each.uncounted else "correct" if right else "wrong" for each in ASKED}


@pytest.mark.row("ladder:D04")
@pytest.mark.row("ladder:D06")
def test_it_starts_with_initialize_once_and_says_incomplete_first(learner):
    learner.opens().ready()

    calls = learner.calls()
    assert calls[0]["call"] == "LMSInitialize"
    assert len(learner.calls("LMSInitialize")) == 1
    assert learner.written("core.lesson_status") == ["incomplete"]
    assert learner.written("core.exit") == ["suspend"]
    assert calls[-1]["call"] == "LMSCommit"
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D06")
@pytest.mark.parametrize("status", ["passed", "completed"])
def test_a_final_status_is_never_touched(learner, status):
    learner.opens(stored={"core.lesson_status": status, "core.score.raw": "90"}).ready()

    learner.takes("seal-check", right=False)

    assert learner.written("core.lesson_status") == []
    assert learner.written("core.score.raw") == []


@pytest.mark.row("ladder:D06")
def test_a_failed_that_the_lms_wrote_by_itself_is_not_final(learner):
    learner.opens(stored={"core.lesson_status": "failed"}).ready()

    assert learner.written("core.lesson_status") == ["incomplete"]


@pytest.mark.row("ladder:D09")
@pytest.mark.row("ladder:D10")
@pytest.mark.row("ladder:D13")
@pytest.mark.row("ladder:D14")
@pytest.mark.row("ladder:D05")
@pytest.mark.row("issue:package-pass")
def test_passing_is_recorded_at_once_with_its_score_and_every_answer(learner):
    learner.opens().ready().reads("why-seals").takes("seal-check")

    taken = learner.taken()
    assert taken["faults"] == []
    assert taken["committed"]["core.lesson_status"] == "passed"
    assert [taken["committed"][f"core.score.{part}"] for part in ("min", "max", "raw")] == ["0", "100", "100"]
    log = learner.calls()
    passed = next(index for index, call in enumerate(log) if call["values"] == ["cmi.core.lesson_status", "passed"])
    assert log[passed + 1]["call"] == "LMSCommit"
    assert log[passed + 1]["at"] - log[passed]["at"] < 500
    assert log[passed - 1]["values"][0].startswith("cmi.core.score")
    rows = taken["rows"]
    assert sorted(row["type"] for row in rows) == sorted(
        ["choice", "choice", "true-false", "numeric", "fill-in", "matching", "sequencing", "fill-in", "matching", "performance", "performance", "fill-in", "fill-in"]
    )
    assert results(rows) == results_of(right=True)
    assert learner.sco.get_by_text("Passed").first.is_visible()


@pytest.mark.row("ladder:D09")
def test_no_score_is_written_before_a_quiz_is_handed_in(learner):
    learner.opens().ready().starts("seal-check").answers()

    assert learner.written("core.score.raw") == []
    assert learner.written("core.lesson_status") == ["incomplete"]


@pytest.mark.row("issue:package-fail")
def test_failing_with_attempts_left_stays_incomplete_with_the_best_score(learner):
    learner.opens().ready().reads("why-seals").takes("seal-check", right=False)

    assert learner.stored()["core.lesson_status"] == "incomplete"
    assert learner.stored()["core.score.raw"] == "0"
    assert learner.sco.get_by_text("Not passed yet").first.is_visible()
    assert results(learner.taken()["rows"]) == results_of(right=False)
    assert learner.taken()["faults"] == []


def test_failing_the_last_attempt_is_failed_and_stays_final(learner, sites):
    at(learner, sites, "one-attempt").opens().ready().takes("seal-check", right=False)
    stored = learner.stored()

    learner.opens(stored=stored).ready()

    assert stored["core.lesson_status"] == "failed"
    assert learner.written("core.lesson_status") == []
    assert learner.goes("#/seal-check/~before", "h2").sco.get_by_role("button", name="Start").count() == 0


@pytest.mark.row("ladder:D12")
def test_a_worse_second_try_lowers_neither_status_nor_score(learner):
    learner.opens().ready().reads("why-seals").takes("seal-check").takes_again()

    assert learner.written("core.score.raw") == ["100"]
    assert learner.stored()["core.lesson_status"] == "passed"
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D11")
@pytest.mark.parametrize(("name", "status"), [("reading", "completed"), ("reading-passed", "passed")])
def test_a_course_without_a_quiz_is_completed_when_the_last_lesson_is_finished(learner, sites, name, status):
    at(learner, sites, name).opens().ready().reads("why-seals")

    assert learner.stored()["core.lesson_status"] == status
    assert learner.written("core.score.raw") == []
    assert learner.taken()["faults"] == []


def test_reading_alone_passes_nothing(learner):
    learner.opens().ready().reads("why-seals")

    assert learner.stored()["core.lesson_status"] == "incomplete"


@pytest.mark.row("ladder:D26")
@pytest.mark.row("ladder:D08")
@pytest.mark.row("issue:package-resume")
def test_it_resumes_at_the_same_question_with_the_same_answers(learner):
    learner.opens().ready().reads("why-seals").starts("seal-check").answers(how_many=5)
    order = learner.sco.locator("form.slip").get_attribute("data-question")
    stored = learner.stored()

    learner.opens(stored=stored).ready()
    learner.sco.locator("form.slip").wait_for()

    assert learner.sco.locator("form.slip").get_attribute("data-question") == order
    assert learner.sco.locator(".strip [data-answered]").count() == 5
    for number in range(1, 6):
        learner.goes(f"#/seal-check/~{number}", f'.strip [aria-current]:has-text("{number}")')
        form = learner.sco.locator("form.slip")
        kind = form.get_attribute("data-kind")
        given = form.evaluate(GIVEN)
        expected = list(build.right_answer(kind))
        assert (sorted(given) if kind == "multiple" else given) == expected, kind
    learner.answers_rest().hands_in("seal-check")
    assert learner.stored()["core.score.raw"] == "100"
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D17")
@pytest.mark.row("issue:package-close")
@pytest.mark.parametrize("way", ["remove", "navigate", "close"])
def test_however_the_window_goes_status_and_place_are_as_last_seen(learner, way):
    learner.opens().ready().reads("why-seals").starts("seal-check").answers(how_many=2)

    if way == "remove":
        learner.page.evaluate("document.querySelector('iframe').remove()")
    elif way == "navigate":
        learner.page.evaluate("document.querySelector('iframe').src = 'about:blank'")
        learner.page.wait_for_function("lms.finished")
    else:
        learner.page.evaluate("window.addEventListener('pagehide', () => localStorage.setItem('taken', JSON.stringify(taken())))")
        learner.page.goto(learner.site.address + "/lms/nest.html?depth=0&address=about:blank")
        stored = json.loads(learner.page.evaluate("localStorage.getItem('taken')"))["committed"]
        learner.page.evaluate("localStorage.clear()")

    if way != "close":
        stored = learner.stored()
        assert learner.taken()["faults"] == []
    assert stored["core.lesson_status"] == "incomplete"
    assert stored["core.lesson_location"] == "seal-check"
    assert learner.opens(stored=stored).ready().sco.locator(".strip [data-answered]").count() == 2


@pytest.mark.row("ladder:D16")
@pytest.mark.row("ladder:D18")
def test_the_exit_button_finishes_once_and_never_logs_out(learner):
    learner.opens().ready()

    learner.sco.get_by_role("button", name="Exit the course").click()
    learner.page.evaluate("document.querySelector('iframe').remove()")

    assert len(learner.calls("LMSFinish")) == 1
    assert set(learner.written("core.exit")) == {"suspend"}
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D18")
@pytest.mark.row("ladder:D05")
@pytest.mark.parametrize("seed", range(3))
def test_finish_comes_at_most_once_in_any_order_of_events(learner, seed):
    learner.opens().ready()
    acts = ["pagehide", "hidden", "visible", "exit", "hash"] * 3
    random.Random(seed).shuffle(acts)

    for act in acts:
        learner.frame.evaluate(ACT, act)

    assert len(learner.calls("LMSFinish")) == 1
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D19")
def test_a_hidden_window_commits_without_finishing_and_goes_on(learner):
    learner.opens().ready()
    before = len(learner.calls("LMSCommit"))

    learner.frame.evaluate(SHOW, "hidden")
    after = learner.calls()
    learner.frame.evaluate(SHOW, "visible")
    learner.reads("why-seals")

    assert after[-1]["call"] == "LMSCommit"
    assert len([call for call in after if call["call"] == "LMSCommit"]) == before + 1
    assert learner.calls("LMSFinish") == []
    assert learner.taken()["faults"] == []


@pytest.mark.row("ladder:D15")
def test_session_time_is_well_formed_and_true(learner):
    learner.opens().ready()
    learner.page.wait_for_timeout(2500)

    learner.page.evaluate("document.querySelector('iframe').remove()")

    told = learner.written("core.session_time")[-1]
    assert re.fullmatch(r"\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?", told)
    hours, minutes, seconds = told.split(":")
    whole = learner.calls("LMSFinish")[0]["at"] / 1000
    assert abs(int(hours) * 3600 + int(minutes) * 60 + float(seconds) - whole) < 2


@pytest.mark.row("ladder:A09")
def test_nothing_is_requested_from_outside_during_a_whole_run(learner):
    asked = []
    learner.page.on("request", lambda request: asked.append(request.url))

    learner.opens().ready().reads("why-seals").takes("seal-check")

    assert asked
    assert all(url.startswith((learner.site.address, "data:")) for url in asked)


def test_with_a_mastery_score_a_score_comes_only_with_its_status(learner, sites):
    at(learner, sites, "mastery").opens().ready().reads("why-seals").takes("seal-check", right=False)
    before = learner.written("core.score.raw")

    learner.takes_again(right=True)

    assert before == []
    assert learner.written("core.score.raw") == ["100"]
    assert learner.stored()["core.lesson_status"] == "passed"


def test_a_renewed_course_keeps_what_was_finished_and_gives_the_open_attempt_up(learner, sites):
    learner.opens().ready().reads("why-seals").takes("seal-check").goes("#/seal-check/~before", "h2")
    learner.sco.get_by_role("button", name="Start").click()
    learner.sco.locator("form.slip").wait_for()
    learner.page.evaluate("document.querySelector('iframe').remove()")
    stored = learner.stored()

    at(learner, sites, "renewed").opens(stored=stored).ready().goes("#/", ".map")

    assert "This course was renewed" in learner.sco.locator("#notice").inner_text()
    assert learner.sco.locator('.tick[data-mark="finished"]').count() >= 1
    assert learner.written("core.lesson_status") == []
    assert "100" in learner.sco.locator(".map").inner_text()


def test_time_that_is_up_hands_in_what_was_given(learner, sites):
    at(learner, sites, "limited").opens().ready().reads("why-seals").starts("seal-check").answers(how_many=1)

    learner.sco.locator(".score").wait_for(timeout=8_000)

    assert "The time was up" in learner.sco.locator("main").inner_text()
    assert learner.stored()["core.score.raw"] == str(graded("single")) == "9"  # 1 of 11: the two that one marks oneself do not count


def test_answers_are_checked_at_once_and_then_closed(learner, sites):
    at(learner, sites, "at-once").opens().ready().starts("seal-check")
    form = learner.comes_to("seal-check", "single")

    form.get_by_role("button", name="Check my answer").click()
    learner.answers_slip(form, right=False)
    form.get_by_role("button", name="Check my answer").click()

    assert form.locator(".feedback__sum").is_visible()
    assert learner.frame.evaluate("document.activeElement.className") == "feedback__sum"
    assert form.locator('[name="answer"]:enabled:not([type="hidden"])').count() == 0
    assert form.get_by_role("link", name="Next question").is_visible()


def test_further_tries_earn_less_and_hide_the_right_answer(learner, sites):
    at(learner, sites, "tries").opens().ready().starts("seal-check")
    form = learner.comes_to("seal-check", "single")

    learner.answers_slip(form, right=False)
    form.get_by_role("button", name="Check my answer").click()
    hidden = form.locator('[data-verdict="missed"]').count()
    learner.answers_slip(form, right=True)
    form.get_by_role("button", name="Check my answer").click()

    assert hidden == 0
    assert form.locator(".feedback__sum").inner_text().startswith("0.67 of 1 point")


@pytest.mark.row("issue:locked-order")
def test_in_a_locked_course_the_quiz_opens_when_its_lessons_are_finished(learner, sites):
    at(learner, sites, "locked").opens().ready().goes("#/seal-check", "h1:has-text('Check: seals')")
    refused = learner.sco.get_by_text("Not open yet").is_visible()

    learner.reads("why-seals")

    assert refused
    assert learner.goes("#/seal-check", "h2:has-text('Before you start')").sco.get_by_role("button", name="Start").is_visible()


def test_a_lesson_is_finished_only_after_its_practice_was_tried(learner):
    learner.opens().ready().goes("#/why-seals", ".lesson__text")

    learner.sco.locator('[data-part="pager"] button').click()

    assert "Try the practice question to finish this lesson." in learner.sco.locator('[data-part="missing"]').inner_text()
    assert learner.goes("#/", ".map").sco.locator('.map .tick[data-mark="finished"]').count() == 0


def test_the_table_of_what_an_lms_records_is_what_it_records(learner, sites):
    """The rows of the report, played."""
    said = {row.when: (row.status, row.score) for row in RECORD_12}
    learner.opens().ready()
    assert said["opens the course"][0] == learner.written("core.lesson_status")[-1]

    learner.reads("why-seals").takes("seal-check", right=False)
    assert said["fails a quiz, attempts are left"][0] == UNCHANGED
    assert (learner.written("core.lesson_status"), learner.written("core.score.raw")) == (["incomplete"], ["0"])

    learner.takes_again(right=True)
    passed = "has passed every quiz that counts and finished every lesson"
    assert (said[passed][0], "100") == (learner.written("core.lesson_status")[-1], learner.written("core.score.raw")[-1])


@pytest.mark.row("ladder:D08")
def test_texts_that_the_lms_cannot_hold_are_told_of_and_can_be_saved(learner):
    learner.opens().ready().starts("seal-check")
    learner.comes_to("seal-check", "text")

    learner.sco.locator('input[name="answer"]').fill("ختم " * 480)
    learner.sco.locator('button[type="submit"]').last.click()
    with learner.page.expect_download() as download:
        learner.sco.get_by_role("button", name="Save my words as a file").click()

    assert len(learner.stored()["suspend_data"]) <= 4096
    assert "ختم" in download.value.path().read_text("utf-8")
    assert learner.taken()["faults"] == []
