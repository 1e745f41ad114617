"""Blocks are found with their true lines, also where Markdown would lose them."""

import pytest

from app.content.problems import Log, Problem
from app.content.scanner import DEEPEST, Block, scan
from tests.content.readers import cases, titles


def outlined(text: str) -> str:
    problems: list[Problem] = []
    rows: list[str] = []

    def tell(blocks: tuple[Block, ...], depth: int) -> None:
        for block in blocks:
            words = (
                f"{block.name} {block.line}-{block.close} [{block.head}]"
                if block.name
                else f"text {block.line}-{block.close} {block.text.strip()!r}"
            )
            rows.append("  " * depth + words)
            tell(block.blocks, depth + 1)

    tell(scan(text, 1, Log("x.md", problems)), 0)
    return "\n".join(rows + [f"-- {problem.line} {problem.code}" for problem in problems])


@pytest.mark.parametrize(("title", "text", "expected"), cases("scanner.md"), ids=titles("scanner.md"))
def test_blocks_are_found_as_the_fixtures_show(title: str, text: str, expected: str):
    assert outlined(text) == expected


def test_lines_count_from_where_the_text_starts_in_its_file():
    blocks = scan("One\n\n::: aside\n\nTwo\n\n:::", 11, Log("x.md", []))

    assert [(block.name, block.line, block.close) for block in blocks] == [("", 11, 12), ("aside", 13, 17)]


def test_blocks_nested_beyond_reason_are_refused():
    problems: list[Problem] = []
    many = DEEPEST + 2
    text = "".join(f"{':' * (many + 3 - depth)} only a\n\n" for depth in range(many))

    scan(text, 1, Log("x.md", problems))

    assert "nesting-deep" in {problem.code for problem in problems}
