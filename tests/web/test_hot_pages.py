"""The page of a question is put together from texts made for many: it equals the one made for this once, for everybody, in every state."""

from datetime import timedelta

import pytest

from app.learning import saving
from app.learning.models import Attempt
from app.web import frame
from app.web.kept import Kept
from tests.web import deeds
from tests.web.world import World


@pytest.fixture(autouse=True)
def _forgotten(later) -> None:
    """Whatever other tests have left in memory; and the clock stands still, since the time left is on the page."""
    frame._shells, frame._pieces = Kept(frame.KEPT), Kept(frame.KEPT)
    later(timedelta(0))


def pages(world: World, who: str, attempt_id: int) -> list[tuple[str, str]]:
    """Each question's page as it is put together, and as it is made for this once: an address with a query is."""
    browser, count = world.client(who), len(deeds.on_page(world, attempt_id))
    paths = [f"/attempts/{attempt_id}/{number}" for number in range(1, count + 1)]
    return [(browser.get(path).get_data(as_text=True), browser.get(f"{path}?once=1").get_data(as_text=True)) for path in paths]


def flagged(world: World, attempt_id: int) -> None:
    with world.transaction() as db:
        attempt = db.get_one(Attempt, attempt_id)
        saving.flag(db, world.storage, attempt, attempt.questions[1], True, attempt.started_at)


@pytest.mark.parametrize("quiz", ["check-seals", "drill"])
@pytest.mark.parametrize("state", ["open", "answered", "wrong", "flagged"])
def test_every_question_looks_the_same_from_memory(quiz: str, state: str, world: World) -> None:
    attempts = {who: deeds.started(world, who, quiz) for who in ("ada", "mallory")}
    for attempt_id in attempts.values():
        if state in ("answered", "wrong"):
            deeds.answered(world, attempt_id, deeds.WRONG if state == "wrong" else deeds.RIGHT)
        if state == "flagged":
            flagged(world, attempt_id)

    for who, attempt_id in attempts.items():
        for kept, made in pages(world, who, attempt_id):
            assert kept == made
            assert f'data-attempt="{attempt_id}"' in kept


def test_a_checked_answer_looks_the_same_from_memory(world: World) -> None:
    for who in ("ada", "mallory"):
        attempt_id = deeds.started(world, who, "drill")
        with world.transaction() as db:
            attempt = db.get_one(Attempt, attempt_id)
            for question, given in zip(attempt.questions, (deeds.RIGHT, deeds.WRONG) * len(attempt.questions), strict=False):
                kind = question.rpartition("-")[2]
                answer = given.get(kind, deeds.RIGHT["single"])
                saving.check(db, world.storage, attempt, question, list(answer), 1, attempt.started_at)

        rows = pages(world, who, attempt_id)

        assert all(kept == made for kept, made in rows)
        assert any("feedback__sum" in kept for kept, _ in rows)


def test_what_somebody_typed_cannot_stand_for_a_slot(world: World) -> None:
    """Only what this process made up itself is cut out of a text."""
    attempt_id = deeds.started(world, "ada")
    typed = {**deeds.RIGHT, "text": ("\ue000csrf\ue001 {csrf} %(csrf)s",)}
    deeds.answered(world, attempt_id, typed, "text")

    for kept, made in pages(world, "ada", attempt_id):
        assert kept == made
