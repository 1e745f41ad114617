"""A quiz: before it, its questions one by one, its end, and its result."""

import secrets

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from app import clock
from app.assessment.quiz import AT_END
from app.content.views import LessonView, ModuleView
from app.credentials import certificates
from app.credentials.certificates import issue_if_earned
from app.errors import Invalid
from app.learning import attempts, closing, enrolments, papers, progress, results, saving
from app.web import answers, frame, language, quiz_page
from app.web.context import session, site, transaction
from app.web.forms import BaseForm
from app.web.identity import me
from app.web.desk import Desk, desk_of
from app.web.places import links
from app.web.visits import Visit

bp = Blueprint("quizzes", __name__)


class HandInForm(BaseForm):
    """The key makes a second click, a retry and another tab one and the same hand-in."""

    key = HiddenField(validators=[InputRequired(), Length(min=8, max=64)])


def before(slug: str, visit: Visit, lesson: LessonView) -> ResponseReturnValue:
    """What there is to know before a quiz is started; shown at the quiz's own address."""
    enrolment = enrolments.enrolment_of(session(), me().id, slug)
    sitting = attempts.sitting(session(), site().storage, enrolment, lesson.id, clock.now())
    facts = progress.facts_of(session(), site().storage, enrolment)
    return render_template("quizzes/before.html", here="training", **quiz_page.before(visit.view, lesson, sitting, facts))


@bp.post("/courses/<slug>/<lesson_id>/start")
@login_required
def start(slug: str, lesson_id: str) -> ResponseReturnValue:
    """Start an attempt, or go on with the one that is open: it counts from now."""
    with transaction() as db:
        enrolment = enrolments.enrolment_of(db, me().id, slug)
        attempt = attempts.start(db, site().storage, enrolment, lesson_id, clock.now())
    return redirect(url_for(".question", attempt_id=attempt.id, number=1))


@bp.route("/attempts/<int:attempt_id>/<int:number>", methods=["GET", "POST"])
@login_required
def question(attempt_id: int, number: int) -> ResponseReturnValue:
    """One question of a running attempt. Posted, its answer is saved and, where the quiz says so, checked."""
    desk = desk_of(session(), me().id, attempt_id, clock.now())
    if desk.over:
        return redirect(url_for(".result", attempt_id=attempt_id))
    asked = desk.question(number)
    if request.method == "GET":
        return _asked(desk, number)
    try:
        _save(attempt_id, asked.id, answers.of_form(asked), desk.row(asked.id).sequence + 1 if desk.row(asked.id) else 1, _wants_check(desk))
    except Invalid as refusal:
        return _asked(desk, number, error=frame.said(refusal.sentence)), 422
    return redirect(_after(desk, number))


@bp.post("/attempts/<int:attempt_id>/answers/<question_id>")
@login_required
def answer(attempt_id: int, question_id: str) -> ResponseReturnValue:
    """A script saves an answer, or has it checked: it is on the disk before the reply leaves."""
    sent = answers.body("answer", "sequence", "check")
    desk = desk_of(session(), me().id, attempt_id, clock.now())
    asked = desk.by_id(question_id)
    checks = sent.get("check") is True and desk.quiz.policy.feedback != AT_END
    with transaction() as db:
        mine = papers.attempt_of(db, me().id, attempt_id)
        now = clock.now()
        if checks:
            checked = saving.check(db, site().storage, mine, question_id, sent.get("answer"), sent.get("sequence"), now)
        else:
            saved = saving.save(db, site().storage, mine, question_id, sent.get("answer"), sent.get("sequence"), now)
    told = {"outcome": checked.outcome if checks else saved.outcome, "saved": language.as_time(now), "left": papers.seconds_left(mine, now)}
    if checks and checked.review is not None:
        told["review"] = answers.told(checked.review, links(desk.slug), desk.view, desk.quiz.id, asked, reveal=checked.settled)
        told |= {"settled": checked.settled, "tries_left": checked.tries_left}
    return jsonify(told)


@bp.post("/attempts/<int:attempt_id>/<int:number>/flag")
@login_required
def flag(attempt_id: int, number: int) -> ResponseReturnValue:
    """Mark a question to be looked at again, or take the mark off."""
    desk = desk_of(session(), me().id, attempt_id, clock.now())
    with transaction() as db:
        mine = papers.attempt_of(db, me().id, attempt_id)
        saving.flag(db, site().storage, mine, desk.question(number).id, request.form.get("flag") == "on", clock.now())
    return redirect(url_for(".question", attempt_id=attempt_id, number=number))


@bp.route("/attempts/<int:attempt_id>/finish", methods=["GET", "POST"])
@login_required
def finish(attempt_id: int) -> ResponseReturnValue:
    """What is still open, and the one button that cannot be undone."""
    form = HandInForm.sent(data={"key": secrets.token_urlsafe(16)})
    if form.accepted():
        _hand_in(attempt_id, form.key.data)
        return redirect(url_for(".result", attempt_id=attempt_id))
    desk = desk_of(session(), me().id, attempt_id, clock.now())
    if desk.over:
        return redirect(url_for(".result", attempt_id=attempt_id))
    return render_template("quizzes/finish.html", **quiz_page.finish(desk, form.key.data))


@bp.get("/attempts/<int:attempt_id>")
@login_required
def result(attempt_id: int) -> ResponseReturnValue:
    """The result of a closed attempt, explained; a running one goes on."""
    desk = desk_of(session(), me().id, attempt_id, clock.now())
    if not desk.over:
        return redirect(url_for(".question", attempt_id=attempt_id, number=1))
    attempt, now = desk.attempt, clock.now()
    told = results.result_of(session(), site().storage, attempt, now)
    sitting = attempts.sitting(session(), site().storage, attempt.enrolment, attempt.quiz_id, now)
    certificate = certificates.current(session(), attempt.enrolment)
    review = "review" in request.args
    context = quiz_page.result(desk, told, sitting, certificate, _following(desk), review)
    return render_template("quizzes/result.html", here="training", **context)


def _following(desk: Desk) -> ModuleView | None:
    """The module behind the one of this quiz."""
    row = desk.view.modules
    place = next(index for index, module in enumerate(row) if any(each.id == desk.lesson.id for each in module.lessons))
    return row[place + 1] if place + 1 < len(row) else None


def _asked(desk: Desk, number: int, error: str = "") -> str:
    everything = request.args.get("view") == "all"
    numbers = list(range(1, len(desk.questions) + 1)) if everything else [number]
    moved = request.args.get("moved", "")
    return render_template("quizzes/question.html", **quiz_page.question(desk, numbers, error=error, moved=moved, everything=everything))


def _wants_check(desk: Desk) -> bool:
    return desk.quiz.policy.feedback != AT_END and "move" not in request.form


def _save(attempt_id: int, question_id: str, given, sequence: int, check: bool) -> None:
    with transaction() as db:
        mine = papers.attempt_of(db, me().id, attempt_id)
        keep = saving.check if check else saving.save
        keep(db, site().storage, mine, question_id, given, sequence, clock.now())


def _after(desk: Desk, number: int) -> str:
    """Where a saved answer leads: stay where feedback is shown or a line was moved, else on to the next question or the end."""
    if desk.quiz.policy.feedback != AT_END or "move" in request.form:
        moved = request.form.get("move", "").partition(".")[2]
        return url_for(".question", attempt_id=desk.attempt.id, number=number, moved=moved or None)
    if number < len(desk.questions):
        return url_for(".question", attempt_id=desk.attempt.id, number=number + 1)
    return url_for(".finish", attempt_id=desk.attempt.id)


def _hand_in(attempt_id: int, key: str) -> None:
    """Close the attempt and, if the course has become finished by it, issue the certificate: one transaction."""
    now = clock.now()
    with transaction() as db:
        attempt = papers.attempt_of(db, me().id, attempt_id)
        closing.hand_in(db, site().storage, attempt, key, now)
        issue_if_earned(db, site().storage, attempt.enrolment, now, site().signer, site().zone)
