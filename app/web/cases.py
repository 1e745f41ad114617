"""A running case: its one page, and what is opened on it."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.content.compiled import CASE
from app.errors import NotFound, say
from app.learning import cases, papers
from app.web import case_page, frame, quizzes
from app.web import desk as desks
from app.web.context import call, site, transaction
from app.web.desk import Desk, desk_in
from app.web.identity import LOADERS, me, signed_in

bp = Blueprint("cases", __name__)
LOADERS.update(dict.fromkeys(("cases.page", "cases.open_document"), desks.load))


@bp.get("/attempts/<int:attempt_id>/case")
@signed_in
def page(attempt_id: int) -> ResponseReturnValue:
    """The file, one open document, and the tasks; after the end only what was opened, to be read again."""
    desk = _desk()
    document = request.args.get("doc", "")
    if desk.over and not document:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    return case_page.rendered(desk, document=document, moved=request.args.get("moved", ""))


@bp.post("/attempts/<int:attempt_id>/documents/<key>")
@signed_in
def open_document(attempt_id: int, key: str) -> ResponseReturnValue:
    """Open a document, visit or interview, and save what the form of the tasks holds: nobody loses words by reading on."""
    desk, now = _desk(), clock.now()
    _, refused, typed = quizzes.keep_posted(desk) if not desk.over else ("", {}, {})
    if refused:
        return case_page.rendered(_desk(), errors=refused, typed=typed), 422
    try:
        with transaction() as db:
            cases.open_document(db, site().storage, papers.attempt_of(db, me().id, attempt_id), key, now)
    except cases.OverBudget as refusal:
        return case_page.rendered(_desk(), refusal=frame.said(refusal.sentence)), 409
    return redirect(url_for(".page", attempt_id=attempt_id, doc=key, _anchor="document"))


def _desk() -> Desk:
    """The attempt of this page. Raises NotFound for one at a quiz too."""
    desk = desk_in(call())
    if desk.lesson.kind != CASE:
        raise NotFound(say("There is no such attempt."))
    return desk
