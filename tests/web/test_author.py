"""For who writes courses: the list with its states, the comparison, and publishing from it."""

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.content.codes import CODES
from app.people import accounts
from app.publishing import staff, versions
from app.publishing.models import CourseRecord
from tests.web.world import SLUG, Browser, World

PUBLISH = f"/author/{SLUG}/publish"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other tests is slow; how long a page waits has a test of its own."""
    monkeypatch.setattr("app.web.author.LIST_PATIENCE", 60)
    monkeypatch.setattr("app.web.author.PAGE_PATIENCE", 60)


def folder_of(world: World, name: str = SLUG) -> Path:
    return world.settings.courses_dir / name


def write(world: World, path: str, change: Callable[[str], str], name: str = SLUG) -> None:
    file = folder_of(world, name) / path
    old = file.read_text("utf-8")
    assert change(old) != old
    file.write_text(change(old), "utf-8")


def broken(world: World, name: str = SLUG) -> None:
    write(world, "course.md", lambda text: text + "\n::: nothing\n\n:::\n", name)


def course_beside(world: World, name: str) -> None:
    """Another course in the folder of courses, published by nobody."""
    shutil.copytree(folder_of(world), folder_of(world, name))
    write(world, "course.md", lambda text: text.replace(f"id: {SLUG}", f"id: {name}"), name)


def form_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(digest|base)" value="([^"]*)"', page))


def publish(browser: Browser, page: str = "") -> object:
    return browser.post(PUBLISH, form_of(page or browser.get(PUBLISH).text))


def row(page: str, name: str = SLUG) -> str:
    return next(each for each in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f'href="/author/{name}/publish"' in each)


def numbers(world: World) -> list[int]:
    with world.transaction() as db:
        return [version.number for version in versions.versions(db, SLUG)]


def lesson(world: World) -> str:
    """A lesson's file, from its course."""
    return next(path.relative_to(folder_of(world)).as_posix() for path in sorted(folder_of(world).rglob("*-gate.md")))


def test_an_instructor_sees_their_own_courses_and_an_administrator_all(world: World) -> None:
    course_beside(world, "other")

    grace, ivan, alma = (world.client(who).get("/author").text for who in ("grace", "ivan", "alma"))

    assert f"/author/{SLUG}/publish" in grace
    assert "/author/other/publish" not in grace
    assert "No course yet" in ivan
    assert "/author/other/publish" in alma
    assert "Not yet" in row(alma, "other")
    assert "New, 4 lessons" in row(alma, "other") or "New, 3 lessons" in row(alma, "other")


def test_a_course_that_equals_its_version_is_sound_and_has_no_changes(world: World) -> None:
    found = row(world.client("grace").get("/author").text)

    assert "Version 1" in found
    assert "No changes" in found
    assert "Compare, publish" not in found


def test_a_change_of_the_folder_is_seen_and_so_is_an_error(world: World) -> None:
    grace = world.client("grace")

    write(world, "course.md", lambda text: text + "\nOne sentence more.\n")
    changed = row(grace.get("/author").text)
    broken(world)
    wrong = row(grace.get("/author").text)

    assert "1 part differs" in changed
    assert "Compare, publish" in changed
    assert "1 error" in wrong
    assert "Not compared while errors stand" in wrong


def test_one_bad_course_takes_no_other_down(world: World) -> None:
    for name in ("broken", "damaged", "twin"):
        course_beside(world, name)
    broken(world, "broken")
    (folder_of(world, "damaged") / "course.md").write_bytes(b"\xff\xfe\x00")
    write(world, "course.md", lambda text: text.replace("id: twin", "id: broken"), "twin")

    page = world.client("alma").get("/author").text

    assert "No changes" in row(page)
    assert "1 error" in row(page, "broken")
    assert "The folder twin has the same id." in row(page, "broken")
    assert "1 error" in row(page, "damaged")


@pytest.mark.row("reliability:D15")
def test_a_check_that_hangs_is_not_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = world.app.extensions["aeo"].folders
    monkeypatch.setattr(type(folders._reader), "read", lambda *asked: time.sleep(2.5))
    monkeypatch.setattr("app.web.author.LIST_PATIENCE", 0.05)
    monkeypatch.setattr("app.web.author.PAGE_PATIENCE", 0.05)
    grace = world.client("grace")

    begun = time.monotonic()
    listed, compared = grace.get("/author"), grace.get(PUBLISH)

    assert time.monotonic() - begun < 2
    assert "Being checked" in listed.text
    assert "The check is under way" in compared.text
    assert grace.post(PUBLISH, {"digest": "0" * 64, "base": "1"}).status_code == 409


def test_a_course_that_takes_too_long_is_said_to(world: World) -> None:
    world.app.extensions["aeo"].folders._reader.seconds = 0.0001

    assert "This course takes more than 0.0001 seconds to read" in row(world.client("grace").get("/author").text)


def test_a_published_version_that_is_lost_does_not_hide_the_course(world: World) -> None:
    shutil.rmtree(world.settings.files_dir)
    versions.compiled_by_hash.cache_clear()
    grace = world.client("grace")

    assert "Damaged in the storage" in row(grace.get("/author").text)
    assert "The published version cannot be read" in grace.get(PUBLISH).text


def test_nothing_changed_is_said_and_there_is_no_button(world: World) -> None:
    page = world.client("grace").get(PUBLISH).text

    assert "Nothing changed since version 1" in page
    assert "Publish version" not in page
    assert form_of(page) == {}


def test_the_words_that_changed_are_marked_for_eyes_and_ears(world: World) -> None:
    path = lesson(world)
    write(world, path, lambda text: text.replace("title: ", "title: New ", 1))

    page = world.client("grace").get(PUBLISH).text

    assert re.search(r'<ins><span class="visually-hidden">put in: </span>New ?</ins>', page)
    assert "Wording 1" in page
    assert "What changed since version 1" in page


def test_a_changed_key_is_meaning_and_shows_both(world: World) -> None:
    file = next(path for path in folder_of(world).rglob("*.md") if "#q-why-single" in path.read_text("utf-8"))
    path = file.relative_to(folder_of(world)).as_posix()
    swapped = re.compile(r"(#q-why-single.*?)- \[x\](.*?)- \[ \]", re.DOTALL)
    write(world, path, lambda text: swapped.sub(r"\1- [ ]\2- [x]", text, count=1))

    page = world.client("grace").get(PUBLISH).text

    assert "Meaning 1" in page
    assert "q-why-single" in page
    assert "This decides, so it is meaning: right answers." in page
    assert "right answers" in page
    assert "<del>" in page


@pytest.mark.row("reliability:L01")
def test_publishing_makes_the_next_version_once_however_often_it_is_clicked(world: World) -> None:
    grace = world.client("grace")
    write(world, "course.md", lambda text: text + "\nOne sentence more.\n")
    page = grace.get(PUBLISH).text

    first, second = publish(grace, page), publish(grace, page)

    assert first.location == second.location == f"{PUBLISH}?published=2"
    assert numbers(world) == [2, 1]
    assert "Published as version 2" in grace.get(first.location).text
    with world.transaction() as db:
        newest = versions.newest(db, SLUG)
        assert newest.publisher_id == world_id(db, "grace")


def world_id(db: object, who: str) -> int:
    person = accounts.find(db, f"{who}@example.org")
    assert person is not None
    return person.id


def test_what_was_not_looked_at_is_not_published(world: World) -> None:
    grace = world.client("grace")
    write(world, "course.md", lambda text: text + "\nOne sentence more.\n")
    page = grace.get(PUBLISH).text
    write(world, "course.md", lambda text: text + "\nAnd another one.\n")

    answer = publish(grace, page)

    assert answer.status_code == 409
    assert "has changed since you looked" in answer.text
    assert numbers(world) == [1]


def test_what_somebody_else_published_in_between_is_not_buried(world: World) -> None:
    grace, alma = world.client("grace"), world.client("alma")
    text = (folder_of(world) / "course.md").read_text("utf-8")
    write(world, "course.md", lambda old: old + "\nGrace.\n")
    seen = grace.get(PUBLISH).text
    (folder_of(world) / "course.md").write_text(text + "\nAlma.\n", "utf-8")
    publish(alma)
    (folder_of(world) / "course.md").write_text(text + "\nGrace.\n", "utf-8")

    answer = publish(grace, seen)

    assert answer.status_code == 409
    assert "Version 2 was published while you looked" in answer.text
    assert numbers(world) == [2, 1]


def test_a_course_with_errors_is_not_published_and_the_button_says_why(world: World) -> None:
    grace = world.client("grace")
    write(world, "course.md", lambda text: text + "\nOne sentence more.\n")
    form = form_of(grace.get(PUBLISH).text)
    broken(world)

    page = grace.get(PUBLISH).text
    answer = grace.post(PUBLISH, form)

    assert re.search(r'<button class="button" type="button" aria-disabled="true" aria-describedby="not-yet"', page)
    assert "1 error stands. Mend it first." in page
    assert 'href="/author/manual/block-unknown"' in page
    assert answer.status_code == 422
    assert numbers(world) == [1]


@pytest.mark.row("reliability:D20")
def test_a_folder_that_takes_the_name_of_another_course_publishes_nothing_there(world: World) -> None:
    """Its id is what a course is published as: who writes one course must not reach another one by it."""
    course_beside(world, "other")
    with world.transaction() as db:
        db.add(CourseRecord(slug="mine", created_at=versions.newest(db, SLUG).published_at))
        db.flush()
    grace = world.client("grace")

    assert grace.get("/author/other/publish").status_code == 404
    assert grace.post("/author/other/publish", {"digest": "", "base": "0"}).status_code == 404
    assert world.client("ivan").get(PUBLISH).status_code == 404
    assert world.client("ada").get("/author").status_code == 404


def test_the_first_version_is_published_by_an_administrator(world: World) -> None:
    course_beside(world, "other")
    alma = world.client("alma")

    page = alma.get("/author/other/publish").text
    answer = alma.post("/author/other/publish", form_of(page))

    assert "Publish version 1" in page
    assert answer.location == "/author/other/publish?published=1"


def test_two_published_versions_can_be_compared(world: World) -> None:
    grace = world.client("grace")
    write(world, "course.md", lambda text: text + "\nOne sentence more.\n")
    publish(grace)
    write(world, "course.md", lambda text: text + "\nAnd another one.\n")

    page = grace.get(f"{PUBLISH}?from=1&to=2").text

    assert "From version 1 to version 2" in page
    assert "One sentence more." in page
    assert "And another one." not in page
    assert form_of(page) == {}
    assert grace.get(f"{PUBLISH}?from=7").status_code == 404


def test_who_no_longer_teaches_it_cannot_publish_it(world: World) -> None:
    grace = world.client("grace")
    write(world, "course.md", lambda text: text + "\nOne sentence more.\n")
    page = grace.get(PUBLISH).text
    with world.transaction() as db:
        teacher = accounts.find(db, "grace@example.org")
        assert teacher is not None
        staff.take(db, teacher, versions.newest(db, SLUG).course)

    assert publish(grace, page).status_code == 404
    assert numbers(world) == [1]


def test_the_manual_is_shown_and_each_code_has_its_page(world: World) -> None:
    grace = world.client("grace")

    whole = grace.get("/author/manual").text
    links = set(re.findall(r'href="(/author/manual/[a-z0-9-]+)"', whole))

    assert "Writing a course" in whole
    assert {link.rpartition("/")[2] for link in links} == set(CODES)
    assert "not known here" in grace.get("/author/manual/key-unknown").text
    assert grace.get("/author/manual/no-such-code").status_code == 404



def test_problems_are_told_in_the_language_of_the_reader_and_lead_to_the_manual(world: World) -> None:
    grace = world.client("grace")
    write(world, "course.md", lambda text: text.replace("title:", "titel: x\ntitle:", 1) + "\n::: questoin\n\n:::\n")

    grace.get("/language/fr")
    page = grace.get(PUBLISH).text
    manual = grace.get("/author/manual/block-unknown").text

    assert "La clé « titel » n’est pas connue ici." in page
    assert "Vouliez-vous dire « title » ?" in page
    assert "Il n’y a pas de bloc « questoin »." in page
    assert 'href="/author/manual/key-unknown"' in page
    assert "Il n’y a pas de bloc « … »." in manual
    assert '<div class="manual" lang="en" dir="ltr">' in manual
