"""A lesson: read it, try its practice, leave it as seen or finished."""

from dataclasses import dataclass

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from markupsafe import Markup

from app import clock
from app.assessment.draw import order_of
from app.assessment.questions import Answer, Question
from app.assessment.review import Review, review
from app.content.compiled import LESSON, Prose
from app.content.views import CourseView, LessonView
from app.credentials.certificates import issue_if_earned
from app.errors import Invalid
from app.learning import enrolments, practice, progress
from app.learning.facts import ModuleFacts, facts_of_module
from app.publishing import versions
from app.web import answers, frame, identity, language, quizzes, visits
from app.web.context import session, site, transaction
from app.web.courses import shown, teaches
from app.web.identity import me
from app.web.marks import progress_words, tick
from app.web.places import links
from app.web.shell import Shell, slot
from app.web.visits import Visit

bp = Blueprint("lessons", __name__)
identity.LOADERS["lessons.page"] = visits.load


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A practice question as it was just answered, for the page that comes back without script."""

    question: str
    answer: Answer
    review: Review | None = None
    error: str = ""


@bp.get("/courses/<slug>/<lesson_id>")
def page(slug: str, lesson_id: str) -> ResponseReturnValue:
    visit = visits.visit()
    if visit is None:
        return _without_enrolment(slug, lesson_id)
    lesson = visit.view.lesson(lesson_id)
    if lesson_id not in visit.rows and visit.view.course.order == "locked":
        progress.open_lesson(session(), visit.view, enrolments.enrolment_of(session(), me().id, slug), lesson_id)
    if lesson.kind != LESSON:
        return quizzes.before(slug, visit, lesson)
    module = _module(visit, lesson_id)
    key = ("lesson", slug, visit.version, visit.view.edition, visit.view.language, lesson_id)
    shell = frame.shell(key, lambda: _rendered(slug, visit.view, visit.version, lesson))
    return shell.fill(frame.personal(_slots(module, lesson_id)))


@bp.post("/courses/<slug>/<lesson_id>")
@login_required
def finish(slug: str, lesson_id: str) -> ResponseReturnValue:
    """The pager: the lesson is finished, or seen while a practice question waits; then on to the next one."""
    now = clock.now()
    with transaction() as db:
        enrolment = enrolments.enrolment_of(db, me().id, slug)
        done = progress.finish(db, site().storage, enrolment, lesson_id, now)
        view = enrolments.course_view(site().storage, enrolment)
        if done.course_finished:
            issue_if_earned(db, site().storage, enrolment, now, site().signer, site().zone)
    if not done.finished:
        return redirect(url_for(".page", slug=slug, lesson_id=lesson_id, missing=len(done.missing)) + f"#q-{done.missing[0]}")
    following = view.neighbours(lesson_id)[1]
    return redirect(url_for(".page", slug=slug, lesson_id=following.id) if following else url_for("courses.overview", slug=slug))


@bp.post("/courses/<slug>/<lesson_id>/seen")
@login_required
def seen(slug: str, lesson_id: str) -> ResponseReturnValue:
    """A script's word that the lesson, and this section of it, was in view."""
    section = str(answers.body("section").get("section", ""))[:200]
    with transaction() as db:
        enrolment = enrolments.enrolment_of(db, me().id, slug)
        progress.see(db, site().storage, enrolment, lesson_id, clock.now(), section)
    return "", 204


@bp.post("/courses/<slug>/<lesson_id>/practice/<question_id>")
@login_required
def practise(slug: str, lesson_id: str, question_id: str) -> ResponseReturnValue:
    """Answer a practice question: JSON for a script, else the lesson comes back with what is right about it."""
    view, lesson = _mine(slug, lesson_id)
    question = next((each for each in lesson.practice if each.id == question_id), None)
    raw = answers.body("answer").get("answer") if request.is_json or question is None else answers.of_form(question)
    try:
        with transaction() as db:
            enrolment = enrolments.enrolment_of(db, me().id, slug)
            judged = practice.practise(db, site().storage, enrolment, lesson_id, question_id, raw, clock.now())
    except Invalid as refusal:
        if request.is_json:
            raise
        return _again(slug, lesson_id, Tried(question=question_id, answer=tuple(raw), error=frame.said(refusal.sentence))), 422
    if request.is_json and question is not None:
        return jsonify(review=answers.told(judged, links(slug), view, lesson_id, question))
    return _again(slug, lesson_id, Tried(question=question_id, answer=tuple(raw), review=judged))


def _mine(slug: str, lesson_id: str) -> tuple[CourseView, LessonView]:
    enrolment = enrolments.enrolment_of(session(), me().id, slug)
    view = enrolments.course_view(site().storage, enrolment)
    return view, view.lesson(lesson_id)


def _again(slug: str, lesson_id: str, tried: Tried) -> str:
    """The lesson's page with one practice question answered: rendered for this once."""
    enrolment = enrolments.enrolment_of(session(), me().id, slug)
    view = enrolments.course_view(site().storage, enrolment)
    facts = progress.facts_of(session(), site().storage, enrolment)
    slots = _slots(facts.module_of(lesson_id), lesson_id)
    rendered = _rendered(slug, view, enrolment.version.number, view.lesson(lesson_id), tried)
    return Shell.cut(rendered).fill(frame.personal(slots))


def _without_enrolment(slug: str, lesson_id: str) -> ResponseReturnValue:
    """The open sample for everybody, any lesson for who teaches the course; else sign in, or enrol first."""
    version = versions.newest(session(), slug)
    view = shown(version)
    lesson = view.lesson(lesson_id)
    sample = lesson.id == view.lessons[0].id
    if lesson.kind == LESSON and (sample or teaches(slug)):
        return _rendered(slug, view, version.number, lesson, reading=True)
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=request.path))
    return redirect(url_for("courses.overview", slug=slug))


def _module(visit: Visit, lesson_id: str) -> ModuleFacts:
    return facts_of_module(
        visit.view.module_of(lesson_id),
        visit.rows,
        locked=visit.view.course.order == "locked",
        last_lesson=visit.last_lesson,
        last_section=visit.last_section,
    )


def _slots(module: ModuleFacts, lesson_id: str) -> dict[str, str]:
    """What stands in the slots of a lesson's page: marks, progress, time left, and what is still missing."""
    here = next(each for each in module.lessons if each.lesson.id == lesson_id)
    missing = request.args.get("missing", "")
    values = {f"mark.{each.lesson.id}": tick(each.mark, each.opens) for each in module.lessons}
    values["progress"] = progress_words(here)
    values["left"] = language.as_minutes(module.minutes_left)
    values["notice"] = _notice(int(missing)) if missing.isdigit() and len(missing) < 3 else Markup("")
    return values


def _notice(missing: int) -> Markup:
    return Markup(render_template("lessons/notice.html", missing=missing))


def _rendered(
    slug: str, view: CourseView, version: int, lesson: LessonView, tried: Tried | None = None, *, reading: bool = False
) -> str:
    """The whole page. `reading`: without enrolment, so nothing is kept and nothing is marked."""
    module = view.module_of(lesson.id)
    before, after = view.neighbours(lesson.id)
    place = links(slug)
    return render_template(
        "lessons/lesson.html",
        here="training",
        slug=slug,
        view=view,
        version=version,
        module=module,
        lesson=lesson,
        parts=[_part(part, place, tried) for part in lesson.parts],
        before=before,
        after=after,
        sources=view.sources(lesson.lesson.cites),
        marks={} if reading else {each.id: slot(f"mark.{each.id}") for each in module.lessons},
        progress=None if reading else slot("progress"),
        left=None if reading else slot("left"),
        notice=None if reading else slot("notice"),
        reading=reading,
        links=place,
        licence=view.course.licence,
    )


def _part(part, place, tried: Tried | None) -> dict:
    """A piece of the page: HTML that is ready, or a practice question with all that its slip needs."""
    if isinstance(part, Prose):
        return {"html": Markup(place.resolve(part.html))}
    mine = tried if tried is not None and tried.question == part.id else None
    return {"question": part, "order": order_of(part, 0, shuffle=False), "tried": mine}
