"""A lesson: read it, try its practice, leave it as seen or finished."""

from flask import Blueprint, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from app import clock
from app.assessment.review import Review
from app.content.compiled import LESSON
from app.content.views import CourseView, LessonView
from app.credentials.certificates import issue_if_earned
from app.errors import Invalid, say
from app.learning import enrolments, practice, progress
from app.learning.facts import ModuleFacts
from app.publishing import versions
from app.web import answers, frame, identity, lesson_page, quizzes, visits
from app.web.context import Call, call, session, site, transaction
from app.web.courses import shown, teaches
from app.web.identity import me
from app.web.marks import progress_words
from app.web.marks import shown as shown_mark
from app.web.places import links
from app.web.shell import Shell
from app.web.visits import Visit

bp = Blueprint("lessons", __name__)
identity.LOADERS["lessons.page"] = visits.load


@bp.get("/courses/<slug>/<lesson_id>")
def page(slug: str, lesson_id: str) -> ResponseReturnValue:
    here = call()
    visit = visits.visit(here)
    if visit is None:
        return _without_enrolment(slug, lesson_id)
    lesson = visit.view.lesson(lesson_id)
    if visit.view.course.order == "locked" and not visit.has_seen(lesson_id):
        progress.open_lesson(session(), visit.view, enrolments.enrolment_of(session(), me().id, slug), lesson_id)
    if lesson.kind != LESSON:
        return quizzes.before(slug, visit, lesson)
    missing = _missing(here)
    key = ("lesson", slug, visit.version, visit.view.edition, visit.view.language, lesson_id)
    shell = frame.shell(here, (*key, *visit.key, missing), lambda: _with_progress(here, key, slug, visit, lesson, missing))
    return shell.answer(frame.personal(here))


def _with_progress(here: Call, key: tuple[object, ...], slug: str, visit: Visit, lesson: LessonView, missing: int) -> str:
    """The page for everybody who stands where this person stands; only the name and the token are open."""
    shell = frame.shell(here, key, lambda: lesson_page.rendered(slug, visit.view, visit.version, lesson))
    return _filled(here, shell, slug, visit.view, visit.module(lesson.id), lesson, missing)


@bp.post("/courses/<slug>/<lesson_id>")
@login_required
def finish(slug: str, lesson_id: str) -> ResponseReturnValue:
    """The pager: the lesson is finished, or seen while a practice question waits; then on to the next one."""
    now = clock.now()
    with transaction() as db:
        enrolment = enrolments.enrolment_of(db, me().id, slug)
        done = progress.finish(db, site().storage, enrolment, lesson_id, now)
        view = enrolments.course_view(site().storage, enrolment)
        issue_if_earned(db, site().storage, enrolment, now, site().signer, site().zone)
    if not done.finished:
        return redirect(url_for(".page", slug=slug, lesson_id=lesson_id, missing=len(done.missing)))
    following = view.neighbours(lesson_id)[1]
    return redirect(url_for(".page", slug=slug, lesson_id=following.id) if following else url_for("courses.overview", slug=slug))


@bp.post("/courses/<slug>/<lesson_id>/seen")
@login_required
def seen(slug: str, lesson_id: str) -> ResponseReturnValue:
    """A script's word that the lesson, and this section of it, was in view; the reply says how it stands now."""
    section = str(answers.body("section").get("section", ""))[:200]
    with transaction() as db:
        enrolment = enrolments.enrolment_of(db, me().id, slug)
        progress.see(db, site().storage, enrolment, lesson_id, clock.now(), section)
        facts = progress.facts_of(db, site().storage, enrolment).lesson(lesson_id)
    return jsonify(progress=progress_words(facts), mark=shown_mark(facts.mark))


@bp.post("/courses/<slug>/<lesson_id>/practice/<question_id>")
@login_required
def practise(slug: str, lesson_id: str, question_id: str) -> ResponseReturnValue:
    """Answer a practice question: JSON for a script, else the lesson comes back with what is right about it."""
    view, lesson = _mine(slug, lesson_id)
    question = next((each for each in lesson.practice if each.id == question_id), None)
    if question is None:
        raise Invalid(say("This question does not belong to this lesson."), question_id[:64])
    page = lesson_page.shown_practice(question)
    if request.is_json:
        review = page.review(_judged(slug, lesson_id, question_id, page.given(answers.body("answer").get("answer"))))
        return jsonify(review=answers.told(review, links(slug), view, lesson_id, question))
    try:
        answer = answers.of_form(question)
        judged = _judged(slug, lesson_id, question_id, page.given(answer))
    except Invalid as refusal:
        return _again(slug, lesson_id, (question_id, answers.refused(question), None, frame.said(refusal.sentence))), 422
    return _again(slug, lesson_id, (question_id, answer, judged, ""))


def _judged(slug: str, lesson_id: str, question_id: str, raw: object) -> Review:
    with transaction() as db:
        enrolment = enrolments.enrolment_of(db, me().id, slug)
        return practice.practise(db, site().storage, enrolment, lesson_id, question_id, raw, clock.now())


def _mine(slug: str, lesson_id: str) -> tuple[CourseView, LessonView]:
    enrolment = enrolments.enrolment_of(session(), me().id, slug)
    view = enrolments.course_view(site().storage, enrolment)
    return view, view.lesson(lesson_id)


def _again(slug: str, lesson_id: str, tried: lesson_page.Tried) -> str:
    """The lesson's page with one practice question answered: rendered for this once."""
    enrolment = enrolments.enrolment_of(session(), me().id, slug)
    view = enrolments.course_view(site().storage, enrolment)
    module = progress.facts_of(session(), site().storage, enrolment).module_of(lesson_id)
    lesson = view.lesson(lesson_id)
    here = call()
    made = frame.impersonal(here, lambda: lesson_page.rendered(slug, view, enrolment.version.number, lesson, tried=tried))
    return _filled(here, Shell.cut(made), slug, view, module, lesson, 0)


def _missing(here: Call) -> int:
    """How many practice questions the pager said to be missing."""
    if not here.query_string:
        return 0
    given = here.args.get("missing", "")
    return int(given) if given.isdecimal() and len(given) < 3 else 0


def _filled(here: Call, shell: Shell, slug: str, view: CourseView, module: ModuleFacts, lesson: LessonView, missing: int) -> str:
    return shell.fill(frame.personal(here, lesson_page.slots(slug, module, lesson, missing, view.neighbours(lesson.id)[1])))


def _without_enrolment(slug: str, lesson_id: str) -> ResponseReturnValue:
    """The open sample for everybody, any lesson for who teaches the course; else sign in, or enrol first."""
    version = versions.newest(session(), slug)
    view = shown(version)
    lesson = view.lesson(lesson_id)
    sample = lesson.id == view.lessons[0].id
    if lesson.kind == LESSON and (sample or teaches(slug)):
        return lesson_page.rendered(slug, view, version.number, lesson, reader="account" if current_user.is_authenticated else "stranger")
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=request.path))
    return redirect(url_for("courses.overview", slug=slug))
