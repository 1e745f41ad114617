"""What the pages of a preview show: the author's page with its list of problems, and the trainee's pages without a trainee."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from app.assessment.draw import paper
from app.assessment.questions import Question
from app.assessment.shown import Shown, shown
from app.content.codes import ERROR
from app.content.compiled import QUIZ, Course
from app.content.files import translation_of
from app.content.live import Draft
from app.content.problems import Problem
from app.content.views import CourseView, LessonView, view
from app.errors import NotFound
from app.learning.attempts import Sitting
from app.learning.facts import facts, facts_of_module
from app.web import answers, course_page, frame, language, lesson_page, problems, quiz_page
from app.web.context import Call
from app.web.course_page import lesson_url
from app.web.lesson_page import Tried
from app.web.places import links
from app.web.shell import Shell

WIDTHS = ("full", "phone")


@dataclass(frozen=True, slots=True)
class Where:
    """What the author looks at. `edition` is "" where the course has but one; `lesson` is "" for the course's own page."""

    edition: str
    language: str
    lesson: str = ""

    @classmethod
    def of(cls, slug: str, lesson: str, course: Course | None, first: str) -> "Where":
        """From an address. What it names not, or the course has not, is the first edition, and the language `first` or the course's own."""
        edition, code = named(slug)
        if course is None:
            return cls("", "en", lesson)
        code = next((each for each in (code, first) if each in course.languages), course.language)
        return cls(edition if edition in course.audiences else next(iter(course.audiences), ""), code, lesson)

    @property
    def slug(self) -> str:
        return f"{self.edition}.{self.language}" if self.edition else self.language

    def href(self, width: str = "") -> str:
        """The author's page for it."""
        more = {"width": width} if width == "phone" else {}
        if self.lesson:
            return url_for("preview.lesson", slug=self.slug, lesson_id=self.lesson, **more)
        return url_for("preview.course", slug=self.slug, **more)

    @property
    def inside(self) -> str:
        """The trainee's page."""
        return lesson_url(self.slug, self.lesson) if self.lesson else url_for("courses.overview", slug=self.slug)


def named(slug: str) -> tuple[str, str]:
    """Edition and language in an address: "customs.fr", or "fr" where there is one edition only."""
    edition, _dot, code = slug.rpartition(".")
    return edition, code


def in_language(slug: str, code: str) -> str:
    edition, _code = named(slug)
    return f"{edition}.{code}" if edition else code


def bench(draft: Draft, course: Course | None, where: Where, width: str) -> dict[str, Any]:
    """The author's page."""
    width = width if width in WIDTHS else WIDTHS[0]
    seen = view(course, edition=where.edition, language=where.language) if course else None
    mine = [each for each in draft.problems if draft.pages.get(each.path, "") == where.lesson]
    others = [each for each in draft.problems if each not in mine]
    row = {"draft": draft, "where": where, "course": course, "width": width}
    return {
        "title": seen.title if seen else _("Nothing to show yet"),
        "page_title": _title(seen, where),
        "text_lang": where.language,
        "revision": draft.revision,
        "errors": draft.errors,
        "warnings": draft.warnings,
        "inside": where.inside,
        "width": width,
        "widths": [
            _choice(words, where.href(name), name == width) for name, words in (("full", _("Full width")), ("phone", _("Phone width")))
        ],
        "languages_here": _languages(course, where, width),
        "editions": _editions(course, where, width),
        "home": Where(where.edition, where.language).href(width),
        "outline": _outline(seen, draft, where, width),
        "mine": [_problem(each, **row) for each in problems.worst_first(mine)],
        "others": [_problem(each, **row) for each in problems.worst_first(others)],
        "is_course": not where.lesson,
    }


def overview(seen: CourseView) -> dict[str, Any]:
    """The page of the course with every lesson open, as its first reader finds it."""
    context = course_page.stranger(seen, _("draft"), may_enrol=False, readable=frozenset(each.id for each in seen.lessons))
    first = seen.lessons[0] if seen.lessons else None
    start = {"when": _("Start here"), "title": first.title, "href": lesson_url(seen.id, first.id), "words": _("Start")} if first else None
    return context | {"stopped": start, "visitor": True}


def lesson(here: Call, seen: CourseView, shown_lesson: LessonView, tried: Tried | None) -> str:
    """A lesson as a trainee finds it who has done nothing yet."""
    module = facts_of_module(seen.module_of(shown_lesson.id), {}, locked=False)
    after = seen.neighbours(shown_lesson.id)[1]
    made = frame.impersonal(here, lambda: lesson_page.rendered(seen.id, seen, _("draft"), shown_lesson, tried=tried))
    return Shell.cut(made).fill({"csrf": "", "name": "", **lesson_page.slots(seen.id, module, shown_lesson, 0, after)})


def quiz(seen: CourseView, shown_lesson: LessonView, seed: int, tried: Tried | None) -> dict[str, Any]:
    """A quiz with all questions of one paper, each to be checked by itself. Raises Unfillable."""
    drawn = seen.quiz(shown_lesson.id)
    policy = drawn.policy
    questions = [drawn.named[each] for each in paper(drawn, seed)]
    module = seen.module_of(shown_lesson.id)
    return {
        "course": {"title": seen.title, "href": url_for("courses.overview", slug=seen.id)},
        "course_line": _("%(course)s, module %(number)s", course=seen.title, number=module.number),
        "quiz_title": shown_lesson.title,
        "number": shown_lesson.number,
        "summary": shown_lesson.summary,
        "text_lang": shown_lesson.language,
        "untranslated": shown_lesson.language != seen.language,
        "boxes": _rules(questions, policy),
        "slips": [
            _slip(seen, shown_lesson, each, seed, number, tried if tried and tried[0] == each.id else None)
            for number, each in enumerate(questions, start=1)
        ],
        "strip": [{"number": number, "id": each.id} for number, each in enumerate(questions, start=1)],
        "before": f"{lesson_url(seen.id, shown_lesson.id)}?before=1",
        "again": f"{lesson_url(seen.id, shown_lesson.id)}?seed={(seed + 1) % 2**32}",
        "draws": len(questions) < len(drawn.named) or policy.shuffle,
    }


def before(seen: CourseView, shown_lesson: LessonView) -> dict[str, Any]:
    """The page before a quiz, for who has not begun. Raises Unfillable."""
    drawn = seen.quiz(shown_lesson.id)
    questions = [drawn.named[each] for each in paper(drawn, 0)]
    sitting = Sitting(
        quiz=drawn,
        lesson=shown_lesson,
        attempts=(),
        attempts_left=drawn.policy.attempts,
        questions=len(questions),
        points=sum(each.points for each in questions),
        seconds=drawn.policy.time_limit,
        best=None,
        running=None,
        next_at=None,
        obstacle=None,
    )
    return quiz_page.before(seen, shown_lesson, sitting, facts(seen, ()))


def shown_in(where: LessonView, question: Question, seed: int) -> Shown:
    """A question as the page of that lesson or quiz shows it."""
    if where.kind != QUIZ or where.policy is None:
        return lesson_page.shown_practice(question)
    return shown(question, seed, shuffle=where.policy.shuffle)


def _rules(questions: list[Question], policy: Any) -> list[dict[str, object]]:
    limit = max(1, policy.time_limit // 60) if policy.time_limit else None
    return [
        {"label": _("Questions"), "value": len(questions)},
        {"label": _("Points"), "value": sum(each.points for each in questions)},
        {"label": _("Pass mark"), "value": language.as_percent(policy.pass_mark)},
        {"label": _("Time"), "value": language.as_minutes(limit) if limit else _("no limit")},
        {"label": _("Attempts"), "value": policy.attempts or _("no limit")},
        {"label": _("Counts"), "value": _("Best attempt") if policy.graded else _("Nothing, it is practice")},
    ]


def _slip(seen: CourseView, where: LessonView, question: Question, seed: int, number: int, tried: Tried | None) -> Markup:
    """A question of the paper; with `tried` as it was just answered."""
    place = links(seen.id)
    page = shown_in(where, question, seed)
    _id, answer, review, error = tried or ("", (), None, "")
    one = {
        "question": place.question(page.question),
        "order": answer if question.kind == "order" and set(answer) == set(page.order) else page.order,
        "answer": answer,
        "review": answers.resolved(page.review(review), place) if review else None,
        "action": f"{lesson_url(seen.id, where.id)}/practice/{question.id}?seed={seed}",
        "number": number,
        "error": error,
        "see": answers.see(seen, where.id, question, place) if review else None,
        "sources": answers.sources(seen, question) if review else [],
        "buttons": {"submit": "" if review else _("Check my answer"), "previous": None, "next": None},
    }
    return Markup(render_template("quizzes/slip.html", one=one, text_lang=where.language))


def _title(seen: CourseView | None, where: Where) -> str:
    if seen is None or not where.lesson:
        return seen.title if seen else ""
    try:
        found = seen.lesson(where.lesson)
    except NotFound:
        return where.lesson
    return f"{found.number} {found.title}"


def _choice(words: str, href: str, current: bool, code: str = "") -> dict[str, Any]:
    return {"words": words, "href": href, "current": current, "lang": code}


def _languages(course: Course | None, where: Where, width: str) -> list[dict[str, Any]]:
    codes = course.languages if course else ()
    return [_choice(own_name(code), Where(where.edition, code, where.lesson).href(width), code == where.language, code) for code in codes]


def _editions(course: Course | None, where: Where, width: str) -> list[dict[str, Any]]:
    names = course.audiences if course else ()
    return [
        _choice(course_page.edition_name(name), Where(name, where.language, where.lesson).href(width), name == where.edition)
        for name in names
    ]


def own_name(code: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return code


def _outline(seen: CourseView | None, draft: Draft, where: Where, width: str) -> list[dict[str, Any]]:
    """Modules and lessons, each lesson with the number of its problems."""
    errors: Counter[str] = Counter(draft.pages.get(each.path, "") for each in draft.problems if each.severity == ERROR)
    every: Counter[str] = Counter(draft.pages.get(each.path, "") for each in draft.problems)
    return [
        {"number": module.number, "title": language.own(module.text.title, module.language)}
        | {"lessons": [_line(each, where, width, errors[each.id], every[each.id]) for each in module.lessons]}
        for module in (seen.modules if seen else ())
    ]


def _line(each: LessonView, where: Where, width: str, errors: int, every: int) -> dict[str, Any]:
    return {
        "number": each.number,
        "title": language.own(each.title, each.language),
        "href": Where(where.edition, where.language, each.id).href(width),
        "here": each.id == where.lesson,
        "errors": errors,
        "warnings": every - errors,
    }


def _problem(each: Problem, draft: Draft, where: Where, course: Course | None, width: str) -> Mapping[str, Any]:
    """A row of the list. Its place leads to the page that the file is about, in the language it is written in."""
    there = draft.pages.get(each.path, "")
    _, translated = translation_of(each.path)
    known = course.languages if course else ()
    code = translated if translated in known else course.language if course and there else where.language
    href = Where(where.edition, code, there).href(width) if there and (there, code) != (where.lesson, where.language) else ""
    return problems.shown(each, href)
