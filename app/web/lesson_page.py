"""What a lesson's page shows, with slots where it depends on the person."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.assessment.questions import Answer, Question
from app.assessment.review import Review
from app.assessment.shown import Shown
from app.assessment.shown import shown as shown_question
from app.content.compiled import Part, Prose
from app.content.links import Links
from app.content.views import CourseView, LessonView
from app.learning.facts import FINISHED, LOCKED, PASSED, LessonFacts, ModuleFacts
from app.web import answers, language
from app.web.course_page import lesson_url
from app.web.marks import progress_words, shown
from app.web.places import links, root
from app.web.shell import slot

Tried = tuple[str, Answer, Review | None, str]
"""A practice question as it was just answered: its id, the answer as the page holds it, what is said of it, or why it was not taken."""


def rendered(slug: str, view: CourseView, version: int, lesson: LessonView, *, tried: Tried | None = None, reader: str = "") -> str:
    """The whole page with slots. `reader`: "stranger" or "account" for who is not enrolled: nothing is kept, nothing is marked."""
    reading = bool(reader)
    module = view.module_of(lesson.id)
    before, after = view.neighbours(lesson.id)
    return render_template(
        "lessons/lesson.html",
        here="courses" if reading else "training",
        course={"title": view.title, "href": url_for("courses.overview", slug=slug)},
        module={
            "number": module.number,
            "title": module.text.title,
            "href": f"{url_for('courses.overview', slug=slug)}#m-{module.id}",
        },
        lesson=lesson,
        slug=slug,
        text_lang=lesson.language,
        lesson_of=module.lessons[-1].number,
        progress=_not_kept(reader) if reading else slot("progress"),
        outside=reader == "account",
        percent=slot("percent") if not reading else 0,
        version=version,
        parts=[part(each, view, lesson, links(slug), tried, reading=reading) for each in lesson.parts],
        sections=[{"number": each.number, "anchor": each.anchor, "title": Markup(each.title)} for each in lesson.sections],
        lessons=[Markup(_row(slug, each, "none", lesson.id)) if reading else slot(f"row.{each.id}") for each in module.lessons],
        minutes_left=language.as_minutes(module.minutes) if reading else slot("left"),
        sources=_sources(view, lesson),
        stale={"href": f"?language={view.course.language}"} if lesson.stale else None,
        untranslated=lesson.language != view.language,
        notice="" if reading else slot("notice"),
        previous={"href": lesson_url(slug, before.id), "text": f"{before.number} {before.title}"} if before else None,
        finish=None if reading else {"action": lesson_url(slug, lesson.id), "words": _finish_words(after)},
        next={"href": url_for("courses.overview", slug=slug), "text": _("Take this course")} if reading else None,
        script=not reading,
        seen="" if reading else f"{lesson_url(slug, lesson.id)}/seen",
        licence=view.course.licence,
    )


def _not_kept(reader: str) -> str:
    return _("Not kept: you are not enrolled") if reader == "account" else _("Not kept: you read without an account")


def slots(slug: str, module: ModuleFacts, lesson: LessonView, missing: int, after: LessonView | None) -> dict[str, str]:
    """What stands in the slots for one person."""
    here = next(each for each in module.lessons if each.lesson.id == lesson.id)
    done = sum(each.mark in (FINISHED, PASSED) for each in module.lessons)
    rows = {f"row.{each.lesson.id}": _kept_row(slug, each, lesson.id) for each in module.lessons}
    return rows | {
        "progress": progress_words(here),
        "percent": str(100 * done // len(module.lessons)),
        "left": language.as_minutes(module.minutes_left),
        "notice": _notice(missing, slug, after) if missing else Markup(""),
    }


def part(each: Part, view: CourseView, lesson: LessonView, place: Links, tried: Tried | None, *, reading: bool) -> Markup:
    """A piece of the text, or a practice question on its slip."""
    if isinstance(each, Prose):
        return Markup(place.resolve(each.html))
    assert isinstance(each, Question)
    _id, answer, review, error = tried if tried is not None and tried[0] == each.id else ("", (), None, "")
    here = shown_practice(each)
    page = render_template(
        "lessons/practice.html",
        question=place.question(here.question),
        text_lang=lesson.language,
        order=answer if each.kind == "order" and set(answer) == set(here.order) else here.order,
        answer=answer,
        review=answers.resolved(here.review(review), place) if review and not each.written else None,
        action="" if reading else f"{lesson_url(place_slug(place), lesson.id)}/practice/{each.id}",
        error=error,
        see=answers.see(view, lesson.id, each, place) if review else None,
        sources=answers.sources(view, each) if review else [],
        locked=reading,
    )
    return Markup(page)


def shown_practice(question: Question) -> Shown:
    """A practice question as every lesson's page shows it."""
    return shown_question(question, 0, shuffle=False)


def place_slug(place: Links) -> str:
    return place.lesson.strip("/").rpartition("/")[2]


def _finish_words(after: LessonView | None) -> str:
    if after is None:
        return _("Finish, go to the overview")
    return _("Finish, go to %(next)s", next=f"{after.number} {after.title}")


def _sources(view: CourseView, lesson: LessonView) -> list[str]:
    pairs = view.sources(lesson.lesson.cites)
    return [", ".join(each for each in (source.title, source.edition, provision) if each) for source, provision in pairs]


_rows: dict[tuple[Any, ...], Markup] = {}


def _kept_row(slug: str, each: LessonFacts, here: str) -> Markup:
    """A line of the contents list; those that look alike are made once. A lesson's title belongs to the key, since versions differ."""
    key = (root(), slug, each.lesson.id, each.lesson.number, each.lesson.title, each.mark, each.lesson.id == here, language.language())
    found = _rows.get(key)
    if found is None:
        if len(_rows) > 20_000:
            _rows.clear()
        found = _rows[key] = Markup(_row(slug, each.lesson, each.mark, here))
    return found


def _row(slug: str, each: LessonView, mark: str, here: str) -> str:
    href = "" if mark == LOCKED else lesson_url(slug, each.id)
    sections: Iterable[Any] = each.sections if each.id == here else ()
    return render_template("lessons/row.html", lesson=each, mark=shown(mark), href=href, here=each.id == here, sections=sections)


def _notice(missing: int, slug: str, after: LessonView | None) -> Markup:
    words = ngettext(
        "Try the practice question to finish this lesson.", "Try the %(num)s practice questions to finish this lesson.", missing
    )
    href = lesson_url(slug, after.id) if after else url_for("courses.overview", slug=slug)
    return Markup(render_template("lessons/notice.html", words=words, href=href))
