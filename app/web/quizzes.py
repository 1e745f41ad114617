"""A quiz: before it, its questions one by one, its end, and its result."""

import json
import secrets
from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from app import clock
from app.assessment.questions import Answer, Question
from app.content.compiled import CASE
from app.content.views import LessonView, ModuleView
from app.credentials import certificates
from app.credentials.certificates import issue_if_earned
from app.errors import Invalid
from app.learning import attempts, closing, enrolments, papers, progress, results, running, saving
from app.learning.answers import read_answer, read_sequence
from app.learning.running import Kept
from app.publishing import staff
from app.web import answers, case_page, frame, language, quiz_page, quiz_sheet, result_page
from app.web import desk as desks
from app.web.context import call, plain_transaction, session, site, transaction
from app.web.desk import Desk, desk_in
from app.web.forms import BaseForm
from app.web.identity import LOADERS, me, signed_in
from app.web.places import links
from app.web.visits import Visit

bp = Blueprint("quizzes", __name__)
LOADERS.update(
    dict.fromkeys(
        ("quizzes.question", "quizzes.answer", "quizzes.answer_all", "quizzes.flag", "quizzes.finish", "quizzes.result"), desks.load
    )
)


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
@signed_in
def start(slug: str, lesson_id: str) -> ResponseReturnValue:
    """Start an attempt, or go on with the one that is open: it counts from now."""
    with transaction() as db:
        enrolment = enrolments.enrolment_of(db, me().id, slug)
        attempt = attempts.start(db, site().storage, enrolment, lesson_id, clock.now())
    return redirect(url_for(".question", attempt_id=attempt.id, number=1))


@bp.get("/attempts/<int:attempt_id>/<int:number>")
@signed_in
def question(attempt_id: int, number: int) -> ResponseReturnValue:
    """One question of a running attempt; `?view=all` shows every one."""
    here = call()
    desk = desk_in(here)
    if desk.over:
        return redirect(url_for(".result", attempt_id=attempt_id))
    if desk.lesson.kind == CASE:
        return redirect(_in_case(desk, number))
    return _asked(desk, number) if here.query_string else quiz_sheet.page(here, desk, number)


@bp.post("/attempts/<int:attempt_id>/answers/<question_id>")
@signed_in
def answer(attempt_id: int, question_id: str) -> ResponseReturnValue:
    """Save an answer, or have it checked: it is on the disk before the reply leaves. JSON for a script, else a page."""
    desk = desk_in(call())
    asked = desk.by_id(question_id)
    if request.is_json:
        sent = answers.body("answer", "sequence", "check")
        check = sent.get("check") is True and desk.checks(asked)
        given = desk.shown(asked).given(sent.get("answer"))
        return _json(_told(desk, asked, _keep(desk, asked, given, sent.get("sequence"), check)))
    if desk.over:
        return redirect(url_for(".result", attempt_id=attempt_id))
    row = desk.row(question_id)
    try:
        check = desk.checks(asked) and "move" not in request.form
        stay = asked.opens_model(row.answer if row else (), answers.typed(asked))
        given = desk.shown(asked).given(answers.of_form(asked))
        _keep(desk, asked, given, row.sequence + 1 if row else 1, check)
    except Invalid as refusal:
        return _asked(desk, desk.number_of(question_id), error=frame.said(refusal.sentence), typed=answers.refused(asked)), 422
    return redirect(_after(desk, desk.number_of(question_id), stay=stay))


@bp.post("/attempts/<int:attempt_id>/answers")
@signed_in
def answer_all(attempt_id: int) -> ResponseReturnValue:
    """Every question in one form, for who has no script: what was changed is saved, at most one of them is checked or moved."""
    desk = desk_in(call())
    if desk.over:
        return redirect(url_for(".result", attempt_id=attempt_id))
    opened, refused, typed = keep_posted(desk)
    if refused:
        again = desk_in(call())
        in_case = desk.lesson.kind == CASE
        return case_page.rendered(again, errors=refused, typed=typed) if in_case else _all_asked(again, refused, typed), 422
    return redirect(_after_all(attempt_id, opened))


def keep_posted(desk: Desk) -> tuple[str, dict[str, str], dict[str, Answer]]:
    """Save what a form with several questions has changed: the one whose model that opened, what was not taken, what stood there."""
    opened, refused, typed = "", {}, {}
    for name in dict.fromkeys(request.form.getlist("question")):
        asked = desk.by_id(name)
        try:
            opened = asked.id if _keep_if_changed(desk, asked) else opened
        except Invalid as refusal:
            refused[name], typed[name] = frame.said(refusal.sentence), answers.refused(asked, f".{name}")
    return opened, refused, typed


def _in_case(desk: Desk, number: int) -> str:
    """Where a task of a case is: all of them stand on its one page. The address may name a place on it already."""
    anchor = f"q-{desk.question(number).id}" if number > 1 else None
    return url_for("cases.page", attempt_id=desk.attempt.id, moved=request.args.get("moved"), _anchor=anchor)


def _keep_if_changed(desk: Desk, asked: Question) -> bool:
    """Save what differs from what is stored. True if that opens a model. An order that nobody has moved is no answer yet."""
    page, row = desk.shown(asked), desk.row(asked.id)
    posted = answers.of_form(asked, f".{asked.id}")
    stored = page.answer(row.answer) if row else ()
    open_still = not stored and (not any(posted) or (asked.kind == "order" and posted == page.order))
    check = desk.checks(asked) and request.form.get("check") == asked.id
    if check or not (open_still or posted == stored):
        _keep(desk, asked, page.given(posted), row.sequence + 1 if row else 1, check)
    return asked.opens_model(stored, posted)


def _after_all(attempt_id: int, opened: str) -> str:
    """Back to where something was checked, compared or moved, else on to the end; Enter in a field only saves."""
    moves = [(name.removeprefix("move."), way) for name, way in request.form.items() if name.startswith("move.")]
    moved = next((f"{name}.{way.partition('.')[2]}" for name, way in moves), "")
    place = request.form.get("check", "") or opened or moved.rpartition(".")[0]
    if not place and "stay" not in request.form:
        return url_for(".finish", attempt_id=attempt_id)
    return url_for(".question", attempt_id=attempt_id, number=1, view="all", moved=moved or None, _anchor=f"q-{place}" if place else None)


def _keep(desk: Desk, asked: Question, given: object, sequence: object, check: bool) -> saving.Saved | saving.Checked:
    """One transaction; a late answer closes the attempt, which may finish the course."""
    saved = None if check else _keep_plainly(desk, asked, given, sequence)
    if saved is not None:
        return saved
    now = clock.now()
    with transaction() as db:
        mine = papers.attempt_of(db, me().id, desk.attempt.id)
        kept = (saving.check if check else saving.save)(db, site().storage, mine, asked.id, given, sequence, now)
        if kept.outcome == saving.LATE:
            issue_if_earned(db, site().storage, mine.enrolment, now, site().signer, site().zone)
    return kept


def _json(told: dict[str, object]) -> Response:
    return Response(json.dumps(told), mimetype="application/json")


def _keep_plainly(desk: Desk, asked: Question, given: object, sequence: object) -> saving.Saved | None:
    """What is sent is judged before anybody has to wait for it. None when it came too late, or something happened meanwhile."""
    number, answer = read_sequence(sequence), read_answer(asked, given)
    row = saving.judged(desk.quiz, desk.attempt, desk.seen, asked.id, answer, number, desk.now)
    if not isinstance(row, Kept):
        return row
    with plain_transaction() as work:
        written = running.keep(work, me().id, desk.attempt.id, row, desk.seen)
    return saving.Saved(outcome=saving.SAVED, answer=answer, sequence=number, saved_at=desk.now) if written else None


def _told(desk: Desk, asked: Question, kept: saving.Saved | saving.Checked) -> dict[str, object]:
    """The reply to a script: what became of the answer, the time left and, after a check, what is said of it."""
    now = clock.now()
    told: dict[str, object] = {"outcome": kept.outcome, "saved": language.as_time(now), "left": papers.seconds_left(desk.attempt, now)}
    if isinstance(kept, saving.Checked) and kept.review is not None:
        told["review"] = answers.told(
            desk.shown(asked).review(kept.review), links(desk.slug), desk.view, desk.quiz.id, asked, reveal=kept.settled
        )
        told["tries"] = kept.tries_left
    return told


@bp.post("/attempts/<int:attempt_id>/<int:number>/flag")
@signed_in
def flag(attempt_id: int, number: int) -> ResponseReturnValue:
    """Mark a question to be looked at again, or take the mark off."""
    desk = desk_in(call())
    with transaction() as db:
        mine = papers.attempt_of(db, me().id, attempt_id)
        saving.flag(db, site().storage, mine, desk.question(number).id, request.form.get("flag") == "on", clock.now())
    return redirect(url_for(".question", attempt_id=attempt_id, number=number))


@bp.route("/attempts/<int:attempt_id>/finish", methods=["GET", "POST"])
@signed_in
def finish(attempt_id: int) -> ResponseReturnValue:
    """What is still open, and the one button that cannot be undone."""
    form = HandInForm.sent(data={"key": secrets.token_urlsafe(16)})
    if form.accepted():
        _hand_in(attempt_id, form.key.data)
        return redirect(url_for(".result", attempt_id=attempt_id))
    desk = desk_in(call())
    if desk.over:
        return redirect(url_for(".result", attempt_id=attempt_id))
    return render_template("quizzes/finish.html", **quiz_page.finish(desk, form.key.data))


@bp.get("/attempts/<int:attempt_id>")
@signed_in
def result(attempt_id: int) -> ResponseReturnValue:
    """The result of a closed attempt, explained; a running one goes on."""
    desk = desk_in(call())
    if not desk.over:
        return redirect(url_for(".question", attempt_id=attempt_id, number=1))
    attempt, now = papers.attempt_of(session(), me().id, attempt_id), clock.now()
    told = results.result_of(session(), site().storage, attempt, now)
    sitting = attempts.sitting(session(), site().storage, attempt.enrolment, attempt.quiz_id, now)
    certificate = certificates.current(session(), attempt.enrolment)
    review = "review" in request.args
    teachers = staff.instructors_of(session(), attempt.version.course)
    context = result_page.result(desk, told, sitting, certificate, _following(desk), review, teachers)
    return render_template("quizzes/result.html", here="training", walked=case_page.walked(desk), **context)


def _following(desk: Desk) -> ModuleView | None:
    """The module behind the one of this quiz."""
    row = desk.view.modules
    place = next(index for index, module in enumerate(row) if any(each.id == desk.lesson.id for each in module.lessons))
    return row[place + 1] if place + 1 < len(row) else None


def _asked(desk: Desk, number: int, error: str = "", typed: Answer | None = None) -> str:
    """The page made for this once: all questions, a refused answer, a line that was moved."""
    if request.args.get("view") == "all":
        return _all_asked(desk, {}, {})
    parts = quiz_page.pieces(desk, number, error=error, moved=request.args.get("moved", ""), typed=typed)
    return render_template("quizzes/question.html", **quiz_page.question(desk, [number], parts))


def _all_asked(desk: Desk, errors: Mapping[str, str], typed: Mapping[str, Answer]) -> str:
    numbers = list(range(1, len(desk.questions) + 1))
    parts = quiz_page.pieces_of_all(desk, errors=errors, moved=request.args.get("moved", ""), typed=typed)
    return render_template("quizzes/question.html", **quiz_page.question(desk, numbers, parts, everything=True))


def _after(desk: Desk, number: int, *, stay: bool) -> str:
    """Where a saved answer leads: stay where feedback or a model is shown or a line was moved, else on to the next question or the end."""
    if stay or desk.checks(desk.question(number)) or "move" in request.form:
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
