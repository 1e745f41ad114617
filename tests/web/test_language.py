"""How pages speak a language beside the words of a course in another."""

from app.web import language
from tests.web.world import World


def test_text_of_a_course_bears_its_language_and_direction_only_on_pages_of_another(world: World) -> None:
    with world.app.test_request_context("/", headers={"Cookie": "aeo-language=ar"}):
        assert language.own("Risk <1>", "en") == '<bdi lang="en" dir="ltr">Risk &lt;1&gt;</bdi>'
        assert language.own("الخطر", "ar") == "الخطر"
        assert (language.voice("en"), language.voice("ar"), language.voice("")) == (' lang="en" dir="ltr"', "", "")


def test_a_page_in_arabic_counts_minutes_by_its_six_forms(world: World) -> None:
    with world.app.test_request_context("/", headers={"Cookie": "aeo-language=ar"}):
        told = [language.as_minutes(minutes) for minutes in (0, 1, 2, 8, 17, 107)]
    assert [text.replace("\u00a0", " ") for text in told] == ["0 دقيقة", "دقيقة واحدة", "دقيقتان", "8 دقائق", "17 دقيقة", "1 س 47 د"]
