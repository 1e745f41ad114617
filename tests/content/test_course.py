"""Sheets become a course: minutes, rules of quizzes, links, editions, draws, sources, glossary."""

from pathlib import Path

from app.assessment.questions import Question
from app.assessment.quiz import Policy
from app.content.compiled import Prose
from app.content.reader import read_course
from app.content.views import view
from tests.content.folders import COURSE, EDITIONS, codes, front, html, question, sound, write

COURSES = Path(__file__).parents[1] / "fixtures" / "courses"


def test_minutes_are_an_estimate_where_none_are_given(tmp_path: Path):
    text = front("page") + "word " * 520 + "\n\n" + question("q-1") + question("q-2")

    course = sound(read_course(write(tmp_path, {"01-part/01-page.md": text})))

    assert course.modules[0].lessons[0].minutes == 6
    assert course.modules[0].minutes == 6


def test_a_quiz_has_the_rules_that_its_keys_say(tmp_path: Path):
    keys = (
        "kind: quiz\ngraded: false\nattempts: 3\nwait: 1 day\ntime-limit: 30 min\nfeedback: tries-3\n"
        "shuffle: false\npass: 70\nfinal: true\n"
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
    assert codes(read_course(write(tmp_path / "c", {"01-part/module.md": b"\xff"}))) == ["file-not-utf8"]


def test_a_glossary_holds_terms_alone(tmp_path: Path):
    glossary = "---\ntitle: Glossary\n---\n\nSeal {#seal}\n: A *device*.\n\n::: aside\n\nX\n\n:::\n"

    reading = read_course(write(tmp_path / "a", {"glossary.md": glossary}))
    course = sound(
        read_course(write(tmp_path / "b", {"glossary.md": glossary.partition(":::")[0], "01-part/01-page.md": front("page") + "A seal."}))
    )

    assert codes(reading) == ["block-place"]
    assert [(term.id, term.term, term.definition) for term in course.glossary["en"]] == [("seal", "Seal", "A <em>device</em>.")]
    assert 'href="aeo-term:seal"' in html(course)


def test_a_certificate_and_topics_are_read(tmp_path: Path):
    course_md = COURSE.replace(
        "language: en\n",
        "language: en\ncertificate:\n  title: C\n  valid: 18 months\ntopics:\n  a: One\n  Bad: x\n  b: ~\niri: https://example.org/x\n",
    )

    reading = read_course(write(tmp_path / "a", {"course.md": course_md}))
    course = sound(read_course(write(tmp_path / "b", {"course.md": course_md.replace("  Bad: x\n  b: ~\n", "")})))
    none = sound(read_course(write(tmp_path / "c", {"course.md": COURSE.replace("language: en\n", "language: en\ncertificate: none\n")})))
    wrong = read_course(write(tmp_path / "d", {"course.md": COURSE.replace("language: en\n", "language: en\ncertificate: yes\n")}))
    long = read_course(
        write(tmp_path / "e", {"course.md": COURSE.replace("language: en\n", "language: en\ncertificate: {title: C, valid: 2 h}\n")})
    )

    assert codes(reading) == ["value-id", "value-text"]
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
