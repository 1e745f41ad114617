"""Terms are found in running text, each at its first use, with its definition beside it."""

from app.content.compiled import Term
from app.content.problems import Problem
from app.content.terms import Terms
from app.content.words import words
from tests.content.readers import html_of

SEAL = Term(id="seal", term="Seal", definition="A device.")
RISK = Term(id="residual-risk", term="Residual risk", definition="What is left.")
AEO = Term(id="aeo", term="AEO", definition="An operator.")
NOTE = '<aside class="sidenote" role="note"><b>Seal</b> A device. <a href="aeo-term:seal">Glossary</a></aside>\n'


def linked(text: str, *terms: Term) -> str:
    return html_of(text, terms=Terms(terms or (SEAL, RISK, AEO), words("en")))


def test_the_first_use_is_linked_and_its_definition_stands_before_the_block():
    assert linked("First.\n\nA seal, two seals.") == (
        "<p>First.</p>\n" + NOTE + '<p>A <a class="term" href="aeo-term:seal">seal</a>, two seals.</p>\n'
    )


def test_a_plural_and_a_break_of_the_line_are_the_same_word():
    html = linked("Two seals. The residual\nrisk.")

    assert '<a class="term" href="aeo-term:seal">seals</a>' in html
    assert '<a class="term" href="aeo-term:residual-risk">residual\nrisk</a>' in html


def test_a_block_gets_one_side_note_though_it_links_more():
    html = linked("A seal and the residual risk of an AEO.")

    assert html.count("<aside") == 1
    assert html.count('class="term"') == 3


def test_an_abbreviation_counts_letter_by_letter():
    assert 'class="term"' not in linked("An aeo.")


def test_parts_of_words_are_no_terms():
    assert 'class="term"' not in linked("Sealing, unsealed, seal-like, re-seal.")


def test_titles_tables_links_and_code_are_left_alone():
    assert 'class="term"' not in linked(
        "## Seal\n\n| Seal |\n|---|\n| seal |\n\n[seal](https://example.org) `seal`\n\n"
        "::: takeaway\n\n- A seal.\n\n:::\n\n::: aside\n\nA seal.\n\n:::"
    )


def test_a_list_and_a_call_out_are_running_text():
    assert linked("- A seal.").startswith(NOTE + "<ul>")
    assert linked("> [!NOTE]\n> A seal.").startswith(NOTE + '<div class="callout')


def test_where_the_author_has_put_a_side_note_there_is_no_second_one():
    html = linked("::: aside\n\nOurs.\n\n:::\n\nA seal.\n\nThe residual risk.")

    assert html.count("<aside") == 2
    assert "Ours" in html
    assert "What is left." in html


def test_what_one_edition_has_read_is_still_new_to_the_other():
    html = linked("::: only customs\n\nA seal, a seal.\n\n:::\n\nA seal, a seal.")

    assert html.count('class="term"') == 2


def test_without_a_glossary_nothing_is_linked():
    problems: list[Problem] = []

    html = html_of("A <seal>.", problems, terms=Terms((), words("en")))

    assert html == "<p>A &lt;seal&gt;.</p>\n"
