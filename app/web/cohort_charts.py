"""The three charts of a group of learners, each with the sentence that states what is to be seen, and the same numbers as tables."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.content.views import LessonView
from app.reporting.charts import SMALLEST, Bin, Hard, Histogram, Standing, beginning, hardest_questions, histogram, where_they_are
from app.reporting.cohort import Group
from app.storage import Storage
from app.web import language

Chart = dict[str, Any]

ROOM = 44
"""Letters of a label above a bar."""


def charts(db: Session, storage: Storage, group: Group, asked: str) -> dict[str, Any]:
    """No chart is drawn of fewer than five people; `asked` names the quiz, without it the one that most have taken."""
    if len(group.learners) < SMALLEST:
        return {"charts": {}, "tables": [], "quizzes": [], "quiz": ""}
    where = _where(where_they_are(group)) if group.columns.counted else None
    quiz = _quiz(group, asked)
    results = histogram(group, quiz.id) if quiz else None
    bars = _histogram(results) if results and results.learners >= SMALLEST else None
    hardest = _hardest(hardest_questions(db, storage, group, quiz.id)) if quiz and bars else None
    drawn = {"where": where, "histogram": bars, "hardest": hardest}
    options = [{"value": each.id, "text": isolated(f"{each.number} {beginning(each.title, 22)}")} for each in group.columns.quizzes]
    return {
        "charts": drawn,
        "tables": [chart["table"] for chart in drawn.values() if chart],
        "quizzes": options if len(options) > 1 else [],
        "quiz": quiz.id if quiz else "",
    }


def isolated(text: str) -> str:
    """With the signs that keep its own direction, where no markup can: in an option."""
    return f"\u2068{text}\u2069"


def _quiz(group: Group, asked: str) -> LessonView | None:
    quizzes = group.columns.quizzes
    named = next((each for each in quizzes if each.id == asked), None)
    return named or max(quizzes, key=lambda each: _taken(group, each.id), default=None)


def _taken(group: Group, quiz_id: str) -> int:
    """How many have a result at this quiz."""
    found = (learner.tries.get(quiz_id) for learner in group.learners)
    return sum(tries is not None and tries.best is not None for tries in found)


def _where(rows: tuple[Standing, ...]) -> Chart:
    bars = [{"label": _label(each), "value": each.learners, "done": each.module is None} for each in rows]
    finished, every = rows[-1].learners, sum(each.learners for each in rows)
    most = max(rows[:-1], key=lambda each: each.learners)
    finding = ngettext(
        "%(finished)s of %(num)s learner has finished.", "%(finished)s of %(num)s learners have finished.", every, finished=finished
    )
    if most.learners:
        finding += " " + _("Most of the others are at %(module)s: %(count)s.", module=_label(most), count=most.learners)
    title = _("Where they are")
    return {
        "title": title,
        "note": _("learners by furthest module"),
        "rows": bars,
        "finding": finding,
        "table": _table(title, _("Module"), _("Learners"), [(bar["label"], language.as_number(bar["value"])) for bar in bars]),
    }


def _label(each: Standing) -> str:
    return _("Module %(number)s", number=each.module.number) if each.module else _("Finished")


def _histogram(found: Histogram) -> Chart:
    """A bar for each ten per cent, in two parts: those who had passed with that result, and those who had not."""
    title = _("Quiz %(number)s, best score", number=found.quiz.number)
    finding = ngettext(
        "%(passed)s of %(num)s learner has passed. The pass mark is %(level)s.",
        "%(passed)s of %(num)s learners have passed. The pass mark is %(level)s.",
        found.learners,
        passed=found.passed,
        level=language.as_percent(found.pass_mark),
    )
    return {
        "title": title,
        "note": ngettext("%(num)s learner", "%(num)s learners", found.learners),
        "bins": [_bin(each, found.pass_mark) for each in found.bins],
        "pass_mark": found.pass_mark,
        "finding": finding,
        "table": _table(title, _("Per cent"), _("Learners"), [(_span(each), language.as_number(each.learners)) for each in found.bins]),
    }


def _bin(found: Bin, pass_mark: int) -> dict[str, Any]:
    return {"label": str(found.first), "value": found.learners, "passed": found.passed, "line": 0 < found.first == pass_mark}


def _span(found: Bin) -> str:
    return str(found.first) if found.first == found.last else f"{found.first}–{found.last}"


def _hardest(rows: tuple[Hard, ...]) -> Chart | None:
    if not rows:
        return None
    first = rows[0]
    finding = _("The hardest is “%(question)s”: %(share)s right.", question=first.label, share=language.as_percent(first.share))
    title = _("Hardest questions")
    return {
        "rows": [{"label": beginning(each.label, ROOM), "percent": each.share} for each in rows],
        "finding": finding,
        "table": _table(title, _("Question"), _("Share right"), [(each.label, language.as_percent(each.share)) for each in rows]),
    }


def _table(title: str, name: str, value: str, rows: list[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "head": (name, value), "rows": rows}
