"""A course full of attacks, published beside another one: each is text on every page that shows it, and in the package too."""

import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from app import clock
from app.content.reader import read_course
from app.content.views import view
from app.learning import attempts, enrolments
from app.people import accounts
from app.publishing import versions
from tests.fuzzing.html import faults
from tests.packaging.packages import package
from tests.web.world import World

FOLDER = Path(__file__).parents[1] / "fixtures" / "courses" / "hostile"
NUMBERS = [int(number) for number in re.findall(r"alert\((\d+)\)", (FOLDER / "01-part" / "01-attacks.md").read_text("utf-8"))]
PAGES = ("/", "/courses/hostile", "/courses/hostile/attacks", "/courses/hostile/benign", "/glossary/hostile", "/training")
ROWS = ("D01", "D03", "D04", "D05", "D07", "D16", "D21")
MAY_QUOTE = frozenset(["title", "alt", "aria-label", "value", "content", "placeholder"])
"""Attributes that hold words, and so may quote an attack."""


@pytest.fixture
def hostile(world: World) -> World:
    """The course published, and Ada enrolled in it."""
    reading = read_course(FOLDER)
    assert reading.course is not None, reading.problems
    with world.transaction() as db:
        versions.publish(db, world.storage, reading.course, {}, "1.0", clock.now())
        person = accounts.find(db, "ada@example.org")
        assert person is not None
        enrolments.enrol(db, world.storage, person, "hostile", clock.now())
    return world


def of_rows(test: Any) -> Any:
    for row in ROWS:
        test = pytest.mark.row(f"reliability:{row}")(test)
    return test


def armed(page: str) -> list[str]:
    """What could run or lead away on a whole page, which may have scripts and forms of our own."""
    found = []
    for element in html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8")).iter():
        tag = element.tag if isinstance(element.tag, str) else "comment"
        if tag in ("iframe", "object", "embed", "base", "video", "source", "mglyph") or (tag == "style" and element.text):
            found.append(tag)
        if tag == "script" and "alert" in (element.text or ""):
            found.append("a script with words of the course")
        if tag == "meta" and element.get("http-equiv"):
            found.append("a meta that acts")
        for name, value in element.attrib.items():
            acts = str(name).startswith("on") or name in ("srcdoc", "formaction", "autofocus")
            leads = "javascript:" in value or value.startswith("//")
            if (acts or leads or "alert(" in value) and name not in MAY_QUOTE and not value.startswith("https://example.org/"):
                found.append(f"{tag} {name}={value}")
    return found


@of_rows
@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_the_course_is_armed(path: str, hostile: World):
    response = hostile.client("ada").get(path)

    assert response.status_code == 200
    assert armed(response.get_data(as_text=True)) == []


@of_rows
def test_every_attack_of_the_lesson_can_be_read_there(hostile: World):
    page = hostile.client("ada").get("/courses/hostile/attacks").get_data(as_text=True)
    words = html.document_fromstring(page).text_content()

    never_shown, told_after_the_answer = {17, 19}, {27, 29}
    assert {number for number in NUMBERS if f"alert({number})" not in words} == never_shown | told_after_the_answer
    assert "{{ 7 * 19191919 }} {% include '/etc/passwd' %} ${7*191} #{7*191}" in words
    assert "134343433" not in page
    assert "\u202e" in words


@pytest.mark.row("reliability:D04")
def test_no_heading_of_the_lesson_shadows_a_name_of_the_browser(hostile: World):
    page = html.document_fromstring(hostile.client("ada").get("/courses/hostile/attacks").get_data(as_text=True))
    ids = [str(element.get("id")) for element in page.iter() if isinstance(element.tag, str) and element.get("id")]

    assert len(ids) == len(set(ids))
    assert not {"location", "__proto__", "constructor"} & {*ids, *(str(element.get("name")) for element in page.iter())}
    assert {"s-location", "s-location-1", "s-__proto__"} <= set(ids)


@pytest.mark.row("reliability:D09")
def test_an_ordinary_page_of_windows_is_shown_right(hostile: World):
    page = hostile.client("ada").get("/courses/hostile/benign").get_data(as_text=True)

    assert "<p>One line with a BOM before it, CRLF behind it.</p>" in page
    assert "مرحبا 你好 😀." in page
    assert "<hr>" in page


@of_rows
def test_neither_is_a_question_nor_its_review(hostile: World):
    ada = hostile.client("ada")
    pages = []
    with hostile.transaction() as db:
        person = accounts.find(db, "ada@example.org")
        assert person is not None
        enrolment = enrolments.enrolment_of(db, person.id, "hostile")
        attempt = attempts.start(db, hostile.storage, enrolment, "hostile-quiz", clock.now())
        attempt_id, count = attempt.id, len(attempt.questions)
    pages += [ada.get(f"/attempts/{attempt_id}/{number}") for number in range(1, count + 1)]
    pages.append(ada.post(f"/attempts/{attempt_id}/finish", {"key": "k"}, follow=True))
    pages.append(ada.get(f"/attempts/{attempt_id}", follow_redirects=True))

    assert count == 3
    for page in pages:
        assert page.status_code == 200
        assert armed(page.get_data(as_text=True)) == []


def written(course: Any) -> dict[str, str]:
    made = package(course)
    with zipfile.ZipFile(BytesIO(made.data)) as zipped:
        return {name: zipped.read(name).decode("utf-8") for name in zipped.namelist() if name.endswith((".html", ".js", ".xml", ".json"))}


def pieces(value: Any) -> Iterator[str]:
    """Every text in what a package's script hands over."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from pieces(inner)


@of_rows
@pytest.mark.row("reliability:D08")
def test_the_package_is_not_armed_either():
    course = read_course(FOLDER).course
    assert course is not None

    files = written(course)

    assert armed(files["index.html"]) == []
    assert "</script" not in files["lesson-attacks.js"].lower()
    assert "<!--" not in files["lesson-attacks.js"]
    handed = json.loads(re.fullmatch(r'aeo\.lesson\("attacks", ?(.*)\);?\s*', files["lesson-attacks.js"], re.DOTALL)[1])  # type: ignore[index]
    assert armed(f"<!doctype html><body>{handed['html']}") == []
    assert "alert(24)" in handed["html"]


@pytest.mark.row("reliability:D21")
def test_what_is_stored_of_the_course_is_clean_before_any_page_shows_it():
    course = read_course(FOLDER).course
    assert course is not None

    found = [fault for lesson in view(course).lessons for part in lesson.parts for fault in faults(getattr(part, "html", ""))]

    assert found == []


@pytest.mark.row("reliability:D08")
@pytest.mark.row("reliability:D12")
def test_a_course_that_is_damaged_in_the_storage_leaves_the_others_standing(hostile: World):
    course = read_course(FOLDER).course
    assert course is not None
    with hostile.transaction() as db:
        damaged = versions.newest(db, "hostile").content_hash
    hostile.storage.path(damaged).chmod(0o600)
    hostile.storage.path(damaged).write_bytes(b"{")
    versions.compiled_by_hash.cache_clear()
    versions.view_by_hash.cache_clear()

    home, other, own = (hostile.client().get(path) for path in ("/", "/courses/journey", "/courses/hostile"))

    assert (home.status_code, other.status_code, own.status_code) == (200, 200, 404)
    assert "/courses/journey" in home.get_data(as_text=True)
