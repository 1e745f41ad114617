"""What the page of a result shows: the score, what to read again, and every answer with its reasons."""

from collections.abc import Sequence
from datetime import datetime
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
from app.people.models import Person
from app.web import answers, language
from app.web.course_page import lesson_url
from app.web.desk import Desk, slip_of
from app.web.marks import shown
from app.web.places import links
from app.web.quiz_page import course_of, module_of


def result(
    desk: Desk,
    told: AttemptResult,
    sitting: Sitting,
    certificate: Certificate | None,
    following: ModuleView | None,
    review: bool,
    instructors: Sequence[Person],
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
        "stamp_below": _attempt(told, ended),
        "boxes": _boxes(told, ended),
        "read_first": [] if told.passed else [_read(desk, share) for share in told.read_first if share.reading],
        "topics": [_topic(desk, share) for share in told.topics],
        "answers": [_answer(desk, each) for each in told.questions],
        "reviews": [_reviewed(desk, each) for each in told.questions] if review else [],
        "review_href": "" if review else url_for("quizzes.result", attempt_id=attempt.id, review=1) + "#answers",
        "next": _next(desk, following) if told.passed else None,
        "again": {"action": f"{lesson_url(desk.slug, desk.lesson.id)}/start"} if sitting.obstacle is None else None,
        "attempts_left": sitting.attempts_left,
        "instructor": None if told.passed or not instructors else {"name": instructors[0].name, "address": instructors[0].email},
        "opens": following.number if following and not told.passed and desk.view.course.order == "locked" else "",
        "certificate_href": url_for("certificates.holder", number=certificate.number) if certificate and told.passed else "",
        "handed_in_late": attempt.timed_out,
        "case": desk.lesson.case is not None,
        "licence": desk.view.course.licence,
    }


def _points(earned: Fraction) -> str:
    return language.as_number(round(float(earned), 2)) if earned.denominator > 1 else language.as_number(int(earned))


def _attempt(told: AttemptResult, ended: datetime) -> str:
    """What stands under the word of the stamp: the day, and which attempt of how many."""
    day, number, every = language.as_date(ended), told.attempt.number, told.quiz.policy.attempts
    if every is None:
        return _("%(day)s, attempt %(number)s", day=day, number=number)
    return _("%(day)s, attempt %(number)s of %(all)s", day=day, number=number, all=every)


def _boxes(told: AttemptResult, ended: datetime) -> list[dict[str, object]]:
    """The day stands here only while no stamp bears it."""
    day = [] if told.passed else [{"label": _("Answered"), "value": language.as_date(ended)}]
    return [
        {"label": _("Time used"), "value": _time_used(told)},
        {"label": _("Attempts left"), "value": _attempts_left(told)},
        {"label": _("Counts"), "value": _("Best attempt") if told.quiz.policy.graded else _("Nothing, it is practice")},
        *day,
        {"label": _("Course version"), "value": told.attempt.version.number},
    ]


def _time_used(told: AttemptResult) -> str:
    """17 of 20 min; with hours each of the two bears its unit."""
    used, allowed = max(1, round(told.seconds_used / 60)), told.seconds_allowed
    if not allowed:
        return language.as_minutes(used)
    every = allowed // 60
    first = language.as_number(used) if every < 60 else language.as_minutes(used)
    return _("%(used)s of %(all)s", used=first, all=language.as_minutes(every))


def _attempts_left(told: AttemptResult) -> object:
    left, every = told.attempts_left, told.quiz.policy.attempts
    if left is None or every is None:
        return _("no limit")
    if told.passed:
        return _("%(left)s, if you want", left=left) if left else left
    return _("%(left)s of %(all)s", left=left, all=every)


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
