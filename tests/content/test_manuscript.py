"""A file is taken apart and put together again without losing a byte, and an edit changes what it names alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.manuscript import manuscript
from tests.content.fuzz import tries


@tries(300)
@given(st.text(st.sampled_from("a\r\n\t \ufeff\u2028\x0b\x85é"), max_size=12), st.booleans())
def test_any_file_is_put_together_as_it_was(text: str, mark: bool):
    data = (("\ufeff" if mark else "") + text).encode()
    source = manuscript(data)

    assert source.data == data
    assert source.text == data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def test_new_lines_end_as_the_first_one_does():
    assert manuscript(b"a\r\nb\n").with_new_lines(2, "x", "y").data == b"a\r\nx\r\ny\r\nb\n"
    assert manuscript(b"").with_new_lines(1, "x").data == b"x\n"


def test_words_are_put_in_at_their_place():
    assert manuscript("é b\n".encode()).with_words(1, 2, "!").data == "é! b\n".encode()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("id: old", "id: new"),
        ("id:", "id: new"),
        ("id:   ", "id: new   "),
        ("id: # none yet", "id: new # none yet"),
        ("id:\told  # why", "id:\tnew  # why"),
        ('id: "old # one" # why', "id: new # why"),
        ("id: 'old'", "id: new"),
        ("id: two words", "id: new"),
        ("identity: old", "identity: old"),
        ("  id: old", "  id: old"),
    ],
)
def test_a_value_is_replaced_and_what_is_behind_it_stays(line: str, expected: str):
    assert manuscript(line.encode()).with_value(1, "id", "new").data.decode() == expected
