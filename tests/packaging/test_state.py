"""What a package keeps of a learner: the layout, its worst case, and the way there and back (packed by the player in Node)."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from app.assessment.questions import Choice
from app.assessment.quiz import AT_ONCE, TRIES, BlueprintLine, Pool
from app.content.canonical import to_data
from app.content.views import view
from app.packaging.course_data import course_data
from app.packaging.state import ROOM, TooLarge, fields_of, state_of, unit_of
from tests import build

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")
HASH = "3f9a" + "0" * 60


def every_kind(prefix, **changes):
    return tuple(build.question(kind, f"{prefix}-{kind}", **changes) for kind in build.KINDS)


def rich_course():
    """Two modules, every kind of question, pools, a blueprint, tries, waiting, and ids whose hashes meet."""
    pool = Pool(id="p-seals", pick=3, prefer_unseen=True, questions=every_kind("q-pool", tags=("m3",), points=2))
    first = build.quiz("check-a", *every_kind("q-a"), pool, policy=build.policy(feedback=AT_ONCE, wait=86_400, time_limit=1200))
    tried = build.quiz("check-b", *every_kind("q-b"), number="2.2", policy=build.policy(feedback=TRIES, tries=3, attempts=None))
    final = build.quiz(
        "final", number="2.3", policy=build.policy(final=True), blueprint=(BlueprintLine(pick=4, tag="m3"), BlueprintLine(pick=2))
    )
    final = replace(final, texts={"en": replace(final.texts["en"], parts=())})
    lessons = [build.lesson(f"lesson-{n}", number=f"1.{n + 2}") for n in range(1, 30)]
    return build.course(build.module("one", *lessons, first), build.module("two", tried, final, number="2"))


def exported(course, version_hash=HASH):
    seen = view(course)
    state = state_of(seen, version_hash)
    data = course_data(seen, state, version=1, direction="ltr", mastery=False, completed="completed")
    questions = {question.id: to_data(question) for lesson in seen.lessons for question in lesson.questions}
    return state, {"course": data, "questions": questions}


def played(data, tmp_path, *, seed=1, count=150, mode="random"):
    """Random learners of this course, packed and unpacked by the player; the script fails where one is not the same."""
    file = tmp_path / "course.json"
    file.write_text(json.dumps(data), "utf-8")
    command = [NODE, str(ROOT / "tests/player/roundtrip.mjs"), str(file), str(seed), str(count), mode]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_node_is_there():
    assert NODE, "Node is missing: `python3 dev.py test` installs it."


@pytest.mark.row("ladder:D08")
@pytest.mark.parametrize("seed", range(4))
def test_every_learner_comes_back_as_they_were(tmp_path, seed):
    _, data = exported(rich_course())

    assert played(data, tmp_path, seed=seed)["longest"] > 100


@pytest.mark.row("ladder:D08")
def test_no_learner_needs_more_than_the_worst_case_that_was_worked_out(tmp_path):
    state, data = exported(rich_course())

    longest = played(data, tmp_path, count=60, mode="most")["longest"]

    assert 0.8 * state.worst <= longest <= state.worst + 160  # each text of this learner takes eleven more than its share, where there is room


@pytest.mark.row("ladder:D07")
def test_500_lessons_and_300_questions_fit():
    lessons = [build.lesson(f"lesson-{n:03}", build.prose()) for n in range(500)]
    kinds = ("single", "multiple", "truefalse", "match", "order")
    quizzes = [build.quiz(f"quiz-{n}", *(build.question(kinds[k % 5], f"q-{n}-{k:02}") for k in range(30))) for n in range(10)]

    state, _ = exported(build.course(build.module("m", *lessons, *quizzes)))

    assert state.worst <= ROOM


@pytest.mark.row("ladder:D07")
def test_4000_lessons_with_practice_fit_and_come_back(tmp_path):
    lessons = [build.lesson(f"lesson-{n}", build.question("truefalse", f"q-{n}")) for n in range(4000)]

    state, data = exported(build.course(build.module("m", *lessons)))

    assert state.worst <= ROOM
    assert played(data, tmp_path, count=2, mode="most")["longest"] <= state.worst


@pytest.mark.row("ladder:D07")
def test_120_questions_of_choice_stay_under_1000_characters():
    questions = tuple(build.question(("single", "multiple", "truefalse")[n % 3], f"q-{n:03}") for n in range(120))

    state, _ = exported(build.course(build.module("m", build.quiz("all", *questions))))

    assert state.worst < 1_000


def test_a_course_that_could_outgrow_the_room_is_refused_with_the_limit_and_the_largest_users():
    questions = tuple(build.question("numeric", f"q-{n:03}") for n in range(320))

    with pytest.raises(TooLarge, match=r"keeps 4,096 characters.*3,900 at most.*Largest users: the open answers of the quiz “big”: 4,"):
        state_of(view(build.course(build.module("m", build.quiz("big", *questions)))), HASH)


def test_texts_are_given_their_share_in_the_worst_case():
    few, many = (
        state_of(
            view(build.course(build.module("m", build.quiz("z", *(build.question("text", f"q-{n}") for n in range(size)))))), HASH
        ).worst
        for size in (10, 20)
    )

    assert many - few >= 200


def test_the_layout_is_named_by_the_hash_and_ordered_by_ids():
    state, _ = exported(rich_course(), "beef" + HASH[4:])

    assert state.layout["name"] == "beef"
    assert state.layout["lessons"] == sorted(state.layout["lessons"])
    assert [rules["id"] for rules in state.layout["quizzes"]] == ["check-a", "check-b", "final"]
    assert state.layout["quizzes"][0]["pool"] == sorted(f"q-pool-{kind}" for kind in build.KINDS)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("single", [("c", 3)]),
        ("multiple", [("m", 4)]),
        ("truefalse", [("c", 2)]),
        ("numeric", [("n", 2)]),
        ("text", [("t", 2)]),
        ("match", [("p", 4)] * 3),
        ("order", [("o", 4)]),
        ("cloze", [("w", 1), ("g", 3)]),
        ("evidence", [("e", 3), ("w", 1), ("e", 3), ("w", 1), ("e", 3), ("w", 0)]),
        ("rating", [("d", 5), ("d", 5), ("d", 4)] * 2),
        ("riskmatrix", [("d", 5)] * 4),
        ("essay", [("w", 0), ("k", 2)]),
        ("finding", [("w", 0), ("w", 0), ("g", 2), ("k", 2)]),
    ],
)
def test_each_kind_has_its_fields(kind, fields):
    assert fields_of(build.question(kind)) == fields


def test_the_unit_makes_every_mark_whole():
    exact = build.question("multiple", task_changes={"scoring": "exact"})
    plain = build.question("match", task_changes={"scoring": "exact"})
    strict = build.question("order", task_changes={"scoring": "exact"})

    assert unit_of(every_kind("q"), 1) == 12  # halves, thirds, quarters, sixths
    assert unit_of(every_kind("q"), 4) == 48
    assert unit_of([exact, plain, strict], 1) == 1
    assert isinstance(exact.task, Choice)


def test_a_course_without_a_quiz_keeps_places_alone():
    state, data = exported(build.course(build.module("m", build.lesson())))

    assert state.layout["quizzes"] == []
    assert state.worst < 20
    assert data["course"]["quizzes"] == {}
