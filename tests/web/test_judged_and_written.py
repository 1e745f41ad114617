"""The kinds that a validator judges or writes, on pages without a script: their fields, what stands there again, what never counts."""

import re

import pytest

from app import clock
from app.learning import attempts, enrolments
from app.learning.models import Attempt, SavedAnswer
from app.people import accounts
from app.publishing import versions
from tests import build
from tests.web.test_journey import text_of
from tests.web.world import Browser, World

KINDS = ("evidence", "rating", "riskmatrix", "essay", "finding")
MODEL = {"essay": "In 12 of 240 sampled files", "finding": "Second signature missing"}
LESSON = "/courses/seal-control/why-seals"


def sat(world: World, feedback: str = "at-end") -> int:
    """The id of an attempt of Ada's at a quiz with one question of each of these kinds."""
    lesson = build.lesson("why-seals", *(build.question(kind, f"q-p-{kind}", points=3) for kind in KINDS))
    quiz = build.quiz("check", *(build.question(kind, f"q-{kind}", points=3) for kind in KINDS), policy=build.policy(feedback=feedback))
    course = build.course(build.module("seals", lesson, quiz), order="free")
    with world.transaction() as db:
        versions.publish(db, world.storage, course, {}, "1.0", clock.now())
        ada = accounts.find(db, "ada@example.org")
        assert ada is not None
        enrolment = enrolments.enrol(db, world.storage, ada, "seal-control", clock.now())
        return attempts.start(db, world.storage, enrolment, "check", clock.now(), seed=20261124).id


def number_of(world: World, attempt_id: int, kind: str) -> int:
    with world.transaction() as db:
        return list(db.get_one(Attempt, attempt_id).questions).index(f"q-{kind}") + 1


def stored(world: World, attempt_id: int, kind: str) -> tuple[str, ...]:
    with world.transaction() as db:
        return db.get_one(SavedAnswer, (attempt_id, f"q-{kind}")).answer


def post(ada: Browser, attempt_id: int, kind: str, *answer: str):
    return ada.post(f"/attempts/{attempt_id}/answers/q-{kind}", {"answer": list(answer)})


def slip(ada: Browser, address: str, name: str = "") -> str:
    page = text_of(ada.get(address))
    return page[page.index(f'id="{name}"' if name else '<form class="slip"') :].partition("</form>")[0]


@pytest.fixture
def ada(world: World) -> Browser:
    return world.client("ada")


@pytest.mark.parametrize("kind", ["evidence", "rating", "riskmatrix"])
def test_a_judged_answer_stands_on_its_page_again(kind: str, world: World, ada: Browser) -> None:
    attempt_id = sat(world)
    given = build.right_answer(kind)

    post(ada, attempt_id, kind, *given)
    form = slip(ada, f"/attempts/{attempt_id}/{number_of(world, attempt_id, kind)}")

    assert stored(world, attempt_id, kind) == given
    assert re.findall(r'value="(\w+)" selected', form) == [each for each in given if each and "." not in each and "-" not in each]
    assert "data-verdict" not in form


def test_each_row_that_was_checked_says_what_would_have_been_right(world: World, ada: Browser) -> None:
    attempt_id = sat(world, feedback="at-once")

    post(ada, attempt_id, "evidence", "supports", "7", "silent", "", "", "")
    post(ada, attempt_id, "rating", "4", "5", "2", "3", "4", "3")
    post(ada, attempt_id, "riskmatrix", "4", "4", "", "")
    pages = {kind: slip(ada, f"/attempts/{attempt_id}/{number_of(world, attempt_id, kind)}") for kind in KINDS}

    assert "The document supports it, at: 6.4" in pages["evidence"]
    assert "The document contradicts it, at: lines 9-17" in pages["evidence"]
    assert re.findall(r'row" data-key="\d+" data-verdict="(\w+)"', pages["evidence"]) == ["partly", "wrong", "missed"]
    assert "Expert: likelihood 4, impact 5, control 1. Band: critical" in pages["rating"]
    assert "1 right, 1 partly." in pages["rating"]
    assert "Experts: likelihood 5, impact 5" in pages["riskmatrix"]


@pytest.mark.parametrize("kind", ["essay", "finding"])
@pytest.mark.parametrize("feedback", ["at-end", "at-once", "tries"])
def test_the_model_is_shown_when_the_text_is_handed_in_to_be_compared(kind: str, feedback: str, world: World, ada: Browser) -> None:
    attempt_id = sat(world, feedback)
    address = f"/attempts/{attempt_id}/{number_of(world, attempt_id, kind)}"
    *texts, _model, _first, _second = build.right_answer(kind)

    assert MODEL[kind] not in slip(ada, address)
    post(ada, attempt_id, kind, *texts)
    assert MODEL[kind] not in slip(ada, address)
    there = post(ada, attempt_id, kind, *texts, "model")

    assert there.location == address
    form = slip(ada, address)
    assert MODEL[kind] in form
    assert 'type="checkbox" name="answer" value="01"' in form
    assert "Self-assessed" in form
    assert "<textarea" not in form


@pytest.mark.parametrize("kind", ["essay", "finding"])
def test_ticks_are_kept_and_the_text_stays_as_it_was_compared(kind: str, world: World, ada: Browser) -> None:
    attempt_id = sat(world)
    answer = build.right_answer(kind)
    post(ada, attempt_id, kind, *answer[:-2])

    onward = post(ada, attempt_id, kind, *answer)
    changed = post(ada, attempt_id, kind, "Something better.", *answer[1:])
    withdrawn = post(ada, attempt_id, kind, *answer[: answer.index("model")])

    assert onward.location != f"/attempts/{attempt_id}/{number_of(world, attempt_id, kind)}"
    assert (changed.status_code, withdrawn.status_code) == (409, 409)
    assert stored(world, attempt_id, kind) == answer
    assert "3 of 3 points" in slip(ada, f"/attempts/{attempt_id}/{number_of(world, attempt_id, kind)}")


def test_who_asks_for_the_model_without_a_text_does_not_see_it(world: World, ada: Browser) -> None:
    attempt_id = sat(world)

    refused = post(ada, attempt_id, "essay", "", "model")
    odd = post(ada, attempt_id, "essay", "Text", "01")

    assert (refused.status_code, odd.status_code) == (422, 422)
    pages = refused.get_data(as_text=True) + odd.get_data(as_text=True)
    assert "Write your text first" in pages
    assert MODEL["essay"] not in pages


def test_what_one_marks_oneself_never_counts(world: World, ada: Browser) -> None:
    attempt_id = sat(world)
    for kind in KINDS:
        post(ada, attempt_id, kind, *(build.wrong_answer(kind) if kind in ("evidence", "rating", "riskmatrix") else build.right_answer(kind)))

    key = re.search(r'name="key" value="([^"]+)"', text_of(ada.get(f"/attempts/{attempt_id}/finish")))
    assert key is not None
    ada.post(f"/attempts/{attempt_id}/finish", {"key": key[1]})
    page = text_of(ada.get(f"/attempts/{attempt_id}?review=1"))

    with world.transaction() as db:
        attempt = db.get_one(Attempt, attempt_id)
        assert (attempt.earned, attempt.possible, attempt.percent, attempt.passed) == ("0", 9, 0, False)
    assert page.count("3 of 3 points") == 2
    assert MODEL["essay"] in page


def test_practice_is_compared_and_marked_in_its_lesson(world: World, ada: Browser) -> None:
    sat(world)
    assert MODEL["essay"] not in text_of(ada.get(LESSON))

    compared = text_of(ada.post(f"{LESSON}/practice/q-p-essay", {"answer": ["In 12 of 240.", "model"]}))
    marked = text_of(ada.post(f"{LESSON}/practice/q-p-essay", {"answer": ["In 12 of 240.", "model", "02"]}))

    assert MODEL["essay"] in compared
    assert "Add up my marks" in compared
    assert "0 of 3 points" in compared
    assert "2 of 3 points" in marked


def test_all_questions_in_one_form_compare_one_of_them(world: World, ada: Browser) -> None:
    attempt_id = sat(world)

    there = ada.post(f"/attempts/{attempt_id}/answers", {"question": ["q-essay", "q-rating"], "answer.q-essay": ["Text.", "model"]})

    assert there.location == f"/attempts/{attempt_id}/1?view=all#q-q-essay"
    assert stored(world, attempt_id, "essay") == ("Text.", "model")
    page = text_of(ada.get(there.location))
    assert MODEL["essay"] in page
    assert MODEL["finding"] not in page
