"""Two versions are compared by id: what is worded anew, what means something else, new, gone or moved."""

import random
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from app.content.canonical import from_json, to_json
from app.content.comparison import Change, Detail, _longest_rise, compare
from app.content.compiled import Course
from app.content.reader import read_course
from tests.content.folders import front, question, sound, write

ROOT = Path(__file__).parents[2]
SHIPPED = [*sorted(path.parent for path in (ROOT / "courses").glob("*/course.md")), ROOT / "tests/fixtures/courses/journey"]
CHOICE = "::: question single #q {}\n\nWhich?\n\n- [x] One\n  > Yes.\n- [ ] Two\n\n> hint: Think.\n\n> explain: One.\n\n:::\n"
SOURCES = 'safe:\n  instrument: safe\n  edition: "2021"\n  title: SAFE\n'
FRENCH = "---\nid: course\ntitle: Cours\n---\n"


def files(**more: str) -> dict[str, str | bytes]:
    """A course with a lesson that holds a question, a quiz with a pool, a source and a term."""
    given: dict[str, str | bytes] = {
        "sources.yaml": SOURCES,
        "glossary.md": "---\n---\n\nSeal {#seal}\n: A lock.\n",
        "01-part/01-page.md": front("page") + "## One\n\nA seal.\n\nTable: T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n" + CHOICE.format(""),
        "01-part/02-next.md": front("next") + "## Two\n\nTable: T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "01-part/90-quiz.md": front("quiz", "kind: quiz\n") + ":::: pool #p pick=1\n\n" + question("q-1") + question("q-2") + "::::\n",
    }
    return given | {name.replace("__", "/"): text for name, text in more.items()}


def changed(
    folder: Path, change: Callable[[dict[str, str | bytes]], object], start: dict[str, str | bytes] | None = None
) -> dict[str, Change]:
    """What differs after a change of the files; by id."""
    old = start or files()
    new = dict(old)
    change(new)
    courses = [sound(read_course(write(folder / name, content))) for name, content in (("old", old), ("new", new))]
    found = compare(courses[0], courses[1]).changes
    return {each.id: each for each in found if each.state != "same"}


def swap(path: str, old: str, new: str) -> Callable[[dict[str, str | bytes]], object]:
    def change(content: dict[str, str | bytes]) -> None:
        text = content[path]
        assert isinstance(text, str)
        assert old in text
        content[path] = text.replace(old, new)

    return change


def states(changes: dict[str, Change]) -> dict[str, str]:
    return {name: change.state for name, change in changes.items()}


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_course_is_the_same_as_what_was_stored_of_it(folder: Path):
    """What is published is JSON with sorted keys: the order of a mapping means nothing."""
    course = sound(read_course(folder))

    found = compare(from_json(Course, to_json(course)), course)

    assert [change for change in found.changes if change.state != "same"] == []


def test_a_course_is_the_same_as_itself(tmp_path: Path):
    assert changed(tmp_path, lambda content: None) == {}


PAGE, QUIZ = "01-part/01-page.md", "01-part/90-quiz.md"


@pytest.mark.parametrize(
    ("path", "old", "new", "name", "state"),
    [
        (PAGE, "Which?", "Which one?", "q", "wording"),
        (PAGE, "> Yes.", "> Right.", "q", "wording"),
        (PAGE, "hint: Think.", "hint: Look.", "q", "wording"),
        (PAGE, "explain: One.", "explain: First.", "q", "wording"),
        (PAGE, "] Two", "] Too", "q", "wording"),
        (PAGE, "A seal.", "A whole seal.", "page", "wording"),
        (PAGE, "title: Page", "title: A page", "page", "wording"),
        (PAGE, "- [x] One\n  > Yes.\n- [ ] Two", "- [ ] One\n  > Yes.\n- [x] Two", "q", "meaning"),
        (PAGE, "- [ ] Two", "- [ ] Two\n- [ ] Three", "q", "meaning"),
        (PAGE, "single #q", "multiple #q", "q", "meaning"),
        (PAGE, "single #q", "single #q points=2", "q", "meaning"),
        (PAGE, "single #q", "single #q cites=safe:A", "q", "meaning"),
        (PAGE, "single #q", "single #q level=2", "q", "meaning"),
        (PAGE, "id: page\n", "id: page\ncites: [safe]\n", "page", "meaning"),
        (PAGE, "id: page\n", "id: page\nrequired: false\n", "page", "meaning"),
        (QUIZ, "kind: quiz\n", "kind: quiz\npass: 50\n", "quiz", "meaning"),
        (QUIZ, "pick=1", "pick=2", "p", "meaning"),
        ("sources.yaml", "2021", "2025", "safe", "meaning"),
        ("sources.yaml", "title: SAFE", "title: Framework", "safe", "wording"),
        ("glossary.md", "A lock.", "A strong lock.", "seal", "wording"),
    ],
)
def test_what_decides_is_told_apart_from_words(tmp_path: Path, path: str, old: str, new: str, name: str, state: str):
    assert states(changed(tmp_path, swap(path, old, new))) == {name: state}


@pytest.mark.parametrize(
    ("task", "old", "new"),
    [
        ("numeric", "- = 5 +- 1", "- = 5 +- 2"),
        ("numeric", "- = 5\n- ~ 6", "- = 5\n- ~ 7"),
        ("text", "- = SAQ", "- = SAQ\n- = form"),
        ("match", "| a | b |\n|---|---|\n| 1 | x |\n| 2 | y |", "| a | b |\n|---|---|\n| 1 | x |\n| 2 | y |\n| | z |"),
        ("order scoring=pairs", "1. a\n2. b", "1. a\n2. b\n3. c"),
        ("cloze", "- [[b]] = c", "- [[b]] = d"),
    ],
)
def test_another_key_means_something_else_in_every_type(tmp_path: Path, task: str, old: str, new: str):
    page = (
        front("page")
        + f"::: question {task.replace(' ', ' #q ') if ' ' in task else task + ' #q'}\n\nSay [[b]]\n\n{old}\n\n> explain: So.\n\n:::\n"
    )
    page = page if task == "cloze" else page.replace(" [[b]]", "?")

    change = changed(tmp_path, swap(PAGE, old, new), files() | {PAGE: page})["q"]

    assert (change.state, change.details) == ("meaning", (Detail("answers"),))


def test_a_value_that_changed_is_told_with_both(tmp_path: Path):
    change = changed(tmp_path, swap(PAGE, "single #q", "single #q points=3 cites=safe:A,safe:B"))["q"]

    assert change.details == (Detail("points", "1", "3"), Detail("cites", "none", "safe:A, safe:B"))


def test_what_is_new_and_what_is_gone(tmp_path: Path):
    changes = changed(tmp_path, swap(QUIZ, question("q-2"), question("q-3") + question("q-4")))

    assert states(changes) == {"q-3": "new", "q-4": "new", "q-2": "gone"}
    assert (changes["q-2"].place, changes["q-2"].title) == ("p", "Is it?")


def test_numbers_that_only_follow_do_not_count(tmp_path: Path):
    """A new lesson in front changes the number of each section, table and lesson behind it, and the place of a term's first use."""

    def change(content: dict[str, str | bytes]) -> None:
        content["01-part/00-zero.md"] = front("zero") + "## Nought\n\nA seal.\n\nTable: T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
        content["glossary.md"] = "---\n---\n\nSeal {#seal}\n: A lock.\n\nTwo {#two}\n: A number.\n"

    assert states(changed(tmp_path, change)) == {"zero": "new", "two": "new"}


def test_a_question_that_moved_and_changed_says_both(tmp_path: Path):
    def change(content: dict[str, str | bytes]) -> None:
        swap(PAGE, CHOICE.format(""), "")(content)
        content["01-part/02-next.md"] = str(content["01-part/02-next.md"]) + "\n" + CHOICE.format("points=2")

    moved = changed(tmp_path, change)["q"]

    assert (moved.state, moved.moved, moved.was, moved.place) == ("meaning", True, "page", "next")


def test_a_renamed_file_is_a_lesson_that_moved(tmp_path: Path):
    def change(content: dict[str, str | bytes]) -> None:
        content["01-part/95-page.md"] = content[PAGE]
        content[PAGE] = ""

    changes = changed(tmp_path, change)

    assert [(name, each.state, each.was, each.place) for name, each in changes.items()] == [("page", "moved", "part", "part")]


def test_languages_are_told(tmp_path: Path):
    page = "---\nid: page\ntitle: Page\n---\n\nUn.\n\n" + CHOICE.format("")
    start = files() | {"course.fr.md": FRENCH, "01-part/01-page.fr.md": page}

    words = changed(tmp_path / "a", swap("01-part/01-page.fr.md", "Un.", "Deux."), start)
    more = changed(tmp_path / "b", lambda content: content.update({"01-part/02-next.fr.md": front("next") + "Deux.\n"}), start)

    assert {name: (each.state, each.languages) for name, each in words.items()} == {"page": ("wording", ("fr",))}
    assert {name: (each.state, each.languages) for name, each in more.items()} == {"next": ("wording", ("fr",))}


def test_a_part_of_one_edition_changes_the_meaning(tmp_path: Path):
    editions = {"course.md": "---\nid: course\ntitle: Course\nlanguage: en\naudiences: [customs, trade]\n---\n"}
    more = "A seal.\n\n::: only customs\n\nSecret.\n\n:::\n"

    changes = changed(tmp_path, swap(PAGE, "A seal.\n", more), files() | editions)

    assert changes["page"].state == "meaning"
    assert [detail.name for detail in changes["page"].details] == ["editions"]


def test_rules_of_the_course_are_compared(tmp_path: Path):
    course = "---\nid: course\ntitle: Course\nlanguage: en\ncertificate:\n  title: Good\n  valid: 3 years\n---\n\nWelcome.\n"

    changes = changed(tmp_path, swap("course.md", "3 years", "2 years"), files() | {"course.md": course})

    assert changes["course"].details == (Detail("certificate", "3 years, 0 months", "2 years, 0 months"),)


def test_as_few_as_possible_are_said_to_have_moved():
    chance = random.Random(8)
    for _ in range(200):
        numbers = chance.sample(range(8), chance.randint(0, 7))
        best = max(len(row) for size in range(len(numbers) + 1) for row in combinations(numbers, size) if list(row) == sorted(row))

        found = sorted(_longest_rise(numbers))

        assert [numbers[place] for place in found] == sorted(numbers[place] for place in found)
        assert len(found) == best
