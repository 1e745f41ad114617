"""Hostile requests: what does not fit is refused with a 4xx and a plain sentence, and nothing is changed."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread

import pytest
from werkzeug.test import TestResponse

from app.learning.models import Attempt, SavedAnswer
from app.people import accounts
from tests.web import deeds
from tests.web.world import Browser, World

BIG = 2**31
LESSON = "/courses/journey"


@pytest.fixture
def quiz(world: World) -> tuple[Browser, int, list[str]]:
    attempt_id = deeds.started(world, "ada", "check-seals")
    return world.client("ada"), attempt_id, names_of(world, attempt_id)


def names_of(world: World, attempt_id: int) -> list[str]:
    with world.transaction() as db:
        return list(db.get_one(Attempt, attempt_id).questions)


def refused(response: TestResponse, *statuses: int) -> None:
    """A 4xx of these, with a sentence and without anything of the inside."""
    text = response.get_data(as_text=True)
    assert response.status_code in statuses, (response.status_code, text[:200])
    for inside in ("Traceback", "/app/", "sqlalchemy", "site-packages", "Werkzeug", 'File "'):
        assert inside not in text
    if response.mimetype == "application/json":
        assert len(response.get_json()["error"]) > 10


WRONG_ANSWERS = [
    None, "02", True, 5, 1.5, {}, {"0": "02"}, [5], [None], [True], [["02"]], [{}], ["02", 3], ["\ud800"], ["a\x00b"], ["02"] * 300,
    ["x" * 2_001], "x" * 5_000,
]  # fmt: skip


@pytest.mark.row("reliability:Q10")
@pytest.mark.row("reliability:Q24")
@pytest.mark.parametrize("answer", WRONG_ANSWERS, ids=lambda value: repr(value)[:30])
@pytest.mark.parametrize("kind", ["single", "text", "order", "match", "cloze"])
def test_an_answer_of_a_wrong_shape_is_refused_and_the_attempt_goes_on(
    kind: str, answer: object, quiz: tuple[Browser, int, list[str]], world: World
) -> None:
    ada, attempt_id, _ = quiz

    refused(ada.send(f"/attempts/{attempt_id}/answers/q-end-{kind}", {"answer": answer, "sequence": 1}), 400, 422)

    with world.transaction() as db:
        assert db.query(SavedAnswer).filter_by(attempt_id=attempt_id).count() == 0
        assert db.get_one(Attempt, attempt_id).is_open


@pytest.mark.row("reliability:Q10")
@pytest.mark.parametrize("sequence", [None, "1", True, 0, -1, 1.0, 2**53, 10**400, [1], {}], ids=lambda value: repr(value)[:20])
def test_a_sequence_that_is_no_number_is_refused(sequence: object, quiz: tuple[Browser, int, list[str]]) -> None:
    ada, attempt_id, _ = quiz

    refused(ada.send(f"/attempts/{attempt_id}/answers/q-end-single", {"answer": ["02"], "sequence": sequence}), 400, 422)


@pytest.mark.row("reliability:Q11")
@pytest.mark.row("reliability:A16")
@pytest.mark.parametrize("field", ["score", "passed", "user_id", "deadline", "__proto__", "percent", "attempt_id", "constructor"])
def test_fields_that_nobody_asked_for_are_refused(field: str, quiz: tuple[Browser, int, list[str]], world: World) -> None:
    ada, attempt_id, _ = quiz
    before = world.rows()

    for path, body in (
        (f"/attempts/{attempt_id}/answers/q-end-single", {"answer": ["02"], "sequence": 1}),
        (f"{LESSON}/why/seen", {"section": ""}),
        (f"{LESSON}/why/practice/q-why-single", {"answer": ["02"]}),
    ):
        refused(ada.send(path, {**body, field: 1}), 422)
    assert world.rows() == before


@pytest.mark.row("reliability:Q05")
def test_only_what_was_drawn_and_offered_can_be_answered(quiz: tuple[Browser, int, list[str]]) -> None:
    ada, attempt_id, _ = quiz
    address = f"/attempts/{attempt_id}/answers/"

    for name, answer in (
        ("q-once-single", ["01"]), ("q-why-single", ["01"]), ("nothing", ["01"]), ("q-end-single", ["09"]), ("q-end-single", ["01", "02"]),
        ("q-end-multiple", ["01", "01"]), ("q-end-truefalse", ["03"]), ("q-end-match", ["01.01", "01.02"]), ("q-end-match", ["09.01"]),
        ("q-end-match", ["01.09"]), ("q-end-order", ["01", "02"]), ("q-end-order", ["01", "01", "02", "03"]), ("q-end-cloze", ["a"]),
        ("q-end-cloze", ["a", "99"]),
    ):  # fmt: skip
        refused(ada.send(address + name, {"answer": answer, "sequence": 1}), 404, 422)


def raw(browser: Browser, path: str, body: bytes, kind: str = "application/json", **headers: str) -> TestResponse:
    sent = {"X-CSRF-Token": browser.token, "Accept": "application/json", **headers}
    return browser.client.post(path, data=body, content_type=kind, headers=sent)


@pytest.mark.row("reliability:Q10")
@pytest.mark.row("reliability:Q12")
@pytest.mark.parametrize(
    ("body", "kind", "statuses"),
    [
        (b"", "application/json", (400,)),
        (b"{", "application/json", (400,)),
        (b'{"answer": ["\xff\xfe"], "sequence": 1}', "application/json", (400, 422)),
        (b'{"answer": NaN, "sequence": 1}', "application/json", (400, 422)),
        (b'{"answer": ["02"], "sequence": ' + b"9" * 5_000 + b"}", "application/json", (400, 422)),
        (b'{"answer": ["02"], "answer": ["01"], "sequence": 1}', "application/json", (400, 422)),
        (b'{"answer": ["\\ud800"], "sequence": 1}', "application/json", (400, 422)),
        (b"[" * 100_000, "application/json", (400,)),
        (b'{"answer":' * 50_000, "application/json", (400,)),
        (b"[]", "application/json", (400,)),
        (b'"answer"', "application/json", (400,)),
        (b"null", "application/json", (400,)),
        (b'{"answer": ["02"], "sequence": 1}', "text/plain", (400, 415, 422)),
        (b'{"answer": ["02"], "sequence": 1}', "application/xml", (400, 415, 422)),
        (b"--x\r\n", "multipart/form-data; boundary=x", (400, 415)),
        (b"\x1f\x8b\x08\x00", "application/json", (400,)),
    ],
    ids=range(16),
)
def test_a_broken_body_is_refused(
    body: bytes, kind: str, statuses: tuple[int, ...], quiz: tuple[Browser, int, list[str]], world: World
) -> None:
    ada, attempt_id, _ = quiz
    before = world.rows()

    refused(raw(ada, f"/attempts/{attempt_id}/answers/q-end-single", body, kind), *statuses)

    assert world.rows() == before


@pytest.mark.row("reliability:Q12")
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_a_body_of_ten_million_bytes_is_not_read(kind: str, quiz: tuple[Browser, int, list[str]]) -> None:
    ada, attempt_id, _ = quiz

    answer = raw(ada, f"/attempts/{attempt_id}/answers/q-end-single", b"x" * 10_000_000, kind)

    refused(answer, 413)
    assert "at most 1 MB" in answer.get_data(as_text=True)


@pytest.mark.row("reliability:Z22")
def test_a_form_of_ten_thousand_fields_is_refused(quiz: tuple[Browser, int, list[str]]) -> None:
    ada, attempt_id, _ = quiz
    body = b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % number for number in range(10_000)) + b"--x--\r\n"

    refused(raw(ada, f"/attempts/{attempt_id}/answers/q-end-single", body, "multipart/form-data; boundary=x"), 413)


@pytest.mark.row("reliability:I28")
@pytest.mark.parametrize("number", ["0", str(BIG), str(2**53), str(10**30), "-1", "1.5", "١", "1e9", "0x1", "%00", "1%20"])
def test_an_id_that_cannot_be_is_not_found(number: str, world: World) -> None:
    ada = world.client("ada")

    for path in (f"/attempts/{number}", f"/attempts/{number}/1", f"/attempts/{number}/finish", f"/attempts/1/{number}"):
        refused(ada.get(path), 404)


@pytest.mark.row("reliability:H01")
@pytest.mark.parametrize(
    "path",
    [
        "/static/../config.py", "/static/..%2fconfig.py", "/static/%2e%2e/config.py", "/static/....//config.py", "/static/..;/config.py",
        "/static//etc/passwd", "/static/%00", "/static/CON", "/static/manifest.json%00.css", "/media/journey/..%2f..%2faeo.db",
        "/media/journey/%2e%2e", "/media/../aeo.db", "/media/journey/signing-key", "/courses/../config.py", "/glossary/..%2f",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_its_folder(path: str, world: World) -> None:
    response = world.client("ada").get(path, follow_redirects=True)

    assert response.status_code == 404
    assert b"AEO_" not in response.get_data()


@pytest.mark.row("reliability:H07")
@pytest.mark.parametrize(
    "path", ["/console", "/.git/config", "/.env", "/debug", "/server-status", "/static/app.db", "/static/site.css.map"]
)
def test_nothing_of_the_inside_has_an_address(path: str, world: World) -> None:
    refused(world.client().get(path), 404)


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "{{ 7 * 19191919 }}", "{% include '/etc/passwd' %}",
    "${7*191}", "%(name)s %s %d", "'; DROP TABLE person; --", "\u202eevil\u202c", "a\u200bb", "=cmd|' /C calc'!A0", "javascript:alert(1)",
    "&lt;b&gt;", "Ada &amp; Bob", "\ue000name\ue001", "ﷺ", "💂🏽‍♀️", "Zoë ‎O’Neill-Ångström",
]  # fmt: skip


@pytest.mark.row("reliability:U01")
@pytest.mark.row("reliability:D05")
@pytest.mark.row("reliability:D07")
@pytest.mark.row("reliability:H09")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_as_it_is_or_refused_but_never_acted_on(name: str, world: World) -> None:
    deeds.enrolled(world, "ada")
    ada = world.client("ada")

    saved = ada.post("/me", {"name": "Ada Lindqvist", "name_native": name, "language": "en", "theme": "", "zone": ""})

    assert saved.status_code in (302, 422)
    if saved.status_code == 302:
        with world.transaction() as db:
            person = accounts.find(db, "ada@example.org")
            assert person is not None
            person.name = name
        for path in ("/training", f"{LESSON}/why", f"{LESSON}/register", "/me"):
            page = ada.get(path).get_data(as_text=True)
            shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
            assert shown in page, path
            assert "134343433" not in page
            assert "<script>alert" not in page
            assert "onerror=alert(1)>" not in page


@pytest.mark.row("reliability:U01")
@pytest.mark.parametrize("typed", HOSTILE)
def test_a_typed_answer_is_shown_as_it_is(typed: str, quiz: tuple[Browser, int, list[str]]) -> None:
    ada, attempt_id, names = quiz

    ada.post(f"/attempts/{attempt_id}/answers/q-end-text", {"answer": typed})
    page = ada.get(f"/attempts/{attempt_id}/{names.index('q-end-text') + 1}").get_data(as_text=True)

    shown = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;").replace("'", "&#39;")
    assert f'value="{shown}"' in page


@pytest.mark.row("reliability:D05")
def test_what_looks_like_a_template_in_a_course_is_text(world: World) -> None:
    deeds.enrolled(world, "ada")
    ada = world.client("ada")

    lesson, overview = ada.get(f"{LESSON}/why").get_data(as_text=True), world.client().get(LESSON).get_data(as_text=True)

    assert "{{ 7 * 191 }} and {% raw %} and ${HOME}" in lesson
    assert "{{ config }}" in overview


@pytest.mark.row("reliability:Q01")
@pytest.mark.row("reliability:Q02")
@pytest.mark.row("reliability:Q22")
def test_handing_in_twice_with_the_same_key_gives_the_same_result(world: World, later: Callable[[timedelta], datetime]) -> None:
    attempt_id = deeds.started(world, "ada", "check-seals")
    deeds.answered(world, attempt_id)
    ada = world.client("ada")
    form = {"key": "the-same-key"}

    first = ada.post(f"/attempts/{attempt_id}/finish", form)
    rows = world.rows()
    again = ada.post(f"/attempts/{attempt_id}/finish", form)
    later(timedelta(hours=9))
    much_later = ada.post(f"/attempts/{attempt_id}/finish", form)

    assert [each.location for each in (first, again, much_later)] == [f"/attempts/{attempt_id}"] * 3
    assert world.rows()["attempt"] == rows["attempt"]


@pytest.mark.row("reliability:Q19")
def test_another_key_after_the_end_is_refused(world: World) -> None:
    attempt_id = deeds.handed_in(world, "ada", "check-seals")
    ada = world.client("ada")
    before = world.rows()

    refused(ada.post(f"/attempts/{attempt_id}/finish", {"key": "quite-another"}), 409)
    refused(ada.send(f"/attempts/{attempt_id}/answers/q-end-single", {"answer": ["02"], "sequence": 99}), 409)

    assert world.rows() == before


@pytest.mark.row("reliability:Q09")
def test_of_two_tabs_the_later_answer_stands_and_the_older_one_is_told(quiz: tuple[Browser, int, list[str]], world: World) -> None:
    ada, attempt_id, _ = quiz
    address = f"/attempts/{attempt_id}/answers/q-end-text"

    newer = ada.send(address, {"answer": ["second"], "sequence": 5})
    older = ada.send(address, {"answer": ["first"], "sequence": 4})

    assert newer.get_json()["outcome"] == "saved"
    assert older.get_json()["outcome"] != "saved"
    with world.transaction() as db:
        assert db.get_one(SavedAnswer, (attempt_id, "q-end-text")).given == ["second"]


@pytest.mark.row("reliability:Q08")
@pytest.mark.row("reliability:Q01")
def test_twenty_clicks_at_once_start_one_attempt(either_world: World) -> None:
    deeds.finished(either_world, "ada", "why", "register")
    browsers = [either_world.client("ada") for _ in range(6)]
    for each in browsers:
        assert each.token
    answers: list[TestResponse] = []

    def click(browser: Browser) -> None:
        answers.extend(browser.post(f"{LESSON}/check-seals/start") for _ in range(3))

    threads = [Thread(target=click, args=(each,)) for each in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {(each.status_code, each.location) for each in answers} == {(302, answers[0].location)}
    with either_world.transaction() as db:
        assert db.query(Attempt).count() == 1


@pytest.mark.row("reliability:Q06")
@pytest.mark.row("reliability:Q17")
@pytest.mark.parametrize("seconds", [11, 60, 3_600])
def test_every_path_is_closed_after_the_deadline_and_its_grace(
    seconds: int, quiz: tuple[Browser, int, list[str]], world: World, later: Callable[[timedelta], datetime]
) -> None:
    ada, attempt_id, names = quiz
    later(timedelta(minutes=30, seconds=seconds))

    saved = ada.send(f"/attempts/{attempt_id}/answers/{names[0]}", {"answer": deeds.on_page(world, attempt_id)[names[0]], "sequence": 1})
    posted = ada.post(f"/attempts/{attempt_id}/answers/{names[1]}", {"answer": deeds.on_page(world, attempt_id)[names[1]]})
    finished = ada.post(f"/attempts/{attempt_id}/finish", {"key": "after-the-end"})

    assert (saved.status_code, saved.get_json().get("outcome")) in ((200, "late"), (409, None))
    assert posted.location == f"/attempts/{attempt_id}"
    assert finished.location == f"/attempts/{attempt_id}"
    with world.transaction() as db:
        assert db.get_one(Attempt, attempt_id).percent == 0


@pytest.mark.row("reliability:Q06")
def test_what_comes_within_the_grace_counts(
    quiz: tuple[Browser, int, list[str]], world: World, later: Callable[[timedelta], datetime]
) -> None:
    ada, attempt_id, names = quiz
    later(timedelta(minutes=30, seconds=9))

    reply = ada.send(f"/attempts/{attempt_id}/answers/{names[0]}", {"answer": deeds.on_page(world, attempt_id)[names[0]], "sequence": 1})

    assert reply.get_json()["outcome"] == "saved"


@pytest.mark.row("reliability:Q07")
def test_after_leaving_the_course_nothing_can_be_written(quiz: tuple[Browser, int, list[str]], world: World) -> None:
    ada, attempt_id, names = quiz
    with world.transaction() as db:
        db.get_one(Attempt, attempt_id).enrolment.withdrawn_at = db.get_one(Attempt, attempt_id).started_at
    before = world.rows()

    given = deeds.on_page(world, attempt_id)[names[0]]
    refused(ada.send(f"/attempts/{attempt_id}/answers/{names[0]}", {"answer": given, "sequence": 1}), 403, 404)
    refused(ada.send(f"{LESSON}/why/seen", {"section": ""}), 403, 404)
    refused(ada.post(f"/attempts/{attempt_id}/finish", {"key": "after-leaving"}), 403, 404)
    refused(ada.post(f"{LESSON}/check-seals/start"), 403, 404)
    assert world.rows() == before


@pytest.mark.row("reliability:I17")
@pytest.mark.row("reliability:Q15")
def test_a_clock_that_goes_back_never_opens_a_closed_attempt(world: World, later: Callable[[timedelta], datetime]) -> None:
    attempt_id = deeds.handed_in(world, "ada", "check-seals")
    later(timedelta(hours=-1))
    ada = world.client("ada")

    assert ada.get(f"/attempts/{attempt_id}/1").location == f"/attempts/{attempt_id}"
    assert "-" not in ada.get(f"/attempts/{attempt_id}").get_data(as_text=True).partition("Time used")[2][:60].replace("docket-", "")


@pytest.mark.row("reliability:H09")
@pytest.mark.parametrize(
    "value", ["' OR 1=1 --", "{{config}}", "../../etc/passwd", "\r\nSet-Cookie: a=b", "%s%s%n", "${jndi:ldap://x}", "\x00"]
)
def test_parameters_are_values_and_nothing_else(value: str, world: World) -> None:
    ada = world.client("ada")
    for path in ("/", "/c", "/sign-in", "/training", f"{LESSON}/why", "/me"):
        for name in ("next", "number", "view", "review", "missing", "saved", "language"):
            response = ada.get(path, query_string={name: value})
            assert response.status_code < 500, (path, name)
            assert "Set-Cookie: a=b" not in str(response.headers)
            assert "SECRET" not in response.get_data(as_text=True)


def test_a_fault_of_ours_says_what_is_safe_and_bears_a_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(world.app.view_functions, "pages.privacy", lambda: 1 / 0)

    page = world.client().get("/privacy")
    data = world.client().get("/privacy", headers={"Accept": "application/json"})

    assert page.status_code == data.status_code == 500
    text = page.get_data(as_text=True)
    assert "ZeroDivisionError" not in text
    assert "What is safe" in text
    assert len(data.get_json()["reference"]) == 8
    assert json.loads(data.get_data())["error"].startswith("Something went wrong")
