"""The files of the SCO: what stands in them, and what never does."""

import json
import re
from dataclasses import replace

import pytest

from app.assessment.quiz import BlueprintLine, Pool
from app.content.compiled import LessonText, PageText, Prose, Section, Source
from app.packaging.formats import direction
from app.packaging.pages import script_json
from app.packaging.questions import resolved
from app.packaging.rendering import renderer
from tests import build
from tests.packaging.packages import package


def course_of(made):
    """The arguments of aeo.course(…)."""
    text = made.files["course.js"].decode()
    course, _ = json.JSONDecoder().raw_decode(text.removeprefix("aeo.course("))
    return course


def lesson_of(made, lesson_id):
    text = made.files[f"lesson-{lesson_id}.js"].decode().removeprefix(f'aeo.lesson("{lesson_id}",')
    return json.JSONDecoder().raw_decode(text)[0]


def test_a_script_can_neither_end_a_tag_nor_break_a_line():
    text = script_json({"a": "</script><!-- \u2028\u2029 &"})

    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text) == {"a": "</script><!-- \u2028\u2029 &"}


def test_a_lesson_hands_over_its_page_and_its_practice():
    lesson = lesson_of(package(build.course()), "why-seals")

    assert "Two people fix each seal." in lesson["html"]
    assert lesson["html"].count("<form") == 2  # the practice question and the pager
    assert list(lesson["questions"]) == ["q-why-seals-practice"]


def test_a_quiz_hands_over_slips_in_the_order_of_the_source():
    quiz = lesson_of(package(build.course()), "seal-check")

    keys = re.findall(r'<li class="choice" data-key="(\d\d)"', quiz["questions"]["seal-check-multiple"]["slip"])
    assert keys == ["01", "02", "03", "04"]
    assert "html" not in quiz


@pytest.mark.row("reliability:Q13")
def test_each_slip_of_a_quiz_has_one_row_for_the_buttons_of_the_player():
    slips = [data["slip"] for data in lesson_of(package(build.course()), "seal-check")["questions"].values()]

    assert {slip.count('class="buttons ') for slip in slips} == {1}


def test_no_slip_shows_its_key_before_it_is_answered():
    """The key must be in the package, in the data of the question; never in what a learner sees or a reader reads."""
    canary = build.question(
        "single", "q-bird", explain="<p>canary-explain</p>", task_changes={"options": build.options("Right one", "Wrong one", right=(1,))}
    )
    typed = build.question("text", "q-typed")
    quiz = lesson_of(package(build.course(build.module("m", build.quiz("z", canary, typed)))), "z")

    for question in quiz["questions"].values():
        assert not re.search(r"canary|About|correct|verdict|checked|self-assessment|SAQ", question["slip"], re.IGNORECASE)


def test_addresses_are_those_of_the_package():
    html = '<p><a href="aeo-lesson:why-seals#two-people">x</a> <a href="aeo-term:seal">y</a> <img src="aeo-media:a1.png" alt="z"></p>'
    lesson = build.lesson("why-seals", Prose(html=html), build.question("single", "q-p", prompt=html))
    told = lesson_of(package(build.course(build.module("m", lesson))), "why-seals")

    for text in (told["html"], told["questions"]["q-p"]["question"]["prompt"]):
        assert 'href="#/why-seals#two-people"' in text
        assert 'href="#/~glossary/seal"' in text
        assert 'src="a1.png"' in text
    assert "aeo-" not in json.dumps(told)


def test_what_has_no_address_stays_the_very_same_object():
    question = build.question("cloze")

    assert resolved(question, str.upper) is question


def test_what_to_read_again_is_the_section_the_lesson_or_the_lesson_before():
    section = Section(number="1.1.1", anchor="s-two", title="Two <em>people</em>", share=100)
    lesson = build.lesson("why-seals", build.prose(), sections=(section,))
    questions = (
        build.question("single", "q-section", see="why-seals/1", cites=("safe-2021:4.2", "gone")),
        build.question("single", "q-lesson", see="why-seals", cites=("safe-2021",)),
        build.question("single", "q-beyond", see="why-seals/9"),
        build.question("single", "q-gone", see="other-edition"),
        build.question("single", "q-silent"),
    )
    told = lesson_of(package(build.course(build.module("m", lesson, build.quiz("z", *questions)))), "z")["questions"]

    assert told["q-section"]["see"] == {"href": "#/why-seals/s-two", "title": "1.1.1 Two people"}
    assert told["q-section"]["sources"] == ["SAFE Framework of Standards, 4.2"]
    assert told["q-lesson"]["see"] == {"href": "#/why-seals", "title": "1.1 Why seals"}
    assert told["q-beyond"]["see"] == told["q-silent"]["see"] == told["q-lesson"]["see"]
    assert "see" not in told["q-gone"]


def test_a_question_with_nothing_before_it_leads_nowhere():
    told = lesson_of(package(build.course(build.module("m", build.quiz("z", build.question("single", "q-a"))))), "z")

    assert "see" not in told["questions"]["q-a"]


def test_a_quiz_names_every_script_that_its_draws_need():
    final = build.quiz("final", number="1.9", blueprint=(BlueprintLine(pick=1, tag="m3"),))
    final = replace(
        final, texts={"en": replace(final.texts["en"], parts=(Pool(id="p-own", pick=1, questions=(build.question(id="q-own"),)),))}
    )
    course = build.course(build.module("m", build.quiz("first", build.question(id="q-far", tags=("m3",))), final))

    told = course_of(package(course))["quizzes"]["final"]

    assert told["needs"] == ["final", "first"]
    assert told["items"] == [{"pool": "p-own", "pick": 1, "unseen": False, "ids": ["q-own"]}]
    assert told["blueprint"] == [{"pick": 1, "ids": ["q-far"]}]
    assert (told["count"], told["points"]) == (2, 2)


def test_a_practice_pool_shows_all_its_questions():
    pool = Pool(id="p", pick=1, questions=(build.question(id="q-a"), build.question(id="q-b")))

    told = lesson_of(package(build.course(build.module("m", build.lesson("l", pool)))), "l")

    assert sorted(told["questions"]) == ["q-a", "q-b"]
    assert told["html"].count('class="slip"') == 2


def test_a_part_without_a_translation_says_so_and_keeps_its_own_language():
    arabic = {"ar": PageText(title="ضبط الأختام", summary="", html="")}
    course = build.course()
    course = replace(course, languages=("en", "ar"), texts={**course.texts, **arabic})

    made = package(course, language="ar")

    html = lesson_of(made, "why-seals")["html"]
    assert '<div class="lesson__text" lang="en" dir="ltr">' in html
    assert '<html lang="ar" dir="rtl"' in made.files["index.html"].decode()


def test_a_stale_translation_is_marked():
    course = build.course(build.module("m", build.lesson("l", build.prose())))
    lesson = course.modules[0].lessons[0]
    stale = {**lesson.texts, "fr": LessonText(title="Pourquoi", parts=(build.prose(),), stale=True)}
    modules = (replace(course.modules[0], lessons=(replace(lesson, texts=stale),)),)
    course = replace(course, languages=("en", "fr"), texts={**course.texts, "fr": course.texts["en"]}, modules=modules)

    assert "callout--note" in lesson_of(package(course, language="fr"), "l")["html"]
    assert "callout--note" not in lesson_of(package(course), "l")["html"]


def test_only_the_parts_of_its_edition_are_in_a_package():
    lesson = build.lesson("l", build.prose("<p>canary-customs</p>", audience=("customs",)), build.prose("<p>For all.</p>"))
    course = build.course(build.module("m", lesson), audiences=("trade", "customs"))

    trade, customs = package(course), package(course, audience="customs")

    assert not [name for name, content in trade.files.items() if b"canary-customs" in content]
    assert b"canary-customs" in customs.files["lesson-l.js"]
    assert trade.report["edition"] == "trade"


def test_sources_of_a_lesson_are_named_with_their_provision():
    lesson = build.lesson("l", build.prose(), cites=("safe-2021:4.2", "law"))
    law = Source(id="law", instrument="law", edition="1", title="The law")
    made = package(build.course(build.module("m", lesson), sources=(*build.course().sources, law)))

    assert "SAFE Framework of Standards, 4.2; The law" in lesson_of(made, "l")["html"]


def test_topics_are_named_in_the_language_of_the_package_or_in_the_original():
    course = build.course(topics={"m3-a": {"en": "Control", "fr": "Contrôle"}, "m3-b": {"en": "Bands"}, "m3-c": {"de": "Nur hier"}})
    course = replace(course, languages=("en", "fr"), texts={**course.texts, "fr": course.texts["en"]})

    assert course_of(package(course, language="fr"))["topics"] == {"m3-a": "Contrôle", "m3-b": "Bands"}


def test_a_course_without_glossary_has_no_way_to_it():
    made = package(build.course(glossary={}))

    assert b"~glossary" not in made.files["index.html"]
    assert course_of(made)["glossary"] is False


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr"), ("zh-Hant", "ltr"), ("x-none", "ltr")])
def test_the_direction_is_that_of_the_language(language, way):
    assert direction(language) == way


def test_the_renderer_of_a_language_is_made_once_and_formats_its_numbers():
    french = renderer("fr")

    assert renderer("fr") is french
    filters = french.environment.filters
    assert (filters["number"](12.8), filters["minutes"](107), filters["minutes"](60), filters["percent"](83)) == (
        "12,8",
        "1\u00a0h\u00a047\u00a0min",
        "1\u00a0h",
        "83\u202f%",
    )
    assert renderer("ar").environment.filters["number"](12.8) == "12.8"
    assert french.say("%(left)s of %(all)s", left=1, all=3) == "1 sur 3"
    assert french.say("Undo") == "Annuler"
