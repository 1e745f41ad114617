"""Files become a course: encodings, order, numbers, minutes, editions, links, draws, and folders without any marker of ours."""

from pathlib import Path

import pytest

from app.assessment.questions import Question
from app.assessment.quiz import Policy, Pool
from app.content.compiled import Course, Prose
from app.content.reader import Reading, read_course
from app.content.views import view
from tests.content.folders import COURSE, EDITIONS, front, question, write

COURSES = Path(__file__).parents[1] / "fixtures" / "courses"


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def sound(reading: Reading) -> Course:
    assert [problem for problem in reading.problems if problem.severity == "error"] == []
    assert reading.course is not None
    return reading.course


def html(course: Course, lesson: int = 0, language: str = "en") -> str:
    return "".join(part.html for part in course.modules[0].lessons[lesson].texts[language].parts if isinstance(part, Prose))


@pytest.mark.row("reliability:D09")
@pytest.mark.parametrize(
    "page",
    [
        b"\xef\xbb\xbf" + (front("page") + "Caf\u00e9.\n").encode(),
        (front("page") + "One.\n\nTwo.\n").replace("\n", "\r\n").encode(),
        (front("page") + "One.\n\nTwo.\n").replace("\n", "\r").encode(),
        (front("page") + "No end").encode(),
        (front("page") + "\u0645\u0631\u062d\u0628\u0627 \u4f60\u597d \U0001f600\n").encode(),
        (front("page") + "One\n\n---\n\nTwo\n").encode(),
        (front("page") + "Write `<script>` as text.\n").encode(),
    ],
    ids=["bom", "crlf", "cr", "no final line end", "scripts", "dashes", "about scripts"],
)
def test_ordinary_files_are_read_without_a_word(page: bytes, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": page}))

    assert reading.problems == ()
    assert html(sound(reading)).startswith("<p>")


@pytest.mark.row("reliability:D08")
@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"---\nid: page\ntitle: Page\n---\n\nCaf\xe9.\n", "file-not-utf8", "byte 33"),
        ("---\nid: page\n".encode("utf-16"), "file-not-utf8", "byte 0"),
        ("---\nid: page\n".encode("utf-16-le"), "file-nul", "Byte 1"),
        (b"\x1f\x8b\x08\x00\x00\x00", "file-not-utf8", "byte 1"),
        (b"Text\0", "file-nul", "Byte 4"),
    ],
)
def test_what_is_no_text_is_refused_with_the_byte(data: bytes, code: str, words: str, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": data}))

    assert codes(reading) == [code]
    assert words in reading.problems[0].message


@pytest.mark.row("reliability:D08")
def test_a_broken_course_leaves_the_next_one_alone(tmp_path: Path):
    broken = read_course(write(tmp_path / "a", {"course.md": b"\xff\xfe\xff"}))
    whole = read_course(write(tmp_path / "b", {}))

    assert broken.course is None
    assert sound(whole).id == "course"


@pytest.mark.row("reliability:D12")
@pytest.mark.parametrize("text", ["---\nid: [\n---\n", "---\n\tid: x\n---\n", "---\nid: x\n", "---\n---\n", "---\nid: x\n...\n---\n"])
def test_broken_front_matter_is_told_with_its_line(text: str, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": text}))

    assert reading.course is None
    assert all(problem.path == "01-part/01-page.md" and problem.line >= 1 for problem in reading.problems)


@pytest.mark.row("reliability:D12")
def test_an_empty_file_is_an_empty_page(tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/02-empty.md": b" "}))

    assert codes(reading) == ["id-from-name", "title-from-name"]


@pytest.mark.row("reliability:D15")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("minutes: 0123", "value-whole"),
        ("minutes: .nan", "value-whole"),
        ("minutes: -5", "value-whole"),
        ("minutes: 1e3", "value-whole"),
        ('minutes: "5"', "value-whole"),
        ("minutes: \u0665", "value-whole"),
        ("required: no", "value-word"),
        ("required: yes", "value-word"),
        ("summary: ~", "value-text"),
        ("summary: [a]", "value-text"),
        ("summary: {a: b}", "value-text"),
        ("tags: a, b", "value-list"),
        ("cites: [{a: b}]", "value-cite"),
        ("kind: exam", "value-word"),
        ("titel: x", "key-unknown"),
        ("summary: a\nsummary: b", "key-repeated"),
    ],
)
def test_a_value_never_turns_into_another_meaning(line: str, code: str, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": front("page", line + "\n") + "Text.\n"}))

    assert codes(reading) == [code]


@pytest.mark.row("reliability:D15")
@pytest.mark.parametrize("text", ["12:30", "2024", "no", "0x10", "1_000"])
def test_a_title_is_what_was_written(text: str, tmp_path: Path):
    course = sound(read_course(write(tmp_path, {"01-part/01-page.md": f"---\nid: page\ntitle: {text}\n---\n"})))

    assert course.modules[0].lessons[0].texts["en"].title == text


@pytest.mark.row("reliability:D16")
@pytest.mark.parametrize("identity", ["../x", "P", "a b", "\u0430bc", "a" * 65, "a/b", "a_b"])
def test_an_id_is_small_latin_letters_figures_and_hyphens(identity: str, tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": f"---\nid: {identity}\ntitle: Page\n---\n"}))

    assert codes(reading) == ["value-id"]


@pytest.mark.row("reliability:D16")
def test_a_title_is_text_and_has_an_end(tmp_path: Path):
    page = "---\nid: page\ntitle: <b>{{x}}</b>\n---\n"
    course = sound(read_course(write(tmp_path / "a", {"01-part/01-page.md": page})))
    long = read_course(write(tmp_path / "b", {"01-part/01-page.md": f"---\nid: page\ntitle: {'x' * 10_000}\n---\n"}))

    assert course.modules[0].lessons[0].texts["en"].title == "<b>{{x}}</b>"
    assert codes(long) == ["value-length"]


def test_the_number_in_a_name_gives_the_order_and_the_place_gives_the_number(tmp_path: Path):
    files: dict[str, str | bytes] = {"01-part/01-page.md": ""}
    for name in ("10-ten", "2-two", "90-last", "1-one", "extra"):
        files[f"01-part/{name}.md"] = front(name.partition("-")[2] or name)
    files["_drafts/x.md"] = files[".hidden/x.md"] = "x"

    course = sound(read_course(write(tmp_path, files)))

    assert [(lesson.number, lesson.id) for lesson in course.modules[0].lessons] == [
        ("1.1", "one"),
        ("1.2", "two"),
        ("1.3", "ten"),
        ("1.4", "last"),
        ("1.5", "extra"),
    ]


def test_a_folder_without_any_marker_is_a_readable_course(tmp_path: Path):
    (tmp_path / "My Course").mkdir()
    for name, text in {
        "README.md": "# How to validate\n\nWelcome.\n",
        "LICENSE.md": "Free.",
        "01 First steps.md": "# First steps\n\nText with a [link](02_second.md) and a [lost one](none.pdf).\n\n# Another\n\n#### Deep\n\n![](none.png)\n",
        "02_second.md": "No title here.\n",
        "\u0645.md": "Text.\n",
    }.items():
        (tmp_path / "My Course" / name).write_text(text, "utf-8")

    reading = read_course(tmp_path / "My Course")

    course = sound(reading)
    assert (course.id, course.texts["en"].title, course.texts["en"].html) == ("my-course", "How to validate", "<p>Welcome.</p>\n")
    assert [(lesson.id, lesson.texts["en"].title) for lesson in course.modules[0].lessons] == [
        ("first-steps", "First steps"),
        ("second", "Second"),
        ("page", "\u0645"),
    ]
    assert 'href="aeo-lesson:second"' in html(course)
    assert "<a>lost one</a>" in html(course)
    assert '<h3 id="s-deep">' in html(course)
    assert {problem.severity for problem in reading.problems} == {"warning"}


def test_a_folder_with_nothing_at_all_is_no_course(tmp_path: Path):
    reading = read_course(tmp_path)

    assert "course-empty" in codes(reading)
    assert reading.course is None


def test_names_that_would_give_the_same_id_give_two(tmp_path: Path):
    course = sound(read_course(write(tmp_path, {"01-part/02-x y.md": "a", "01-part/03-x.y.z.md": "b", "01-part/04-x_y.md": "c"})))

    assert [lesson.id for lesson in course.modules[0].lessons] == ["page", "x-y", "x-y-z", "x-y-2"]


def test_minutes_are_an_estimate_where_none_are_given(tmp_path: Path):
    text = front("page") + "word " * 520 + "\n\n" + question("q-1") + question("q-2")

    course = sound(read_course(write(tmp_path, {"01-part/01-page.md": text})))

    assert course.modules[0].lessons[0].minutes == 6
    assert course.modules[0].minutes == 6


def test_a_quiz_has_the_rules_that_its_keys_say(tmp_path: Path):
    keys = (
        "kind: quiz\ngraded: false\nattempts: 3\nwait: 1 day\ntime-limit: 30 min\nfeedback: tries-3\nshuffle: false\npass: 70\nfinal: true\n"
        "blueprint:\n  - {pick: 1, tag: a, level: 2}\n  - pick: 1\n"
    )
    quiz = front("quiz", keys) + question("q-1", "tags=a level=2") + ":::: pool #p pick=1 prefer=unseen\n\n" + question("q-2") + "::::\n"
    bank = front("bank", "kind: quiz\nattempts: unlimited\nfeedback: at-once\n") + question("q-3", "tags=a level=2") + question("q-4")

    course = sound(read_course(write(tmp_path, {"01-part/80-bank.md": bank, "01-part/90-quiz.md": quiz})))
    lesson = course.modules[0].lessons[2]

    assert lesson.policy == Policy(
        graded=False, pass_mark=70, attempts=3, wait=86_400, time_limit=1_800, feedback="tries", tries=3, shuffle=False, final=True
    )
    assert [(line.pick, line.tag, line.level) for line in lesson.blueprint] == [(1, "a", 2), (1, "", 0)]
    assert course.modules[0].lessons[1].policy == Policy(feedback="at-once")
    assert lesson.minutes == 4


def test_a_question_sends_back_to_its_section_and_a_quiz_to_the_lesson_before_it(tmp_path: Path):
    page = front("page") + question("q-1") + "## One\n\nText.\n\n" + question("q-2")
    quiz = (
        front("quiz", "kind: quiz\n")
        + question("q-3")
        + ":::: pool #p pick=1\n\n"
        + question("q-4", "see=page/1")
        + question("q-5")
        + "::::\n"
    )

    course = sound(read_course(write(tmp_path, {"01-part/01-page.md": page, "01-part/90-quiz.md": quiz})))

    view_of = view(course)
    asked = [each for lesson in view_of.lessons for each in lesson.questions]
    assert [(each.id, each.see) for each in asked] == [
        ("q-1", "page"),
        ("q-2", "page/1"),
        ("q-3", "page"),
        ("q-4", "page/1"),
        ("q-5", "page"),
    ]


def test_links_lead_to_lessons_and_places_in_them(tmp_path: Path):
    page = (
        front("page")
        + "[a](02-other.md) [b](02-other.md#two-words) [c](../01-part/module.md) [d](#here) [e](../02-more/01-x.md)\n\n## Here\n"
    )
    other = front("other") + "## Two words\n\n[back](01-page.md#nowhere)\n"
    files: dict[str, str | bytes] = {
        "01-part/01-page.md": page,
        "01-part/02-other.md": other,
        "02-more/module.md": front("more") + "## Aims\n\n[aims](#aims)\n",
        "02-more/01-x.md": front("x"),
    }

    reading = read_course(write(tmp_path, files))

    assert [(problem.path, problem.line, problem.code) for problem in reading.problems] == [("01-part/02-other.md", 8, "link-anchor")]
    files["01-part/02-other.md"] = front("other") + "## Two words\n"
    course = sound(read_course(write(tmp_path, files)))
    for address in ("aeo-lesson:other", "aeo-lesson:other#s-two-words", "aeo-lesson:page", "#s-here", "aeo-lesson:x"):
        assert f'href="{address}"' in html(course)
    assert course.modules[1].texts["en"].html == '<h2 id="s-more-aims">Aims</h2>\n<p><a href="#s-more-aims">aims</a></p>\n'


def test_a_link_to_a_module_without_a_lesson_is_broken(tmp_path: Path):
    reading = read_course(write(tmp_path, {"01-part/01-page.md": front("page") + "[m](../02-x/module.md)", "02-x/module.md": front("x")}))

    assert codes(reading) == ["link-broken", "module-empty"]


def test_editions_keep_their_parts_apart(tmp_path: Path):
    page = front("page") + "All.\n\n::: only customs\n\nSecret.\n\n:::\n\n" + question("q-1", "audience=trade")
    files: dict[str, str | bytes] = {
        "course.md": EDITIONS,
        "01-part/01-page.md": page,
        "01-part/02-own.md": front("own", "audience: [customs]\n") + "Own.",
        "02-own/module.md": front("module", "audience: [trade]\nelective: true\n"),
        "02-own/01-x.md": front("x"),
    }

    course = sound(read_course(write(tmp_path, files)))

    customs, trade = view(course, edition="customs"), view(course, edition="trade")
    assert [lesson.id for lesson in customs.lessons] == ["page", "own"]
    assert [lesson.id for lesson in trade.lessons] == ["page", "x"]
    assert len(customs.lesson("page").parts) == 2
    assert [type(part) for part in trade.lesson("page").parts] == [Prose, Prose, Question]
    assert "Secret" not in repr(trade.lesson("page").parts)


def test_a_draw_must_be_sure_in_every_edition(tmp_path: Path):
    quiz = front("quiz", "kind: quiz\nblueprint:\n  - {pick: 1, tag: a}\n") + ":::: pool #p pick=1 from=tag:a\n\n::::\n"
    bank = front("bank", "kind: quiz\n") + question("q-1", "tags=a") + question("q-2", "tags=a audience=customs")

    reading = read_course(write(tmp_path, {"course.md": EDITIONS, "01-part/80-bank.md": bank, "01-part/90-quiz.md": quiz}))

    assert [(problem.line, problem.code) for problem in reading.problems] == [(6, "draw-short")]
    assert "“trade”" in reading.problems[0].message


def test_a_pool_that_one_edition_empties_is_told(tmp_path: Path):
    quiz = front("quiz", "kind: quiz\n") + ":::: pool #p pick=1\n\n" + question("q-1", "audience=customs") + "::::\n"

    reading = read_course(write(tmp_path, {"course.md": EDITIONS, "01-part/90-quiz.md": quiz}))

    assert [(problem.line, problem.code) for problem in reading.problems] == [(7, "draw-short")]


def test_a_quiz_that_is_empty_for_all_is_told_once(tmp_path: Path):
    reading = read_course(write(tmp_path, {"course.md": EDITIONS, "01-part/90-quiz.md": front("quiz", "kind: quiz\n")}))

    assert codes(reading) == ["quiz-empty"]


def test_sources_keep_everything_that_was_said_of_them(tmp_path: Path):
    sources = (
        "safe-2021:\n  instrument: safe\n  edition: '2021'\n  title: SAFE\n  publisher: WCO\n  date: 2021-06\n  url: https://example.org/\n"
        "  provisions: [A, B]\n  evidence: K\n  superseded-by: safe-2025\nBad Id: 1\nx: y\nz:\n  instrument: z\n"
    )

    reading = read_course(write(tmp_path, {"sources.yaml": sources, "01-part/01-page.md": front("page", "cites: [safe-2021:A]\n")}))

    assert [(problem.line, problem.code) for problem in reading.problems if problem.path == "sources.yaml"] == [
        (1, "cite-unknown"),
        (11, "value-id"),
        (12, "value-map"),
        (13, "key-missing"),
        (13, "key-missing"),
    ]


def test_unreadable_sources_are_told_and_nothing_else_breaks(tmp_path: Path):
    assert codes(read_course(write(tmp_path / "a", {"sources.yaml": b"\xff"}))) == ["file-not-utf8"]
    assert codes(read_course(write(tmp_path / "b", {"glossary.md": b"\xff"}))) == ["file-not-utf8"]
    assert codes(read_course(write(tmp_path / "c", {"01-part/module.md": b"\xff"}))) == ["file-not-utf8", "id-from-name", "title-from-name"]


def test_a_glossary_holds_terms_alone(tmp_path: Path):
    glossary = "---\ntitle: Glossary\n---\n\nSeal {#seal}\n: A *device*.\n\n::: aside\n\nX\n\n:::\n"

    reading = read_course(write(tmp_path / "a", {"glossary.md": glossary}))
    course = sound(read_course(write(tmp_path / "b", {"glossary.md": glossary.partition(":::")[0], "01-part/01-page.md": front("page") + "A seal."})))

    assert codes(reading) == ["block-place"]
    assert [(term.id, term.term, term.definition) for term in course.glossary["en"]] == [("seal", "Seal", "A <em>device</em>.")]
    assert 'href="aeo-term:seal"' in html(course)


def test_a_certificate_and_topics_are_read(tmp_path: Path):
    course_md = COURSE.replace(
        "language: en\n",
        "language: en\ncertificate:\n  title: C\n  valid: 18 months\ntopics:\n  a: One\n  Bad: x\niri: https://example.org/x\n",
    )

    reading = read_course(write(tmp_path / "a", {"course.md": course_md}))
    course = sound(read_course(write(tmp_path / "b", {"course.md": course_md.replace("  Bad: x\n", "")})))
    none = sound(read_course(write(tmp_path / "c", {"course.md": COURSE.replace("language: en\n", "language: en\ncertificate: none\n")})))
    wrong = read_course(write(tmp_path / "d", {"course.md": COURSE.replace("language: en\n", "language: en\ncertificate: yes\n")}))
    long = read_course(
        write(tmp_path / "e", {"course.md": COURSE.replace("language: en\n", "language: en\ncertificate: {title: C, valid: 2 h}\n")})
    )

    assert codes(reading) == ["value-id"]
    assert course.certificate is not None
    assert (course.certificate.titles, course.certificate.years, course.certificate.months) == ({"en": "C"}, 0, 18)
    assert course.topics == {"a": {"en": "One"}}
    assert none.certificate is None
    assert codes(wrong) == ["value-map"]
    assert codes(long) == ["value-span"]


def test_a_blueprint_is_a_list_of_lines(tmp_path: Path):
    quiz = front("quiz", "kind: quiz\nblueprint: [one, {pick: 0}]\nfeedback: later\n") + question("q-1")

    reading = read_course(write(tmp_path, {"01-part/90-quiz.md": quiz}))

    assert codes(reading) == ["value-map", "value-whole", "value-word"]


def test_what_stands_in_the_wrong_place_is_told(tmp_path: Path):
    module = front("part") + "::: only customs\n\nX\n\n:::\n\n::: aside words\n\nX\n\n::: question single #q\n\nX\n\n:::\n\n:::\n"

    reading = read_course(write(tmp_path, {"course.md": EDITIONS, "01-part/module.md": module}))

    assert "block-place" in codes(reading)
    assert "head-word" in codes(reading)


def test_an_unknown_audience_is_told_wherever_it_stands(tmp_path: Path):
    page = (
        front("page", "audience: [police]\n")
        + question("q-1", "audience=police")
        + ":::: pool #p pick=1 audience=police\n\n"
        + question("q-2")
        + "::::\n"
    )

    reading = read_course(write(tmp_path, {"01-part/01-page.md": page}))

    assert codes(reading) == ["audience-unknown", "audience-unknown", "audience-unknown"]


def test_pools_and_questions_share_their_ids_with_pages(tmp_path: Path):
    quiz = front("quiz", "kind: quiz\n") + ":::: pool #page pick=1\n\n" + question("quiz") + "::::\n"

    reading = read_course(write(tmp_path, {"01-part/90-quiz.md": quiz}))

    assert codes(reading) == ["id-repeated", "id-repeated"]


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
    stale = read_course(write(tmp_path, {**FRENCH, "01-part/01-page.fr.md": "---\nid: page\ntitle: Page\n---\n\nTexte.\n"}))
    marks = {problem.path: dict(problem.values)["fingerprint"] for problem in stale.problems}

    fresh = read_course(
        write(
            tmp_path,
            {
                "course.fr.md": f"---\nid: course\ntitle: Cours\nsource: {marks['course.fr.md']}\n---\n",
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

"""


def test_questions_of_all_kinds_are_compared_with_their_originals(tmp_path: Path):
    quiz = front("quiz", "kind: quiz\n") + ALL_KINDS + POOL.format(question("q-1") + question("q-2"))
    same = front("quiz") + ALL_KINDS + POOL.format(question("q-1") + question("q-2"))
    other = front("quiz") + ALL_KINDS.replace("= 5", "= 6").replace("[[b]]", "[[d]]") + POOL.format(question("q-2") + question("q-1"))

    files = {**FRENCH, "01-part/90-quiz.md": quiz}
    right = read_course(write(tmp_path / "a", {**files, "01-part/90-quiz.fr.md": same}))
    wrong = read_course(write(tmp_path / "b", {**files, "01-part/90-quiz.fr.md": other}))
    kind = read_course(write(tmp_path / "c", {**files, "01-part/90-quiz.fr.md": front("quiz") + question("p")}))

    assert [code for code in codes(right) if "parity" in code] == []
    pool = sound(right).modules[0].lessons[1].texts["fr"].parts[-1]
    assert isinstance(pool, Pool)
    assert [each.id for each in pool.questions] == ["q-1", "q-2"]
    assert [dict(problem.values)["id"] for problem in wrong.problems if problem.code == "parity-different"] == ["n", "c", "p"]
    assert "parity-extra" in codes(kind)
