"""What the page of a result shows: the score, what to read again, and every answer with its reasons."""

from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.assessment.marks import Mark
from app.content.views import ModuleView
from app.credentials.models import Certificate
from app.learning.attempts import Sitting
from app.learning.results import AttemptResult, QuestionResult, Reading, Share
from app.web import answers, language
from app.web.course_page import lesson_url
from app.web.desk import Desk, slip_of
from app.web.marks import shown
from app.web.places import links
from app.web.quiz_page import course_of, module_of


def result(
    desk: Desk, told: AttemptResult, sitting: Sitting, certificate: Certificate | None, following: ModuleView | None, review: bool
) -> dict[str, Any]:
    """The result of a closed attempt; with `review` every answer stands below it with its reasons."""
    attempt = told.attempt
    ended = attempt.closed_at or desk.now
    return {
        "course": course_of(desk.view),
        "module": module_of(desk.view, desk.lesson.id),
        "title": desk.lesson.title,
        "text_lang": desk.lesson.language,
        "percent": told.percent,
        "earned": _points(told.mark.earned),
        "possible": told.mark.possible,
        "pass_mark": told.pass_mark,
        "passed": told.passed,
        "missing_points": "" if told.passed else language.as_number(told.points_missing),
        "stamp_below": _("%(day)s, attempt %(number)s", day=language.as_date(ended), number=attempt.number),
        "boxes": _boxes(told),
        "read_first": [] if told.passed else [_read(desk, share) for share in told.read_first if share.reading],
        "topics": [_topic(desk, share) for share in told.topics],
        "answers": [_answer(desk, each) for each in told.questions],
        "reviews": [_reviewed(desk, each) for each in told.questions] if review else [],
        "review_href": "" if review else url_for("quizzes.result", attempt_id=attempt.id, review=1) + "#answers",
        "next": _next(desk, following) if told.passed else None,
        "again": {"action": f"{lesson_url(desk.slug, desk.lesson.id)}/start"} if sitting.obstacle is None else None,
        "attempts_left": sitting.attempts_left,
        "instructor": None,
        "certificate_href": url_for("certificates.holder", number=certificate.number) if certificate and told.passed else "",
        "handed_in_late": attempt.timed_out,
        "licence": desk.view.course.licence,
    }


def _points(earned: Fraction) -> str:
    return language.as_number(round(float(earned), 2)) if earned.denominator > 1 else language.as_number(int(earned))


def _boxes(told: AttemptResult) -> list[dict[str, object]]:
    used = language.as_minutes(max(1, round(told.seconds_used / 60)))
    allowed = told.seconds_allowed
    left = told.attempts_left
    return [
        {
            "label": _("Time used"),
            "value": _("%(used)s of %(all)s", used=used, all=language.as_minutes(allowed // 60)) if allowed else used,
        },
        {"label": _("Attempts left"), "value": _("no limit") if left is None else left},
        {"label": _("Counts"), "value": _("Best attempt") if told.quiz.policy.graded else _("Nothing, it is practice")},
        {"label": _("Course version"), "value": told.attempt.version.number},
    ]


def _reading(desk: Desk, reading: Reading) -> dict[str, Any]:
    return {
        "number": reading.number,
        "title": Markup(reading.title).striptags(),
        "href": lesson_url(desk.slug, reading.lesson.id, reading.anchor),
        "minutes": reading.minutes,
    }


def _read(desk: Desk, share: Share) -> dict[str, Any]:
    assert share.reading is not None
    lost = ngettext("%(lost)s of %(num)s point lost", "%(lost)s of %(num)s points lost", share.mark.possible, lost=_points(share.lost))
    return _reading(desk, share.reading) | {"note": _("%(name)s: %(text)s", name=share.title, text=lost) if share.title else lost}


def _topic(desk: Desk, share: Share) -> dict[str, Any]:
    read = _reading(desk, share.reading) if share.reading else None
    return {
        "title": share.title,
        "earned": _whole(share.mark),
        "possible": share.mark.possible,
        "read": {"href": read["href"], "text": f"{read['number']} {read['title']}"} if read else None,
    }


def _whole(mark: Mark) -> float:
    return round(float(mark.earned), 2)


def _answer(desk: Desk, each: QuestionResult) -> dict[str, Any]:
    mark = {"right": "finished", "partly": "seen"}.get(each.verdict, "failed")
    href = url_for("quizzes.result", attempt_id=desk.attempt.id, review=1) + f"#q-{each.question.id}"
    return {"number": each.number, "href": href, "mark": shown(mark)}


def _reviewed(desk: Desk, each: QuestionResult) -> dict[str, Any]:
    """One question with its answer as it was then, for the review."""
    place = links(desk.slug)
    slip = slip_of(desk, each.question)
    return {
        "question": slip["question"],
        "order": slip["order"],
        "answer": slip["answer"],
        "review": answers.resolved(desk.shown(each.question).review(each.review), place),
        "number": each.number,
        "see": answers.see(desk.view, desk.quiz.id, each.question, place),
        "sources": answers.sources(desk.view, each.question),
    }


def _next(desk: Desk, following: ModuleView | None) -> dict[str, str] | None:
    if following is None:
        return None
    text = _("Module %(number)s, %(title)s, is open now.", number=following.number, title=following.text.title)
    first = following.lessons[0]
    return {"text": text, "href": lesson_url(desk.slug, first.id), "words": _("Start module %(number)s", number=following.number)}
