"""A learner's way through a course without JavaScript: what the pages offer is enough, from the first page to the certificate."""

import re

import pytest

from tests.web import deeds
from tests.web.crawl import crawl, read
from tests.web.world import KINDS, PASSWORDS, Browser, World

LESSON = "/courses/journey"


def text_of(response) -> str:
    assert response.status_code == 200, (response.status_code, response.location)
    return response.get_data(as_text=True)


def practise(browser: Browser, given: dict[str, tuple[str, ...]]) -> None:
    """Answer each practice question of the first lesson; its keys for order and match are those of its page."""
    page = text_of(browser.get(f"{LESSON}/why"))
    for kind in KINDS:
        answer = list(given[kind])
        if kind == "order":
            texts = ["Review of the questionnaire", "Risk assessment and plan", "Site visit", "Report and decision"]
            answer = [key_of(page, "q-why-order", text) for text in texts]
        elif kind == "match":
            answer = [
                f"{item}.{key_of(page, 'q-why-match', text)}"
                for item, text in [("01", "documentary"), ("02", "observation"), ("03", "inquiry")]
            ]
        assert browser.post(f"{LESSON}/why/practice/q-why-{kind}", {"answer": answer}).status_code == 200, kind


def key_of(page: str, question: str, text: str) -> str:
    """The key that an item or piece bears on the page."""
    form = page[page.index(f'data-question="{question}"') :]
    form = form[: form.index("</form>")]
    return re.findall(r'<li[^>]* data-key="(\d+)"', form[: form.index(text)])[-1]


def test_from_signing_in_to_the_certificate(either_world: World) -> None:
    """The whole way, on both databases."""
    ada = either_world.client()
    assert ada.sign_in("ada@example.org", PASSWORDS["trainee"]).location == "/training"
    assert "no course yet" in text_of(ada.get("/training")).lower() or "Courses" in text_of(ada.get("/training"))

    assert ada.post(LESSON, {"edition": "customs"}).location == LESSON
    assert "Only customs reads this line." in text_of(ada.get(f"{LESSON}/why"))
    practise(ada, deeds.RIGHT)
    assert ada.post(f"{LESSON}/why").location == f"{LESSON}/register"
    assert ada.post(f"{LESSON}/register").location == f"{LESSON}/check-seals"

    take(either_world, ada, "check-seals")
    assert ada.post(f"{LESSON}/gate").location == f"{LESSON}/drill"
    result = text_of(ada.get(take(either_world, ada, "check-visit")))

    assert "You have finished the course." in result
    number = re.search(r"/certificates/([0-9A-Z-]+)", result)
    assert number is not None
    holder = text_of(ada.get(f"/certificates/{number[1]}"))
    assert "Ada Lindqvist" in holder
    check = either_world.client().get(f"/c/{number[1]}")
    assert "Ada Lindqvist" in text_of(check)
    assert "ada@example.org" not in text_of(check)
    assert "Passed" in text_of(ada.get(LESSON))


def take(world: World, ada: Browser, quiz: str, given=deeds.RIGHT) -> str:
    """Start a quiz, answer every question on its page, finish; returns the address of the result."""
    assert "Start" in text_of(ada.get(f"{LESSON}/{quiz}"))
    first = ada.post(f"{LESSON}/{quiz}/start").location
    attempt_id = int(first.split("/")[2])
    for number, (name, answer) in enumerate(deeds.on_page(world, attempt_id, given).items(), start=1):
        assert name in text_of(ada.get(f"/attempts/{attempt_id}/{number}"))
        response = ada.post(f"/attempts/{attempt_id}/answers/{name}", {"answer": answer})
        assert response.status_code == 302, name
    finish = text_of(ada.get(f"/attempts/{attempt_id}/finish"))
    key = re.search(r'name="key" value="([^"]+)"', finish)
    assert key is not None
    done = ada.post(f"/attempts/{attempt_id}/finish", {"key": key[1]})
    assert done.location == f"/attempts/{attempt_id}"
    return str(done.location)


def test_a_stranger_reads_the_sample_and_is_led_to_signing_in(world: World) -> None:
    stranger = world.client()

    sample = text_of(stranger.get(f"{LESSON}/why"))
    led = stranger.get(f"{LESSON}/register")

    assert "Why seals" in sample
    assert "Check my answer" not in sample
    assert led.location == "/sign-in?next=/courses/journey/register"
    ada = world.client()
    ada.get(led.location)
    assert ada.post(led.location, {"email": "ada@example.org", "password": PASSWORDS["trainee"]}).location == f"{LESSON}/register"


def test_a_locked_lesson_says_what_opens_it(world: World) -> None:
    deeds.enrolled(world, "ada")

    response = world.client("ada").get(f"{LESSON}/gate")

    assert response.status_code == 403
    page = response.get_data(as_text=True)
    assert "Opens after module 1" in page
    assert "This lesson is still locked" in page
    assert "<dt>What comes first</dt><dd>1.1 " in page
    assert 'aria-current="page">My training</a>' in page
    assert page.index("Go to lesson 1.1") < page.index("See all modules")


@pytest.mark.row("reliability:Q07")
def test_a_locked_quiz_cannot_be_started_by_posting(world: World) -> None:
    deeds.enrolled(world, "ada")

    response = world.client("ada").post(f"{LESSON}/check-visit/start")

    assert response.status_code == 403


def test_a_lesson_whose_practice_was_not_tried_is_seen_and_says_what_is_missing(world: World) -> None:
    deeds.enrolled(world, "ada")
    ada = world.client("ada")

    back = ada.post(f"{LESSON}/why")
    page = text_of(ada.get(back.location))

    assert back.location == f"{LESSON}/why?missing=8"
    assert "Try the 8 practice questions to finish this lesson." in page
    assert "Go on without finishing" in page
    assert "Seen, " in page


def test_a_finished_lesson_leads_on_and_shows_its_mark(world: World) -> None:
    deeds.finished(world, "ada", "why")
    ada = world.client("ada")

    assert "Finished" in text_of(ada.get(f"{LESSON}/why"))
    assert ada.post(f"{LESSON}/register").location == f"{LESSON}/check-seals"


@pytest.mark.parametrize("kind", KINDS)
def test_practice_is_answered_at_once_on_the_page_of_its_lesson(kind: str, world: World) -> None:
    deeds.enrolled(world, "ada")
    ada = world.client("ada")
    page = text_of(ada.get(f"{LESSON}/why"))
    assert "canary sings" not in page

    answer = (
        list(deeds.WRONG[kind])
        if kind not in ("order", "match")
        else [key_of(page, f"q-why-{kind}", "Site visit")]
        if kind == "order"
        else ["01.01"]
    )
    if kind == "order":
        answer = re.findall(r'<li[^>]* data-key="(\d+)"', page[page.index('data-question="q-why-order"') :])[:4]
    told = text_of(ada.post(f"{LESSON}/why/practice/q-why-{kind}", {"answer": answer}))

    assert "The canary sings" in told
    assert 'class="feedback__sum"' in told
    assert told.count('class="feedback__sum"') == 1


def test_an_empty_practice_answer_is_refused_beside_the_question(world: World) -> None:
    deeds.enrolled(world, "ada")

    response = world.client("ada").post(f"{LESSON}/why/practice/q-why-single")

    assert response.status_code == 422
    assert "Give an answer first." in response.get_data(as_text=True)
    assert "What a seal shows" in response.get_data(as_text=True)


def test_every_link_of_every_page_leads_somewhere(world: World) -> None:
    deeds.certified(world, "ada")
    deeds.started(world, "ada", "drill")

    found = crawl(world.client("ada"), "/", "/training", "/me", "/certificates", "/courses/journey")
    broken = {path: response.status_code for path, response in found.items() if response.status_code not in (200, 302)}

    assert broken == {}
    assert len(found) > 40


def test_every_page_has_one_h1_and_each_id_once(world: World) -> None:
    deeds.certified(world, "ada")
    deeds.started(world, "ada", "drill")

    for path, response in crawl(world.client("ada"), "/", "/training").items():
        if response.status_code == 200 and response.mimetype == "text/html":
            page = response.get_data(as_text=True)
            ids = read(page).ids
            assert page.count("<h1") == 1, path
            assert sorted(set(ids)) == sorted(ids), (path, [each for each in ids if ids.count(each) > 1])
