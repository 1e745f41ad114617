"""The editor's pages from outside: drafts, checks as somebody types, two who save, pictures, new pages, and who reaches them."""

import html
import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from app.publishing import drafts
from tests.web.world import SLUG, Browser, World

FILE = "01-seals/01-why.md"
EDIT = f"/author/{SLUG}/edit/{FILE}"
CHECK = f"/author/{SLUG}/check/{FILE}"


def source_of(world: World, path: str = FILE) -> str:
    return (world.settings.courses_dir / SLUG / path).read_text("utf-8")


def field(page: str, name: str) -> str:
    """What a form of the page would send."""
    found = re.search(rf'name="{name}" value="([^"]*)"|<textarea[^>]*name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert found, name
    return html.unescape(found[1] if found[1] is not None else found[2])


def opened(browser: Browser, path: str = EDIT) -> dict[str, str]:
    page = browser.get(path).get_data(as_text=True)
    return {name: field(page, name) for name in ("began", "base", "text")}


def saved(browser: Browser, form: dict[str, str], text: str, path: str = EDIT) -> TestResponse:
    return browser.post(path, {**form, "text": text})


def draft_of(world: World, path: str = FILE) -> str | None:
    with world.transaction() as db:
        found = drafts.find(db, SLUG, path)
        return found.text if found else None


def png(width: int = 4, height: int = 4, *more: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x20\x80\x40" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + b"".join(chunk(b"tEXt", each) for each in more)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def uploaded(browser: Browser, name: str, data: bytes) -> TestResponse:
    form = {"csrf": browser.token, "picture": (io.BytesIO(data), name)}
    return browser.client.post(f"/author/{SLUG}/pictures/{FILE}", data=form, headers={"Accept": "application/json"})


def test_a_saved_text_is_a_draft_that_learners_and_the_folder_do_not_have(world: World) -> None:
    grace = world.client("grace")
    before = source_of(world)

    answer = saved(grace, opened(grace), before + "\nA new sentence about bolts.\n")

    assert answer.status_code == 302
    assert "A new sentence about bolts." in grace.get(EDIT).get_data(as_text=True)
    assert "A new sentence about bolts." in grace.get(f"/author/{SLUG}/see/courses/en/why").get_data(as_text=True)
    assert "A new sentence about bolts." not in world.client("").get(f"/courses/{SLUG}/why").get_data(as_text=True)
    assert source_of(world) == before


def test_without_script_the_page_lists_the_problems_of_the_draft_in_the_words_of_the_command(world: World) -> None:
    grace = world.client("grace")
    saved(grace, opened(grace), source_of(world) + "\n::: question single poins=2\n\nWhich?\n\n- [x] One\n- [ ] Two\n\n:::\n")

    page = html.unescape(grace.get(EDIT).get_data(as_text=True))

    assert "The attribute “poins” is not known for a question of type single." in page
    assert "Did you mean “points”?" in page
    assert "The block has no id." in page
    assert re.search(r'aria-disabled="true" aria-describedby="publish-why">Publish', page)


def test_a_check_tells_of_a_text_that_nobody_saved_with_what_mends_it(world: World) -> None:
    grace = world.client("grace")
    text = source_of(world) + "\n::: question single poins=2\n\nWhich?\n\n- [x] One\n- [ ] Two\n\n:::\n"
    line = text.split("\n").index("::: question single poins=2") + 1

    found = grace.send(CHECK, {"text": text}).get_json()["problems"]

    by_code = {each["code"]: each for each in found}
    misspelt = by_code["attribute-unknown"]
    assert (misspelt["line"], misspelt["column"], misspelt["message"]) == (
        line,
        21,
        "The attribute “poins” is not known for a question of type single.",
    )
    assert misspelt["fix"] == {"words": "Replace with points", "line": line, "column": 21, "length": 5, "insert": "points"}
    assert by_code["question-id"]["fix"]["insert"].strip().startswith("#q-why-")
    assert draft_of(world) is None


@pytest.mark.row("reliability:D17")
def test_of_two_who_save_the_second_gets_both_texts_and_nothing_is_lost(world: World) -> None:
    grace, alma = world.client("grace"), world.client("alma")
    base = source_of(world)
    hers, others = opened(grace), opened(alma)
    assert saved(grace, hers, base + "\nThe sentence of Grace.\n").status_code == 302

    refused = saved(alma, others, base + "\nThe sentence of Alma.\n")

    page = html.unescape(refused.get_data(as_text=True))
    assert refused.status_code == 409
    assert "Grace Okafor saved this file at" in page
    assert "The sentence of Grace." in page
    assert "The sentence of Alma." in page
    assert draft_of(world) == base + "\nThe sentence of Grace.\n"
    marked = field(refused.get_data(as_text=True), "text")
    assert "<<<<<<< yours" in marked
    assert saved(alma, {**others, "began": field(refused.get_data(as_text=True), "began")}, marked).status_code == 422
    settled = "\n".join(line for line in marked.split("\n") if not line.startswith(("<<<<<<<", "=======", ">>>>>>>")))
    again = {"began": field(refused.get_data(as_text=True), "began"), "base": field(refused.get_data(as_text=True), "base")}
    assert saved(alma, again, settled).status_code == 302
    assert "The sentence of Grace." in (draft_of(world) or "")
    assert "The sentence of Alma." in (draft_of(world) or "")


@pytest.mark.row("reliability:D17")
def test_a_script_that_saves_after_somebody_else_is_told_so_and_changes_nothing(world: World) -> None:
    grace, alma = world.client("grace"), world.client("alma")
    began = opened(alma)["began"]
    saved(grace, opened(grace), source_of(world) + "\nThe sentence of Grace.\n")

    answer = alma.send(EDIT, {"text": "something else", "began": began})

    assert answer.status_code == 409
    assert answer.get_json()["act"] == "Compare both texts"
    assert (draft_of(world) or "").endswith("The sentence of Grace.\n")


@pytest.mark.row("reliability:D18")
def test_a_file_that_changed_in_the_folder_is_shown_with_the_draft_and_not_overwritten(world: World) -> None:
    grace = world.client("grace")
    base = source_of(world)
    first = opened(grace)
    saved(grace, first, base.replace("# ", "# ", 1) + "\nThe draft.\n")
    path = world.settings.courses_dir / SLUG / FILE
    path.write_text(base.replace("title:", "minutes: 3\ntitle:", 1), "utf-8")

    page = grace.get(EDIT).get_data(as_text=True)

    assert "This file was changed in the course" in page
    joined = field(page, "text")
    assert "minutes: 3" in joined
    assert joined.endswith("The draft.\n")
    assert saved(grace, {"began": field(page, "began"), "base": ""}, joined).status_code == 302
    assert draft_of(world) == joined
    assert saved(grace, first, "from long ago").status_code == 409


@pytest.mark.row("reliability:D18")
def test_a_save_over_a_file_that_changed_in_the_folder_since_it_was_opened_gets_both_texts(world: World) -> None:
    grace = world.client("grace")
    form, base = opened(grace), source_of(world)
    (world.settings.courses_dir / SLUG / FILE).write_text(base + "\nPulled in.\n", "utf-8")

    answer = saved(grace, form, base + "\nTyped here.\n")

    assert answer.status_code == 409
    assert draft_of(world) is None
    assert "Pulled in." in answer.get_data(as_text=True)


REFUSED = dict.fromkeys(("edit", "check", "format", "drop", "copy"), (308, 404)) | {"pictures": (308, 404, 422)}
"""Two slashes in a row are sent to the address with one, where there is nothing either; without a file a picture is refused first."""


@pytest.mark.row("reliability:D20")
@pytest.mark.parametrize("act", ["edit", "check", "format", "drop", "copy", "pictures"])
@pytest.mark.parametrize(
    "path",
    ["../../app.py", "..%2F..%2Fconfig.py", "%2Fetc/passwd", "01-seals/../../x.md", ".git/config", "link.md", "way/01-why.md", "01-seals"],
)
def test_no_path_leads_out_of_the_course(world: World, tmp_path: Path, act: str, path: str) -> None:
    grace = world.client("grace")
    folder = world.settings.courses_dir / SLUG
    (tmp_path / "secret.md").write_text("secret", "utf-8")
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "way").symlink_to(folder / "01-seals", target_is_directory=True)
    sent = {"text": "x", "began": "", "base": ""}

    answers = [grace.post(f"/author/{SLUG}/{act}/{path}", sent)]
    if act == "edit":
        answers.append(grace.get(f"/author/{SLUG}/edit/{path}"))

    for answer in answers:
        assert answer.status_code in REFUSED[act]
        assert "secret" not in answer.get_data(as_text=True)
    assert (tmp_path / "secret.md").read_text("utf-8") == "secret"


@pytest.mark.row("reliability:D20")
@pytest.mark.row("reliability:L02")
@pytest.mark.parametrize("who", ["ivan", "ada"])
def test_who_does_not_teach_the_course_finds_no_editor(world: World, who: str) -> None:
    browser = world.client(who)
    sent = {"text": "x", "began": "", "base": ""}

    got = [browser.get(address).status_code for address in (EDIT, f"/author/{SLUG}/edit", f"/author/{SLUG}/see/courses/en/why")]
    got += [browser.post(f"/author/{SLUG}/{act}/{FILE}", sent).status_code for act in ("edit", "check", "drop", "copy", "pictures")]

    assert set(got) == {404}
    assert draft_of(world) is None


def test_a_picture_is_known_by_its_content_and_kept_without_what_is_no_picture(world: World) -> None:
    grace = world.client("grace")

    answer = uploaded(grace, "me/Gate photo.jpeg", png(4, 4, b"Comment\0taken at 52.1 N"))

    assert answer.get_json() == {"address": "../media/gate-photo.png"}
    with world.transaction() as db:
        kept = drafts.find(db, SLUG, "media/gate-photo.png")
        assert kept is not None
        assert world.storage.get(kept.stored or "") == png(4, 4)
    assert not (world.settings.courses_dir / SLUG / "media" / "gate-photo.png").exists()
    saved(grace, opened(grace), source_of(world) + "\n![The gate](../media/gate-photo.png)\n")
    shown = grace.get(f"/author/{SLUG}/see/courses/en/why").get_data(as_text=True)
    address = re.search(rf'src="(/author/{SLUG}/see/media/[^"]+\.png)" alt="The gate"', shown)
    assert address
    assert grace.get(address[1]).data == png(4, 4)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.png", b"no picture", "This is no picture that can be shown."),
        (
            "a.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>',
            "The element “script” cannot be used",
        ),
        ("a.svg", b"<!DOCTYPE svg []><svg/>", "The drawing has a document type"),
        ("a.png", png(1, 1)[:16] + struct.pack(">II", 60_000, 60_000) + png(1, 1)[24:], "60000 × 60000 pixels"),
        ("a.png", png(4, 4)[:60], "The picture is damaged"),
    ],
)
def test_what_is_no_sound_picture_is_refused_in_the_words_of_the_checker(world: World, name: str, data: bytes, words: str) -> None:
    answer = uploaded(world.client("grace"), name, data)

    assert answer.status_code == 422
    assert words in answer.get_json()["error"]


@pytest.mark.parametrize("kind", ["lesson", "quiz"])
def test_a_new_page_from_a_template_is_a_draft_without_errors(world: World, kind: str) -> None:
    grace = world.client("grace")
    grace.get(f"/author/{SLUG}/edit")

    answer = grace.post(f"/author/{SLUG}/new", {"kind": kind, "module": "01-seals", "title": "Bolts: the strong ones"})

    assert answer.location == f"/author/{SLUG}/edit/01-seals/03-bolts-the-strong-ones.md"
    page = grace.get(answer.location).get_data(as_text=True)
    assert 'title: "Bolts: the strong ones"' in html.unescape(page)
    assert "octagon-alert" not in page.partition("data-list")[2].partition("</section>")[0]
    assert "Bolts: the strong ones" in grace.get(f"/author/{SLUG}/see/courses/en/bolts-the-strong-ones").get_data(as_text=True)


def test_a_copy_is_kept_aside_and_never_read_by_the_course(world: World) -> None:
    grace = world.client("grace")
    text = source_of(world)

    answer = grace.post(f"/author/{SLUG}/copy/{FILE}", {"text": text})

    page = grace.get(answer.location).get_data(as_text=True)
    assert "_copies/01-seals 01-why 1.md" in page
    assert "error" not in page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_a_draft_that_is_given_up_leaves_the_file_of_the_folder(world: World) -> None:
    grace = world.client("grace")
    saved(grace, opened(grace), "another text")

    grace.post(f"/author/{SLUG}/drop/{FILE}", {})

    assert draft_of(world) is None
    assert opened(grace)["text"] == source_of(world)


def test_only_the_page_of_the_editor_may_have_styles_of_its_own_word(world: World) -> None:
    grace = world.client("grace")

    policy = grace.get(EDIT).headers["Content-Security-Policy"]
    word = re.search(r"'nonce-([^']+)'", policy)

    assert word
    assert word[1] in grace.get(EDIT).get_data(as_text=True) or "unsafe" not in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy.partition("script-src")[2].partition(";")[0]
    assert "nonce" not in grace.get(f"/author/{SLUG}/edit").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in grace.get(f"/author/{SLUG}/see/courses/en/why").headers["Content-Security-Policy"]


def test_the_preview_marks_an_answer_and_keeps_nothing(world: World) -> None:
    grace = world.client("grace")
    page = grace.get(f"/author/{SLUG}/see/courses/en/why").get_data(as_text=True)
    before = world.rows()

    address = re.search(rf'action="(/author/{SLUG}/see/courses/en/why/practice/q-why-single[^"]*)"', page)
    assert address
    answer = grace.post(html.unescape(address[1]), {"answer": "02"})

    assert answer.status_code == 200
    assert world.rows() == before


def test_the_format_button_gives_what_the_command_writes(world: World) -> None:
    grace = world.client("grace")

    answer = grace.send(f"/author/{SLUG}/format/{FILE}", {"text": "---\ntitle: A\nid: a\n---\n## Head\ntext\n"}).get_json()

    assert answer["text"] == "---\nid: a\ntitle: A\n---\n\n## Head\n\ntext\n"
