"""From the editor to the version: drafts in the list, in the comparison, and published from it."""

import html
import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.people import accounts
from app.publishing import drafts, versions
from tests.web.world import SLUG, Browser, World

FILE = "01-seals/01-why.md"
EDIT = f"/author/{SLUG}/edit/{FILE}"
PUBLISH = f"/author/{SLUG}/publish"
MORE = "\nA new sentence about bolts.\n"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other tests is slow."""
    monkeypatch.setattr("app.web.author.LIST_PATIENCE", 60)
    monkeypatch.setattr("app.web.author.PAGE_PATIENCE", 60)


def file_of(world: World, path: str = FILE) -> Path:
    return world.settings.courses_dir / SLUG / path


def saved(browser: Browser, world: World, more: str, path: str = FILE) -> None:
    """Write at the end of a file in the editor, as one does there."""
    page = browser.get(f"/author/{SLUG}/edit/{path}").text
    began = re.search(r'name="began" value="([^"]*)"', page)
    text = re.search(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert began
    assert text
    old = html.unescape(text[1])
    answer = browser.post(f"/author/{SLUG}/edit/{path}", {"began": began[1], "base": old, "text": old + more})
    assert answer.status_code == 302


def form_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(digest|base)" value="([^"]*)"', page))


def publish(browser: Browser, page: str = "") -> TestResponse:
    return browser.post(PUBLISH, form_of(page or browser.get(PUBLISH).text))


def row(page: str) -> str:
    return next(each for each in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f'href="{PUBLISH}"' in each)


def numbers(world: World) -> list[int]:
    with world.transaction() as db:
        return [version.number for version in versions.versions(db, SLUG)]


def waiting(world: World) -> list[str]:
    with world.transaction() as db:
        return [each.path for each in drafts.of_course(db, SLUG)]


def learned(world: World) -> str:
    return world.client("").get(f"/courses/{SLUG}/why").text


def test_a_draft_is_compared_and_published_and_learners_have_it_only_then(world: World) -> None:
    grace = world.client("grace")
    before = file_of(world).read_text("utf-8")
    saved(grace, world, MORE)

    listed, page = row(grace.get("/author").text), grace.get(PUBLISH).text
    learned_before, on_disk = learned(world), file_of(world).read_text("utf-8")
    answer = publish(grace, page)

    assert "1 draft waits" in listed
    assert "1 part differs" in listed
    assert "A new sentence about bolts." in page
    assert f'href="{EDIT}"' in page
    assert "A new sentence about bolts." not in learned_before
    assert on_disk == before
    assert answer.location == f"{PUBLISH}?published=2"
    assert "A new sentence about bolts." in learned(world)
    assert file_of(world).read_text("utf-8") == before + MORE
    assert waiting(world) == []
    after = row(grace.get("/author").text)
    assert "No changes" in after
    assert "waits" not in after


@pytest.mark.row("reliability:L01")
def test_a_second_click_finds_the_drafts_published(world: World) -> None:
    grace = world.client("grace")
    saved(grace, world, MORE)
    page = grace.get(PUBLISH).text

    first, second = publish(grace, page), publish(grace, page)

    assert first.location == second.location == f"{PUBLISH}?published=2"
    assert numbers(world) == [2, 1]


def test_a_click_that_read_the_drafts_before_another_published_them_finds_it_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second click has looked when the first one writes, so it comes to its transaction with drafts that have ended."""
    grace, again = world.client("grace"), world.client("grace")
    saved(grace, world, MORE)
    page = grace.get(PUBLISH).text
    hold, done = drafts.hold, []

    def first_one_publishes(db: Session, slug: str) -> None:
        person = accounts.find(db, "grace@example.org")
        assert person is not None
        folder = file_of(world).parents[1]
        overlay = drafts.overlay(db, world.storage, slug)
        checked = world.app.extensions["aeo"].folders.look(folder, 60, overlay=overlay)
        done.append(drafts.release(db, world.storage, folder, slug, checked.reading, "1", clock.now(), person).made)
        hold(db, slug)

    monkeypatch.setattr(drafts, "hold", first_one_publishes)

    answer = publish(again, page)

    assert done == [True]
    assert answer.location == f"{PUBLISH}?published=2"
    assert numbers(world) == [2, 1]
    assert waiting(world) == []


def test_the_draft_of_another_author_is_shown_with_their_name_and_published_too(world: World) -> None:
    grace, alma = world.client("grace"), world.client("alma")
    saved(alma, world, "\nThe sentence of Alma.\n")
    saved(grace, world, "\nThe sentence of Grace.\n", "course.md")

    page = grace.get(PUBLISH).text
    publish(grace, page)

    drafted = page.partition('id="drafts"')[2].partition("</section>")[0]
    assert re.search(rf"{FILE}.*Alma", drafted)
    assert re.search(r"course\.md.*Grace", drafted)
    assert "2 drafts wait" in page
    assert "The sentence of Alma." in page
    assert waiting(world) == []
    assert "The sentence of Alma." in learned(world)


def test_a_draft_that_another_author_saves_after_one_looked_is_not_published_unseen(world: World) -> None:
    grace, alma = world.client("grace"), world.client("alma")
    saved(grace, world, MORE)
    page = grace.get(PUBLISH).text
    saved(alma, world, "\nUnseen.\n", "course.md")

    answer = publish(grace, page)

    assert answer.status_code == 409
    assert "has changed since you looked" in answer.text
    assert numbers(world) == [1]
    assert waiting(world) == [FILE, "course.md"]


def test_a_draft_saved_between_check_and_publishing_is_neither_published_nor_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    grace = world.client("grace")
    saved(grace, world, MORE)
    page = grace.get(PUBLISH).text
    hold = drafts.hold

    def another_saves(db: Session, slug: str) -> None:
        hold(db, slug)
        person = accounts.find(db, "alma@example.org")
        assert person is not None
        drafts.keep(db, slug, FILE, text="later", base=None, person=person, now=clock.now())

    monkeypatch.setattr(drafts, "hold", another_saves)

    assert publish(grace, page).status_code == 409
    assert numbers(world) == [1]
    assert waiting(world) == [FILE]
    assert MORE not in file_of(world).read_text("utf-8")


@pytest.mark.row("reliability:D18")
def test_a_file_that_changed_under_its_draft_holds_publishing_up_with_a_reason(world: World) -> None:
    grace = world.client("grace")
    saved(grace, world, MORE)
    form = form_of(grace.get(PUBLISH).text)
    file_of(world).write_text(file_of(world).read_text("utf-8") + "\nPulled in.\n", "utf-8")

    page = grace.get(PUBLISH).text
    answer = grace.post(PUBLISH, form)

    assert f"The file {FILE} changed under its draft." in page
    assert re.search(r'<button class="button" type="button" aria-disabled="true" aria-describedby="not-yet"', page)
    assert answer.status_code == 409
    assert numbers(world) == [1]
    assert waiting(world) == [FILE]
    assert file_of(world).read_text("utf-8").endswith("Pulled in.\n")


def test_an_error_in_a_draft_switches_publishing_off_here_and_in_the_editor(world: World) -> None:
    grace = world.client("grace")
    saved(grace, world, "\n::: nothing\n\n:::\n")

    page, editor = grace.get(PUBLISH).text, grace.get(EDIT).text

    assert "1 error stands. Mend it first." in page
    assert f'<a href="{EDIT}">{FILE}:' in page
    assert re.search(r'aria-disabled="true" aria-describedby="publish-why">Publish', editor)
    assert grace.post(PUBLISH, {"digest": "", "base": "1"}).status_code == 422
    assert "Mend it first" not in row(grace.get("/author").text)
    assert "1 error" in row(grace.get("/author").text)


def test_drafts_that_change_nothing_for_a_reader_still_reach_the_folder(world: World) -> None:
    grace = world.client("grace")
    saved(grace, world, "\n\n")

    page = grace.get(PUBLISH).text
    answer = publish(grace, page)

    assert "no version is made" in page
    assert "Write the drafts into the folder" in page
    assert "Publish version" not in page
    assert answer.location == PUBLISH
    assert numbers(world) == [1]
    assert waiting(world) == []
    assert file_of(world).read_text("utf-8").endswith("\n\n\n")


def test_a_picture_that_the_storage_lost_is_said_of_its_course_and_hides_none(world: World) -> None:
    grace = world.client("grace")
    with world.transaction() as db:
        person = accounts.find(db, "grace@example.org")
        assert person is not None
        drafts.keep(db, SLUG, "media/gone.png", stored="0" * 64, person=person, now=clock.now())

    listed, compared = grace.get("/author"), grace.get(PUBLISH)

    assert "Not checked" in row(listed.text)
    assert "The course could not be checked" in compared.text


def test_list_comparison_editor_and_manual_lead_to_one_another(world: World) -> None:
    grace = world.client("grace")
    saved(grace, world, "\n::: nothing\n\n:::\n")
    files = f"/author/{SLUG}/edit"

    listed, compared, editor, every = (grace.get(each).text for each in ("/author", PUBLISH, EDIT, files))

    assert f'href="{files}"' in row(listed)
    assert f'href="{files}"' in compared
    for page in (editor, every):
        assert 'href="/author"' in page
        assert f'href="{PUBLISH}"' in page
    assert 'href="/author/manual/block-unknown"' in editor
    for address in ("/author/manual/block-unknown", PUBLISH, files, "/author"):
        assert grace.get(address).status_code == 200


def test_an_administrator_edits_a_course_before_its_first_version(world: World) -> None:
    shutil.copytree(world.settings.courses_dir / SLUG, world.settings.courses_dir / "other")
    page = world.settings.courses_dir / "other" / "course.md"
    page.write_text(page.read_text("utf-8").replace(f"id: {SLUG}", "id: other"), "utf-8")

    assert world.client("alma").get("/author/other/edit/course.md").status_code == 200
    assert world.client("grace").get("/author/other/edit/course.md").status_code == 404


def test_the_editor_tells_problems_in_the_language_of_the_reader(world: World) -> None:
    grace = world.client("grace")
    saved(grace, world, "\n::: questoin\n\n:::\n")

    grace.get("/language/fr")

    assert "Il n’y a pas de bloc « questoin »." in grace.get(EDIT).text
