"""A case on its page: what is opened, what it costs, what is saved, and the path told back; all without a script."""

import io
import zipfile

import pytest

from tests.web import deeds
from tests.web.world import Browser, World


@pytest.fixture
def case(world: World) -> World:
    deeds.case_published(world)
    return world


def opened(browser: Browser, attempt: int, key: str, data: dict | None = None) -> str:
    return browser.post(f"/attempts/{attempt}/documents/{key}", {"stay": "1", **(data or {})}, follow=True).get_data(as_text=True)


def test_the_page_before_a_case_tells_the_budget_and_starts_it(case: World) -> None:
    ada = case.client("ada")
    ada.post("/courses/kestrel", {})

    before = ada.get("/courses/kestrel/kestrel-quay").get_data(as_text=True)
    started = ada.post("/courses/kestrel/kestrel-quay/start", {}, follow=True)

    assert "2 h 30 min" in before
    assert "9 documents" in before
    assert "1.2 Case file" in before
    assert started.request.path.endswith("/case")
    assert "Kestrel Quay Logistics" in started.get_data(as_text=True)


def test_nothing_is_shown_of_what_was_not_opened(case: World) -> None:
    attempt = deeds.case_started(case, "ada")
    ada = case.client("ada")

    page = ada.get(f"/attempts/{attempt}/case").get_data(as_text=True)
    asked = ada.get(f"/attempts/{attempt}/case?doc=e6").get_data(as_text=True)

    assert "310 customers" in page
    assert "0 of 9" in page
    for text in (page, asked):
        assert "60 high-security seals" not in text


def test_what_is_opened_lies_beside_the_tasks_and_costs_its_time_once(case: World) -> None:
    attempt = deeds.case_started(case, "ada")
    ada = case.client("ada")

    first = opened(ada, attempt, "e6")
    again = opened(ada, attempt, "e6")

    for text in (first, again):
        assert "60 high-security seals" in text
        assert "1 h 30 min of 2 h 30 min used" in text
        assert "1 of 9" in text
        assert 'data-question="q-rate"' in text


def test_what_would_pass_the_budget_is_refused_with_what_is_left(case: World) -> None:
    attempt = deeds.case_started(case, "ada")
    ada = case.client("ada")
    for key in ("e6", "e5"):
        opened(ada, attempt, key)
    opened(ada, attempt, "e9")

    refused = ada.post(f"/attempts/{attempt}/documents/e8", {"stay": "1"})

    assert refused.status_code == 409
    text = refused.get_data(as_text=True)
    assert "This takes 30 minutes, and 10 minutes of the budget are left." in text
    assert "B-0147" not in text
    assert "more than is left" in text


def test_answers_that_were_typed_are_saved_when_a_paper_is_opened(case: World) -> None:
    attempt = deeds.case_started(case, "ada")
    ada = case.client("ada")

    text = opened(ada, attempt, "e5", {"question": ["q-rate", "q-carriers"], "answer.q-rate": "22.5", "answer.q-carriers": ""})

    assert 'value="22.5"' in text
    assert "Tasks done</dt><dd>1 of 4" in text
    assert "H 448 191" in text


def test_an_answer_that_is_not_taken_opens_nothing_and_stays_in_its_field(case: World) -> None:
    attempt = deeds.case_started(case, "ada")
    ada = case.client("ada")

    answer = ada.post(f"/attempts/{attempt}/documents/e5", {"question": "q-rate", "answer.q-rate": "many"})

    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="many"' in text
    assert "H 448 191" not in text
    assert "0 of 9" in text


def test_every_task_is_on_the_one_page_and_its_old_addresses_lead_there(case: World) -> None:
    attempt = deeds.case_started(case, "ada")
    ada = case.client("ada")

    second = ada.get(f"/attempts/{attempt}/2")
    saved = ada.post(f"/attempts/{attempt}/answers", {"question": "q-carriers", "answer.q-carriers": "4"})

    assert second.location == f"/attempts/{attempt}/case#q-q-dual"
    assert saved.location == f"/attempts/{attempt}/finish"
    assert ada.get(f"/attempts/{attempt}/5").status_code == 404


def test_the_result_tells_the_path_back_and_what_was_read_stays_readable(case: World) -> None:
    attempt = deeds.case_started(case, "ada")
    ada = case.client("ada")
    for key in ("e1", "e6"):
        opened(ada, attempt, key)
    ada.post(f"/attempts/{attempt}/answers", {"question": ["q-rate", "q-carriers"], "answer.q-rate": "22,5", "answer.q-carriers": "4"})

    result = ada.post(f"/attempts/{attempt}/finish", {"key": "the-one-key-1"}, follow=True).get_data(as_text=True)
    again = ada.get(f"/attempts/{attempt}/case?doc=e6").get_data(as_text=True)
    closed = ada.get(f"/attempts/{attempt}/case?doc=e5").get_data(as_text=True)

    assert "50" in result
    assert "Your path" in result
    assert result.index("Questionnaire (SAQ)") < result.index("Dock 7 at 21:40")
    assert "1 h 30 min of 2 h 30 min used." in result
    assert "60 high-security seals" in again
    assert 'data-question="' not in again
    assert "H 448 191" not in closed
    assert ada.post(f"/attempts/{attempt}/documents/e5", {"stay": "1"}).status_code == 409


def test_who_teaches_the_course_reads_the_path_of_a_learner(case: World) -> None:
    attempt = deeds.case_started(case, "ada")
    opened(case.client("ada"), attempt, "e6")

    page = case.client("grace").get("/cohorts/all/kestrel/people/1").get_data(as_text=True)

    assert "Dock 7 at 21:40" in page
    assert "1 h 30 min of 2 h 30 min used" in page


def test_somebody_elses_case_does_not_exist(case: World) -> None:
    attempt = deeds.case_started(case, "ada")
    mallory = case.client("mallory")

    assert mallory.get(f"/attempts/{attempt}/case").status_code == 404
    assert mallory.post(f"/attempts/{attempt}/documents/e1", {"stay": "1"}).status_code == 404


def test_a_quiz_has_no_page_of_a_case(case: World) -> None:
    attempt = deeds.started(case, "ada", "drill")
    ada = case.client("ada")

    assert ada.get(f"/attempts/{attempt}/case").status_code == 404
    assert ada.post(f"/attempts/{attempt}/documents/e1", {"stay": "1"}).status_code == 404


def test_a_document_without_a_translation_is_shown_as_it_is_with_a_mark(case: World) -> None:
    attempt = deeds.case_started(case, "ada", language="fr")
    ada = case.client("ada")

    french = opened(ada, attempt, "e1")
    english = opened(ada, attempt, "e3")

    assert "Pas de sous-traitance du transport routier" in french
    assert "Not translated" not in french
    assert "Not translated: shown in its original language." in english
    assert "Logistics" in english


def test_a_course_with_a_case_is_exported_as_a_package(case: World) -> None:
    made = case.client("grace").post("/packages/kestrel", {"format": "scorm12"}, follow=True)

    names = zipfile.ZipFile(io.BytesIO(made.get_data())).namelist()
    assert {"lesson-kestrel-quay.js", "case.css"} <= set(names)
