"""Certificate numbers: never guessed, read as people copy them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.credentials.numbers import ALPHABET, new_number, read_number

NUMBER = "K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-6YBG"


@pytest.mark.row("reliability:K01")
def test_numbers_have_140_bits_and_are_never_the_same():
    numbers = {new_number() for _ in range(2_000)}

    assert len(numbers) == 2_000
    assert all(len(number.replace("-", "")) * 5 == 140 for number in numbers)
    assert {sign for number in numbers for sign in number} == {*ALPHABET, "-"}


@pytest.mark.parametrize(
    "typed", [NUMBER, NUMBER.lower(), NUMBER.replace("-", ""), NUMBER.replace("-", " "), f"  {NUMBER}\n", NUMBER.replace("-", "–")]
)
def test_case_spaces_and_hyphens_do_not_matter(typed):
    assert read_number(typed) == NUMBER


@pytest.mark.row("reliability:K01")
@pytest.mark.parametrize(
    "typed",
    ["", NUMBER[:-1], NUMBER + "0", NUMBER.replace("0", "O").replace("1", "I"), "I" + NUMBER[1:], "U" * 28, "К" + NUMBER[1:], "x" * 10_000],
)
def test_what_cannot_be_a_number_is_none_and_nothing_is_guessed(typed):
    assert read_number(typed) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_or_nothing(typed):
    number = read_number(typed)

    assert number is None or read_number(number) == number
