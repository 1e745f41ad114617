"""What passes without a look is what the cleaner would have given back, and nothing else passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.sanitiser import _CLEANER, _PLAIN, cleaned

WORDS = st.text(st.characters(exclude_characters="<>&\xa0\r\0", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
ENTITIES = st.sampled_from(["&amp;", "&lt;", "&gt;"])
INSIDE = st.recursive(
    WORDS | ENTITIES,
    lambda inner: st.tuples(st.sampled_from(["strong", "em", "code", "s"]), inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
    max_leaves=4,
)
PARAGRAPHS = st.lists(st.lists(INSIDE, min_size=1, max_size=4).map(lambda row: f"<p>{''.join(row)}</p>"), min_size=1, max_size=3).map("\n".join)


@given(PARAGRAPHS)
def test_plain_paragraphs_are_given_back_as_the_cleaner_would(html):
    assert _PLAIN.fullmatch(html)
    assert cleaned(html) == html == _CLEANER.clean(html)


@pytest.mark.row("reliability:D01")
@pytest.mark.parametrize(
    "html",
    [
        "<p onclick=x>a</p>", "<p class=\"a\">a</p>", "<P>a</P>", "<p >a</p>", "<script>x</script>", "<p>a<script>", "<p>&quot;</p>", "<p>&#60;</p>",
        "<p><img src=x onerror=y></p>", "<p>a</p><!-- b -->", "<p>a\0</p>", "<em\n>a</em>", "<p>a\xa0b</p>", "</p/>", "<<p>", "<p>a & b</p>", "<strong", "&lt",
    ],
)  # fmt: skip
def test_whatever_is_not_plain_is_looked_at(html):
    assert not _PLAIN.fullmatch(html)


@pytest.mark.row("reliability:D10")
def test_long_text_is_judged_in_one_go():
    assert _PLAIN.fullmatch("<p>" + "a" * 200_000 + "</p>" * 2_000)
    assert not _PLAIN.fullmatch("<p>" + "a&lt;" * 50_000 + "<")
