"""Drafts: apart from the folder until they are published, and never one over another."""

import errno
import os
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.content.reader import Reading, read_course
from app.errors import Invalid, NotFound, Refused
from app.people import accounts
from app.people.models import Person
from app.publishing import course_files, drafts, versions
from app.publishing.drafts import Clash
from app.publishing.models import Draft
from app.publishing.workbench import Workbench
from app.storage import Storage
from tests.content.folders import front, write

PAGE = "01-part/01-page.md"
TEXT = front("page") + "Text of the page.\n"
COURSE = "---\nid: seals\ntitle: Seals\nlanguage: en\n---\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "courses" / "seals", {"course.md": COURSE, "01-part/module.md": front("part"), PAGE: TEXT})


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "files")


@pytest.fixture
def grace(session: Session, now: datetime) -> Person:
    return accounts.add(session, "grace@example.org", "Grace", now, roles=("instructor",))


def save(session: Session, folder: Path, who: Person, now: datetime, text: str, began: str = "", base: str = TEXT) -> Draft | Clash:
    sign = began or drafts.state_of(session, folder, "seals", PAGE).sign
    return drafts.save(session, folder, "seals", PAGE, text=text, began=sign, base=base, person=who, now=now)


def reading(session: Session, storage: Storage, folder: Path) -> Reading:
    bench = Workbench(folder)
    bench.look(drafts.overlay(session, storage, "seals"))
    return read_course(bench.whole.folder)


def test_a_draft_is_read_back_and_the_file_stays(session: Session, folder: Path, grace: Person, now: datetime) -> None:
    kept = save(session, folder, grace, now, TEXT + "More.\n")

    state = drafts.existing(session, folder, "seals", PAGE)
    assert isinstance(kept, Draft)
    assert (state.text, state.on_disk) == (TEXT + "More.\n", TEXT)
    assert not state.moved
    assert drafts.disturbed(state) is None


def test_the_same_text_again_is_no_clash(session: Session, folder: Path, grace: Person, now: datetime) -> None:
    old = drafts.state_of(session, folder, "seals", PAGE).sign
    save(session, folder, grace, now, TEXT + "More.\n")

    assert isinstance(save(session, folder, grace, now, TEXT + "More.\n", old), Draft)


@pytest.mark.row("reliability:D17")
def test_a_save_from_an_old_text_overwrites_nothing(session: Session, folder: Path, grace: Person, now: datetime) -> None:
    old = drafts.state_of(session, folder, "seals", PAGE).sign
    save(session, folder, grace, now, TEXT + "First.\n")

    clash = save(session, folder, grace, now, TEXT + "Second.\n", old)

    assert isinstance(clash, Clash)
    assert (clash.base, clash.mine, clash.theirs, clash.who) == (TEXT, TEXT + "Second.\n", TEXT + "First.\n", "Grace")
    assert isinstance(save(session, folder, grace, now, TEXT + "First.\nSecond.\n", clash.sign, clash.theirs), Draft)


@pytest.mark.row("reliability:D18")
def test_a_file_that_changed_under_a_draft_is_a_clash_until_somebody_joins_both(
    session: Session, folder: Path, storage: Storage, grace: Person, now: datetime
) -> None:
    save(session, folder, grace, now, TEXT + "Draft.\n")
    old = drafts.state_of(session, folder, "seals", PAGE).sign
    (folder / PAGE).write_text("Pulled.\n" + TEXT, "utf-8")

    found = drafts.disturbed(drafts.state_of(session, folder, "seals", PAGE))
    clash = save(session, folder, grace, now, TEXT + "Draft, more.\n", old)

    assert found is not None
    assert (found.base, found.mine, found.theirs) == (TEXT, TEXT + "Draft.\n", "Pulled.\n" + TEXT)
    assert isinstance(clash, Clash)
    assert (clash.mine, clash.theirs) == (TEXT + "Draft, more.\n", "Pulled.\n" + TEXT)
    with pytest.raises(Refused, match="changed under its draft"):
        drafts.write_out(session, storage, folder, "seals")
    assert (folder / PAGE).read_text("utf-8") == "Pulled.\n" + TEXT
    assert isinstance(save(session, folder, grace, now, "joined\n", clash.sign), Draft)


def test_publishing_makes_a_version_of_folder_and_drafts_and_ends_the_drafts(
    session: Session, folder: Path, storage: Storage, grace: Person, now: datetime
) -> None:
    (folder / PAGE).write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    save(session, folder, grace, now, TEXT + "New words.\n")
    drafts.start(session, folder, "seals", "01-part/02-new.md", front("new") + "New page.\n", grace, now)
    copy = drafts.keep_copy(session, "seals", PAGE, "aside", grace, now)

    done = drafts.release(session, storage, folder, "seals", reading(session, storage, folder), "1.0", now, grace)

    course = versions.compiled(storage, done.version)
    assert [lesson.id for lesson in course.modules[0].lessons] == ["page", "new"]
    assert (folder / PAGE).read_bytes() == b"\xef\xbb\xbf" + (TEXT + "New words.\n").replace("\n", "\r\n").encode()
    assert read_course(folder).course == course
    assert [each.path for each in drafts.of_course(session, "seals")] == [copy.path]


def test_a_course_with_errors_or_another_id_is_not_published_and_its_drafts_stay(
    session: Session, folder: Path, storage: Storage, grace: Person, now: datetime
) -> None:
    save(session, folder, grace, now, TEXT + "![](none.svg)\n")
    with pytest.raises(Invalid, match="errors"):
        drafts.release(session, storage, folder, "seals", reading(session, storage, folder), "1.0", now, grace)
    with pytest.raises(Invalid, match="another id"):
        drafts.release(session, storage, folder, "bolts", read_course(folder), "1.0", now, grace)

    assert (folder / PAGE).read_text("utf-8") == TEXT
    assert drafts.find(session, "seals", PAGE) is not None


@pytest.mark.row("reliability:D19")
def test_a_disk_that_is_full_while_drafts_are_written_out_leaves_the_old_file_complete(
    session: Session, folder: Path, storage: Storage, grace: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(session, folder, grace, now, TEXT + "New words.\n")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), session.begin_nested():
        drafts.write_out(session, storage, folder, "seals")

    assert (folder / PAGE).read_text("utf-8") == TEXT
    assert sorted(path.name for path in (folder / PAGE).parent.iterdir()) == ["01-page.md", "module.md"]
    assert drafts.existing(session, folder, "seals", PAGE).text == TEXT + "New words.\n"


def test_a_name_that_is_taken_is_refused_and_a_draft_can_be_given_up(session: Session, folder: Path, grace: Person, now: datetime) -> None:
    with pytest.raises(Invalid, match="already a file"):
        drafts.start(session, folder, "seals", PAGE, "x", grace, now)
    drafts.start(session, folder, "seals", "01-part/09-x.md", "x", grace, now)

    drafts.drop(session, "seals", "01-part/09-x.md")
    drafts.drop(session, "seals", "01-part/09-x.md")
    session.flush()

    with pytest.raises(NotFound):
        drafts.existing(session, folder, "seals", "01-part/09-x.md")


def test_two_copies_of_one_file_have_two_names(session: Session, grace: Person, now: datetime) -> None:
    made = [drafts.keep_copy(session, "seals", PAGE, text, grace, now).path for text in ("one", "two")]

    assert made == ["_copies/01-part 01-page 1.md", "_copies/01-part 01-page 2.md"]


@pytest.mark.parametrize("text", ["a\0b", "a\x07b", "x" * 300_000, "a\ud800"])
def test_a_text_that_the_checker_would_not_read_is_not_kept(text: str) -> None:
    with pytest.raises(Invalid):
        course_files.accepted(text)


@pytest.mark.row("reliability:D20")
@pytest.mark.parametrize(
    "path",
    [
        "../x.md",
        "/x.md",
        "a/../x.md",
        ".x.md",
        "a/.git/x.md",
        "a//x.md",
        "a/b/c/d/e.md",
        "x.py",
        "a\\x.md",
        "a\0.md",
        "x.md/",
        "_x.md",
        " .md",
    ],
)
def test_a_path_of_no_course_file_is_refused(path: str) -> None:
    with pytest.raises(NotFound):
        course_files.text_path(path)


@pytest.mark.row("reliability:D20")
def test_no_step_of_a_path_may_be_a_link_a_folder_or_a_pipe(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", "utf-8")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "way").symlink_to(tmp_path, target_is_directory=True)
    (folder / "folder.md").mkdir()

    for path in ("link.md", "way/secret.md"):
        with pytest.raises(NotFound):
            course_files.read_bytes(folder, path)
        with pytest.raises(NotFound):
            course_files.write(folder, path, b"x")
    assert course_files.read_bytes(folder, "none/none.md") is None
    assert course_files.read_bytes(tmp_path / "nowhere", "x.md") is None
    assert (tmp_path / "secret.md").read_text("utf-8") == "secret"


def test_a_draft_whose_file_changed_or_went_out_of_reach_is_told_before_publishing(
    session: Session, folder: Path, grace: Person, now: datetime
) -> None:
    save(session, folder, grace, now, TEXT + "Draft.\n")
    drafts.keep_copy(session, "seals", PAGE, "aside", grace, now)
    before = drafts.moved(session, folder, "seals")
    (folder / PAGE).write_text("Pulled.\n" + TEXT, "utf-8")
    changed = drafts.moved(session, folder, "seals")
    (folder / PAGE).unlink()
    (folder / PAGE).symlink_to(folder / "course.md")

    assert (before, changed, drafts.moved(session, folder, "seals")) == ([], [PAGE], [PAGE])


def test_a_file_in_another_encoding_cannot_be_edited_here(folder: Path) -> None:
    (folder / PAGE).write_bytes(b"caf\xe9")

    with pytest.raises(Invalid, match="UTF-8"):
        course_files.read_text(folder, PAGE)
