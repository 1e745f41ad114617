"""Right answers, feedback and explanations stay on the server until they may be seen (figure R9)."""

import re
import shutil
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from app.learning.models import Attempt
from tests.web import deeds
from tests.web import world as worlds
from tests.web.crawl import crawl
from tests.web.world import Browser, World

CANARIES = ("canary", "4711")
"""Words that stand only in the keys of the fixture course: feedback, explanations, accepted texts and numbers."""

ISLANDS = b"Atlantic/Canary"
"""A time zone that anybody may choose in the profile, and no key."""

pytestmark = [pytest.mark.row("reliability:Q13")]


def sings(response: TestResponse) -> bool:
    """Whether an answer holds a canary anywhere: body, headers, address."""
    everything = response.get_data() + repr(list(response.headers)).encode() + response.request.path.encode()
    return any(word.encode() in everything.replace(ISLANDS, b"").lower() for word in CANARIES)


def questions(world: World, attempt_id: int) -> list[str]:
    with world.transaction() as db:
        return list(db.get_one(Attempt, attempt_id).questions)


def test_the_canary_would_be_found(world: World) -> None:
    closed = deeds.handed_in(world, "ada", "check-seals")

    assert sings(world.client("ada").get(f"/attempts/{closed}?review=1"))


def test_nothing_that_a_learner_can_open_before_handing_in_holds_a_key(world: World) -> None:
    deeds.finished(world, "ada", "why", "register")
    running = deeds.started(world, "ada", "check-seals")
    deeds.answered(world, running, deeds.WRONG)

    found = crawl(world.client("ada"), "/", "/training", f"/attempts/{running}/1", f"/attempts/{running}/1?view=all")

    assert len([path for path in found if path.startswith("/attempts/")]) > 10
    assert [path for path, response in found.items() if sings(response)] == []


def test_nothing_that_a_stranger_can_open_holds_a_key(world: World) -> None:
    found = crawl(world.client(), "/", "/courses/journey/why")

    assert [path for path, response in found.items() if sings(response)] == []


@pytest.mark.parametrize("path", ["?preview=1", "?review=1", "/1?review=1", "/finish?review=1", "/1?view=all&review=1"])
def test_no_query_makes_a_running_attempt_tell(path: str, world: World) -> None:
    running = deeds.started(world, "ada", "check-seals")
    deeds.answered(world, running)

    response = world.client("ada").get(f"/attempts/{running}{path}", follow_redirects=True)

    assert response.status_code == 200
    assert "canary sings" not in response.get_data(as_text=True)


@pytest.mark.parametrize("given", [deeds.RIGHT, deeds.WRONG], ids=["right", "wrong"])
def test_saving_says_the_same_whether_it_is_right(given: dict[str, tuple[str, ...]], world: World) -> None:
    running = deeds.started(world, "ada", "check-seals")
    ada = world.client("ada")
    told = set()

    for name, typed in deeds.on_page(world, running, given).items():
        for check in (False, True):
            reply = ada.send(f"/attempts/{running}/answers/{name}", {"answer": typed, "sequence": 1 + check, "check": check})
            assert reply.status_code == 200
            told.add(tuple(sorted(reply.get_json())))
            assert not sings(reply)

    assert told == {("left", "outcome", "saved")}


def test_a_try_that_is_not_the_last_tells_no_right_answer(world: World) -> None:
    running = deeds.started(world, "ada", "check-visit")
    ada = world.client("ada")

    for number, (name, typed) in enumerate(deeds.on_page(world, running, deeds.WRONG).items(), start=1):
        reply = ada.send(f"/attempts/{running}/answers/{name}", {"answer": typed, "sequence": 1, "check": True})
        review = reply.get_json()["review"]

        assert review["explain"] == ""
        assert all(part["right"] == "" for part in review["parts"]), name
        assert all(part["verdict"] != "missed" for part in review["parts"]), name
        assert all(part["text"] == "" or part["given"] for part in review["parts"]), name
        page = ada.get(f"/attempts/{running}/{number}").get_data(as_text=True)
        assert "explain" not in page
        assert "canary questionnaire" not in page
        assert "4711" not in page


@pytest.fixture(scope="module")
def otherwise(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same course in which other answers are right."""
    root = tmp_path_factory.mktemp("otherwise")
    folder = root / "journey"
    shutil.copytree(worlds.COURSE, folder)
    for file in folder.glob("*/*.md"):
        text = file.read_text("utf-8")
        for old, new in SWAPS:
            text = text.replace(old, new)
        file.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "COURSE", folder)
        worlds.furnish(root / "var", f"sqlite:///{root / 'var' / 'aeo.db'}")
    world = World(worlds.settings_of(root / "var", f"sqlite:///{root / 'var' / 'aeo.db'}"))
    yield world
    world.close()


SWAPS = (
    ("- [ ] The broker", "- [x] The broker"),
    ("- [x] The applicant", "- [ ] The applicant"),
    ("- [x] A numbered seal", "- [ ] A numbered seal"),
    ("- [ ] A word of", "- [x] A word of"),
    ("- [ ] true", "- [x] true"),
    ("- [x] false", "- [ ] false"),
    ("= 4711.25 +- 0.1", "= 12345678.5 +- 2"),
    ("= canary questionnaire", "= a much longer text that nobody would think of when it is asked"),
    ("= canary condition", "= quite another word"),
    ("observation / (minor) / major", "observation / minor / (major)"),
    ("> explain: The canary sings", "> explain: A much longer explanation that would change the size of the page. The canary sings"),
)


def pages(browser: Browser, attempt_id: int, names: list[str]) -> dict[str, str]:
    """The page of each question without what differs by session."""
    found = {}
    for number, name in enumerate(names, start=1):
        text = browser.get(f"/attempts/{attempt_id}/{number}").get_data(as_text=True)
        found[name] = re.sub(r"\b[0-9a-f]{64}\b", "TOKEN", re.sub(r"data-left=\"\d+\"", "", text))
    return found


def test_the_page_of_a_question_is_the_same_byte_for_byte_whichever_answer_is_right(world: World, otherwise: World) -> None:
    """Whatever could tell is caught, also the size: the words and their places are equal, only the key differs."""
    running, other = deeds.started(world, "ada", "check-seals"), deeds.started(otherwise, "ada", "check-seals")
    names = questions(world, running)
    assert names == questions(otherwise, other)

    mine, theirs = pages(world.client("ada"), running, names), pages(otherwise.client("ada"), other, names)

    for name in names:
        if not name.endswith(("match", "order")):
            assert mine[name] == theirs[name], name


def test_an_ordering_shows_keys_that_rise_down_the_page(world: World) -> None:
    """In the source the right order is 01, 02, 03, 04: on the page a key says where it stands there, and no more."""
    running = deeds.started(world, "ada", "check-seals")
    ada, names = world.client("ada"), questions(world, running)

    page = ada.get(f"/attempts/{running}/{names.index('q-end-order') + 1}").get_data(as_text=True)

    assert re.findall(r'class="seq__row" data-key="(\d+)"', page) == ["01", "02", "03", "04"]
    assert page.index("Review of the questionnaire") > page.index('data-key="01"')


def test_matching_pieces_bear_keys_that_rise_down_the_bank(world: World) -> None:
    running = deeds.started(world, "ada", "check-seals")
    ada, names = world.client("ada"), questions(world, running)

    page = ada.get(f"/attempts/{running}/{names.index('q-end-match') + 1}").get_data(as_text=True)
    bank = page[page.index('class="bank"') :]

    assert re.findall(r'<li data-key="(\d+)"', bank)[:4] == ["01", "02", "03", "04"]
    first = re.findall(r'value="01\.(\d+)">\s*([^<]*)<', page)
    assert [key for key, _ in first] == ["01", "02", "03", "04"]
    assert len({text for _, text in first}) == 4
