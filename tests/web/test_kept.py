"""What is kept is bounded, and what was used last stays longest."""

from app.web.kept import Kept
from app.web.shell import Shell


def kept_of(*sizes: int, most: int = 1_000) -> Kept[Shell]:
    kept: Kept[Shell] = Kept(most)
    for number, size in enumerate(sizes):
        kept.get(number, lambda size=size: Shell.cut("x" * (size - 200)))
    return kept


def test_a_thing_is_made_once():
    made = []
    kept: Kept[Shell] = Kept(1_000)

    for _ in range(3):
        kept.get("a", lambda: made.append("a") or Shell.cut("text"))

    assert made == ["a"]


def test_it_never_takes_more_than_it_may():
    kept = kept_of(400, 400, 400, 400)

    assert (len(kept), kept.weight) == (2, 800)


def test_what_was_asked_for_longest_ago_goes_first():
    kept, made = kept_of(400, 400), []
    kept.get(0, lambda: made.append(0))

    kept.get(2, lambda: Shell.cut("x" * 200))
    kept.get(0, lambda: made.append(0))
    kept.get(1, lambda: made.append(1) or Shell.cut("again"))

    assert made == [1]


def test_a_thing_that_is_too_large_alone_is_still_given():
    kept = kept_of(5_000)

    assert (len(kept), kept.weight) == (1, 5_000)
