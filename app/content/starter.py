"""What a new course begins with: a course that passes the checker, in one of the languages of the engine."""

import json
from collections.abc import Mapping

from app.content.files import id_from_name, title_from_name
from app.content.frontmatter import read_mapping
from app.content.keys import LONGEST_TITLE
from app.content.problems import Log
from app.content.starters import arabic, english, french

LANGUAGES: dict[str, Mapping[str, str]] = {"en": english.FILES, "fr": french.FILES, "ar": arabic.FILES}

GITHUB = """# Checks the course at each push. The repository's variable AEO_ENGINE says what pip installs.
name: course
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install "${AEO_ENGINE:?Set the variable AEO_ENGINE to what pip shall install.}"
        env:
          AEO_ENGINE: ${{ vars.AEO_ENGINE }}
      - run: aeo courses fmt . --check
      - run: aeo courses check . --format github --strict
"""
GITLAB = """# Checks the course at each push. The project's variable AEO_ENGINE says what pip installs.
check:
  image: python:3.13
  script:
    - pip install "${AEO_ENGINE:?Set the variable AEO_ENGINE to what pip shall install.}"
    - aeo courses fmt . --check
    - aeo courses check . --strict
"""


def starter(language: str, name: str) -> dict[str, bytes]:
    """The files of a new course by their paths; `name` is that of its folder."""
    identity, title = id_from_name(name, set(), "course"), title_from_name(name)[:LONGEST_TITLE]
    files = {path: _filled(path, text, identity, title) for path, text in LANGUAGES[language].items()}
    files |= {".github/workflows/course.yml": GITHUB, ".gitlab-ci.yml": GITLAB}
    return {path: text.encode() for path, text in files.items()}


def _filled(path: str, text: str, identity: str, title: str) -> str:
    shown = yaml_text("title", title) if path == "course.md" else title
    return text.replace("COURSE_ID", identity).replace("COURSE_TITLE", shown)


def yaml_text(key: str, text: str) -> str:
    """A text as the value of a key: plain where it is read back as it is, else in quotes."""
    entries = read_mapping(f"{key}: {text}", 1, Log("", []))
    value = entries[key].value if entries and list(entries) == [key] else None
    plain = value is not None and value.text == text and not value.quoted and text not in ("", "~", "null")
    return text if plain else json.dumps(text, ensure_ascii=False)
