"""Writes small course folders for tests, and looks at what was read from them."""

from pathlib import Path

from app.content.compiled import Course, Prose
from app.content.reader import Reading

COURSE = "---\nid: course\ntitle: Course\nlanguage: en\n---\n"
EDITIONS = "---\nid: course\ntitle: Course\nlanguage: en\naudiences: [customs, trade]\n---\n"


def front(identity: str, extra: str = "") -> str:
    return f"---\nid: {identity}\ntitle: {identity.capitalize()}\n{extra}---\n\n"


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """A course of one module and what `files` add or replace; a file that is empty is left out."""
    given: dict[str, str | bytes] = {
        "course.md": COURSE,
        "01-part/module.md": front("part"),
        "01-part/01-page.md": front("page") + "Text.\n",
        **files,
    }
    for name, text in given.items():
        path = folder / name
        if text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def question(identity: str, attributes: str = "") -> str:
    return f"::: question truefalse #{identity} {attributes}\n\nIs it?\n\n- [x] true\n- [ ] false\n\n> explain: It is.\n\n:::\n\n"


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def sound(reading: Reading) -> Course:
    assert [problem for problem in reading.problems if problem.severity == "error"] == []
    assert reading.course is not None
    return reading.course


def html(course: Course, lesson: int = 0, language: str = "en") -> str:
    return "".join(part.html for part in course.modules[0].lessons[lesson].texts[language].parts if isinstance(part, Prose))
