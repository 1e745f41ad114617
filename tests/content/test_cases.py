"""Case files: the block, its entries, and the documents below `cases/`."""

from pathlib import Path

import pytest

from app.content.canonical import content_hash, from_json, to_json
from app.content.compiled import CASE, Case, Course, Prose
from app.content.reader import read_course
from app.content.views import view
from tests.content.folders import EDITIONS, codes, front, question, sound, write

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60"><title>Site plan</title><desc>Dock 7 lies behind the hall.</desc>'
    '<rect class="s-line" x="10" y="10" width="80" height="40"/></svg>'
)
ENTRIES = "- doc: one/saq.md\n- doc: one/log.csv {#gate-log cost=20min}\n- visit: one/yard.md {#yard cost=90min}\n- doc: one/plan.svg"
FILES: dict[str, str | bytes] = {
    "cases/one/saq.md": "# Questionnaire\n\nAll seals are kept under dual control.\n",
    "cases/one/log.csv": 'Time,Carrier\n21:40,"Ferro, night"\n22:05,Norlines\n',
    "cases/one/yard.md": "At 21:40 a drawer stands open.\n",
    "cases/one/plan.svg": DRAWING,
}


HEAD = 'case #c-one title="Orion Freight" budget=2h'


def lesson(entries: str = ENTRIES, head: str = HEAD, tasks: str = "") -> str:
    tasks = tasks or question("q-one")
    return front("orion", "kind: case\n") + f":::: {head}\n\nThe applicant runs a hall.\n\n{entries}\n\n{tasks}::::\n"


def built(folder: Path, text: str = "") -> Course:
    return sound(read_course(write(folder, {**FILES, "01-part/02-case.md": text or lesson()})))


def case_of(course: Course) -> Case:
    case = course.modules[0].lessons[1].case
    assert case is not None
    return case


def test_a_case_has_its_title_its_budget_and_its_entries_in_order(tmp_path: Path) -> None:
    case = case_of(built(tmp_path))

    assert (case.id, case.budget, case.titles) == ("c-one", 120, {"en": "Orion Freight"})
    assert [(each.key, each.kind, each.cost) for each in case.documents] == [
        ("saq", "doc", 0), ("gate-log", "doc", 20), ("yard", "visit", 90), ("plan", "doc", 0),
    ]  # fmt: skip


def test_the_text_and_the_tasks_are_the_parts_of_the_lesson_without_the_entries(tmp_path: Path) -> None:
    course = built(tmp_path)

    shown = view(course).lesson("orion")
    prose = "".join(part.html for part in shown.parts if isinstance(part, Prose))

    assert "The applicant runs a hall." in prose
    assert "saq.md" not in prose
    assert [each.id for each in shown.questions] == ["q-one"]
    assert (shown.kind, shown.graded, shown.practice) == (CASE, True, ())
    assert view(course).quiz("orion").policy.shuffle is False


def test_a_table_has_numbered_lines_and_its_cells_are_words(tmp_path: Path) -> None:
    course = built(tmp_path)
    html = case_of(course).documents[1].texts["en"].html

    assert '<th scope="col">Line</th><th scope="col">Time</th><th scope="col">Carrier</th>' in html
    assert '<tr><th scope="row">1</th><td>21:40</td><td>Ferro, night</td></tr>' in html


def test_markup_in_a_table_is_shown_as_text(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "01-part/02-case.md": lesson(), "cases/one/log.csv": "A,B\n<script>x</script>,&\n"})

    html = case_of(sound(read_course(tmp_path))).documents[1].texts["en"].html

    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_a_drawing_stands_in_the_page_with_the_words_of_its_own(tmp_path: Path) -> None:
    plan = case_of(built(tmp_path)).documents[3].texts["en"]

    assert plan.title == "Site plan"
    assert '<desc id="doc-plan-desc">Dock 7 lies behind the hall.</desc>' in plan.html


def test_titles_come_from_the_entry_the_file_or_its_name(tmp_path: Path) -> None:
    course = built(tmp_path, lesson(ENTRIES.replace("cost=90min", 'cost=90min title="The yard at night"')))

    assert [each.texts["en"].title for each in case_of(course).documents] == ["Questionnaire", "Log", "The yard at night", "Site plan"]


def test_footnotes_of_a_document_do_not_meet_those_of_the_text(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "01-part/02-case.md": lesson(), "cases/one/saq.md": "Dual control.[^1]\n\n[^1]: Says the owner.\n"})

    html = case_of(sound(read_course(tmp_path))).documents[0].texts["en"].html

    assert 'id="d-saq-fn-1"' in html
    assert 'href="#d-saq-fn-1"' in html


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../../secret.md", "document-address"),
        ("../01-part/01-page.md", "document-address"),
        ("/etc/passwd.md", "document-address"),
        ("C:\\secret.md", "document-address"),
        ("https://example.org/a.md", "document-address"),
        ("one/saq.txt", "document-kind"),
        ("one/none.md", "document-missing"),
    ],
)
def test_only_files_below_cases_are_read(path: str, code: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "01-part/02-case.md": lesson(f"- doc: one/saq.md\n- doc: {path} {{#other}}")})

    assert codes(read_course(tmp_path)) == [code]


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_a_link_below_cases_is_not_followed(linked: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "01-part/02-case.md": lesson("- doc: one/saq.md\n- doc: two/away.md")})
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "away.md").write_text("Secret.\n", "utf-8")
    if linked == "folder":
        (tmp_path / "cases" / "two").symlink_to(outside)
    else:
        (tmp_path / "cases" / "two").mkdir()
        (tmp_path / "cases" / "two" / "away.md").symlink_to(outside / "away.md")

    assert codes(read_course(tmp_path)) == ["document-missing"]


@pytest.mark.parametrize("budget", ["6", "0min", "1.5h", "2 days", "x"])
def test_a_budget_is_whole_minutes_or_hours(budget: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "01-part/02-case.md": lesson(head=f'case #c-one budget="{budget}"')})

    assert codes(read_course(tmp_path)) == ["value-span"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("- doc: one/log.csv {#gate-log cost=20}", "value-span"),
        ("- doc: one/log.csv {#gate-log prise=20min}", "attribute-unknown"),
        ("- doc: one/log.csv {#Gate}", "value-id"),
        ("- doc: one/log.csv {gate}", "head-word"),
        ("- doc: one/log.csv {#gate-log audience=press}", "audience-unknown"),
        ("* doc: one/log.csv behind it", "case-entry-path"),
        ("- doc:", "case-entry-path"),
    ],
)
def test_an_entry_that_is_not_understood_is_told_and_never_becomes_text(entry: str, code: str, tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "01-part/02-case.md": lesson(f"- doc: one/saq.md\n{entry}")})

    assert codes(read_course(tmp_path)) == [code]


def test_a_list_of_other_words_and_a_code_block_stay_text(tmp_path: Path) -> None:
    course = built(tmp_path, lesson("- doc: one/saq.md\n\n- note: it is late\n\n```text\n- doc: one/none.md\n```"))

    prose = "".join(part.html for part in view(course).lesson("orion").parts if isinstance(part, Prose))

    assert "note: it is late" in prose
    assert "- doc: one/none.md" in prose


def test_a_document_of_one_edition_is_absent_from_the_other(tmp_path: Path) -> None:
    entries = "- doc: one/saq.md\n- doc: one/log.csv {#gate-log audience=customs}\n\n::: only customs\n\n- visit: one/yard.md\n\n:::"
    course = sound(read_course(write(tmp_path, {**FILES, "course.md": EDITIONS, "01-part/02-case.md": lesson(entries)})))

    keys = {edition: [each.key for each in view(course, edition=edition).lesson("orion").documents] for edition in course.audiences}

    assert keys == {"customs": ["saq", "gate-log", "yard"], "trade": ["saq"]}


def test_a_case_that_one_edition_would_have_without_documents_or_tasks_is_told(tmp_path: Path) -> None:
    text = lesson("- doc: one/saq.md {#saq audience=customs}", tasks=question("q-one", "audience=customs"))
    write(tmp_path, {**FILES, "course.md": EDITIONS, "01-part/02-case.md": text})

    assert codes(read_course(tmp_path)) == ["case-no-document", "case-no-task"]


def test_a_document_nobody_would_see_is_told(tmp_path: Path) -> None:
    entries = "- doc: one/saq.md\n\n::: only customs\n\n- visit: one/yard.md {#yard audience=trade}\n\n:::"
    write(tmp_path, {**FILES, "course.md": EDITIONS, "01-part/02-case.md": lesson(entries)})

    assert codes(read_course(tmp_path)) == ["audience-never"]


def test_a_case_for_another_audience_than_its_lesson_is_told(tmp_path: Path) -> None:
    text = lesson(head="case #c-one budget=2h audience=customs").replace("kind: case\n", "kind: case\naudience: [trade]\n")
    write(tmp_path, {**FILES, "course.md": EDITIONS, "01-part/02-case.md": text})

    assert "audience-never" in codes(read_course(tmp_path))


def test_a_case_for_one_audience_is_a_lesson_of_that_edition(tmp_path: Path) -> None:
    text = lesson(head="case #c-one budget=2h audience=customs")
    course = sound(read_course(write(tmp_path, {**FILES, "course.md": EDITIONS, "01-part/02-case.md": text})))

    assert [each.id for each in view(course, edition="trade").lessons] == ["page"]


def french(folder: Path, entries: str = ENTRIES) -> Path:
    text = lesson(entries).replace("title: Orion", "title: Dossier Orion").replace("kind: case\n", "").replace("Orion Freight", "Orion Fret")
    return write(
        folder,
        {
            **FILES,
            "01-part/02-case.md": lesson(),
            "01-part/02-case.fr.md": text,
            "course.fr.md": front("course"),
            "cases/one/saq.fr.md": "# Le questionnaire\n\nTout est sous double contrôle.\n",
        },
    )


def test_a_translated_document_lies_beside_its_original_and_the_others_stay_as_they_are(tmp_path: Path) -> None:
    reading = read_course(french(tmp_path))

    case = case_of(sound(reading))
    assert case.titles == {"en": "Orion Freight", "fr": "Orion Fret"}
    assert case.documents[0].texts["fr"].title == "Le questionnaire"
    assert [sorted(each.texts) for each in case.documents] == [["en", "fr"], ["en"], ["en"], ["en"]]
    assert codes(reading).count("document-untranslated") == 3


def test_a_translation_has_the_same_entries(tmp_path: Path) -> None:
    reading = read_course(french(tmp_path, ENTRIES.replace("90min", "30min")))

    assert "parity-different" in codes(reading)


def test_every_word_and_every_cost_of_a_case_is_in_the_content_hash(tmp_path: Path) -> None:
    first = built(tmp_path / "a")
    dearer = built(tmp_path / "b", lesson(ENTRIES.replace("90min", "60min")))
    changed = {**FILES, "01-part/02-case.md": lesson(), "cases/one/yard.md": "The drawer is shut.\n"}
    other = sound(read_course(write(tmp_path / "c", changed)))

    assert len({content_hash(first), content_hash(dearer), content_hash(other)}) == 3
    assert from_json(Course, to_json(first)) == first
