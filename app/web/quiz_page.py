"""What the pages of a quiz show: before it, its questions, its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.assessment.questions import Answer
from app.content.views import CourseView, LessonView
from app.learning.attempts import Sitting
from app.learning.facts import CourseFacts
from app.learning.results import topic_of, topic_title
from app.web import answers, language
from app.web.course_page import lesson_url
from app.web.desk import Desk, slip_of
from app.web.frame import said
from app.web.places import links


def address(desk: Desk, place: object) -> str:
    """Where something of a running attempt is: a question by its number, its answer, its mark, the end."""
    return f"/attempts/{desk.address}/{place}"


def module_of(view: CourseView, lesson_id: str) -> dict[str, str]:
    module = view.module_of(lesson_id)
    return {"number": module.number, "href": f"{url_for('courses.overview', slug=view.id)}#m-{module.id}", "title": module.text.title}


def course_of(view: CourseView) -> dict[str, str]:
    return {"title": view.title, "href": url_for("courses.overview", slug=view.id)}


def before(view: CourseView, lesson: LessonView, sitting: Sitting, facts: CourseFacts) -> dict[str, Any]:
    """The page before a quiz."""
    policy = sitting.quiz.policy
    limit = None if sitting.seconds is None else max(1, sitting.seconds // 60)
    words = _("Start, %(time)s", time=language.as_minutes(limit)) if limit else _("Start")
    running = sitting.running
    return {
        "course": course_of(view),
        "module": module_of(view, lesson.id),
        "number": lesson.number,
        "title": lesson.title,
        "text_lang": lesson.language,
        "summary": lesson.summary,
        "questions": sitting.questions,
        "points": sitting.points,
        "pass_mark": policy.pass_mark,
        "minutes": limit,
        "attempts": policy.attempts,
        "attempts_left": sitting.attempts_left,
        "graded": policy.graded,
        "feedback": policy.feedback,
        "topics": _topics(view, lesson, sitting, facts),
        "start": None if sitting.obstacle else {"action": f"{lesson_url(view.id, lesson.id)}/start", "words": words},
        "running": {"href": url_for("quizzes.question", attempt_id=running.id, number=1)} if running else None,
        "refusal": said(sitting.obstacle) if sitting.obstacle else "",
        "attempt": len(sitting.attempts) + 1,
        "results": [
            {"href": url_for("quizzes.result", attempt_id=each.id), "text": _attempt_words(each.number, each.percent or 0)}
            for each in sitting.attempts
            if not each.is_open
        ],
        "case": _case(lesson),
        "licence": view.course.licence,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The parts of a question's page that change with every answer: rendered, or slots for them. Without a time limit `timer` is None."""

    slips: list[Markup]
    beside: Markup
    timer: Markup | None
    saved: Markup
    sequence: object


def pieces(desk: Desk, number: int, *, error: str, moved: str, typed: Answer | None) -> Pieces:
    """The parts of a page that is made for this once. `typed` is an answer that was not taken, for `error`."""
    return Pieces(
        slips=[slip(desk, number, error=error, moved=moved, typed=typed)],
        beside=beside(desk, [number], everything=False),
        timer=timer_of(desk),
        saved=saved_of(desk),
        sequence=desk.sequence,
    )


def pieces_of_all(desk: Desk, *, errors: Mapping[str, str], moved: str, typed: Mapping[str, Answer]) -> Pieces:
    """The parts of the page with every question in one form. `errors` and `typed` are by the ids of questions; `moved` is ID.key."""
    numbers = list(range(1, len(desk.questions) + 1))
    slips = []
    for number in numbers:
        name = desk.question(number).id
        key = moved.removeprefix(f"{name}.") if moved.startswith(f"{name}.") else ""
        slips.append(slip(desk, number, error=errors.get(name, ""), moved=key, alone=False, typed=typed.get(name)))
    return Pieces(slips=slips, beside=beside(desk, [], everything=True), timer=timer_of(desk), saved=saved_of(desk), sequence=desk.sequence)


def question(desk: Desk, numbers: list[int], parts: Pieces, *, everything: bool = False) -> dict[str, Any]:
    """One question of a running attempt, or all of them."""
    here = numbers[0]
    points = sum(desk.question(number).worth for number in numbers)
    place = _("%(number)s of %(all)s", number=here, all=len(desk.questions)) if not everything else len(desk.questions)
    return frame_of(desk) | {
        "boxes": [
            _box(_("Questions") if everything else _("Question"), place),
            _box(_("Points"), points),
            *state_boxes(parts.timer, parts.saved),
        ],
        "next_href": "" if everything else _onward(desk, here),
        "slips": parts.slips,
        "all_action": address(desk, "answers") if everything else "",
        "beside": parts.beside,
        "sequence": parts.sequence,
    }


def beside(desk: Desk, numbers: list[int], *, everything: bool) -> Markup:
    """What stands right of the question: all numbers, what is open, the mark."""
    here = numbers[0] if numbers else 1
    flagged = any(row["flagged"] for row in desk.strip if row["number"] == here)
    page = render_template(
        "quizzes/beside.html",
        questions=_strip(desk),
        here=numbers,
        counts=counts(desk),
        flag=None if everything else _flag(desk, here, flagged),
        all_href="" if everything else f"{address(desk, here)}?view=all",
        one_href=address(desk, here) if everything else "",
        finish_href=address(desk, "finish"),
    )
    return Markup(page)


def state_boxes(timer: Markup | None, saved: Markup) -> list[dict[str, object]]:
    """The boxes of the head that tell the time and what is safe."""
    return [*([_box(_("Time left"), timer)] if timer is not None else []), _box(_("Your answers"), saved)]


def timer_of(desk: Desk) -> Markup | None:
    left, end = desk.seconds_left, desk.attempt.deadline
    return timer(left, left, language.as_time(end), f"/attempts/{desk.address}") if left is not None and end is not None else None


def saved_of(desk: Desk) -> Markup:
    return saved(language.as_time(desk.last_saved) if desk.last_saved else "")


def timer(seconds: int, shown_seconds: object, ends: str, ended: str) -> Markup:
    """The time left; `shown_seconds` is what the script counts down from, `ended` where the page goes then."""
    return Markup(render_template("quizzes/timer.html", minutes=seconds // 60, seconds=shown_seconds, ends=ends, ended=ended))


def saved(at: str) -> Markup:
    """Until when everything is on the server; an empty time: nothing was given yet."""
    return Markup(render_template("quizzes/saved.html", at=at))


def frame_of(desk: Desk) -> dict[str, Any]:
    """The head of a running quiz."""
    module = desk.view.module_of(desk.lesson.id)
    return {
        "leave_href": lesson_url(desk.slug, desk.lesson.id),
        "course_line": _("%(course)s, module %(number)s", course=desk.view.title, number=module.number),
        "quiz_title": desk.lesson.title,
        "text_lang": desk.lesson.language,
        "attempt_id": desk.address,
        "case": desk.lesson.case is not None,
        "feedback": desk.quiz.policy.feedback,
        "next_href": "",
    }


def counts(desk: Desk) -> dict[str, int]:
    rows = desk.strip
    answered = sum(row["answered"] for row in rows)
    return {"answered": answered, "flagged": sum(row["flagged"] for row in rows), "open": len(rows) - answered}


def finish(desk: Desk, key: str) -> dict[str, Any]:
    """What is open and what is marked, before the attempt is handed in."""
    rows = [_todo(desk, row) for row in desk.strip]
    todo = [row for row in rows if not row["answered"]]
    back = {"href": todo[0]["href"], "text": _("Back to question %(number)s", number=todo[0]["number"])} if todo else None
    policy = desk.quiz.policy
    number = desk.attempt.number
    return frame_of(desk) | {
        "attempt": _("Attempt %(number)s of %(all)s", number=number, all=policy.attempts)
        if policy.attempts
        else _("Attempt %(number)s", number=number),
        "boxes": [
            _box(_("Answered"), _("%(number)s of %(all)s", number=counts(desk)["answered"], all=len(desk.questions))),
            _box(_("Open"), counts(desk)["open"]),
            _box(_("Marked"), counts(desk)["flagged"]),
            *state_boxes(timer_of(desk), saved_of(desk)),
        ],
        "sequence": desk.sequence,
        "open": todo,
        "flagged": [row for row in rows if row["flagged"]],
        "questions": _strip(desk),
        "counts": counts(desk),
        "back": back,
        "action": address(desk, "finish"),
        "key": key,
    }


def _case(lesson: LessonView) -> dict[str, int] | None:
    """What a case has beside a quiz: minutes of its budget, and how much can be opened."""
    return {"budget": lesson.case.budget, "documents": len(lesson.documents)} if lesson.case else None


def _attempt_words(number: int, percent: int) -> str:
    return _("Attempt %(number)s: %(percent)s", number=number, percent=language.as_percent(percent))


def _topics(view: CourseView, lesson: LessonView, sitting: Sitting, facts: CourseFacts) -> list[dict[str, Any]]:
    """How many of the quiz's own questions ask about each topic, ticked when the lessons with that tag are finished."""
    rows = []
    for tag in view.course.topics:
        asked = sum(topic_of(view, each) == tag for each in sitting.quiz.reach())
        about = [each for module in facts.modules for each in module.lessons if tag in each.lesson.lesson.tags and each.lesson.practice]
        done = bool(about) and all(each.finished_at is not None for each in about)
        if asked:
            rows.append({"title": topic_title(view, tag), "questions": asked, "mark": "finished" if done else "none"})
    return rows


def _strip(desk: Desk) -> list[dict[str, Any]]:
    return [row | {"href": address(desk, row["number"])} for row in desk.strip]


def _flag(desk: Desk, number: int, flagged: bool) -> dict[str, Any]:
    words = (
        _("Take the mark off question %(number)s", number=number)
        if flagged
        else _("Mark question %(number)s to look at again", number=number)
    )
    return {
        "action": address(desk, f"{number}/flag"),
        "words": words,
        "number": number,
        "value": "off" if flagged else "on",
    }


def slip(
    desk: Desk, number: int, *, error: str = "", moved: str = "", alone: bool = True, typed: Answer | None = None, answered: str = ""
) -> Markup:
    """A question with its buttons. `answered` stands where it is said when it was."""
    arguments = _slip(desk, number, error=error, moved=moved, alone=alone, typed=typed, answered=answered)
    return Markup(render_template("quizzes/slip.html", one=arguments, text_lang=desk.lesson.language))


def _slip(desk: Desk, number: int, *, error: str, moved: str, alone: bool, typed: Answer | None, answered: str) -> dict[str, Any]:
    """The arguments of a slip, with the buttons that fit: check or save while it is open, on to the next when it is settled."""
    asked = desk.question(number)
    slip = slip_of(desk, asked, typed=typed)
    checked = slip["checked"]
    settled = slip["review"] is not None
    last = number == len(desk.questions)
    return {
        "question": slip["question"],
        "order": slip["order"],
        "answer": slip["answer"],
        "review": answers.resolved(slip["review"], links(desk.slug)) if settled else None,
        "action": address(desk, f"answers/{asked.id}"),
        "number": number if not alone else None,
        "whole": not alone,
        "answered": (answered or language.as_time(slip["answered_at"])) if settled and slip["answered_at"] else "",
        "note": _("You typed %(typed)s: read as %(read)s.", typed=slip["answer"][0], read=slip["read_as"]) if slip["read_as"] else "",
        "error": error or _tried(checked),
        "moved": moved,
        "see": slip["see"],
        "sources": slip["sources"],
        "buttons": {
            "next": {"href": _onward(desk, number), "text": _("Look over everything") if last else _("Next question")}
            if settled and alone
            else None,
            "submit": "" if settled else _main_words(check=desk.checks(asked), last=last, alone=alone),
            "previous": {
                "href": address(desk, number - 1),
                "text": _("Question %(number)s", number=number - 1),
            }
            if number > 1 and alone
            else None,
        },
    }


def _main_words(*, check: bool, last: bool, alone: bool) -> str:
    """What the button of a slip says; among all questions only a check has one of its own."""
    if check:
        return _("Check my answer")
    if not alone:
        return ""
    return _("Save, go to the end") if last else _("Save, next question")


def _onward(desk: Desk, number: int) -> str:
    """Where the main button leads: to the next question, behind the last one to the end."""
    if number == len(desk.questions):
        return address(desk, "finish")
    return address(desk, number + 1)


def _box(label: str, value: object) -> dict[str, object]:
    return {"label": label, "value": value}


def _tried(checked: Any) -> str:
    """After a try that was not right while another is left: so much is said, and no more."""
    if checked is None or checked.settled or checked.review is None:
        return ""
    return ngettext("Not right yet. You can try %(num)s more time.", "Not right yet. You can try %(num)s more times.", checked.tries_left)


def _todo(desk: Desk, row: dict[str, Any]) -> dict[str, Any]:
    text = str(Markup(row["question"].prompt).striptags())
    return {
        "number": row["number"],
        "text": text if len(text) <= 140 else f"{text[:137]}…",
        "kind": row["question"].kind,
        "points": row["question"].worth,
        "href": address(desk, row["number"]),
        "answered": row["answered"],
        "flagged": row["flagged"],
    }
