"""The preview of a course that is being written: its pages as a trainee sees them, and beside them what is wrong. Nothing is kept."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from flask import Flask, Response, current_app, g, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from app.assessment.draw import Unfillable
from app.assessment.questions import Question
from app.assessment.review import Review, review
from app.assessment.shown import Shown
from app.content.compiled import QUIZ, Course
from app.content.live import Draft, Live
from app.content.views import CourseView, LessonView, view
from app.errors import DomainError, Invalid, NotFound, say
from app.learning.answers import read_given
from app.web import answers, frame, hosts, identity, language, lesson_page, manual_page, preview_page
from app.web.context import Call, call
from app.web.courses import glossary_of
from app.web.headers import POLICY
from app.web.places import links

T = TypeVar("T")
BEAT = 10.0
"""Seconds after which a line that waits for news is used, so that one that is gone is noticed."""

HOSTS = frozenset({"127.0.0.1", "localhost"})
"""The names under which the preview answers: no other host's page may read it by having its own name lead here."""

WITHIN = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'") + "; frame-src 'self'"
"""The policy of the site, but for one thing: the author's page frames the trainee's."""


class Author(Call):
    """A request of the preview: nobody signs in."""

    visitor = None


@dataclass(frozen=True, slots=True)
class Shows:
    """What a preview shows: a live folder, and the language it opens in ("" for the course's own)."""

    live: Live
    language: str = ""


def install(app: Flask, shows: Shows) -> None:
    """The pages of the preview. Their addresses are those of the site, so that its own page makers can be used as they are."""
    app.request_class = Author
    app.session_interface = identity.NoSession()
    app.extensions["aeo-preview"] = shows
    for part in (hosts, language, frame):
        part.install(app)
    app.jinja_env.globals["csrf_token"] = str
    app.context_processor(lambda: {"old": g.get("old", False)})
    app.after_request(_within_itself)
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(OSError, _unreadable)
    for address, endpoint, handler, methods in ROUTES:
        app.add_url_rule(address, endpoint, handler, methods=methods)


def bench(slug: str = "", lesson_id: str = "") -> ResponseReturnValue:
    """The page of the author: the frame with the trainee's page, and the list of problems beside it."""
    draft = _draft()
    course = draft.course or draft.sound
    where = preview_page.Where.of(slug, lesson_id, course, _shows().language)
    width = request.args.get("width", "")
    if course and slug and slug != where.slug:
        return redirect(where.href(width))
    return render_template("bench.html", **preview_page.bench(draft, course, where, width))


def overview(slug: str) -> ResponseReturnValue:
    return _shown(slug, lambda seen: render_template("courses/overview.html", here="", **preview_page.overview(seen)))


def page(slug: str, lesson_id: str) -> ResponseReturnValue:
    """A lesson or a quiz. `?language=` is the way of its own pages to the original."""
    if "language" in request.args:
        return redirect(url_for("lessons.page", slug=preview_page.in_language(slug, request.args["language"]), lesson_id=lesson_id))
    return _page(slug, lesson_id)


def _page(slug: str, lesson_id: str, tried: lesson_page.Tried | None = None) -> str:
    def made(seen: CourseView) -> str:
        lesson = seen.lesson(lesson_id)
        if lesson.kind == QUIZ and "before" in request.args:
            return render_template("quizzes/before.html", here="", **preview_page.before(seen, lesson))
        if lesson.kind == QUIZ:
            return render_template("quiz.html", **preview_page.quiz(seen, lesson, _seed(), tried))
        return preview_page.lesson(call(), seen, lesson, tried)

    return _shown(slug, made)


def finish(slug: str, lesson_id: str) -> ResponseReturnValue:
    """The pager: on to the next lesson."""
    after = _shown(slug, lambda seen: seen.neighbours(lesson_id)[1])
    return redirect(url_for("lessons.page", slug=slug, lesson_id=after.id) if after else url_for("courses.overview", slug=slug))


def begin(slug: str, lesson_id: str) -> ResponseReturnValue:
    """The button before a quiz: to its questions."""
    return redirect(url_for("lessons.page", slug=slug, lesson_id=lesson_id))


def seen(slug: str, lesson_id: str) -> ResponseReturnValue:
    """The script's word that a lesson was in view."""
    return jsonify({})


def practise(slug: str, lesson_id: str, question_id: str) -> ResponseReturnValue:
    """Say what is right about an answer: JSON for a script, else the page with it."""
    course, lesson, asked = _shown(slug, lambda seen: _asked(seen, lesson_id, question_id))
    if request.is_json:
        told = asked.review(_judged(asked, asked.given(answers.body("answer").get("answer"))))
        return jsonify(review=answers.told(told, links(slug), course, lesson.id, asked.source))
    try:
        given = answers.of_form(asked.source)
        return _page(slug, lesson_id, (question_id, given, _judged(asked, asked.given(given)), ""))
    except Invalid as refusal:
        return _page(slug, lesson_id, (question_id, answers.typed(asked.source), None, frame.said(refusal.sentence))), 422


def _asked(seen: CourseView, lesson_id: str, question_id: str) -> tuple[CourseView, LessonView, Shown]:
    lesson = seen.lesson(lesson_id)
    found = _question(seen, lesson, question_id)
    if found is None:
        raise Invalid(say("This question does not belong to this lesson."), question_id[:64])
    return seen, lesson, preview_page.shown_in(lesson, found, _seed())


def _question(seen: CourseView, lesson: LessonView, question_id: str) -> Question | None:
    if lesson.kind == QUIZ:
        return seen.quiz(lesson.id).named.get(question_id)
    return next((each for each in lesson.questions if each.id == question_id), None)


def _judged(asked: Shown, given: object) -> Review:
    return review(asked.source, read_given(asked.source, given))


def glossary(slug: str) -> ResponseReturnValue:
    def made(seen: CourseView) -> str:
        return render_template("courses/glossary.html", **glossary_of(seen, slug))

    return _shown(slug, made)


def media(slug: str, name: str) -> ResponseReturnValue:
    """A picture that the course shows, and no other file of its folder."""
    draft = _draft()
    listed = {each.name: each for course in (draft.sound, draft.course) if course for each in course.media}
    path = draft.media.get(name)
    if path is None or name not in listed or path.is_symlink() or not path.is_file():
        raise NotFound(say("There is no such picture."))
    answer = send_file(path, mimetype=listed[name].type)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def manual() -> ResponseReturnValue:
    return render_template("author/manual.html", **manual_page.whole())


def problem(code: str) -> ResponseReturnValue:
    """What the manual says of a code in the list of problems."""
    return render_template("author/problem.html", **manual_page.of(code))


def events() -> Response:
    """News for the script: the revision of the folder, now and after each change."""
    return Response(_revisions(_shows().live), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


def _revisions(live: Live) -> Iterator[str]:
    told = live.draft.revision
    yield f"data: {told}\n\n"
    while True:
        now = live.wait(told, BEAT)
        yield f"data: {now}\n\n" if now != told else ": still here\n\n"
        told = now


def start() -> ResponseReturnValue:
    """Where pages of the site lead out of the course: here there is nothing else."""
    draft = _draft()
    return redirect(preview_page.Where.of("", "", draft.course or draft.sound, _shows().language).inside)


def _shows() -> Shows:
    found: Shows = current_app.extensions["aeo-preview"]
    return found


def _draft() -> Draft:
    """The folder as it is now; once a request."""
    if "draft" not in g:
        g.draft = _shows().live.look()
    found: Draft = g.draft
    return found


def _shown(slug: str, make: Callable[[CourseView], T]) -> T:
    """What `make` makes of the course; where its errors do not let it, of its last sound state. Raises NotFound."""
    draft = _draft()
    for course in (draft.course, draft.sound if draft.errors else None):
        g.old = course is not None and course is draft.sound and draft.errors > 0
        if course is None:
            continue
        try:
            return make(_view(course, slug))
        except (DomainError, Unfillable):
            if not draft.errors:
                raise
        except Exception:
            if g.old or not draft.errors:
                raise
            traceback.print_exc()
    raise NotFound(say("This page cannot be shown while its errors stand. The list of problems says what to do."))


def _view(course: Course, slug: str) -> CourseView:
    """The edition and language that an address names. The course bears that name here, so that its links keep to both."""
    edition, language_code = preview_page.named(slug)
    made = view(replace(course, id=slug), edition=edition, language=language_code)
    call().language = language_code if language_code in language.NAMES else ""
    return made


def _seed() -> int:
    given = request.args.get("seed", "")
    return int(given) % 2**32 if given.isdecimal() and len(given) < 11 else 1


def _within_itself(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", WITHIN)
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _refused(error: DomainError | HTTPException) -> ResponseReturnValue:
    """What cannot be shown is said in the frame; the list beside it says why."""
    if isinstance(error, HTTPException):
        if error.code is None or error.code < 400:
            return error
        status, words = error.code, _("There is nothing at this address.") if error.code == 404 else error.description or ""
    else:
        status, words = (404 if isinstance(error, NotFound) else 422), frame.said(error.sentence)
    if request.is_json:
        return jsonify(error=words, objection=words if status == 422 else None), status
    return render_template("notice.html", words=words), status


def _unreadable(error: OSError) -> ResponseReturnValue:
    """A file that the system does not let us read; the page says which."""
    return render_template("notice.html", words=f"{error.strerror or error} ({error.filename})"), 503


ROUTES: tuple[tuple[str, str, Callable[..., ResponseReturnValue], list[str]], ...] = (
    ("/", "preview.start", bench, ["GET"]),
    ("/see/<slug>", "preview.course", bench, ["GET"]),
    ("/see/<slug>/<lesson_id>", "preview.lesson", bench, ["GET"]),
    ("/events", "preview.events", events, ["GET"]),
    ("/author", "author.list", start, ["GET"]),
    ("/author/manual", "author.manual", manual, ["GET"]),
    ("/author/manual/<code>", "author.problem", problem, ["GET"]),
    ("/courses/<slug>", "courses.overview", overview, ["GET"]),
    ("/courses/<slug>/<lesson_id>", "lessons.page", page, ["GET"]),
    ("/courses/<slug>/<lesson_id>", "lessons.finish", finish, ["POST"]),
    ("/courses/<slug>/<lesson_id>/start", "quizzes.start", begin, ["POST"]),
    ("/courses/<slug>/<lesson_id>/seen", "lessons.seen", seen, ["POST"]),
    ("/courses/<slug>/<lesson_id>/practice/<question_id>", "lessons.practise", practise, ["POST"]),
    ("/glossary/<slug>", "courses.glossary", glossary, ["GET"]),
    ("/media/<slug>/<name>", "courses.media", media, ["GET"]),
    ("/courses", "home.index", start, ["GET"]),
    ("/sign-in", "accounts.sign_in", start, ["GET"]),
)
"""Address, endpoint, view and methods. The endpoints with the names of the site's are those that its page makers ask for."""
