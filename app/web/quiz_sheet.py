"""The page of one question, put together from texts that are rendered once for everybody who sees the same."""

from typing import Any

from flask import render_template

from app.web import csrf, frame, language, quiz_page
from app.web.context import Call
from app.web.desk import Desk
from app.web.quiz_page import Pieces
from app.web.shell import slot

_OPEN = {name: slot(name) for name in ("attempt", "slip", "beside", "timer", "saved", "sequence", "left", "ends", "at", "answered")}


def page(here: Call, desk: Desk, number: int) -> bytes:
    """The page as it goes out. Raises NotFound for a question that the paper does not have."""
    asked = desk.question(number)
    personal = {"attempt": desk.address, "csrf": csrf.token_in(here)}
    values = {
        **personal,
        "sequence": str(desk.sequence),
        "slip": _slip(here, desk, number, asked.id, personal),
        "beside": _beside(here, desk, number, personal),
        "timer": _timer(here, desk, personal),
        "saved": _saved(here, desk),
    }
    timed = desk.attempt.deadline is not None
    key = ("question", *_course(desk), desk.quiz.id, number, asked.id, len(desk.questions), timed)
    return frame.shell(here, key, lambda: _frame(desk, number, timed=timed)).answer(values)


def _course(desk: Desk) -> tuple[str, str, str]:
    return (desk.attempt.digest, desk.attempt.edition, desk.attempt.language)


def _many(desk: Desk) -> Desk:
    return desk.for_many(str(_OPEN["attempt"]))


def _frame(desk: Desk, number: int, *, timed: bool) -> str:
    parts = Pieces(
        slips=[_OPEN["slip"]],
        beside=_OPEN["beside"],
        timer=_OPEN["timer"] if timed else None,
        saved=_OPEN["saved"],
        sequence=_OPEN["sequence"],
    )
    return render_template("quizzes/question.html", **quiz_page.question(_many(desk), [number], parts))


def _slip(here: Call, desk: Desk, number: int, question_id: str, personal: dict[str, str]) -> str:
    """The question: the same for all who have it in this order with this answer, checked as often."""
    asked, row = desk.question(number), desk.row(question_id)
    kept = (row.given, row.checked, row.tries) if row else ()
    order = tuple(desk.shown(asked).names)
    key: tuple[Any, ...] = ("slip", *_course(desk), desk.quiz.id, question_id, number, len(desk.questions), order, kept)
    shell = frame.piece(here, key, lambda: quiz_page.slip(_many(desk), number, answered=_OPEN["answered"]))
    return shell.fill({**personal, "answered": language.as_time(row.saved_at) if row else ""})


def _beside(here: Call, desk: Desk, number: int, personal: dict[str, str]) -> str:
    state = tuple((row["answered"], row["flagged"]) for row in desk.strip)
    return frame.piece(here, ("beside", number, state), lambda: quiz_page.beside(_many(desk), [number], everything=False)).fill(personal)


def _timer(here: Call, desk: Desk, personal: dict[str, str]) -> str:
    """Whole minutes look alike; in the last one each second is another text."""
    left, end = desk.seconds_left, desk.attempt.deadline
    if left is None or end is None:
        return ""
    seconds = left if left < 60 else left - left % 60
    shown = seconds if left < 60 else _OPEN["left"]
    shell = frame.piece(here, ("timer", seconds), lambda: quiz_page.timer(seconds, shown, _OPEN["ends"], f"/attempts/{_OPEN['attempt']}"))
    return shell.fill({**personal, "left": str(left), "ends": language.as_time(end)})


def _saved(here: Call, desk: Desk) -> str:
    at = desk.last_saved
    shell = frame.piece(here, ("saved", at is not None), lambda: quiz_page.saved(_OPEN["at"] if at else ""))
    return shell.fill({"at": language.as_time(at) if at else ""})
