"""Enrolling by a file: sent, looked at, done once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from app.learning.enrolment_file import LARGEST
from app.web import dry_run_page, enrolling
from tests.web import deeds
from tests.web.world import SLUG, Browser, World

LINK = re.compile(r"/invitation/[\w-]{43}")
HEADER = "email,name,name-native,language,cohort,role\n"
FILE = """email,name,name-native,language,cohort,role
nora@example.org,Nora New,نورا,,,
mallory@example.org,Malory,,,,trainee
ada@example.org,Ada Lindqvist,,,,
peter.example.org,Peter Njoroge,,,,
ivan@example.org,Ivan,,,,administrator
"""


def posted(browser: Browser, data: bytes, name: str = "spring.csv", slug: str = SLUG) -> TestResponse:
    """The form with the file, its body written by hand: the client would keep a large one in a file that it never closes."""
    fields = "".join(
        f'--cut\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in (("csrf", browser.token), ("course", slug))
    )
    quoted = name.replace('"', '\\"')
    head = f'{fields}--cut\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\nContent-Type: text/csv\r\n\r\n'
    body = head.encode() + data + b"\r\n--cut--\r\n"
    return browser.client.post("/people/enrol", data=body, content_type="multipart/form-data; boundary=cut")


def sent(browser: Browser, text: str = FILE, name: str = "spring.csv") -> str:
    """The address of the dry run."""
    return str(posted(browser, text.encode(), name).location)


@pytest.mark.parametrize("who", ["alma", "grace"])
def test_the_dry_run_says_what_each_row_does_and_changes_nothing(world: World, who: str) -> None:
    deeds.enrolled(world, "ada")
    browser = world.client(who)
    before = world.rows()

    page = browser.get(sent(browser)).text

    assert '<p class="quiet">Seal control</p>' in page
    assert "2 of 5 rows are refused" in page
    assert "Nothing has been changed yet." in page
    assert "Enrol 2 people, leave out 2 rows" in page
    assert "The file says Malory: the stored name stays." in page
    assert "A file cannot raise a role." in page
    assert "<mark>peter.example.org</mark>" in page
    assert "<mark>administrator</mark>" in page
    assert page.index("Peter Njoroge") < page.index("Nora New")
    assert world.rows() == before


def test_it_is_done_once_and_a_second_click_shows_the_same_links(world: World) -> None:
    grace = world.client("grace")
    address = sent(grace)
    form = {"key": "the-key-of-this-form"}

    first = grace.post(address, form)
    after = world.rows()
    second, file = grace.post(address, form), grace.post(address, {**form, "as": "csv"})

    assert f'href="/cohorts/all/{SLUG}"' in first.text
    assert "3 people are enrolled" in first.text
    assert "1 of them is new." in first.text
    assert "This was done already" in second.text
    assert world.rows() == after
    (link,) = LINK.findall(first.text)
    assert LINK.findall(second.text) == LINK.findall(file.get_data(as_text=True)) == [link]
    assert world.client().get(link).status_code == 200


def test_a_long_file_is_done_in_parts_and_goes_on_where_it_was_cut_short(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "AT_ONCE", 3)
    grace = world.client("grace")
    people = [f"person{each}@example.org,Person {each},,,,\n" for each in range(7)]
    form = {"key": "the-key-of-this-form"}
    grace.post(sent(grace, HEADER + "".join(people[:3])), form)

    answer = grace.post(sent(grace, HEADER + "".join(people) + people[0]), form)

    assert "4 people are enrolled" in answer.text
    assert "1 row was left out." in answer.text
    assert len(LINK.findall(answer.text)) == 7


def test_the_links_are_shown_to_nobody_who_guesses_a_key(world: World) -> None:
    grace, alma = world.client("grace"), world.client("alma")
    grace.post(sent(grace), {"key": "the-key-of-this-form"})

    for browser, key in ((grace, ""), (grace, "another"), (alma, "the-key-of-this-form")):
        assert LINK.findall(browser.post(sent(browser), {"key": key}).text) == []


def test_the_refused_rows_come_back_as_a_file_with_reasons_that_may_be_sent_again(world: World) -> None:
    grace = world.client("grace")

    file = grace.get(f"{sent(grace)}/refused.csv")

    text = file.get_data().decode("utf-8-sig")
    assert "refused-spring.csv" in file.headers["Content-Disposition"]
    assert text.splitlines()[0].endswith("role,reason")
    assert "This is not an e-mail address." in text
    assert "2 of 2 rows are refused" in grace.get(sent(grace, text)).text


@pytest.mark.parametrize("who", ["alma", "ivan", "ada", ""])
def test_the_address_is_of_no_use_to_others(world: World, who: str) -> None:
    address = sent(world.client("grace"))

    answer = world.client(who).get(address)

    assert answer.status_code == (404 if who else 302)


def test_the_address_lasts_an_hour_and_cannot_be_altered(world: World, later: Callable[[timedelta], datetime]) -> None:
    grace = world.client("grace")
    address = sent(grace)

    altered = grace.get(address[:-2] + ("aa" if not address.endswith("aa") else "bb")).status_code
    without = grace.get(address.partition(".")[0]).status_code
    later(timedelta(minutes=61))

    assert (altered, without, grace.get(address).status_code) == (404, 404, 404)
    assert "The hour of this file is over" in grace.get(address).text


def test_old_files_are_removed_with_the_next_one(world: World, later: Callable[[timedelta], datetime]) -> None:
    grace = world.client("grace")
    sent(grace)
    later(timedelta(hours=2))

    sent(grace, FILE + "late@example.org,Late,,,,\n")

    kept = list((world.settings.files_dir / "uploads").glob("*/*"))
    assert len(kept) == 1
    assert b"late@example.org" in kept[0].read_bytes()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The first line must name the columns"),
        (b"name,email\n\xff\xfe", "not in UTF-8"),
        (b"email,name\n" + b"x" * LARGEST, "larger than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(world: World, data: bytes, words: str) -> None:
    grace = world.client("grace")

    answer = posted(grace, data)

    assert answer.status_code == 422
    assert words in answer.text


def test_nobody_enrols_into_a_course_of_others(world: World) -> None:
    ivan = world.client("ivan")

    assert posted(ivan, FILE.encode()).status_code == 404
    assert world.client("ada").get("/people/enrol").status_code == 404


def test_a_name_of_a_file_does_no_harm(world: World) -> None:
    grace = world.client("grace")

    address = sent(grace, name='../../<script>"x".csv')

    assert "&lt;script&gt;" in grace.get(address).text
    assert "\n" not in grace.get(f"{address}/refused.csv").headers["Content-Disposition"]


def test_of_many_links_the_page_shows_some_and_the_file_holds_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dry_run_page, "MOST_LINKS", 2)
    grace, form = world.client("grace"), {"key": "the-key-of-this-form"}
    address = sent(grace, HEADER + "".join(f"person{each}@example.org,Person {each},,,,\n" for each in range(5)))

    page, file = grace.post(address, form), grace.post(address, {**form, "as": "csv"})

    assert len(LINK.findall(page.text)) == 2
    assert "2 of 5 shown." in page.text
    assert "The file holds all of them." in page.text
    assert len(LINK.findall(file.get_data(as_text=True))) == 5


def test_the_refused_lines_are_counted_up_as_links_and_no_more_than_twenty(world: World) -> None:
    grace = world.client("grace")
    few = grace.get(sent(grace, HEADER + "no,Bo,,,,\n" * 3)).text
    many = grace.get(sent(grace, HEADER + "no,Bo,,,,\n" * 30)).text

    assert 'lines <a href="#line-2">2</a>, <a href="#line-3">3</a>, and <a href="#line-4">4</a></p>' in few
    assert '<a href="#line-21">21</a> …' in many
    assert 'href="#line-22"' not in many
