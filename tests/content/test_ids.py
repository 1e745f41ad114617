"""Missing ids are found and filled in, and not a byte more is changed."""

import re
from pathlib import Path

import pytest

from app.content.canonical import content_hash
from app.content.ids import Missing, fill_ids
from app.content.reader import read_course
from app.content.starter import starter
from tests.content.folders import codes, front, question, sound, write

FRENCH = "---\nid: course\ntitle: Cours\n---\n"
BARE = "---\ntitle: Page\n---\n\n::: question single points=2\n\nWhich?\n\n- [x] a\n- [ ] b\n\n> explain: a.\n\n:::\n"


def put(folder: Path) -> tuple[Missing, ...]:
    """What was missing; the files are written."""
    filled = fill_ids(folder)
    for path, data in filled.files.items():
        (folder / path).write_bytes(data)
    return filled.missing


def told(missing: tuple[Missing, ...]) -> list[str]:
    return [f"{each.path}:{each.line} {each.what} {each.id}" for each in missing]


def without(data: bytes, *added: str) -> bytes:
    for words in added:
        assert data.count(words.encode()) == 1, words
        data = data.replace(words.encode(), b"")
    return data


def test_each_missing_id_is_found_at_its_place(tmp_path: Path):
    pool = ":::: pool pick=1\n\n::: question truefalse\n\nIs it?\n\n- [x] true\n- [ ] false\n\n> explain: Yes.\n\n:::\n\n::::\n"
    folder = write(tmp_path, {"01-part/01-page.md": BARE, "01-part/90-quiz.md": front("quiz", "kind: quiz\n") + pool})

    assert told(put(folder)) == [
        "01-part/01-page.md:2 lesson page",
        "01-part/01-page.md:5 question q-page-1",
        "01-part/90-quiz.md:7 pool p-quiz-1",
        "01-part/90-quiz.md:9 question q-quiz-1",
    ]
    assert codes(read_course(folder)) == []
    assert put(folder) == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_nothing_else_is_changed(tmp_path: Path, ending: str, mark: bytes, last: str):
    before = mark + (BARE.rstrip("\n") + last).replace("\n", ending).encode()
    folder = write(tmp_path, {"01-part/01-page.md": before})
    others = {path: path.read_bytes() for path in folder.rglob("*.md") if path.name != "01-page.md"}

    put(folder)

    assert without((folder / "01-part/01-page.md").read_bytes(), f"id: page{ending}", " #q-page-1") == before
    assert {path: path.read_bytes() for path in others} == others


def test_mixed_line_ends_spaces_and_odd_signs_stay(tmp_path: Path):
    before = (
        b"---\r\ntitle: Page  \n---\n\ntext \t\r\n\x0bmore \xe2\x80\xae\n\n:::   question   single   \n\nWhich?\n\n- [x] a\n- [ ] b\n\n:::"
    )
    folder = write(tmp_path, {"01-part/01-page.md": before})

    put(folder)

    after = (folder / "01-part/01-page.md").read_bytes()
    assert without(after, "id: page\r\n", " #q-page-1") == before
    assert b":::   question   single #q-page-1   \n" in after


def test_an_id_in_use_is_never_given_again(tmp_path: Path):
    page = BARE + "\n::: question text #q-page-1\n\nbroken\n\n:::\n\n`#q-page-3`\n\n" + BARE[BARE.index(":::") :]
    folder = write(tmp_path, {"01-part/01-page.md": page, "01-part/02-page.md": BARE})

    filled = fill_ids(folder, earlier=["page", "q-page-4"])

    assert [each.id for each in filled.missing] == ["page-2", "q-page-2", "q-page-3", "page-3", "q-page-5"]


def test_a_folder_without_our_markers_keeps_its_ids_and_its_pages(tmp_path: Path):
    (tmp_path / "My seals" / "01-first").mkdir(parents=True)
    (tmp_path / "My seals" / "README.md").write_text("# All of: it\n\nWelcome.\n")
    (tmp_path / "My seals" / "01-first" / "01-one.md").write_text("# One #\n\nWords.\n\n## More\n\nWords.\n")
    (tmp_path / "My seals" / "01-first" / "02-two.md").write_text("Words alone")
    (tmp_path / "My seals" / "glossary.md").write_text("Seal {#seal}\n: A lock.\n")
    before = sound(read_course(tmp_path / "My seals"))

    missing = told(put(tmp_path / "My seals"))

    assert missing == [
        "01-first/01-one.md:1 lesson one",
        "01-first/02-two.md:1 lesson two",
        "01-first/module.md:1 module first",
        "README.md:1 course my-seals",
    ]
    reading = read_course(tmp_path / "My seals")
    assert codes(reading) == []
    assert content_hash(sound(reading)) == content_hash(before)


def test_a_folder_with_nothing_but_a_page_gets_a_course(tmp_path: Path):
    (tmp_path / "seals" / "01-part").mkdir(parents=True)
    (tmp_path / "seals" / "01-part" / "01-page.md").write_text("# Page\n\nWords.\n")

    put(tmp_path / "seals")

    assert codes(read_course(tmp_path / "seals")) == []
    assert sound(read_course(tmp_path / "seals")).id == "seals"


def test_pages_beside_course_md_are_filled_in_without_a_module_page(tmp_path: Path):
    (tmp_path / "course.md").write_text("---\nid: c\ntitle: C\nlanguage: en\n---\n")
    (tmp_path / "01-page.md").write_text("Words.\n")

    assert told(put(tmp_path)) == ["01-page.md:1 lesson page"]


def test_an_empty_id_is_filled_in(tmp_path: Path):
    page = front("page").replace("id: page", "id:") + question("q").replace("#q", "#")
    folder = write(tmp_path, {"01-part/01-page.md": page})

    put(folder)

    text = (folder / "01-part/01-page.md").read_text()
    assert "\nid: page\n" in text
    assert "truefalse #q-page-1" in text
    assert codes(read_course(folder)) == []


def test_a_wrong_id_is_left_to_its_author(tmp_path: Path):
    folder = write(tmp_path, {"01-part/01-page.md": front("page") + question("Wrong_Id")})

    assert put(folder) == ()


def test_a_sign_in_quotes_is_no_id(tmp_path: Path):
    page = front("page") + '::: question numeric unit="a # b"\n\nN?\n\n- = 5\n\n> explain: So.\n\n:::\n'
    folder = write(tmp_path, {"01-part/01-page.md": page})

    put(folder)

    assert '::: question numeric #q-page-1 unit="a # b"\n' in (folder / "01-part/01-page.md").read_text()


def test_blocks_in_code_are_no_blocks(tmp_path: Path):
    folder = write(tmp_path, {"01-part/01-page.md": front("page") + "```text\n::: question single\n```\n"})

    assert put(folder) == ()


@pytest.mark.parametrize(
    "head", ["---\n{title: Page}\n---\n\n", "---\n  title: Page\n---\n\n", "---\ntitle: [\n---\n\n", "---\ntitle: x\n"]
)
def test_front_matter_that_cannot_take_a_key_is_left_to_its_author(tmp_path: Path, head: str):
    folder = write(tmp_path, {"01-part/01-page.md": head + "Words.\n"})

    filled = fill_ids(folder)

    assert filled.files == {}
    assert all(missing.why and not missing.id for missing in filled.missing)


def test_a_translation_gets_the_ids_of_its_original(tmp_path: Path):
    french = "---\ntitle: Page\n---\n\n" + BARE[BARE.index(":::") :].replace("Which", "Lequel")
    files: dict[str, str | bytes] = {"course.fr.md": FRENCH, "01-part/01-page.md": BARE, "01-part/01-page.fr.md": french}
    folder = write(tmp_path, files)

    put(folder)

    text = (folder / "01-part/01-page.fr.md").read_text()
    assert "id: page\n" in text
    assert "single #q-page-1 points=2" in text
    assert not [code for code in codes(read_course(folder)) if code.startswith("parity")]


def test_a_translation_in_another_order_is_left_to_its_author(tmp_path: Path):
    page = front("page") + question("q-1") + question("q-2")
    french = front("page") + question("q-2") + re.sub(" #q-1 ", " ", question("q-1")) + question("q-3")
    folder = write(tmp_path, {"course.fr.md": FRENCH, "01-part/01-page.md": page, "01-part/01-page.fr.md": french})

    (missing,) = put(folder)

    assert (missing.path, missing.what, missing.id) == ("01-part/01-page.fr.md", "question", "")


def test_terms_of_the_glossary_get_theirs(tmp_path: Path):
    glossary = "---\n---\n\nSeal register  \n: A list.\n\nSeal {#seal}\n: A lock.\n\nختم\n: Word.\n"
    french = "---\n---\n\nRegistre\n: Liste.\n\nScellé\n: Serrure.\n\nX {#x}\n: Mot.\n"
    folder = write(tmp_path, {"course.fr.md": FRENCH, "glossary.md": glossary, "glossary.fr.md": french})

    put(folder)

    english = (folder / "glossary.md").read_bytes()
    assert without(english, " {#seal-register}", " {#term-3}") == glossary.encode()
    assert "Registre {#seal-register}\n" in (folder / "glossary.fr.md").read_text()
    assert "Scellé {#seal}\n" in (folder / "glossary.fr.md").read_text()


def test_a_course_that_lacks_nothing_is_left_alone(tmp_path: Path):
    for path, data in starter("en", "seals").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)

    filled = fill_ids(tmp_path)

    assert (filled.missing, filled.files) == ((), {})
