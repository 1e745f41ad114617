"""A page shows keys that say nothing about the source, and what it posts is understood."""

import pytest

from app.assessment.draw import order_of
from app.assessment.review import review
from app.assessment.shown import shown
from tests import build

SEEDS = (0, 1, 20261124, 2**32 - 1)


@pytest.mark.parametrize("kind", build.KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_comes_back_as_what_was_stored(kind: str, seed: int) -> None:
    question = build.question(kind)
    page = shown(question, seed, shuffle=True)

    for answer in (build.right_answer(kind), build.wrong_answer(kind), ()):
        assert page.given(page.answer(answer)) == list(answer)


@pytest.mark.parametrize("kind", build.KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_shown_question_judges_the_shown_answer_alike(kind: str, seed: int) -> None:
    question = build.question(kind)
    page = shown(question, seed, shuffle=True)

    for answer in (build.right_answer(kind), build.wrong_answer(kind)):
        assert page.question.credit(page.answer(answer)) == question.credit(answer)
        assert page.review(review(question, answer)).parts == review(page.question, page.answer(answer)).parts


@pytest.mark.row("reliability:Q13")
@pytest.mark.parametrize("kind", ["single", "multiple", "order", "match"])
def test_keys_are_the_places_on_the_page(kind: str) -> None:
    question = build.question(kind)
    page = shown(question, 20261124, shuffle=True)

    assert page.order == tuple(f"{place:02}" for place in range(1, len(page.order) + 1))
    texts = {each.key: each.text for each in (*getattr(question.task, "options", ()), *getattr(question.task, "pieces", ()))}
    there = {each.key: each.text for each in (*getattr(page.question.task, "options", ()), *getattr(page.question.task, "pieces", ()))}
    drawn = order_of(question, 20261124, shuffle=True)
    assert [there[key] for key in page.order if there] == [texts[key] for key in drawn if texts]


@pytest.mark.row("reliability:Q10")
@pytest.mark.parametrize("posted", [None, True, 5, "01", {"01": 1}, [5, None], [["01"]], ["99"], ["01.99"], [""]])
def test_what_is_no_answer_stays_what_it_is(posted: object) -> None:
    for kind in build.KINDS:
        given = shown(build.question(kind), 1, shuffle=True).given(posted)

        assert given == posted or (isinstance(posted, list) and len(given) == len(posted))  # type: ignore[arg-type]
