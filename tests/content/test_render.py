"""Markdown becomes the HTML that the fixtures show; nothing that could run survives."""

import pytest

from app.content.compiled import Prose
from app.content.inline import _BUSY, render_inline
from app.content.problems import Problem
from app.content.words import words
from tests.content.readers import a_page, cases, html_of, rendered, titles


@pytest.mark.parametrize(("title", "text", "expected"), cases("render.md"), ids=titles("render.md"))
def test_markdown_is_rendered_as_the_fixtures_show(title: str, text: str, expected: str):
    assert html_of(text).rstrip("\n") == expected


def attacked(text: str) -> str:
    problems: list[Problem] = []
    html = html_of(text, problems).rstrip("\n")
    return html + ("\n-- " + ", ".join(problem.code for problem in problems) if problems else "")


@pytest.mark.row("reliability:D01")
@pytest.mark.row("reliability:D03")
@pytest.mark.row("reliability:D05")
@pytest.mark.row("reliability:D07")
@pytest.mark.row("reliability:D21")
@pytest.mark.parametrize(("title", "text", "expected"), cases("attacks.md"), ids=titles("attacks.md"))
def test_what_attacks_is_shown_as_text(title: str, text: str, expected: str):
    assert attacked(text) == expected


@pytest.mark.row("reliability:D02")
@pytest.mark.parametrize(("title", "text", "expected"), cases("links.md"), ids=titles("links.md"))
def test_only_harmless_links_are_followed(title: str, text: str, expected: str):
    assert attacked(text) == expected


@pytest.mark.row("reliability:D04")
def test_headings_cannot_shadow_what_a_browser_knows():
    html = html_of("## `__proto__`\n\n## constructor\n\n## location\n\n## location\n\n## !\n\n## ?")

    assert 'id="s-__proto__"' in html
    assert 'id="s-constructor"' in html
    assert 'id="s-location-1"' in html
    assert 'id="s-section"' in html
    assert 'id="s-section-1"' in html


def test_the_words_of_the_engine_are_those_of_the_text():
    french = html_of("Table: Notes\n\n| A |\n|---|\n| 1 |\n\n> [!NOTE]\n> Un\n\n::: takeaway\n\n- Un\n\n:::", words=words("fr"))

    assert "<b>Tableau 1.1</b> Notes" in french
    assert '<p class="callout__title">Remarque</p>' in french
    assert "À retenir" in french


def test_plain_pieces_come_out_the_same_without_the_parser():
    for source in ("Plain words", "one\ntwo", "5 > 3 and {x} | y", 'a "b" (c) #d: e!', "١٢٣ مرحبا"):
        assert not _BUSY.search(source)
        fast = render_inline(a_page([]), source, 1)
        slow = render_inline(a_page([]), source + " *x*", 1).removesuffix(" <em>x</em>")
        assert fast == slow


def test_a_section_knows_its_number_and_its_share_of_the_words():
    body = rendered("one two three four\n\n## First *part*\n\nfive six\n\n## Second\n\n" + "word " * 12)

    assert [(section.number, section.title) for section in body.sections] == [("1.2.1", "First <em>part</em>"), ("1.2.2", "Second")]
    assert [section.share for section in body.sections] == [19, 61]


def test_what_only_one_edition_sees_is_a_part_of_its_own():
    body = rendered("All.\n\n## One\n\n::: only customs\n\n## Two\n\nCustoms.[^1]\n\n:::\n\nAll.[^2]\n\n[^1]: Secret.\n\n[^2]: Open.")

    told = [(part.audience, "Secret" in part.html, "Open" in part.html) for part in body.parts if isinstance(part, Prose)]

    assert told == [((), False, False), (("customs",), False, False), ((), False, False), (("customs",), True, False), ((), False, True)]
    assert [section.audience for section in body.sections] == [(), ("customs",)]


def test_only_inside_only_is_for_those_whom_both_name():
    body = rendered(":::: only customs trade\n\n::: only trade\n\nX\n\n:::\n\n::::")

    assert [part.audience for part in body.parts] == [("trade",)]


def test_nobody_can_be_left_over():
    problems: list[Problem] = []

    rendered(":::: only customs\n\n::: only trade\n\nX\n\n:::\n\n::::", problems)

    assert [problem.code for problem in problems] == ["audience-never"]


def test_only_without_a_name_is_a_mistake():
    problems: list[Problem] = []

    rendered("::: only\n\nX\n\n:::", problems)

    assert [problem.code for problem in problems] == ["audience-unknown"]


QUESTION = "::: question truefalse #q-{}\n\nIs it?\n\n- [x] true\n- [ ] false\n\n:::\n\n"


def kinds(text: str) -> list[str]:
    body = rendered(text)
    return ["practice" if isinstance(part, Prose) and "practice-head" in part.html else type(part).__name__ for part in body.parts]


def test_questions_that_end_a_lesson_get_a_heading():
    text = "Text.\n\n" + QUESTION.format(1) + "Text.\n\n" + QUESTION.format(2) + QUESTION.format(3) + "::: takeaway\n\n- X\n\n:::\n"

    assert kinds(text) == ["Prose", "Question", "Prose", "practice", "Question", "Question", "Prose"]


def test_questions_in_the_middle_or_under_a_heading_of_the_author_get_none():
    assert kinds("Text.\n\n" + QUESTION.format(1) + "Text.\n") == ["Prose", "Question", "Prose"]
    assert kinds("Text.\n\n## Try it\n\n" + QUESTION.format(1)) == ["Prose", "Question"]
    assert kinds(QUESTION.format(1)) == ["Question"]


def test_practice_for_one_edition_has_its_heading_there_only():
    body = rendered("Text.\n\n:::: only trade\n\n" + QUESTION.format(1) + "::::\n")

    assert [part.audience for part in body.parts] == [(), ("trade",), ("trade",)]


def test_lines_are_those_of_the_file_wherever_the_mistake_stands():
    problems: list[Problem] = []

    html_of(
        "one\ntwo <b>\n\n- three\n\n  four <i>\n\n> [!NOTE]\n> five\n> six <u>\n\n| a |\n|---|\n| <s> |\n\n\\\\\nx\\\nseven <q>", problems
    )

    assert [(problem.line, problem.code) for problem in problems if problem.code == "html-is-text"] == [
        (2, "html-is-text"),
        (6, "html-is-text"),
        (10, "html-is-text"),
        (14, "html-is-text"),
        (18, "html-is-text"),
    ]


def test_a_table_outside_a_lesson_has_its_caption_and_no_number():
    html = html_of("Table: Marks\n\n| A |\n|---|\n| 1 |", module="", number="")

    assert '<caption id="table-page-1">Marks</caption>' in html


def test_a_question_may_show_a_table_and_a_picture_of_its_own():
    problems: list[Problem] = []

    rendered("::: question single #q\n\n| A |\n|---|\n| 1 |\n\nWhich?\n\n- [x] One\n- [ ] Two\n\n:::", problems)

    assert problems == []


def test_a_call_out_may_hold_lists_code_and_tables():
    html = html_of("> [!NOTE]\n> 1. one\n>\n> ```\n> code\n> ```\n>\n> ---\n>\n> | a |\n> |---|\n> | 1 |")

    assert "<ol>" in html
    assert "<pre" in html
    assert "<table>" in html


def test_kinds_of_words_that_are_not_in_the_list_take_the_nearest_colour():
    assert '<span class="nt">a</span>' in html_of("```yaml\na: text\n```")


def test_a_long_block_of_code_stays_plain():
    assert "<span" not in html_of("```python\n" + "import os\n" * 3_000 + "```")
