"""Two texts made from one: what one changed is taken over, what both changed stays open, and no line is lost."""

import random

import pytest

from app.content.joining import BOTH, MINE, OPEN, SAME, THEIRS, has_marks, join


def kinds(base: str, mine: str, theirs: str) -> list[str]:
    return [piece.kind for piece in join(base, mine, theirs).pieces]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("a\nb\nc", "a\nb\nc", "a\nb\nc", [SAME]),
        ("a\nb\nc", "a\nX\nc", "a\nb\nc", [SAME, MINE, SAME]),
        ("a\nb\nc", "a\nb\nc", "a\nb\nc\nd", [SAME, THEIRS]),
        ("a\nb\nc", "a\nX\nc", "a\nX\nc", [SAME, BOTH, SAME]),
        ("a\nb\nc", "a\nX\nc", "a\nY\nc", [SAME, OPEN, SAME]),
        ("a\nb\nc", "a\nc", "a\nY\nc", [SAME, OPEN, SAME]),
        ("a\nb\nc\nd", "X\nb\nc\nd", "a\nb\nc\nY", [MINE, SAME, THEIRS]),
        ("", "mine", "theirs", [OPEN]),
    ],
)
def test_a_change_of_one_is_joined_and_a_change_of_both_stays_open(base: str, mine: str, theirs: str, expected: list[str]) -> None:
    assert kinds(base, mine, theirs) == expected


def test_the_joined_text_has_the_change_of_each() -> None:
    made = join("one\ntwo\nthree\nfour", "ONE\ntwo\nthree\nfour", "one\ntwo\nthree\nFOUR")

    assert made.marked("yours", "Grace") == "ONE\ntwo\nthree\nFOUR"
    assert (made.open, made.settled) == (0, 2)


def test_an_open_place_holds_both_texts_between_marks() -> None:
    made = join("a\nb\nc", "a\nX\nc", "a\nY\nc")

    text = made.marked("yours", "Grace")

    assert text == "a\n<<<<<<< yours\nX\n=======\nY\n>>>>>>> Grace\nc"
    assert has_marks(text)
    assert not has_marks("a\n=======\n> quote")


def test_no_line_that_anybody_wrote_is_lost() -> None:
    chance = random.Random(20261124)
    for _round in range(300):
        base = [f"line {chance.randrange(6)}" for _ in range(chance.randrange(12))]
        mine, theirs = changed(chance, base, "m"), changed(chance, base, "t")
        made = join("\n".join(base), "\n".join(mine), "\n".join(theirs))

        assert [line for piece in made.pieces for line in piece.mine] == "\n".join(mine).split("\n")
        assert [line for piece in made.pieces for line in piece.theirs] == "\n".join(theirs).split("\n")
        joined = {line for piece in made.pieces for line in piece.lines}
        assert {line for line in (*mine, *theirs) if line.startswith(("m", "t"))} <= joined


def changed(chance: random.Random, base: list[str], who: str) -> list[str]:
    made = list(base)
    for number in range(chance.randrange(4)):
        at = chance.randrange(len(made) + 1)
        made[at : at + chance.randrange(2)] = [f"{who} {number} {chance.randrange(99)}"]
    return made
