"""Tens of thousands of inputs in every run, made anew each time: nothing an author writes can raise, stall, reach the page as script, or be told at a place that is not there."""

import random
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.content import keys
from app.content.canonical import from_json, to_json
from app.content.compiled import Course, Term
from app.content.formulas import Unreadable, formula
from app.content.frontmatter import MOST_SOURCES, read_mapping, split
from app.content.keys import take
from app.content.lessons import lesson_body
from app.content.limits import within_limits
from app.content.patterns import Refused, checked
from app.content.problems import Log, Problem
from app.content.reader import Reading, read_course
from app.content.report import FORMS, report
from app.content.scanner import Block, scan
from app.content.terms import Terms
from app.content.views import view
from app.content.words import words
from app.errors import Invalid
from app.learning.enrolment_file import read_rows
from tests.content.readers import a_page
from tests.fuzzing.bounded import bounded
from tests.fuzzing.chance import PARTS, again, chances
from tests.fuzzing.html import faults, shown
from tests.fuzzing.mutations import MARKS, WEIRD, as_bytes, as_read, front, markdown, mutated, noise

COUNTS = {"scanner": 24_000, "front": 5_000, "page": 9_000, "course": 900, "csv": 9_000, "formula": 2_000, "pattern": 2_000, "again": 160}
"""Inputs in one run, by target; together more than 50,000."""

parts = pytest.mark.parametrize("part", range(PARTS))
TERMS = Terms(
    (Term(id="seal", term="Seal", definition="A <em>device</em>."), Term(id="risk", term="risk ink", definition="R.")), words("en")
)


def test_there_are_fifty_thousand_inputs_in_each_run():
    assert sum(COUNTS.values()) >= 50_000


def each(
    target: str, part: int, make: Callable[[random.Random], Any], act: Callable[[Any], Any], judge: Callable[[Any, Any], list[str]]
) -> None:
    """Make inputs, act on each twice, and judge what came of it."""
    for name, chance in chances(target, part, COUNTS[target]):
        made = make(chance)
        first = bounded(name, made, partial(act, made))
        found = judge(made, first)
        if act(made) != first:
            found.append("a second reading gives something else")
        assert not found, f"{found[:3]}; {again(name)}\n{made!r}"


def outside(problems: list[Problem], text: str, first: int = 1) -> list[str]:
    """Problems that are told at a place which the text does not have."""
    lines = text.split("\n")
    return [
        f"{each.code} is told at {each.line}:{each.column}"
        for each in problems
        if not (first <= each.line < first + len(lines) and 1 <= each.column <= len(lines[each.line - first]) + 1)
    ] + [f"{each.code} says nothing" for each in problems if not each.message or not each.remedy]


def text_of(chance: random.Random) -> str:
    return as_read(markdown(chance))


# The blocks of a file


def scanned(text: str) -> tuple[tuple[Block, ...], list[Problem]]:
    problems: list[Problem] = []
    return scan(text, 1, Log("x.md", problems)), problems


def truly_there(blocks: tuple[Block, ...], lines: list[str]) -> list[str]:
    """Blocks whose text does not stand at the lines that they name."""
    found = []
    for block in blocks:
        if not block.name and block.text.split("\n") != lines[block.line - 1 : block.line - 1 + block.text.count("\n") + 1]:
            found.append(f"the text of line {block.line} is not there")
        if block.name and not lines[block.line - 1].startswith(":::"):
            found.append(f"no block begins in line {block.line}")
        found += truly_there(block.blocks, lines)
    return found


@pytest.mark.row("reliability:R06")
@parts
def test_the_scanner_tells_true_lines_of_any_text(part: int):
    each("scanner", part, text_of, scanned, lambda text, made: outside(made[1], text) + truly_there(made[0], text.split("\n")))


# Front matter and lists of sources


def keyed(text: str) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    log = Log("x.md", problems)
    head = split(f"---\n{text}\n---\nText.\n", log)
    tables = (keys.COURSE, keys.MODULE, keys.LESSON, keys.QUIZ, keys.CASE, keys.TRANSLATION)
    values = take(head.entries or {}, tables[len(text) % len(tables)], log, whole=head.readable)
    sources = read_mapping(text, 2, log, MOST_SOURCES)
    return (head, values, sources), problems


@pytest.mark.row("reliability:D12")
@pytest.mark.row("reliability:D14")
@parts
def test_any_front_matter_is_read_or_told(part: int):
    each("front", part, lambda chance: as_read(front(chance)), keyed, lambda text, made: outside(made[1], f"---\n{text}\n---\nText.\n"))


# A page


def written(text: str) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    page = a_page(problems, terms=TERMS)
    if not within_limits(text, 1, page.log):
        return None, problems
    return lesson_body(page, scan(text, 1, page.log), ("customs", "trade"), practice=True), problems


def page_faults(text: str, made: tuple[Any, list[Problem]]) -> list[str]:
    body, problems = made
    return outside(problems, text) + [fault for html in shown(body) for fault in faults(html)]


@pytest.mark.row("reliability:D01")
@pytest.mark.row("reliability:D02")
@pytest.mark.row("reliability:D03")
@pytest.mark.row("reliability:D21")
@parts
def test_nothing_on_a_page_can_run(part: int):
    each("page", part, text_of, written, page_faults)


# A whole course


def make_course(chance: random.Random) -> dict[str, bytes]:
    """Three to six files of which at least one is spoiled."""
    head = "---\nid: {0}\ntitle: {0}\n---\n\n"
    texts = {
        "course.md": "---\nid: course\ntitle: Course\nlanguage: en\naudiences: [customs, trade]\n---\nWelcome.\n",
        "01-part/module.md": head.format("part"),
        "01-part/01-page.md": head.format("page") + markdown(chance),
    }
    if chance.random() < 0.3:
        texts["01-part/02-quiz.md"] = f"---\nid: quiz\ntitle: Quiz\nkind: quiz\n---\n\n{markdown(chance)}"
    if chance.random() < 0.2:
        texts["01-part/01-page.fr.md"] = f"---\nid: page\ntitle: Page\n---\n\n{markdown(chance)}"
        texts["course.fr.md"] = "---\nid: course\ntitle: Cours\n---\n"
    if chance.random() < 0.2:
        texts["glossary.md"] = mutated(chance, "Seal {#seal}\n: A device.\n\nAEO {#aeo}\n: An *operator*.\n")
    if chance.random() < 0.2:
        texts["sources.yaml"] = mutated(chance, 'safe:\n  instrument: safe\n  edition: "2021"\n  title: SAFE\n')
    if chance.random() < 0.3:
        name = chance.choice(sorted(texts))
        texts[name] = f"---\n{front(chance)}\n---\n{texts[name].rpartition('---')[2]}"
    files = {name: text.encode("utf-8", errors="surrogatepass") for name, text in texts.items()}
    spoiled = chance.choice(sorted(files))
    files[spoiled] = as_bytes(chance, texts[spoiled]) if chance.random() < 0.9 else noise(chance)
    return files


def read(folder: Path, files: dict[str, bytes]) -> tuple[Reading, list[str]]:
    for old in folder.rglob("*.*"):
        old.unlink()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    reading = read_course(folder)
    return reading, [line for form in FORMS for line in report(reading.problems, form, folder)]


def course_faults(files: dict[str, bytes], made: tuple[Reading, list[str]]) -> list[str]:
    reading, _ = made
    found = []
    for problem in reading.problems:
        text = files.get(problem.path, b"").decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        found += outside([problem], text)
    if reading.course is None:
        return found
    if from_json(Course, to_json(reading.course)) != reading.course:
        found.append("written as JSON and read again it is another course")
    for edition in reading.course.audiences or ("",):
        for language in reading.course.languages:
            view(reading.course, edition=edition, language=language)
    return found + [fault for html in shown(reading.course) for fault in faults(html)]


@pytest.mark.row("reliability:D08")
@pytest.mark.row("reliability:D12")
@parts
def test_any_folder_is_a_course_or_told_why_not(part: int, tmp_path: Path):
    each("course", part, make_course, partial(read, tmp_path), course_faults)


# Files of rows, formulas, patterns


def make_csv(chance: random.Random) -> bytes:
    head = "email,name,name-native,language,cohort,role\n"
    rows = "".join(f"p{number}@example.org,Ada {number},,en,Spring,trainee\n" for number in range(chance.randint(0, 4)))
    text = mutated(chance, head + rows)
    for _ in range(chance.randint(0, 3)):
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice([*WEIRD, '"', '""', ";", ",", "\t", "=cmd|'/C calc'!A0", "@", "\n\n"]) + text[at:]
    return as_bytes(chance, text) if chance.random() < 0.9 else noise(chance)


def rows_of(data: bytes) -> Any:
    try:
        return read_rows(data)
    except Invalid as error:
        return str(error)


@pytest.mark.row("reliability:D08")
@parts
def test_any_file_of_people_is_read_or_refused(part: int):
    def judge(data: bytes, made: Any) -> list[str]:
        lines = data.count(b"\n") + data.count(b"\r") + 1
        return [f"line {row.line}" for row in made if not 1 <= row.line <= lines] if isinstance(made, list) else []

    each("csv", part, make_csv, rows_of, judge)


TEX = [
    *"{}^_&x1+' ", "\\frac", "\\sqrt[3]", "\\left(", "\\right)", "\\begin{matrix}", "\\end{matrix}", "\\begin{aligned}", "\\end{aligned}", "\\text{", "\\style{", "\\href{",
    "\\color{red}", "\\\\", "\\overset", "\\operatorname{", "\\limits", "\\hline", "\\not", "\\mathbf", "</math>", "<script>", "&lt;", "\\nosuch", "\\above", "\\dots", "\\ ",
]  # fmt: skip


def make_tex(chance: random.Random) -> str:
    return "".join(chance.choice(chance.choice([TEX, TEX, TEX, WEIRD])) for _ in range(chance.choice([2, 5, 9, 20]))) * chance.choice(
        [1, 1, 1, 40]
    )


def shown_formula(tex: str) -> str:
    try:
        return formula(tex)
    except Unreadable:
        return ""


@pytest.mark.row("reliability:D10")
@parts
def test_any_formula_is_shown_clean_or_refused(part: int):
    def judge(tex: str, made: str) -> list[str]:
        return [fault for fault in faults(made) if not fault.startswith("cleaning")]

    each("formula", part, make_tex, shown_formula, judge)


REGEX = [*"ab.?*+|()[]{}\\^$-1,/", "(a+)+", "(a|aa)+", "[a-z]", "{1,9}", "{50}", "\\d", "\\s", "(?:", "(?=", "\\1", "é"]


def make_pattern(chance: random.Random) -> str:
    return "".join(chance.choice(REGEX) for _ in range(chance.choice([1, 4, 9, 30])))


@pytest.mark.row("reliability:D23")
@parts
def test_any_pattern_is_refused_or_tried_in_no_time(part: int):
    def act(pattern: str) -> Any:
        try:
            plain = checked(pattern)
        except Refused:
            return None
        return [bool(re.fullmatch(plain, text)) for text in ("a" * 200, "a" * 199 + "!", "ab" * 100, "1" * 200, "")]

    each("pattern", part, make_pattern, act, lambda pattern, made: [])


# The same again and again


def make_again(chance: random.Random) -> str:
    """What costs little once and much a thousand times."""
    piece = "".join(chance.choice(chance.choice([MARKS, MARKS, MARKS, WEIRD])) for _ in range(chance.randint(1, 6)))
    return as_read(markdown(chance)[:40] + piece * (8_000 // len(piece)) + markdown(chance)[:40])


@pytest.mark.row("reliability:D10")
@parts
def test_the_same_again_and_again_is_not_slow(part: int):
    for name, chance in chances("again", part, COUNTS["again"]):
        text = make_again(chance)
        body, problems = bounded(name, text[:300], partial(written, text))
        assert body is not None or problems, again(name)
