"""What must hold for every question and every answer, whatever the numbers."""

from contextlib import suppress
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.draw import order_of, paper, shuffled
from app.assessment.marks import Mark, share_of_try
from app.assessment.numbers import Ambiguous, NotANumber, in_figures, read_number
from app.assessment.questions import Choice, Match, Option, Order, Piece
from app.assessment.quiz import Policy, Pool, Quiz
from app.assessment.review import RIGHT, review
from app.assessment.wording import folded
from tests import build

SEEDS = st.integers(0, 2**32 - 1)
ODD = st.lists(st.text(max_size=8), max_size=6).map(tuple)


@st.composite
def choices(draw, scoring):
    size = draw(st.integers(2, 10))
    right = draw(st.sets(st.integers(1, size), min_size=1))
    options = tuple(Option(key=f"{n:02}", text="", correct=n in right) for n in range(1, size + 1))
    task = Choice(kind="multiple", scoring=scoring, options=options)
    ticked = draw(st.sets(st.integers(1, size)))
    return task, tuple(f"{n:02}" for n in sorted(ticked)), len(right), len(ticked & right), len(ticked - right)


@given(choices("exact"))
def test_exact_gives_all_for_every_right_tick_and_none_wrong(case):
    task, answer, right, hits, misses = case

    assert task.credit(answer) == (1 if hits == right and not misses else 0)


@given(choices("proportional"))
def test_proportional_takes_a_right_tick_off_for_each_wrong_one_and_never_goes_below_nought(case):
    task, answer, right, hits, misses = case

    assert task.credit(answer) == max(Fraction(0), Fraction(hits - misses, right))


@given(choices("no-wrong"))
def test_no_wrong_gives_nothing_once_a_wrong_one_is_ticked(case):
    task, answer, right, hits, misses = case

    assert task.credit(answer) == (Fraction(0) if misses else Fraction(hits, right))


@given(st.permutations(range(1, 7)))
def test_pairs_counts_the_pairs_in_their_right_order(row):
    task = Order(items=tuple(Piece(f"{n:02}", "") for n in range(1, 7)), scoring="pairs")
    falling = sum(a > b for place, a in enumerate(row) for b in row[place + 1 :])

    assert task.credit(tuple(f"{n:02}" for n in row)) == Fraction(comb(6, 2) - falling, comb(6, 2))


@given(st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_matching_counts_right_pairs_and_open_lines_earn_nothing(row):
    items, pieces = build.pieces(*"abcd"), build.pieces(*"vwxyz")
    task = Match(items=items, pieces=pieces, pairs=tuple(f"{n:02}.{n:02}" for n in range(1, 5)))
    answer = tuple(f"{item:02}.{piece:02}" if piece else "" for item, piece in enumerate(row, start=1))

    assert task.objection(answer) is None
    assert task.credit(answer) == Fraction(sum(item == piece for item, piece in enumerate(row, start=1)), 4)


@pytest.mark.parametrize("kind", build.KINDS)
@given(answer=ODD)
def test_no_answer_whatever_it_holds_breaks_a_question_or_leaves_nought_to_one(kind, answer):
    question = build.question(kind)

    credit = question.credit(answer)
    question.objection(answer)

    assert 0 <= credit <= 1
    assert review(question, answer).credit == credit


@pytest.mark.parametrize("kind", build.KINDS)
def test_the_right_answer_earns_all_and_an_empty_one_nothing(kind):
    question = build.question(kind)
    right = build.right_answer(kind)

    assert (question.credit(right), question.objection(right)) == (1, None)
    assert (question.credit(()), question.objection(())) == (0, None)
    assert {part.verdict for part in review(question, right).parts} == {RIGHT}
    assert question.credit(build.wrong_answer(kind)) == 0


def test_a_review_counts_its_parts():
    told = review(build.question("multiple"), ("01", "03"))

    assert told.counts() == {"right": 1, "partly": 0, "wrong": 1, "missed": 1}
    assert (told.verdict, told.points, told.explain) == ("wrong", 1, "<p>Because it was seen.</p>")


@given(st.fractions(0, 50), st.integers(1, 50))
def test_a_percent_is_the_nearest_whole_number_and_a_half_goes_up(earned, possible):
    percent = Mark(earned, possible).percent

    assert -Fraction(1, 2) < percent - 100 * earned / possible <= Fraction(1, 2)


def test_nothing_possible_is_no_percent():
    assert Mark(Fraction(0), 0).percent == 0


@given(st.integers(1, 6), st.integers(2, 5))
def test_tries_fall_by_equal_shares_to_nought(number, tries):
    assert share_of_try(number, tries) - share_of_try(number + 1, tries) in (Fraction(1, tries), 0)


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=4), unique=True, max_size=30), SEEDS)
def test_shuffling_loses_and_doubles_nothing_and_does_not_look_at_the_order_given(keys, seed):
    row = shuffled(keys, seed, "pool:x")

    assert sorted(row) == sorted(keys)
    assert row == shuffled(keys[::-1], seed, "pool:x")


@given(SEEDS)
def test_an_order_is_never_shown_in_its_right_order(seed):
    question = build.question("order")

    assert order_of(question, seed, shuffle=True) != build.right_answer("order")


@given(SEEDS, st.sets(st.integers(0, 9)))
def test_a_draw_takes_each_question_once_and_the_unseen_first(seed, seen):
    pool = Pool(id="p", pick=4, prefer_unseen=True, questions=tuple(build.question("single", f"q-{n}") for n in range(10)))
    quiz = Quiz(id="z", policy=Policy(), items=(pool, build.question("single", "q-own")))
    seen_ids = frozenset(f"q-{n}" for n in seen)

    drawn = paper(quiz, seed, seen_ids)

    assert len(drawn) == len(set(drawn)) == 5
    assert sum(each in seen_ids for each in drawn) == max(0, 4 - (10 - len(seen)))


def test_a_quiz_finds_any_question_in_its_reach():
    pool = Pool(id="p", pick=1, questions=(build.question("single", "q-pooled"),))
    quiz = Quiz(id="z", policy=Policy(), items=(pool, build.question("single", "q-own")), candidates=(build.question("text", "q-far"),))

    assert [each.id for each in quiz.reach()] == ["q-pooled", "q-own", "q-far"]
    assert quiz.question("q-far").kind == "text"
    assert quiz.question("q-gone") is None


@given(st.decimals(-999999, 999999, places=3), st.sampled_from(".,"))
def test_a_number_written_with_the_sign_of_the_language_is_always_read(number, decimal):
    assert read_number(f"{number:f}".replace(".", decimal), decimal) == Fraction(number)


@given(st.decimals(-999999, 999999, places=3))
def test_a_number_that_was_read_is_shown_in_plain_figures(number):
    shown = in_figures(Fraction(number))

    assert Fraction(shown) == Fraction(number)
    assert not shown.endswith(("0", ".")) or "." not in shown


@given(st.text(max_size=50), st.sampled_from(".,"))
def test_no_text_breaks_the_reading_of_numbers(text, decimal):
    with suppress(Ambiguous, NotANumber):
        assert isinstance(read_number(text, decimal), Fraction)


@given(st.text(max_size=50))
def test_folding_twice_changes_nothing(text):
    once = folded(text, keep_case=False)

    assert folded(once, keep_case=False) == once
