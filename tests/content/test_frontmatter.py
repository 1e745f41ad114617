"""Front matter is read strictly: every key with its place, every failure as a problem, no value as anything else than was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from app.content.frontmatter import Value, _read_easy, read_mapping, split
from app.content.problems import Log, Problem
from tests.content.fuzz import tries
from tests.content.readers import cases, titles


def told(value: Value) -> str:
    place = f"{value.line}:{value.column} "
    if value.text is not None:
        return place + ("quoted " if value.quoted else "") + repr(value.text)
    if value.items is not None:
        return place + "[" + "; ".join(told(item) for item in value.items) + "]"
    return place + "{" + "; ".join(f"{key} {told(entry.value)}" for key, entry in (value.pairs or {}).items()) + "}"


def outlined(text: str) -> str:
    problems: list[Problem] = []
    entries = read_mapping(text, 2, Log("x.md", problems))
    rows = [f"{key} at {entry.line}:{entry.column} = {told(entry.value)}" for key, entry in (entries or {}).items()]
    rows = rows or ["nothing" if entries is not None else "unreadable"]
    return "\n".join(rows + [f"-- {problem.line}:{problem.column} {problem.code}" for problem in problems])


@pytest.mark.row("reliability:D12")
@pytest.mark.row("reliability:D13")
@pytest.mark.row("reliability:D14")
@pytest.mark.row("reliability:D15")
@pytest.mark.parametrize(("title", "text", "expected"), cases("frontmatter.md"), ids=titles("frontmatter.md"))
def test_front_matter_is_read_as_the_fixtures_show(title: str, text: str, expected: str):
    assert outlined(text) == expected


@pytest.mark.row("reliability:D14")
@pytest.mark.parametrize(
    "text",
    [
        "a: " + "9" * 5_000,
        "a: " + "[" * 5_000,
        "a: &a [*a]",
        "a: &a x\nb: [*a, *a]",
        "a: " + "{b: " * 5_000,
        "? " * 3_000,
        "a: 'x",
        "\x00",
        "a: \x85",
    ],
)
def test_no_yaml_is_too_strange_to_be_told_about(text: str):
    problems: list[Problem] = []

    read_mapping(text, 1, Log("x.md", problems))

    assert all(problem.severity == "error" and problem.line >= 1 for problem in problems)


def test_a_file_without_an_end_to_its_front_matter_is_told():
    problems: list[Problem] = []

    front = split("---\nid: x\n", Log("x.md", problems))

    assert (front.entries, front.readable, front.body) == ({}, False, "")
    assert [problem.code for problem in problems] == ["front-matter-unclosed"]


@pytest.mark.row("reliability:D09")
def test_a_line_of_dashes_in_the_text_stays_there():
    front = split("---\nid: x\n---\n\nOne\n\n---\n\nTwo\n", Log("x.md", []))

    assert front.body == "\nOne\n\n---\n\nTwo\n"
    assert front.first == 4


_LINE = st.builds(
    lambda key, value: f"{key}: {value}",
    st.text(alphabet="abc-", min_size=1, max_size=4),
    st.one_of(
        st.text(alphabet="aé1: #[],{}'\"&*!|>%@`~-_.\\", max_size=10),
        st.lists(st.text(alphabet="ab1.-:", min_size=1, max_size=4), max_size=3).map(lambda each: "[" + ", ".join(each) + "]"),
    ),
)


@tries(350)
@given(st.lists(_LINE, max_size=4).map("\n".join))
def test_the_short_way_reads_what_the_parser_reads(text: str):
    easy = _read_easy(text, 1)
    if easy is None:
        return

    slow = YAML(typ="safe", pure=True).compose(text)

    pairs = [] if slow is None else [(key, value) for key, value in slow.value]
    assert [(key.value, key.start_mark.line + 1) for key, _ in pairs] == [(entry.key, entry.line) for entry in easy.values()]
    for (_, node), entry in zip(pairs, easy.values(), strict=True):
        value = entry.value
        assert (node.start_mark.line + 1, node.start_mark.column + 1) == (value.line, value.column)
        if value.text is not None:
            assert value.text == node.value
        else:
            assert [(item.value, item.start_mark.column + 1) for item in node.value] == [
                (item.text, item.column) for item in value.items or ()
            ]


@tries(350)
@given(st.one_of(st.text(max_size=60), st.text(alphabet="ab: \n-[]{}&*!|>'\"%@`#?,\\\t~", max_size=60)))
def test_nothing_in_front_matter_can_raise(text: str):
    problems: list[Problem] = []

    entries = read_mapping(text, 2, Log("x.md", problems))

    assert entries is not None or problems
