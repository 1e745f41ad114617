"""A page that is rendered once and filled in many times."""

import pytest
from markupsafe import Markup

from app.web.shell import Shell, slot


def test_a_shell_gives_the_page_back_with_its_values():
    page = Shell.cut(f"<p>{slot('name')}, {slot('left')}</p>")

    assert page.fill({"name": "Ada", "left": "5 min"}) == "<p>Ada, 5 min</p>"


def test_values_are_escaped_unless_they_are_markup():
    page = Shell.cut(f"{slot('a')}|{slot('b')}")

    assert page.fill({"a": "<b>", "b": Markup("<b>")}) == "&lt;b&gt;|<b>"


def test_a_slot_without_a_value_is_a_fault():
    with pytest.raises(KeyError):
        Shell.cut(str(slot("name"))).fill({})


def test_a_page_without_slots_stays_as_it_is():
    assert Shell.cut("<p>5 %</p>").fill({}) == "<p>5 %</p>"
