"""A course as one edition and language has it."""

from pathlib import Path

import pytest

from app.assessment.questions import Choice, Option, Question
from app.content.canonical import content_hash
from app.content.compiled import Course
from app.content.links import Links
from app.content.reader import read_course
from app.content.views import CourseView, view
from app.errors import Invalid, NotFound

SMALL = Path(__file__).parents[1] / "fixtures" / "courses" / "small"


@pytest.fixture(scope="module")
def course() -> Course:
    found = read_course(SMALL).course
    assert found is not None
    return found


@pytest.fixture
def small(course: Course) -> CourseView:
    return view(course, edition="trade")


def test_an_unknown_edition_or_language_is_refused(course: Course):
    with pytest.raises(Invalid, match="no edition “police”"):
        view(course, edition="police")
    with pytest.raises(Invalid, match="no language “fr”"):
        view(course, language="fr")


def test_a_view_knows_what_counts(small: CourseView):
    assert (small.id, small.title, small.certificate is not None) == ("small", "A small course", True)
    assert [(module.id, module.number, module.elective, module.minutes) for module in small.counted] == [("risk", "1", False, 3)]
    assert [lesson.id for lesson in small.required] == ["seals"]
    assert [lesson.id for lesson in small.graded] == ["check"]
    assert [question.id for question in small.lesson("seals").practice] == ["q-first"]
    assert small.lesson("check").practice == ()


def test_a_lesson_tells_its_place_and_its_rules(small: CourseView):
    lesson = small.lesson("check")

    assert (lesson.number, lesson.kind, lesson.required, lesson.language) == ("1.2", "quiz", True, "en")
    assert lesson.policy is not None
    assert (lesson.policy.attempts, lesson.policy.time_limit) == (3, 1_800)
    assert small.module_of("check").id == "risk"
    assert [found and found.id for found in (small.find_module("check"), small.find_module("none"))] == ["risk", None]
    assert [each and each.id for each in small.neighbours("seals")] == [None, "check"]
    assert [each and each.id for each in small.neighbours("check")] == ["seals", None]


def test_what_is_not_in_the_view_is_not_found(small: CourseView):
    with pytest.raises(NotFound):
        small.lesson("none")
    with pytest.raises(NotFound):
        small.module_of("none")
    with pytest.raises(NotFound):
        small.quiz("seals")


def test_a_quiz_brings_its_questions_and_pools(small: CourseView):
    quiz = small.quiz("check")

    assert [item.id for item in quiz.items] == ["q-second", "p-numbers"]
    assert {question.id for question in quiz.reach()} == {"q-second", "q-third", "q-fourth"}


def test_sources_are_found_by_what_cites_them(small: CourseView):
    assert [(source.id, provision) for source, provision in small.sources(("course:1.2", "none"))] == [("course", "1.2")]


def test_addresses_become_those_of_the_place():
    links = Links(media="/m/", lesson="/c/", term="/c/glossary#")

    assert links.resolve('<img src="aeo-media:a.png"><a href="aeo-lesson:b#s-c"></a><a href="aeo-term:d"></a>') == (
        '<img src="/m/a.png"><a href="/c/b#s-c"></a><a href="/c/glossary#d"></a>'
    )


def test_the_same_source_has_the_same_hash_and_another_text_has_another(course: Course, tmp_path: Path):
    again = read_course(SMALL).course

    assert content_hash(again) == content_hash(course)
    assert len(content_hash(course)) == 64


def test_a_question_is_shown_with_the_addresses_of_its_place():
    prompt = 'Look: <img src="aeo-media:a.png">'
    task = Choice(kind="single", options=(Option(key="01", text='<a href="aeo-lesson:b">b</a>', correct=True), Option(key="02", text="c")))

    shown = Links(media="/m/", lesson="/c/", term="/t#").question(Question(id="q", prompt=prompt, task=task, points=2))

    assert shown.prompt == 'Look: <img src="/m/a.png">'
    assert shown.task == Choice(
        kind="single", options=(Option(key="01", text='<a href="/c/b">b</a>', correct=True), Option(key="02", text="c"))
    )
    assert shown.points == 2
