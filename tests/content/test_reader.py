"""A folder of Markdown becomes a course, whole and unchanging, or its problems."""

from pathlib import Path

from app.assessment.questions import Question
from app.content.canonical import from_json, to_json
from app.content.compiled import Course, Prose
from app.content.reader import read_course

COURSES = Path(__file__).parents[1] / "fixtures" / "courses"


def test_a_small_course_is_read_without_a_word_of_complaint():
    reading = read_course(COURSES / "small")

    assert reading.problems == ()
    assert reading.course is not None
    assert not reading.fails(strict=True)


def test_a_course_survives_being_written_and_read_again():
    course = read_course(COURSES / "small").course

    assert course is not None
    assert from_json(Course, to_json(course)) == course


def test_a_lesson_is_prose_for_its_readers_and_questions_in_their_order():
    course = read_course(COURSES / "small").course
    assert course is not None

    parts = course.modules[0].lessons[0].texts["en"].parts

    assert [type(part).__name__ for part in parts] == ["Prose", "Prose", "Prose", "Question", "Prose", "Prose"]
    assert [part.audience for part in parts] == [(), ("customs",), (), (), (), ()]
    assert isinstance(parts[2], Prose)
    assert "Practice</h2>" in parts[2].html
    assert isinstance(parts[3], Question)
    assert parts[3].see == "seals/1"
