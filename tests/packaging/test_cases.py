"""A case in a package: its page, its documents and its path are there, those of another edition in no byte, and its state fits."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from app.assessment.questions import Question
from app.content.canonical import to_data
from app.content.compiled import Course
from app.content.reader import read_course
from app.content.views import view
from app.packaging.course_data import course_data
from app.packaging.state import ROOM, path_bits, state_of
from tests import build
from tests.content.folders import EDITIONS, front, question, sound, write
from tests.packaging.packages import package
from tests.packaging.test_pages import course_of, lesson_of
from tests.packaging.test_state import played

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "courses"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@cache
def kestrel() -> Course:
    return sound(read_course(FIXTURES / "kestrel"))


def course(folder: Path, entries: str = "- doc: saq.md\n", **files: str | bytes) -> Course:
    case = f":::: case #c-one budget=2h\n\n{entries}\n{question('q-one')}::::\n"
    written = {"course.md": EDITIONS, "01-part/02-case.md": front("orion", "kind: case\n") + case, "cases/saq.md": "Dual control.\n"}
    return sound(read_course(write(folder, written | files)))


def test_a_case_counts_as_a_quiz_with_its_budget_and_costs() -> None:
    told = course_of(package(kestrel()))["quizzes"]["kestrel-quay"]

    assert (told["graded"], told["pass"], told["points"], told["count"]) == (True, 60, 6, 4)
    assert told["case"]["budget"] == 150
    assert [(each["key"], each["cost"]) for each in told["case"]["documents"]] == [
        ("e1", 0), ("e3", 0), ("e4", 0), ("plan", 0), ("e5", 30), ("e6", 90), ("e8", 30), ("e9", 20), ("e10", 20),
    ]  # fmt: skip


def test_the_style_of_a_case_is_sent_with_a_case_alone() -> None:
    made = package(build.course())

    assert "case.css" not in made.files
    assert course_of(made)["quizzes"]["seal-check"]["case"] is None
    assert "case.css" in package(kestrel()).files


def test_its_page_names_every_document_and_shows_none() -> None:
    case = lesson_of(package(kestrel()), "kestrel-quay")

    assert re.findall(r'<li data-key="([\w-]+)">', case["page"]) == ["e1", "e3", "e4", "plan", "e5", "e6", "e8", "e9", "e10"]
    assert case["page"].count('<button class="linklike" type="button">') == 9
    assert "60 high-security seals" not in case["page"]
    assert "60 high-security seals" in case["documents"]["e6"]
    assert sorted(case["questions"]) == ["q-carriers", "q-dual", "q-rate", "q-recommend"]


def test_its_path_holds_every_document_as_a_step_and_as_one_that_stayed_closed() -> None:
    path = lesson_of(package(kestrel()), "kestrel-quay")["path"]

    assert re.findall(r'<tr data-key="([\w-]+)">', path) == re.findall(r'<span data-key="([\w-]+)">', path)
    assert path.count("#/kestrel-quay/~doc.") == 9


def test_in_another_language_a_document_without_a_translation_says_so_and_keeps_its_own() -> None:
    case = lesson_of(package(kestrel(), language="fr"), "kestrel-quay")

    assert "Pas de sous-traitance du transport routier" in case["documents"]["e1"]
    assert "Non traduit" not in case["documents"]["e1"]
    assert '<div class="case__words" lang="en" dir="ltr">' in case["documents"]["e3"]
    assert '<bdi lang="en" dir="ltr">Seal register, 40 lines</bdi>' in case["page"]


def test_documents_and_pictures_of_another_edition_are_in_no_byte(tmp_path: Path) -> None:
    entries = "- doc: saq.md\n- interview: loader.md {#loader cost=20min audience=customs}\n"
    files = {"cases/loader.md": "Canary of the night. ![A dock](dock.png)\n", "cases/dock.png": PIXEL}
    made = course(tmp_path, entries, **files)

    trade, customs = package(made, audience="trade"), package(made, audience="customs")

    [picture] = [each.name for each in made.media]
    told = b"".join(content for name, content in trade.files.items())
    assert b"Canary" not in told
    assert b"loader" not in trade.files["lesson-orion.js"] + trade.files["course.js"]
    assert picture not in trade.files
    assert b"Canary" in customs.files["lesson-orion.js"]
    assert picture in customs.files


def test_a_case_of_another_edition_is_not_in_the_package(tmp_path: Path) -> None:
    text = f":::: case #c-one budget=2h audience=customs\n\n- doc: saq.md\n\n{question('q-one')}::::\n"
    files = {"course.md": EDITIONS, "01-part/02-case.md": front("orion", "kind: case\n") + text, "cases/saq.md": "Dual control.\n"}
    made = package(sound(read_course(write(tmp_path, files))), audience="trade")

    assert b"Dual control" not in b"".join(made.files.values())


def sixty(folder: Path) -> Course:
    entries = "".join(f"- doc: saq.md {{#paper-{n}}}\n" for n in range(60))
    return course(folder, entries)


def exported(made: Course) -> dict[str, object]:
    seen = view(made)
    data = course_data(seen, state_of(seen, "3f9a" + "0" * 60), version=1, direction="ltr", mastery=False, completed="completed")
    questions: dict[str, Question] = {each.id: each for lesson in seen.lessons for each in lesson.questions}
    return {"course": data, "questions": {name: to_data(each) for name, each in questions.items()}}


def test_sixty_documents_take_no_more_than_their_order_needs(tmp_path: Path) -> None:
    state = state_of(view(sixty(tmp_path)), "3f9a" + "0" * 60)

    assert path_bits(60) == 6 + 273  # 60! has 273 bits
    assert state.worst < 160 < ROOM


@pytest.mark.parametrize("seed", range(3))
def test_every_path_comes_back_in_its_order(tmp_path: Path, seed: int) -> None:
    longest = played(exported(sixty(tmp_path)), tmp_path, seed=seed, count=60, mode="most")["longest"]

    assert longest <= state_of(view(sixty(tmp_path)), "3f9a" + "0" * 60).worst


def test_the_path_of_the_fixture_comes_back_after_every_random_sitting(tmp_path: Path) -> None:
    data = exported(kestrel())

    assert played(json.loads(json.dumps(data)), tmp_path, count=150)["longest"] > 20
