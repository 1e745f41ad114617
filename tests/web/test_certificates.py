"""Certificates on the pages: what a stranger sees in each state, what a guess gets, and who is given the document."""

import re
import secrets
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from app import clock
from app.credentials import certificates, pdf
from app.credentials.models import Certificate
from app.credentials.signing import signer_from
from app.credentials.validity import end_of
from app.people import accounts
from tests.web import deeds
from tests.web.world import World

UNKNOWN = "We have no certificate with this number"
STRANGE = [
    "K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-6YBG", "1", "0", "-1", "5", "x" * 500, "<script>alert(1)</script>", "' OR 1=1 --", "..%2f..%2fetc",
    "\u0667\u0667", "%00", "K7QD", "{{7*7}}",
]  # fmt: skip


@pytest.fixture
def number(world: World) -> str:
    return deeds.certified(world, "ada")


def found(db, number: str) -> Certificate:
    return certificates.certificate_of(db, number)


def signed(db, world: World, made: Certificate) -> None:
    """As if it had been issued like that."""
    certificates._sign(db, made, signer_from(world.settings.signing_key_file), clock.now())


@pytest.mark.row("reliability:K07")
def test_a_stranger_sees_the_boxes_of_the_paper_and_nothing_else(number: str, world: World) -> None:
    response = world.client().get(f"/c/{number}")
    page = response.get_data(as_text=True)

    assert response.status_code == 200
    assert "<h1>This certificate is valid</h1>" in re.sub(r"<h1[^>]*>", "<h1>", page)
    assert number in page
    assert "Ada Lindqvist" in page
    for box in ("Certificate number", "Holder", "Course and version", "Result", "Issued", "Valid until"):
        assert box in page
    assert "It is not an AEO authorization" in page
    for private in ("ada@example.org", "trainee", "Seals and their register", "/attempts/", "enrol"):
        assert private not in page
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.row("reliability:K01")
@pytest.mark.parametrize("typed", STRANGE, ids=range(len(STRANGE)))
def test_a_number_that_nobody_has_is_not_found_in_the_same_words(typed: str, number: str, world: World) -> None:
    for address in (f"/c/{typed}", f"/c?number={typed}"):
        response = world.client().get(address, follow_redirects=True)
        assert response.status_code == 404
        assert UNKNOWN in response.get_data(as_text=True) or "There is no page at this address" in response.get_data(as_text=True)
        assert number not in response.get_data(as_text=True)


@pytest.mark.row("reliability:K01")
def test_one_changed_sign_is_another_number(number: str, world: World) -> None:
    for place in (0, 6, 20, len(number) - 1):
        changed = number[:place] + ("Z" if number[place] != "Z" else "Y") + number[place + 1 :]
        assert world.client().get(f"/c/{changed}").status_code == 404


@pytest.mark.parametrize(
    "spelled", [str.lower, lambda text: text.replace("-", ""), lambda text: f" {text} ", lambda text: text.replace("-", " ")]
)
def test_a_number_may_be_typed_as_people_do(spelled: Callable[[str], str], number: str, world: World) -> None:
    response = world.client().get("/c", query_string={"number": spelled(number)})

    assert response.location == f"/c/{number}"


@pytest.mark.row("reliability:K02")
def test_who_guesses_is_slowed_and_a_right_number_never_is(number: str, world: World) -> None:
    statuses = [world.client().get(f"/c/K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-{place:04}").status_code for place in range(12)]

    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert world.client().get(f"/c/{number}").status_code == 200


@pytest.mark.row("reliability:K04")
def test_a_revoked_one_says_so_at_once_with_the_day_and_the_reason(number: str, world: World) -> None:
    stranger = world.client()
    assert "This certificate is valid" in stranger.get(f"/c/{number}").get_data(as_text=True)

    done = world.client("grace").post(f"/certificates/{number}/revoke", {"reason": "issued-in-error"})
    response = stranger.get(f"/c/{number}")
    page = response.get_data(as_text=True)

    assert done.status_code == 302
    assert response.status_code == 200
    assert "This certificate has been revoked" in page
    assert "It was issued in error." in page
    assert "error.." not in page
    assert f"{clock.now():%Y}" in page


@pytest.mark.row("reliability:K04")
@pytest.mark.parametrize(("until", "words"), [(-1, "expired"), (30, "valid"), (400, "valid")])
def test_what_it_says_follows_the_calendar(until: int, words: str, number: str, world: World) -> None:
    day = (clock.now() + timedelta(days=until)).date()
    with world.transaction() as db:
        made = found(db, number)
        made.valid_until, made.ends_at = day, end_of(day, world.settings.time_zone)
        signed(db, world, made)

    page = world.client().get(f"/c/{number}").get_data(as_text=True)
    listed = world.client("ada").get("/certificates").get_data(as_text=True)

    assert words in page.partition("<h1")[2].partition("</h1>")[0]
    assert ("days left" in listed) is (until == 30)


@pytest.mark.row("reliability:K04")
@pytest.mark.row("reliability:K06")
def test_a_renewed_one_names_no_successor_and_keeps_its_name(number: str, world: World) -> None:
    with world.transaction() as db:
        person = accounts.find(db, "ada@example.org")
        assert person is not None
        accounts.rename(db, person, "Ada Lovelace")
        signer = signer_from(world.settings.signing_key_file)
        fresh = certificates.reissue(db, found(db, number), person, clock.now(), signer, world.settings.time_zone).number

    old, new = (world.client().get(f"/c/{each}").get_data(as_text=True) for each in (number, fresh))

    assert "Ada Lindqvist" in old
    assert "Renewed" in old.partition("<main")[2]
    assert fresh not in old
    assert "Ada Lovelace" in new


@pytest.mark.row("reliability:K03")
def test_a_record_that_was_changed_in_the_database_is_not_called_signed(number: str, world: World) -> None:
    assert "signed with key" in world.client().get(f"/c/{number}").get_data(as_text=True)
    with world.transaction() as db:
        found(db, number).name = "Mallory Mott"

    page = world.client().get(f"/c/{number}").get_data(as_text=True)
    assert "This certificate does not fit its signature" in page
    assert "signed with key" not in page
    assert "nothing has changed it since" not in page


@pytest.mark.row("reliability:K16")
@pytest.mark.parametrize("part", ["", "/pdf", "/picture"])
def test_the_document_is_for_its_holder_and_the_staff_of_its_course(part: str, number: str, world: World) -> None:
    got = {who: world.client(who).get(f"/certificates/{number}{part}").status_code for who in ("ada", "mallory", "grace", "ivan", "alma")}

    assert got == {"ada": 200, "mallory": 404, "grace": 200, "ivan": 404, "alma": 200}
    assert world.client().get(f"/certificates/{number}{part}").status_code == 302


def test_the_pdf_is_made_once_and_comes_as_a_file(number: str, world: World) -> None:
    ada = world.client("ada")

    first, again = ada.get(f"/certificates/{number}/pdf"), ada.get(f"/certificates/{number}/pdf")

    assert first.get_data() == again.get_data()
    assert first.get_data().startswith(b"%PDF-")
    assert first.headers["Content-Disposition"].startswith("attachment;")
    assert first.mimetype == "application/pdf"


@pytest.mark.row("reliability:K04")
@pytest.mark.parametrize("part", ["/pdf", "/picture"])
def test_a_revoked_one_has_no_document_any_more(part: str, number: str, world: World) -> None:
    ada = world.client("ada")
    assert ada.get(f"/certificates/{number}{part}").status_code == 200
    with world.transaction() as db:
        certificates.revoke(db, found(db, number), "rules", clock.now())

    assert ada.get(f"/certificates/{number}{part}").status_code in (403, 404, 409, 422)
    assert f"{number}/pdf" not in ada.get(f"/certificates/{number}").get_data(as_text=True)


@pytest.mark.row("reliability:K15")
@pytest.mark.parametrize("who", ["ada", "mallory", "ivan"])
def test_who_does_not_teach_the_course_cannot_revoke(who: str, number: str, world: World) -> None:
    assert world.client(who).post(f"/certificates/{number}/revoke", {"reason": "rules"}).status_code == 404
    assert "This certificate is valid" in world.client().get(f"/c/{number}").get_data(as_text=True)


def test_only_the_fixed_reasons_revoke(number: str, world: World) -> None:
    assert world.client("grace").post(f"/certificates/{number}/revoke", {"reason": "<b>because</b>"}).status_code == 422
    assert world.client("grace").post(f"/certificates/{number}/revoke").status_code == 422


@pytest.mark.row("reliability:K12")
def test_the_check_address_is_the_configured_one_whatever_host_was_asked(number: str, world: World) -> None:
    page = world.client("ada").client.get(f"/certificates/{number}", headers={"Host": "localhost"}).get_data(as_text=True)

    assert f"http://127.0.0.1:8000/c/{number}" in page
    assert f"http://localhost/c/{number}" not in page


@pytest.mark.row("reliability:K05")
def test_handing_in_again_makes_no_second_certificate(number: str, world: World) -> None:
    deeds.handed_in(world, "ada", "check-visit")

    with world.transaction() as db:
        assert db.query(Certificate).count() == 1


@pytest.mark.row("reliability:K17")
@pytest.mark.row("reliability:K09")
def test_nothing_is_issued_while_the_clock_stands_before_what_is_on_record(world: World, later: Callable[[timedelta], datetime]) -> None:
    attempt_id = deeds.handed_in(world, "ada", "check-seals") and deeds.started(world, "ada", "check-visit")
    deeds.answered(world, attempt_id)
    later(timedelta(days=-20_000))

    response = world.client("ada").post(f"/attempts/{attempt_id}/finish", {"key": "back-in-time"})

    assert response.status_code in (302, 409)
    with world.transaction() as db:
        assert db.query(Certificate).count() == 0


@pytest.mark.row("reliability:U01")
@pytest.mark.row("reliability:K08")
@pytest.mark.parametrize(
    "name", ["<b>Ada</b> & Co", "O’Neill-Ångström", "Ada {{ config }}", "ليلى حسن", "สมชาย ประเสริฐ", "李伟", '#import "x"']
)
def test_a_name_is_literal_on_the_check_page(name: str, number: str, world: World) -> None:
    with world.transaction() as db:
        made = found(db, number)
        made.name = name
        signed(db, world, made)

    page = world.client().get(f"/c/{number}").get_data(as_text=True)

    assert name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") in page


def test_the_list_says_what_is_still_needed(world: World) -> None:
    deeds.finished(world, "ada", "why")

    page = world.client("ada").get("/certificates").get_data(as_text=True)

    assert "Lessons: 1 of 3 finished" in page
    assert "Module quizzes: 0 of 2 passed" in page


def test_dates_are_written_out(number: str, world: World) -> None:
    with world.transaction() as db:
        made = found(db, number)
        made.issued_on = date(2026, 3, 4)
        signed(db, world, made)

    assert "4 March 2026" in world.client().get(f"/c/{number}").get_data(as_text=True)
    french = world.client()
    french.get("/language/fr")
    assert "4 mars 2026" in french.get(f"/c/{number}").get_data(as_text=True)


@pytest.mark.row("reliability:K13")
def test_the_check_answers_while_somebody_else_is_writing(world: World) -> None:
    number = deeds.certified(world, "ada")

    with world.transaction() as db:
        db.connection().exec_driver_sql("UPDATE person SET name = name")
        page = world.client().get(f"/c/{number}")

    assert page.status_code == 200


@pytest.mark.row("reliability:H04")
def test_asking_for_the_headers_alone_makes_no_document_and_writes_nothing(world: World) -> None:
    number = deeds.certified(world, "ada")
    ada = world.client("ada")
    before = world.rows()

    replies = [ada.client.head(path) for path in (f"/certificates/{number}/pdf", f"/certificates/{number}/picture", "/c/no-such-number")]

    assert [reply.status_code for reply in replies] == [200, 200, 404]
    assert world.rows() == before
    assert not (world.storage.folder / "previews").exists()


@pytest.mark.row("reliability:I22")
def test_a_document_that_is_asked_for_by_two_at_once_is_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    number = deeds.certified(world, "ada")
    monkeypatch.setattr(pdf, "made", lambda data, seconds=0, form="pdf": b"%PDF-1.7 " + secrets.token_bytes(9))
    browsers, replies = [world.client("ada") for _ in range(4)], []

    threads = [threading.Thread(target=lambda each=each: replies.append(each.get(f"/certificates/{number}/pdf"))) for each in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [reply.status_code for reply in replies] == [200] * 4
    assert len({reply.get_data() for reply in replies}) == 1
