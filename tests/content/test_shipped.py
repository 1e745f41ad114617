"""The course that ships is without a fault, and nothing in its graded questions rests on what could not be confirmed."""

from pathlib import Path

import pytest

from app.content.reader import Reading, read_course
from app.content.views import view
from tests.browser.answering import answer_to

COURSES = sorted(path for path in (Path(__file__).parents[2] / "courses").iterdir() if path.is_dir())


@pytest.fixture(scope="module", params=COURSES, ids=lambda path: path.name)
def reading(request: pytest.FixtureRequest) -> Reading:
    return read_course(request.param)


def test_a_shipped_course_has_no_problem_at_all(reading: Reading):
    assert reading.problems == ()


def test_no_graded_question_rests_on_uncertain_sources_alone(reading: Reading):
    assert reading.course is not None
    evidence = {source.id: source.evidence for source in reading.course.sources}

    for edition in reading.course.audiences or ("",):
        for lesson in view(reading.course, edition=edition).graded:
            for question in lesson.questions:
                cited = {evidence[cite.partition(":")[0]] for cite in question.cites}
                assert cited, f"{question.id} cites nothing"
                assert cited != {"U"}, f"{question.id} rests on U alone"


def test_each_graded_question_has_an_answer_that_earns_all_and_one_that_earns_nothing(reading: Reading):
    assert reading.course is not None

    for edition in reading.course.audiences or ("",):
        for lesson in view(reading.course, edition=edition).graded:
            for question in lesson.questions:
                answer_to(question, right=True)
                answer_to(question, right=False)
