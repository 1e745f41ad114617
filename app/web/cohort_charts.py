"""The three charts of a group of learners, each with the sentence that states what is to be seen, and the same numbers as tables."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.content.compiled import QUIZ
from app.content.views import LessonView
from app.reporting.charts import SMALLEST, WIDTH, Hard, Histogram, Standing, hardest_questions, histogram, where_they_are
from app.reporting.cohort import Group
from app.storage import Storage
from app.web import language

Chart = dict[str, Any]


def charts(db: Session, storage: Storage, group: Group, asked: str) -> dict[str, Any]:
    """No chart is drawn of fewer than five people; `asked` names the quiz, without it the one that most have taken."""
    if len(group.learners) < SMALLEST:
        return {"charts": {}, "tables": [], "quizzes": [], "quiz": ""}
    where = _where(where_they_are(group)) if group.view.counted else None
    quiz = _quiz(group, asked)
    results = histogram(db, group, quiz.id) if quiz else None
    bars = _histogram(results) if results and results.learners >= SMALLEST else None
    hardest = _hardest(hardest_questions(db, storage, group, quiz.id)) if quiz and bars else None
    drawn = {"where": where, "histogram": bars, "hardest": hardest}
    options = [{"value": each.id, "text": f"{each.number} {each.title}"} for each in _quizzes(group)]
    return {
        "charts": drawn,
        "tables": [chart["table"] for chart in drawn.values() if chart],
        "quizzes": options if len(options) > 1 else [],
        "quiz": quiz.id if quiz else "",
    }


def _quizzes(group: Group) -> list[LessonView]:
    return [each for each in group.view.graded if each.kind == QUIZ]


def _quiz(group: Group, asked: str) -> LessonView | None:
    quizzes = _quizzes(group)
    named = next((each for each in quizzes if each.id == asked), None)
    return named or max(quizzes, key=lambda each: _taken(group, each.id), default=None)


def _taken(group: Group, quiz_id: str) -> int:
    """How many have a result at this quiz."""
    facts = (lesson for learner in group.learners for module in learner.facts.modules for lesson in module.lessons)
    return sum(each.lesson.id == quiz_id and each.best is not None for each in facts)


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
    starts = range(found.first, found.first + WIDTH * len(found.counts), WIDTH)
    bins = [{"label": str(at), "value": count, "passed": at >= found.pass_mark} for at, count in zip(starts, found.counts, strict=True)]
    passed = sum(each["value"] for each in bins if each["passed"])
    level = language.as_percent(-(-found.pass_mark // WIDTH) * WIDTH)
    finding = ngettext("%(passed)s of %(num)s learner has %(level)s or more.", "%(passed)s of %(num)s learners have %(level)s or more.", found.learners, passed=passed, level=level)  # fmt: skip  # noqa: E501
    title = _("Quiz %(number)s, best score", number=found.quiz.number)
    spans = [(f"{at}–{min(at + WIDTH - 1, 100) if at < 90 else 100}", language.as_number(count)) for at, count in zip(starts, found.counts, strict=True)]  # fmt: skip  # noqa: E501
    return {
        "title": title,
        "note": ngettext("%(num)s learner", "%(num)s learners", found.learners),
        "bins": bins,
        "pass_mark": found.pass_mark,
        "finding": finding,
        "table": _table(title, _("Per cent"), _("Learners"), spans),
    }


def _hardest(rows: tuple[Hard, ...]) -> Chart | None:
    if not rows:
        return None
    first = rows[0]
    finding = _("The hardest is “%(question)s”: %(share)s right.", question=first.label, share=language.as_percent(first.share))
    title = _("Hardest questions")
    return {
        "rows": [{"label": each.label, "percent": each.share} for each in rows],
        "finding": finding,
        "table": _table(title, _("Question"), _("Share right"), [(each.label, language.as_percent(each.share)) for each in rows]),
    }


def _table(title: str, name: str, value: str, rows: list[tuple[str, str]]) -> dict[str, Any]:
    return {"title": title, "head": (name, value), "rows": rows}
