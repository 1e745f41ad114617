"""New lessons and quizzes from the pages of the starter course, with ids of their own; and the blocks that an author may put in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.content.files import id_from_name
from app.content.keys import LONGEST_TITLE
from app.content.starter import LANGUAGES, yaml_text

_KIND = re.compile(r"^kind: (\w+)$", re.MULTILINE)
_ID = re.compile(r"^id: .*$", re.MULTILINE)
_TITLE = re.compile(r"^title: .*$", re.MULTILINE)
_CITES = re.compile(r"^cites: .*\n| cites=\S+", re.MULTILINE)
_BLOCK_ID = re.compile(r"(?<=[ ])#([qpc])-[a-z0-9-]+")
_NUMBER = re.compile(r"(\d{1,3})-")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that does not exist yet: its path in the course, and its text."""

    path: str
    text: str


def kinds(language: str) -> tuple[str, ...]:
    """The kinds of which the starter course of a language has a page."""
    return tuple(_patterns(language))


def new_page(kind: str, language: str, title: str, folder: str, paths: Iterable[str], taken: Iterable[str]) -> Page:
    """A page behind the last one of its module. `paths` are those of the course's files, `taken` the ids that mean something already."""
    words = " ".join(title.split())[:LONGEST_TITLE]
    identity = id_from_name(words, set(taken), kind)
    text = _patterns(language)[kind]
    text = _TITLE.sub(lambda found: f"title: {yaml_text('title', words)}", _ID.sub(f"id: {identity}", text, count=1), count=1)
    numbers = iter(range(1, 1_000))
    text = _BLOCK_ID.sub(lambda found: f"#{found[1]}-{identity[:50]}-{next(numbers)}", _CITES.sub("", text))
    return Page(f"{folder}/{_next_number(folder, paths):02}-{identity}.md", text)


def _patterns(language: str) -> dict[str, str]:
    files = LANGUAGES.get(language, LANGUAGES["en"])
    pages = [text for path, text in files.items() if "/" in path and not path.endswith("/module.md")]
    found: dict[str, str] = {}
    for text in pages:
        kind = _KIND.search(text)
        found.setdefault(kind[1] if kind else "lesson", text)
    return found


def _next_number(folder: str, paths: Iterable[str]) -> int:
    """Behind the last page that has a number below 90; those from 90 on are what ends a module."""
    inside = [path.rpartition("/")[2] for path in paths if path.startswith(f"{folder}/")]
    numbers = [int(match[1]) for name in inside if (match := _NUMBER.match(name))]
    return max((number for number in numbers if number < 90), default=0) + 1


SNIPPETS: tuple[tuple[str, str], ...] = (
    ("single", "::: question single #\n\nWhat is asked?\n\n- [x] The right answer\n- [ ] A wrong answer\n  > Why it is wrong.\n\n"
     "> explain: Why the right answer is right.\n\n:::\n"),
    ("multiple", "::: question multiple #\n\nWhich of these apply?\n\n- [x] A right answer\n- [x] Another one\n- [ ] A wrong answer\n\n"
     "> explain: Why these are right.\n\n:::\n"),
    ("truefalse", "::: question truefalse #\n\nA statement.\n\n- [x] true\n- [ ] false\n\n> explain: Why it is so.\n\n:::\n"),
    ("numeric", "::: question numeric #\n\nHow many?\n\n- = 5 +- 0.1\n\n> explain: How it is worked out.\n\n:::\n"),
    ("text", "::: question text #\n\nWhat is it called?\n\n- = the name\n\n> explain: Where the name stands.\n\n:::\n"),
    ("match", "::: question match #\n\nWhat belongs together?\n\n| Item | Counterpart |\n| ---- | ----------- |\n| one  | its own     |\n"
     "| two  | another     |\n\n> explain: Why they belong together.\n\n:::\n"),
    ("order", "::: question order #\n\nPut this in order.\n\n1. First\n2. Second\n3. Third\n\n> explain: Why in this order.\n\n:::\n"),
    ("cloze", "::: question cloze #\n\nThe seal has a [[part]].\n\n- [[part]] = number\n\n> explain: Why this word.\n\n:::\n"),
    ("note", "> [!NOTE]\n> Something worth knowing.\n"),
    ("important", "> [!IMPORTANT]\n> The sentence to remember.\n"),
    ("table", "Table: What the table shows\n\n| Column | Column |\n| ------ | ------ |\n| cell   | cell   |\n"),
)  # fmt: skip
"""A name, and the text of the block; what has an id gets it from the checker's own fix."""
