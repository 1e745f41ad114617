"""A reading that renders only what has changed gives what a reading of everything gives."""

import shutil
from pathlib import Path

import pytest

from app.content import bodies as module
from app.content.bodies import Bodies
from app.content.reader import read_as_it_stands
from tests.content.folders import EDITIONS, front, question, write

FIRST, SECOND, QUIZ = "01-part/01-page.md", "01-part/02-other.md", "01-part/90-check.md"
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n\nTable: Two cells\n\n"
FILES: dict[str, str | bytes] = {
    "course.md": EDITIONS,
    "course.fr.md": "---\nid: course\ntitle: Cours\n---\n",
    "glossary.md": "Seal {#seal}\n: What closes a door.\n",
    FIRST: front("page") + f"## One\n\nA seal.\n\n{TABLE}![Bad](bad.png)\n\n" + question("q-one"),
    "01-part/01-page.fr.md": front("page") + "## Un\n\nTexte.\n\n" + question("q-one"),
    SECOND: front("other") + f"[Back](01-page.md#one)\n\n{TABLE}![Bad](bad.png)\n\n::: only trade\n\nFor trade.\n\n:::\n",
    QUIZ: front("check", "kind: quiz\n") + question("q-two") + question("q-three"),
    "01-part/bad.png": b"no picture",
}
CHANGES: dict[str, dict[str, str | bytes | None]] = {
    "a text": {FIRST: front("page") + "## One\n\nAnother text.\n"},
    "a table more, so that those behind it have other numbers": {FIRST: front("page") + f"## One\n\n{TABLE}{TABLE}"},
    "a heading that another page leads to": {FIRST: front("page") + "## Two\n\nText.\n"},
    "an id that another page leads to": {FIRST: front("renamed") + "## One\n\nText.\n"},
    "a term": {"glossary.md": "Trade {#trade}\n: Buying and selling.\n"},
    "the picture that the first of two pages told of": {FIRST: front("page") + "## One\n\nNo picture.\n"},
    "a picture that has become good": {"01-part/bad.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"},
    "a lesson before the others": {"01-part/00-new.md": front("new") + TABLE},
    "a lesson that has gone": {FIRST: None, "01-part/01-page.fr.md": None},
    "the kind of a page": {QUIZ: front("check") + question("q-two") + question("q-three")},
    "the audiences": {"course.md": EDITIONS.replace("customs, trade", "customs")},
    "an id that stands twice": {SECOND: front("other") + question("q-one")},
    "lines above a mistake": {SECOND: front("other", "summary: A line more\n") + "#### Deep\n"},
    "a translation": {"01-part/01-page.fr.md": front("page") + "Texte.\n"},
    "the language of the course": {"course.md": EDITIONS.replace("language: en", "language: de")},
    "nothing": {},
}


def put(folder: Path, files: dict[str, str | bytes | None]) -> None:
    for name, text in files.items():
        if text is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("change", CHANGES)
def test_a_reading_after_a_change_gives_what_a_first_reading_gives(tmp_path, change):
    folder, kept = write(tmp_path / "course", FILES), Bodies()
    read_as_it_stands(folder, kept)

    put(folder, CHANGES[change])
    again, first = read_as_it_stands(folder, kept), read_as_it_stands(folder)

    assert again == first


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_is_taken_back_leaves_nothing(tmp_path, change):
    folder, kept = write(tmp_path / "course", FILES), Bodies()
    before = read_as_it_stands(folder, kept)

    put(folder, CHANGES[change])
    read_as_it_stands(folder, kept)
    shutil.rmtree(folder)

    assert read_as_it_stands(write(folder, FILES), kept) == before


def test_only_the_changed_text_is_rendered(tmp_path, monkeypatch):
    folder, kept = write(tmp_path / "course", FILES), Bodies()
    read_as_it_stands(folder, kept)
    rendered: list[str] = []
    real = module._rendered
    monkeypatch.setattr(module, "_rendered", lambda page, key, make: (rendered.append(page.path), real(page, key, make))[1])

    put(folder, {SECOND: front("other") + "Only this.\n"})
    read_as_it_stands(folder, kept)

    assert rendered == [SECOND]


@pytest.mark.parametrize("path", ["01-part/bad.png", "sources.yaml", "cases/one/saq.md", "media/note.md"])
def test_what_a_text_shows_or_names_beside_itself_makes_it_new(tmp_path, path):
    folder, kept = write(tmp_path / "course", FILES), Bodies()
    read_as_it_stands(folder, kept)

    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text("other")
    kept.start(folder)

    assert kept.kept == {}


def test_who_gets_a_body_may_change_its_lists(tmp_path):
    """The parts of a translation are changed after they were rendered."""
    folder, kept = write(tmp_path / "course", FILES), Bodies()
    readings = [read_as_it_stands(folder, kept) for _each in range(3)]

    assert readings[0] == readings[1] == readings[2]
