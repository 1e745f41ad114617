"""Translations beside their originals: the same ids and right answers, current or stale."""

from pathlib import Path

import pytest

from app.assessment.quiz import Pool
from app.content.reader import read_course
from app.content.views import view
from tests.content.folders import codes, front, question, sound, write

FRENCH: dict[str, str | bytes] = {"course.fr.md": "---\nid: course\ntitle: Cours\n---\n\nBienvenue.\n"}


def test_a_translation_is_read_beside_its_original(tmp_path: Path):
    page = front("page", "cites: []\n") + "Text.\n\n" + question("q-1", "points=3 tags=a")
    french = "---\nid: page\ntitle: Page fran\u00e7aise\n---\n\n## Un\n\nTexte.\n\n" + question("q-1").replace("Is it", "Est-ce vrai")
    files = {
        **FRENCH,
        "01-part/01-page.md": page,
        "01-part/01-page.fr.md": french,
        "01-part/module.fr.md": "---\nid: part\ntitle: Partie\n---\n",
    }
    files["glossary.md"] = "---\n---\n\nText {#text}\n: Words.\n"

    reading = read_course(write(tmp_path, files))

    course = sound(reading)
    assert course.languages == ("en", "fr")
    shown = view(course, language="fr")
    assert (shown.title, shown.modules[0].text.title, shown.lessons[0].title) == ("Cours", "Partie", "Page fran\u00e7aise")
    asked = shown.lessons[0].questions[0]
    assert (asked.prompt, asked.points, asked.tags, asked.see) == ("Est-ce vrai?", 3, ("a",), "page")
    assert shown.lessons[0].stale
    assert codes(reading) == ["translation-stale", "translation-stale", "translation-stale"]


def test_a_translation_that_names_its_source_is_current(tmp_path: Path):
    module: dict[str, str | bytes] = {"01-part/module.fr.md": "---\nid: part\ntitle: Partie\n---\n"}
    stale = read_course(write(tmp_path, {**FRENCH, **module, "01-part/01-page.fr.md": "---\nid: page\ntitle: Page\n---\n\nTexte.\n"}))
    marks = {problem.path: dict(problem.values)["fingerprint"] for problem in stale.problems}

    fresh = read_course(
        write(
            tmp_path,
            {
                "course.fr.md": f"---\nid: course\ntitle: Cours\nsource: {marks['course.fr.md']}\n---\n",
                "01-part/module.fr.md": f"---\nid: part\ntitle: Partie\nsource: {marks['01-part/module.fr.md']}\n---\n",
                "01-part/01-page.fr.md": f"---\nid: page\ntitle: Page\nsource: {marks['01-part/01-page.fr.md']}\n---\n\nTexte.\n",
            },
        )
    )

    assert fresh.problems == ()
    assert not sound(fresh).modules[0].lessons[0].texts["fr"].stale


def test_an_unreadable_translation_is_told(tmp_path: Path):
    reading = read_course(write(tmp_path, {**FRENCH, "01-part/01-page.fr.md": b"\xff"}))

    assert "file-not-utf8" in codes(reading)


POOL = ":::: pool #p pick=1\n\n{}::::\n"
ALL_KINDS = """::: question numeric #n

N?

- = 5

:::

::: question text #t

T?

- = a

:::

::: question match #m

M?

| a | b |
|---|---|
| 1 | x |
| 2 | y |

:::

::: question order #o

O?

1. a
2. b

:::

::: question cloze #c

A [[b]].

- [[b]] = c

:::

::: question evidence #e place=half

E?

| Claim | Document | Says | Place |
|---|---|---|---|
| a | saq | supports | 6.4 |

:::

::: question rating #r

R?

| Risk | L | I | C |
|---|---|---|---|
| a | 4 | 5 | 1 |

:::

::: question riskmatrix #x

X?

- a {#night l=4 i=3}

:::

::: question essay #w

W?

- [ ] a (2)

> model: m

:::

::: question finding #f

F?

| Part | Model | Criterion | Points |
|---|---|---|---|
| cause | a | b | 1 |
| grade | minor / (major) | | 1 |

:::

"""
CHANGED = {
    "= 5": "= 6",
    "[[b]]": "[[d]]",
    "saq | supports": "saq | contradicts",
    "| 4 | 5 | 1 |": "| 4 | 5 | 2 |",
    "l=4 i=3": "l=4 i=4",
    "a (2)": "a (3)",
    "minor / (major)": "(minor) / major",
}
"""What a translation may not change."""


def changed(text: str) -> str:
    for old, new in CHANGED.items():
        text = text.replace(old, new)
    return text


def test_questions_of_all_kinds_are_compared_with_their_originals(tmp_path: Path):
    quiz = front("quiz", "kind: quiz\n") + ALL_KINDS + POOL.format(question("q-1") + question("q-2"))
    same = front("quiz") + ALL_KINDS + POOL.format(question("q-1") + question("q-2"))
    other = front("quiz") + changed(ALL_KINDS) + POOL.format(question("q-2") + question("q-1"))

    files = {**FRENCH, "01-part/90-quiz.md": quiz}
    right = read_course(write(tmp_path / "a", {**files, "01-part/90-quiz.fr.md": same}))
    wrong = read_course(write(tmp_path / "b", {**files, "01-part/90-quiz.fr.md": other}))
    kind = read_course(write(tmp_path / "c", {**files, "01-part/90-quiz.fr.md": front("quiz") + question("p")}))

    assert [code for code in codes(right) if "parity" in code] == []
    pool = sound(right).modules[0].lessons[1].texts["fr"].parts[-1]
    assert isinstance(pool, Pool)
    assert [each.id for each in pool.questions] == ["q-1", "q-2"]
    assert [dict(problem.values)["id"] for problem in wrong.problems if problem.code == "parity-different"] == ["n", "c", "e", "r", "x", "w", "f", "p"]
    assert "parity-extra" in codes(kind)


def parity(folder: Path, english: str, french: str, **more: str | bytes) -> list[str]:
    """What is told of a page and its translation, but that it is stale."""
    files = {**FRENCH, "01-part/01-page.md": front("page") + english, "01-part/01-page.fr.md": front("page") + french}
    files["01-part/module.fr.md"] = front("part")
    reading = read_course(write(folder, {**files, **{name.replace("__", "."): text for name, text in more.items()}}))
    return [f"{problem.code} {dict(problem.values).get('what', '')}".strip() for problem in reading.problems if "stale" not in problem.code]


ASK = question("q")
DRAW = ":::: pool #p pick={}\n\n" + question("q-1") + question("q-2") + "::::\n"


@pytest.mark.parametrize(
    ("english", "french", "told"),
    [
        (question("q", "points=2 tags=a"), question("q", "points=2"), []),
        (question("q", "points=2"), question("q", "points=3"), ["parity-different its attributes"]),
        (ASK, question("q", "cites=a"), ["parity-different its attributes"]),
        (ASK, ASK.replace("> explain: It is.\n\n", ""), ["parity-different its hints or its explanation"]),
        (ASK, ASK.replace("> explain", "> hint: Oui.\n\n> explain"), ["parity-different its hints or its explanation"]),
        (ASK, ASK.replace("[x] true\n- [ ]", "[ ] true\n- [x]"), ["parity-different its type, its parts or its right answers"]),
        (DRAW.format(1), DRAW.format(2), ["parity-different what it draws"]),
        (ASK.replace("Is it", "Are 3.5 of 1,000"), ASK.replace("Is it", "Est-ce 3,5 de 1\u202f000"), []),
        (ASK.replace("Is it", "Are 12 of 30"), ASK.replace("Is it", "\u0661\u0662 \u0663\u0660"), []),
        (ASK.replace("Is it", "Are 12 of 30"), ASK.replace("Is it", "Est-ce 12 de 40"), ["parity-figures"]),
        (ASK.replace("It is", "It is 5"), ASK.replace("It is", "Oui"), ["parity-figures"]),
    ],
)
def test_only_words_may_differ(tmp_path: Path, english: str, french: str, told: list[str]):
    assert parity(tmp_path, english, french) == told


def test_a_part_of_one_edition_is_kept_for_it_in_every_language(tmp_path: Path):
    course = "---\nid: course\ntitle: Course\nlanguage: en\naudiences: [customs, trade]\n---\n"
    secret = "::: only customs\n\nSecret.\n\n:::\n"

    assert parity(tmp_path / "a", secret, secret, course__md=course) == []
    assert parity(tmp_path / "b", secret, "Secret.\n", course__md=course) == ["parity-different the parts that only some editions have"]


def test_a_page_without_a_translation_is_told_for_each_language(tmp_path: Path):
    reading = read_course(
        write(tmp_path, {**FRENCH, "course.ar.md": "---\nid: course\ntitle: Course\n---\n", "01-part/module.fr.md": front("part")})
    )

    missing = [(problem.path, dict(problem.values)["file"]) for problem in reading.problems if problem.code == "translation-missing"]
    assert sorted(missing) == [
        ("01-part/01-page.md", "01-page.ar.md"),
        ("01-part/01-page.md", "01-page.fr.md"),
        ("01-part/module.md", "module.ar.md"),
    ]


def test_the_glossaries_have_the_same_terms(tmp_path: Path):
    files = {**FRENCH, "glossary.md": "---\n---\n\nSeal {#seal}\n: A lock.\n\nGate {#gate}\n: A door.\n"}
    files["glossary.fr.md"] = "---\n---\n\nScell\u00e9 {#seal}\n: Serrure.\n\nPorte {#porte}\n: Entr\u00e9e.\n"

    problems = read_course(write(tmp_path, files)).problems

    told = {(problem.code, dict(problem.values)["id"]) for problem in problems if problem.code.startswith("parity")}
    assert told == {("parity-missing", "gate"), ("parity-extra", "porte")}


def test_a_translation_says_no_more_of_the_course_than_its_words(tmp_path: Path):
    course = "---\nid: course\ntitle: Course\nlanguage: en\ntopics:\n  a: A\ncertificate:\n  title: Good\n  valid: 3 years\n---\n"
    french = "---\nid: course\ntitle: Cours\ntopics:\n  a: A\n  b: B\ncertificate:\n  title: Bien\n  valid: 2 years\n---\n"

    problems = read_course(write(tmp_path, {"course.md": course, "course.fr.md": french})).problems

    assert [(problem.code, problem.line) for problem in problems if problem.severity == "error"] == [
        ("parity-extra", 4),
        ("key-unknown", 9),
    ]
