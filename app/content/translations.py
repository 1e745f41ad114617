"""A translation beside its original: the same ids, the same questions, the same right answers, and whether it is still current."""

from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from app.assessment.questions import Choice, Essay, Evidence, Finding, Match, Numeric, Order, Question, Rating, RiskMatrix, Task, Text
from app.assessment.quiz import Pool
from app.content.compiled import Part, Prose, Term
from app.content.lessons import Body
from app.content.problems import Log
from app.content.sheets import Sheet
from app.content.wording import figures_in, words_in
from app.content.written import points_of

_HEAD = ("points", "tags", "level", "cites", "audience", "see")
"""What a translated question takes from its original."""
_OWN = _HEAD[:-1]
"""What it may repeat, but not change. What to read again is found anew in each language."""
_DEFAULTS = {each.name: each.default for each in fields(Question)}
_DRAWN = ("pick", "source", "level", "prefer_unseen")


def check_translation(sheet: Sheet, original: Sheet) -> None:
    """Note another id, and a translation of an earlier text."""
    if sheet.id and sheet.id != original.id:
        sheet.log.add("translation-id", sheet.line_of("id"), id=sheet.id, original=original.id)
    for tag in sheet.keys.get("topics", {}).keys() - original.keys.get("topics", {}).keys():
        sheet.log.add("parity-extra", sheet.line_of("topics"), id=tag)
    if sheet.keys.get("source") != original.fingerprint:
        sheet.log.add("translation-stale", sheet.line_of("source"), original=original.path, fingerprint=original.fingerprint)


def check_terms(terms: tuple[Term, ...], originals: tuple[Term, ...], log: Log) -> None:
    """Note the terms that only one of two glossaries has."""
    own, theirs = ({term.id: term for term in listed} for listed in (terms, originals))
    for missing in theirs.keys() - own.keys():
        log.add("parity-missing", 1, id=missing)
    for extra in own.keys() - theirs.keys():
        log.add("parity-extra", 1, id=extra)


def carried_over(body: Body, original: Body, log: Log) -> list[Part]:
    """The parts of a translation, with points, tags and the like of the originals; differences are noted."""
    known = _by_id([placed.part for placed in original.placed])
    lines = {placed.part.id: placed.line for placed in body.placed}
    seen: set[str] = set()
    parts = [_carried(part, known, lines, seen, log) if isinstance(part, Question | Pool) else part for part in body.parts]
    for missing in [placed.part.id for placed in original.placed if placed.part.id not in seen]:
        log.add("parity-missing", 1, id=missing)
    if _editions(body) != _editions(original):
        log.add("parity-different", 1, id=log.path.rpartition("/")[2], what="the parts that only some editions have")
    return parts


def _editions(body: Body) -> list[tuple[str, ...]]:
    """Whom the parts of a text are kept for; a translation that forgot it would show them to everybody."""
    return sorted(part.audience for part in body.parts if isinstance(part, Prose) and part.audience)


def _by_id(parts: list[Question | Pool]) -> dict[str, Question | Pool]:
    found: dict[str, Question | Pool] = {part.id: part for part in parts}
    for part in parts:
        found.update({question.id: question for question in (part.questions if isinstance(part, Pool) else ())})
    return found


def _carried(part: Question | Pool, known: dict[str, Question | Pool], lines: dict[str, int], seen: set[str], log: Log) -> Question | Pool:
    line = lines.get(part.id, 1)
    seen.add(part.id)
    source = known.get(part.id)
    if isinstance(part, Pool) and isinstance(source, Pool):
        return _pool(part, source, known, line, seen, log)
    if isinstance(part, Question) and isinstance(source, Question):
        return _question(part, source, line, log)
    log.add("parity-extra", line, id=part.id)
    return part


def _pool(part: Pool, source: Pool, known: dict[str, Question | Pool], line: int, seen: set[str], log: Log) -> Pool:
    if [each.id for each in part.questions] != [each.id for each in source.questions]:
        log.add("parity-different", line, id=part.id, what="the questions of the pool")
    if any(getattr(part, name) != getattr(source, name) for name in _DRAWN):
        log.add("parity-different", line, id=part.id, what="what it draws")
    inner = [_carried(each, known, {each.id: line}, seen, log) for each in part.questions]
    return replace(source, questions=tuple(each for each in inner if isinstance(each, Question)))


def _question(part: Question, source: Question, line: int, log: Log) -> Question:
    if _meaning(part.task) != _meaning(source.task):
        log.add("parity-different", line, id=part.id, what="its type, its parts or its right answers")
    elif figures := figures_in(words_in(part)) ^ figures_in(words_in(source)):
        log.add("parity-figures", line, id=part.id, figures=", ".join(sorted(figures)[:5]))
    if any(_given(part, name) and getattr(part, name) != getattr(source, name) for name in _OWN):
        log.add("parity-different", line, id=part.id, what="its attributes")
    if (len(part.hints), bool(part.explain)) != (len(source.hints), bool(source.explain)):
        log.add("parity-different", line, id=part.id, what="its hints or its explanation")
    return replace(part, **{name: getattr(source, name) for name in _HEAD})


def _given(part: Question, name: str) -> bool:
    """Whether an attribute was written; what stands at its default comes from the original."""
    default = points_of(part.task) if name == "points" else _DEFAULTS[name]
    return bool(getattr(part, name) != default)


def _meaning(task: Task) -> Any:
    """What must be the same in every language."""
    if isinstance(task, Choice):
        return task.kind, task.scoring, [(option.key, option.correct, option.last) for option in task.options]
    if isinstance(task, Numeric):
        return task.kind, [(Fraction(line.low), Fraction(line.high), line.weight) for line in task.lines]
    if isinstance(task, Text):
        return task.kind, sorted({line.weight for line in task.lines})
    if isinstance(task, Match):
        return task.kind, task.scoring, task.pairs, [piece.key for piece in task.pieces]
    if isinstance(task, Order):
        return task.kind, task.scoring, len(task.items)
    if isinstance(task, Evidence):
        return task.kind, task.place, [(claim.says, bool(claim.places)) for claim in task.claims]
    if isinstance(task, Rating):
        return task.kind, [(risk.name, risk.likelihood, risk.impact, risk.control) for risk in task.risks]
    if isinstance(task, RiskMatrix):
        return task.kind, task.experts, [(spot.name, spot.cell, spot.votes) for spot in task.spots]
    if isinstance(task, Essay):
        return task.kind, task.mark, task.min_words, [each.points for each in task.criteria]
    if isinstance(task, Finding):
        criteria = [(each.part, each.points) for each in task.criteria]
        return task.kind, task.mark, [part.name for part in task.parts], criteria, [(grade.key, grade.correct) for grade in task.grades]
    return task.kind, [(blank.name, blank.menu and blank.right) for blank in task.blanks]
