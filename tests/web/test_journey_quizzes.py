"""A quiz without a script: answers kept and moved, the end, the result, the review."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from app.learning.models import Attempt, SavedAnswer
from tests.web import deeds
from tests.web.crawl import read
from tests.web.test_journey import LESSON, text_of
from tests.web.world import KINDS, Browser, World


def running(world: World, quiz: str = "check-seals") -> tuple[Browser, int, list[str]]:
    attempt_id = deeds.started(world, "ada", quiz)
    with world.transaction() as db:
        names = list(db.get_one(Attempt, attempt_id).questions)
    return world.client("ada"), attempt_id, names


def number_of(names: list[str], kind: str) -> int:
    return next(number for number, name in enumerate(names, start=1) if name.endswith(f"-{kind}"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_answer_stands_on_its_page_again(kind: str, world: World) -> None:
    ada, attempt_id, names = running(world)
    number, name = number_of(names, kind), f"q-end-{kind}"
    given = deeds.on_page(world, attempt_id)[name]

    onward = ada.post(f"/attempts/{attempt_id}/answers/{name}", {"answer": given})
    page = text_of(ada.get(f"/attempts/{attempt_id}/{number}"))

    assert onward.location == (f"/attempts/{attempt_id}/{number + 1}" if number < 8 else f"/attempts/{attempt_id}/finish")
    assert "Saved" in page
    form = page[page.index('<form class="slip"') :].partition("</form>")[0]
    if kind in ("single", "multiple", "truefalse"):
        assert re.findall(r'value="(\d+)" checked', form) == sorted(given)
    elif kind in ("numeric", "text"):
        assert f'value="{given[0]}"' in form
    elif kind == "match":
        assert re.findall(r'value="(\d+\.\d+)" selected', form) == given
    elif kind == "order":
        assert re.findall(r'name="answer" value="(\d+)"', form) == given
    else:
        assert f'value="{given[0]}"' in form
        assert re.findall(r'value="(\d+)" selected', form) == [given[1]]


def test_lines_are_ordered_by_their_buttons(world: World) -> None:
    ada, attempt_id, names = running(world)
    address, number = f"/attempts/{attempt_id}/answers/q-end-order", number_of(names, "order")

    moved = ada.post(address, {"answer": ["01", "02", "03", "04"], "move": "down.02"})
    again = ada.post(address, {"answer": ["01", "03", "02", "04"], "move": "up.04"})
    page = text_of(ada.get(again.location))

    assert moved.location == f"/attempts/{attempt_id}/{number}?moved=02"
    assert re.findall(r'name="answer" value="(\d+)"', page) == ["01", "03", "04", "02"]
    assert "data-moved" in page


def test_lines_are_ordered_by_their_places(world: World) -> None:
    ada, attempt_id, names = running(world)
    address, number = f"/attempts/{attempt_id}/answers/q-end-order", number_of(names, "order")

    ada.post(address, {"answer": ["01", "02", "03", "04"], "position": ["4", "3", "2", "1"]})

    page = text_of(ada.get(f"/attempts/{attempt_id}/{number}"))
    assert re.findall(r'name="answer" value="(\d+)"', page) == ["04", "03", "02", "01"]


def test_a_place_given_twice_is_an_error_beside_the_lines(world: World) -> None:
    ada, attempt_id, _ = running(world)

    response = ada.post(
        f"/attempts/{attempt_id}/answers/q-end-order", {"answer": ["01", "02", "03", "04"], "position": ["1", "1", "2", "3"]}
    )

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Two lines have the same place." in page
    assert 'class="field__error"' in page


@pytest.mark.parametrize(("typed", "words"), [("a lot", "This is not a number."), ("1,2,3.4.5", "This is not a number.")])
def test_a_number_that_cannot_be_read_stays_in_its_field_with_the_reason(typed: str, words: str, world: World) -> None:
    ada, attempt_id, _ = running(world)

    response = ada.post(f"/attempts/{attempt_id}/answers/q-end-numeric", {"answer": typed})

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert words in page
    assert f'value="{typed}"' in page


def test_a_comma_is_read_and_said(world: World) -> None:
    ada, attempt_id, names = running(world)

    ada.post(f"/attempts/{attempt_id}/answers/q-end-numeric", {"answer": "4711,25"})

    assert "You typed 4711,25: read as 4711.25." in text_of(ada.get(f"/attempts/{attempt_id}/{number_of(names, 'numeric')}"))


def test_a_question_is_marked_to_look_at_again_and_unmarked(world: World) -> None:
    ada, attempt_id, _ = running(world)
    page = text_of(ada.get(f"/attempts/{attempt_id}/2"))
    assert "Mark question 2 to look at again" in page

    flagged = post_flag(ada, page)
    page = text_of(ada.get(flagged))
    assert "1 marked to look at again" in page
    assert "Question 2, open, marked to look at again" in page

    assert "0 marked to look at again" in text_of(ada.get(post_flag(ada, page)))


def post_flag(browser: Browser, page: str) -> str:
    """Press the button of the page: whatever its form holds."""
    form = re.search(r'<form method="post" action="([^"]+/flag)".*?</form>', page, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(?!csrf)([^"]+)" value="([^"]*)"', form[0]))
    return str(browser.post(form[1], fields).location)


def test_all_questions_can_be_shown_in_one_page(world: World) -> None:
    ada, attempt_id, names = running(world)

    page = text_of(ada.get(f"/attempts/{attempt_id}/1?view=all"))

    assert re.findall(r'data-question="([^"]+)"', page) == names
    assert "Show one question at a time" in page
    ids = read(page).ids
    assert len(ids) == len(set(ids))


def test_all_questions_are_saved_by_one_form_and_only_those_that_were_answered(world: World) -> None:
    ada, attempt_id, names = running(world)
    page = text_of(ada.get(f"/attempts/{attempt_id}/1?view=all"))
    given = deeds.on_page(world, attempt_id)
    order = next(name for name in names if "order" in name)
    first, second = [name for name in names if name != order][:2]
    keys = re.findall(rf'type="hidden" name="answer\.{order}" value="([^"]+)"', page)

    sent = {"question": names, f"answer.{first}": given[first], f"answer.{second}": given[second], f"answer.{order}": keys}
    answer = ada.post(f"/attempts/{attempt_id}/answers", sent)

    assert page.count("<form") == 1 + page.count('<form method="post" action="/sign-out"')
    assert answer.status_code == 302
    assert answer.location.endswith(f"/attempts/{attempt_id}/finish")
    with world.transaction() as db:
        assert {row.question_id for row in db.query(SavedAnswer)} == {first, second}


def test_in_the_form_of_all_questions_a_line_is_moved_and_the_view_stays(world: World) -> None:
    ada, attempt_id, names = running(world)
    order = next(name for name in names if "order" in name)
    page = text_of(ada.get(f"/attempts/{attempt_id}/1?view=all"))
    keys = re.findall(rf'type="hidden" name="answer\.{order}" value="([^"]+)"', page)

    sent = {"question": names, f"answer.{order}": keys, f"position.{order}": ["1", "2", "3", "4"], f"move.{order}": f"down.{keys[0]}"}
    answer = ada.post(f"/attempts/{attempt_id}/answers", sent)
    after = text_of(ada.get(answer.location))

    assert answer.location.endswith(f"#q-{order}")
    assert "view=all" in answer.location
    again = re.findall(rf'type="hidden" name="answer\.{order}" value="([^"]+)"', after)
    assert again == [keys[1], keys[0], *keys[2:]]
    assert after.count("data-moved") == 1


def test_in_the_form_of_all_questions_one_that_cannot_be_read_loses_no_other(world: World) -> None:
    ada, attempt_id, names = running(world)
    given = deeds.on_page(world, attempt_id)
    number = next(name for name in names if "numeric" in name)
    other = next(name for name in names if "single" in name)

    answer = ada.post(
        f"/attempts/{attempt_id}/answers", {"question": names, f"answer.{number}": ["twelve"], f"answer.{other}": given[other]}
    )
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert f'id="q-{number}-error"' in page
    assert 'value="twelve"' in page
    with world.transaction() as db:
        assert [row.question_id for row in db.query(SavedAnswer)] == [other]


def test_the_end_lists_what_is_open_and_what_is_marked(world: World) -> None:
    ada, attempt_id, names = running(world)
    ada.post(f"/attempts/{attempt_id}/answers/{names[0]}", {"answer": deeds.on_page(world, attempt_id)[names[0]]})
    post_flag(ada, text_of(ada.get(f"/attempts/{attempt_id}/3")))

    page = text_of(ada.get(f"/attempts/{attempt_id}/finish"))

    assert "1 answered, 1 marked to look at again, 7 open." in page
    assert "Back to question 2" in page


def test_feedback_comes_at_once_where_the_quiz_says_so(world: World) -> None:
    ada, attempt_id, _ = running(world, "drill")
    name = "q-once-multiple"

    back = ada.post(f"/attempts/{attempt_id}/answers/{name}", {"answer": deeds.on_page(world, attempt_id, deeds.WRONG)[name]})
    page = text_of(ada.get(back.location))

    assert "0 of 2 points" in page
    assert "The canary sings: speech alone is not enough." in page
    assert "Also right, you left it open" in page
    assert "Next question" in page
    assert page.count("disabled") >= 4


def test_tries_are_counted_down_and_the_last_one_tells(world: World) -> None:
    ada, attempt_id, _ = running(world, "check-visit")
    address = f"/attempts/{attempt_id}/answers/q-tries-text"

    first = text_of(ada.get(ada.post(address, {"answer": "a leaflet"}).location))
    second = text_of(ada.get(ada.post(address, {"answer": "a letter"}).location))
    third = text_of(ada.get(ada.post(address, {"answer": "a book"}).location))

    assert "You can try 2 more times." in first
    assert "You can try 1 more time." in second
    assert "canary questionnaire" not in first + second
    assert "canary questionnaire" in third
    assert "0 of 1 point" in third


def test_a_result_that_is_not_passed_says_what_to_read_and_how_often_one_may_try(world: World) -> None:
    attempt_id = deeds.handed_in(world, "ada", "check-seals", deeds.RIGHT, "single", "multiple", "truefalse")
    ada = world.client("ada")

    page = text_of(ada.get(f"/attempts/{attempt_id}"))

    assert "Not passed yet" in page
    assert "The pass mark is 80" in page
    assert "Read this first" in page
    assert "You have 2 attempts left." in page
    assert 'class="stamp' not in page
    assert "Review all answers with the reasons" in page


def test_a_result_that_is_passed_bears_the_stamp_and_leads_on(world: World) -> None:
    attempt_id = deeds.handed_in(world, "ada", "check-seals")
    page = text_of(world.client("ada").get(f"/attempts/{attempt_id}"))

    assert 'class="stamp' in page
    assert "100" in page
    assert "Module 2, The visit, is open now." in page


def test_the_review_shows_each_answer_with_its_reasons(world: World) -> None:
    attempt_id = deeds.handed_in(world, "ada", "check-seals", deeds.WRONG)

    page = text_of(world.client("ada").get(f"/attempts/{attempt_id}?review=1"))

    assert page.count('class="feedback__sum"') == 8
    assert page.count('class="feedback__why"') == 8
    shut = re.sub(r"<(?:input|select)[^>]*(?:disabled|hidden)[^>]*>", "", page)
    assert 'name="answer"' not in shut


def test_when_the_last_attempt_is_used_the_page_says_so(world: World) -> None:
    for _ in range(3):
        deeds.handed_in(world, "ada", "check-seals", deeds.WRONG)

    before = text_of(world.client("ada").get(f"{LESSON}/check-seals"))
    start = world.client("ada").post(f"{LESSON}/check-seals/start")

    assert "You have used all 3 attempts." in before
    assert start.status_code == 403


@pytest.mark.row("reliability:Q25")
def test_an_attempt_counts_from_its_start(world: World) -> None:
    _, attempt_id, _ = running(world)

    page = text_of(world.client("ada").get(f"{LESSON}/check-seals"))

    assert f"/attempts/{attempt_id}/1" in page
    assert "2" in page


@pytest.mark.row("reliability:Q06")
@pytest.mark.row("reliability:Q21")
def test_when_the_time_is_up_what_was_saved_is_handed_in(world: World, later: Callable[[timedelta], datetime]) -> None:
    ada, attempt_id, names = running(world)
    deeds.answered(world, attempt_id)
    later(timedelta(minutes=30, seconds=11))

    late = ada.send(f"/attempts/{attempt_id}/answers/{names[0]}", {"answer": [], "sequence": 9})
    page = text_of(ada.get(ada.get(f"/attempts/{attempt_id}/1").location))

    assert late.get_json()["outcome"] == "late"
    assert "The time was up" in page
    assert "100" in page
