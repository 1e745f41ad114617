"""Files of every kind: read, or refused with the place; in their order; and folders without any marker of ours."""

import os
from pathlib import Path

import pytest

from app.content.files import read_text
from app.content.problems import Log, Problem
from app.content.reader import read_course
from tests.content.folders import codes, front, html, sound, write


@pytest.mark.row("reliability:D09")
@pytest.mark.parametrize(
    "page",
    [
        b"\xef\xbb\xbf" + (front("page") + "Caf\u00e9.\n").encode(),
        (front("page") + "One.\n\nTwo.\n").replace("\n", "\r\n").encode(),
        (front("page") + "One.\n\nTwo.\n").replace("\n", "\r").encode(),
        (front("page") + "No end").encode(),
        (front("page") + "\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \U0001f600\n").encode(),
        (front("page") + "One\n\n---\n\nTwo\n").encode(),
        (front("page") + "Write `<script>` as text.\n").encode(),
    ],
    ids=["bom", "crlf", "cr", "no final line end", "scripts", "dashes", "about scripts"],
)
def test_ordinary_files_are_read_without_a_word(page: bytes, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": page}))

    assert reading.problems == ()
    assert html(sound(reading)).startswith("<p>")


@pytest.mark.row("reliability:D08")
@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"---\nid: page\ntitle: Page\n---\n\nCaf\xe9.\n", "file-not-utf8", "byte 33"),
        ("---\nid: page\n".encode("utf-16"), "file-not-utf8", "byte 0"),
        ("---\nid: page\n".encode("utf-16-le"), "file-nul", "Byte 1"),
        (b"\x1f\x8b\x08\x00\x00\x00", "file-not-utf8", "byte 1"),
        (b"Text\0", "file-nul", "Byte 4"),
    ],
)
def test_what_is_no_text_is_refused_with_the_byte(data: bytes, code: str, words: str, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": data}))

    assert codes(reading) == [code]
    assert words in reading.problems[0].message


@pytest.mark.row("reliability:D08")
def test_a_broken_course_leaves_the_next_one_alone(tmp_path: Path):
    broken = read_course(write(tmp_path / "a", {"course.md": b"\xff\xfe\xff"}))
    whole = read_course(write(tmp_path / "b", {}))

    assert broken.course is None
    assert sound(whole).id == "course"


@pytest.mark.parametrize("name", [b"02-a\xff.md", b"02-a\nb.md", b"02-a\x1b[2J.md", "02-\u202ea.md".encode()])
def test_a_name_that_no_screen_should_show_is_told_and_left_out(name: bytes, tmp_path: Path):
    folder = write(tmp_path, {})
    (Path(os.fsdecode(bytes(folder / "01-part") + b"/" + name))).write_text("Text.\n", "utf-8")

    reading = read_course(folder)

    assert codes(reading) == ["file-unreadable"]
    assert reading.problems[0].path.startswith("01-part/02-")
    assert reading.problems[0].path.isprintable()


@pytest.mark.row("reliability:D07")
@pytest.mark.parametrize("sign", ["\x01", "\x1b", "\x7f", "\ufffe", "\uffff"])
def test_no_title_holds_what_the_manifest_of_a_package_may_not(sign: str, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": f"# A{sign}B\n\nText.\n"}))

    assert "control-character" in codes(reading)
    assert sound(reading).modules[0].lessons[0].texts["en"].title == "A\ufffdB"


@pytest.mark.row("reliability:I27")
def test_a_file_that_nobody_may_read_is_told(tmp_path: Path):
    problems: list[Problem] = []

    text = read_text(tmp_path, "gone.md", Log("gone.md", problems))

    assert text is None
    assert [problem.code for problem in problems] == ["file-unreadable"]


@pytest.mark.row("reliability:D12")
@pytest.mark.parametrize("text", ["---\nid: [\n---\n", "---\n\tid: x\n---\n", "---\nid: x\n", "---\n---\n", "---\nid: x\n...\n---\n"])
def test_broken_front_matter_is_told_with_its_line(text: str, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": text}))

    assert reading.course is None
    assert all(problem.path == "01-part/01-page.md" and problem.line >= 1 for problem in reading.problems)


@pytest.mark.row("reliability:D12")
def test_an_empty_file_is_an_empty_page(tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/02-empty.md": b" "}))

    assert codes(reading) == ["id-from-name", "title-from-name"]


@pytest.mark.row("reliability:D15")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("minutes: 0123", "value-whole"),
        ("minutes: .nan", "value-whole"),
        ("minutes: -5", "value-whole"),
        ("minutes: 1e3", "value-whole"),
        ('minutes: "5"', "value-whole"),
        ("minutes: \u0665", "value-whole"),
        ("required: no", "value-word"),
        ("required: yes", "value-word"),
        ("summary: ~", "value-text"),
        ("summary: [a]", "value-text"),
        ("summary: {a: b}", "value-text"),
        ("tags: a, b", "value-list"),
        ("cites: [{a: b}]", "value-cite"),
        ("kind: exam", "value-word"),
        ("titel: x", "key-unknown"),
        ("summary: a\nsummary: b", "key-repeated"),
    ],
)
def test_a_value_never_turns_into_another_meaning(line: str, code: str, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": front("page", line + "\n") + "Text.\n"}))

    assert codes(reading) == [code]


@pytest.mark.row("reliability:D15")
@pytest.mark.parametrize("text", ["12:30", "2024", "no", "0x10", "1_000"])
def test_a_title_is_what_was_written(text: str, tmp_path: Path):
    course = sound(read_course(write(tmp_path, {"01-part/01-page.md": f"---\nid: page\ntitle: {text}\n---\n"})))

    assert course.modules[0].lessons[0].texts["en"].title == text


@pytest.mark.row("reliability:D16")
@pytest.mark.parametrize("identity", ["../x", "P", "a b", "\u0430bc", "a" * 65, "a/b", "a_b"])
def test_an_id_is_small_latin_letters_figures_and_hyphens(identity: str, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": f"---\nid: {identity}\ntitle: Page\n---\n"}))

    assert codes(reading) == ["value-id"]


@pytest.mark.row("reliability:D16")
def test_a_title_is_text_and_has_an_end(tmp_path: Path):
    page = "---\nid: page\ntitle: <b>{{x}}</b>\n---\n"
    course = sound(read_course(write(tmp_path / "a", {"01-part/01-page.md": page})))
    long = read_course(write(tmp_path / "b", {"01-part/01-page.md": f"---\nid: page\ntitle: {'x' * 10_000}\n---\n"}))

    assert course.modules[0].lessons[0].texts["en"].title == "<b>{{x}}</b>"
    assert codes(long) == ["value-length"]


def test_the_number_in_a_name_gives_the_order_and_the_place_gives_the_number(tmp_path: Path):
    files: dict[str, str | bytes] = {"01-part/01-page.md": ""}
    for name in ("10-ten", "2-two", "90-last", "1-one", "extra"):
        files[f"01-part/{name}.md"] = front(name.partition("-")[2] or name)
    files["_drafts/x.md"] = files[".hidden/x.md"] = "x"

    course = sound(read_course(write(tmp_path, files)))

    assert [(lesson.number, lesson.id) for lesson in course.modules[0].lessons] == [
        ("1.1", "one"),
        ("1.2", "two"),
        ("1.3", "ten"),
        ("1.4", "last"),
        ("1.5", "extra"),
    ]


def test_a_folder_without_any_marker_is_a_readable_course(tmp_path: Path):
    (tmp_path / "My Course").mkdir()
    for name, text in {
        "README.md": "# How to validate\n\nWelcome.\n",
        "LICENSE.md": "Free.",
        "01 First steps.md": "# First steps\n\n[One](02_second.md), a [lost one](none.pdf).\n\n# Another\n\n#### Deep\n\n![](none.png)\n",
        "02_second.md": "No title here.\n",
        "\u0645.md": "Text.\n",
    }.items():
        (tmp_path / "My Course" / name).write_text(text, "utf-8")

    reading = read_course(tmp_path / "My Course")

    course = sound(reading)
    assert (course.id, course.texts["en"].title, course.texts["en"].html) == ("my-course", "How to validate", "<p>Welcome.</p>\n")
    assert [(lesson.id, lesson.texts["en"].title) for lesson in course.modules[0].lessons] == [
        ("first-steps", "First steps"),
        ("second", "Second"),
        ("page", "\u0645"),
    ]
    assert 'href="aeo-lesson:second"' in html(course)
    assert "<a>lost one</a>" in html(course)
    assert '<h3 id="s-deep">' in html(course)
    assert {problem.severity for problem in reading.problems} == {"warning"}


def test_a_folder_with_nothing_at_all_is_no_course(tmp_path: Path):
    reading = read_course(tmp_path)

    assert "course-empty" in codes(reading)
    assert reading.course is None


def test_names_that_would_give_the_same_id_give_two(tmp_path: Path):
    course = sound(read_course(write(tmp_path, {"01-part/02-x y.md": "a", "01-part/03-x.y.z.md": "b", "01-part/04-x_y.md": "c"})))

    assert [lesson.id for lesson in course.modules[0].lessons] == ["page", "x-y", "x-y-z", "x-y-2"]
