"""A folder that is being written: each save is noticed, and what was sound before is kept for pages that cannot be shown now."""

import threading

import pytest

from app.content import live as module
from app.content.live import Live, revision_of
from tests.content.folders import front, write

PAGE = "01-part/01-page.md"


def test_a_save_of_the_same_length_is_another_revision(tmp_path):
    folder = write(tmp_path, {PAGE: front("page") + "Seal.\n"})
    before = revision_of(folder)

    (folder / PAGE).write_text(front("page") + "Lock.\n")

    assert revision_of(folder) != before


def test_what_is_not_changed_is_not_read_again(tmp_path):
    live = Live(write(tmp_path, {}))

    assert live.look() is live.look()


def test_files_that_an_editor_hides_beside_the_course_change_nothing(tmp_path):
    live = Live(write(tmp_path, {}))
    before = live.look().revision
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_text("x")

    assert live.look().revision == before


def test_an_error_keeps_the_last_sound_state_beside_what_can_be_read_now(tmp_path):
    folder = write(tmp_path, {})
    live = Live(folder)
    sound = live.look().course

    (folder / PAGE).write_text(front("page") + "New.\n\n![](none.svg)\n")
    draft = live.look()

    assert draft.sound is sound
    assert draft.course is not None
    assert "New." in draft.course.modules[0].lessons[0].texts["en"].parts[0].html
    assert (draft.errors, draft.warnings) == (len(draft.problems), 0)
    assert {each.line for each in draft.problems} == {8}


def test_a_folder_that_has_gone_is_a_problem_and_no_fault(tmp_path):
    folder = write(tmp_path / "course", {})
    live = Live(folder)
    sound = live.look().course
    folder.rename(tmp_path / "elsewhere")

    draft = live.look()

    assert ([each.code for each in draft.problems], draft.course, draft.sound) == (["course-folder"], None, sound)


def test_each_file_is_known_by_its_lesson_also_a_translated_one_and_one_that_cannot_be_read_now(tmp_path):
    folder = write(tmp_path, {"course.fr.md": "---\nid: course\ntitle: Cours\n---\n", "01-part/01-page.fr.md": front("page") + "Texte.\n"})
    live = Live(folder)

    assert live.look().pages == {PAGE: "page", "01-part/01-page.fr.md": "page"}

    (folder / PAGE).write_bytes(b"\xff\xfe")

    assert live.look().pages[PAGE] == "page"


def test_who_waits_hears_of_a_change_and_else_of_the_end_of_the_time(tmp_path):
    folder = write(tmp_path, {})
    live = Live(folder)
    before = live.look().revision

    assert live.wait(before, 0.01) == before

    (folder / PAGE).write_text(front("page") + "New.\n")
    threading.Timer(0.05, live.look).start()

    assert live.wait(before, 20) == revision_of(folder) != before


def test_many_who_look_at_once_read_once(tmp_path):
    live = Live(write(tmp_path, {}))
    found = []
    threads = [threading.Thread(target=lambda: found.append(live.look())) for _each in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({id(each) for each in found}) == 1


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    folder = write(tmp_path / "course", {})
    (tmp_path / "secret").mkdir()
    (folder / "02-part").symlink_to(tmp_path / "secret")
    before = revision_of(folder)
    (tmp_path / "secret" / "x.md").write_text("x")

    assert revision_of(folder) == before




def test_a_file_that_goes_away_while_it_is_looked_at_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setattr("app.content.bodies.os.walk", lambda folder: [(str(folder), [], ["gone.md"])])

    assert revision_of(tmp_path) == revision_of(tmp_path / "empty")


def test_a_file_that_goes_away_before_it_is_read_is_missed_at_the_next_look(tmp_path, monkeypatch):
    folder = write(tmp_path, {})
    live = Live(folder)
    before = live.look()
    (folder / PAGE).write_text(front("page") + "New.\n")

    def gone(folder, bodies):
        raise FileNotFoundError(PAGE)

    with monkeypatch.context() as patch:
        patch.setattr(module, "read_as_it_stands", gone)
        assert live.look() is before

    assert live.look() is not before


def test_a_file_that_may_not_be_read_is_told_of(tmp_path, monkeypatch):
    def closed(folder, bodies):
        raise PermissionError(13, "Permission denied", PAGE)

    monkeypatch.setattr(module, "read_as_it_stands", closed)

    with pytest.raises(PermissionError):
        Live(write(tmp_path, {})).look()
