"""A course: its overview, enrolling in it, its glossary and its pictures."""


from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required
from markupsafe import Markup

from app import clock, logs
from app.content.compiled import Course, Media
from app.content.views import CourseView
from app.credentials import certificates
from app.errors import NotFound, say
from app.learning import enrolments, progress
from app.learning.models import Enrolment
from app.people import accounts
from app.publishing import staff, versions
from app.publishing.models import Version
from app.web import course_page, language
from app.web.context import session, site, transaction
from app.web.identity import me
from app.web.places import links

bp = Blueprint("courses", __name__)


@bp.get("/courses/<slug>")
def overview(slug: str) -> ResponseReturnValue:
    version = versions.newest(session(), slug)
    enrolment = _mine(slug)
    if enrolment is None:
        context = course_page.stranger(shown(version), version.number, may_enrol=current_user.is_authenticated)
        return render_template("courses/overview.html", here="courses", **context)
    view = enrolments.course_view(site().storage, enrolment)
    facts = progress.facts_of(session(), site().storage, enrolment)
    newer = version.number if version.id != enrolment.version_id else None
    context = course_page.learner(view, enrolment, facts, certificates.current(session(), enrolment), newer)
    return render_template("courses/overview.html", here="training", **context)


@bp.post("/courses/<slug>")
@login_required
def enrol(slug: str) -> ResponseReturnValue:
    """Enrol oneself in the newest version; who is enrolled already stays as they are."""
    with transaction() as db:
        person = accounts.person_of(db, me().id)
        wanted = request.form.get("edition", "")
        enrolments.enrol(db, site().storage, person, slug, clock.now(), edition=wanted, language=language.language())
    return redirect(url_for(".overview", slug=slug))


@bp.get("/glossary/<slug>")
def glossary(slug: str) -> ResponseReturnValue:
    enrolment = _mine(slug)
    view = enrolments.course_view(site().storage, enrolment) if enrolment else shown(versions.newest(session(), slug))
    return render_template("courses/glossary.html", **glossary_of(view, slug), licence=view.course.licence)


@bp.get("/media/<slug>/<name>")
def media(slug: str, name: str) -> Response:
    """A picture of a course: for who is enrolled or teaches it, and those of the open sample lesson for everybody."""
    found = _picture(slug, name)
    answer = send_file(site().storage.path(found.sha256), mimetype=found.type, max_age=31_536_000, etag=found.sha256)
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def glossary_of(view: CourseView, slug: str) -> dict[str, Any]:
    """What the page of a glossary shows: the terms by their letters, and the way back."""
    terms = [{"id": each.id, "term": each.term, "definition": Markup(links(slug).resolve(each.definition))} for each in view.glossary]
    course = {"title": view.title, "href": url_for("courses.overview", slug=slug)}
    return {"course": course, "terms": sorted(terms, key=lambda row: row["term"].casefold()), "text_lang": view.language}


def shown(version: Version) -> CourseView:
    """The newest version as a visitor who is not enrolled sees it: first edition, the page's language if the course has it."""
    course = versions.compiled(site().storage, version)
    asked = language.language()
    return versions.view_of(site().storage, version, language=asked if asked in course.languages else "")


def catalogue() -> list[CourseView]:
    """All published courses. One that is damaged in the storage is left out: the others must not go with it."""
    views = []
    for version in versions.catalogue(session()):
        try:
            views.append(shown(version))
        except NotFound:
            logs.event("course.damaged", course=version.course.slug, version=version.number, hash=version.content_hash)
    return views


def sample_href() -> str:
    """The first lesson of the first course, which anybody may read."""
    first = next((view for view in catalogue() if view.lessons), None)
    return course_page.lesson_url(first.id, first.lessons[0].id) if first else ""


def teaches(slug: str) -> bool:
    """Whether the visitor teaches this course, or administers the site."""
    if not current_user.is_authenticated or not current_user.is_staff:
        return False
    person = accounts.person_of(session(), me().id)
    return staff.course_staff(session(), person, versions.newest(session(), slug).course)


def _mine(slug: str) -> Enrolment | None:
    found = enrolments.find_enrolment(session(), me().id, slug) if current_user.is_authenticated else None
    return found if found is not None and found.withdrawn_at is None else None


def _picture(slug: str, name: str) -> Media:
    """Raises NotFound, also for a picture that this visitor may not see."""
    rows = versions.versions(session(), slug)
    if not (_mine(slug) or teaches(slug)):
        rows = rows[:1]
        if not rows or name not in _sample_pictures(versions.compiled(site().storage, rows[0])):
            raise NotFound(say("There is no such picture."))
    courses = (versions.compiled(site().storage, row) for row in rows)
    found = next((each for course in courses for each in course.media if each.name == name), None)
    if found is None:
        raise NotFound(say("There is no such picture."))
    return found


def _names_in(html: str) -> frozenset[str]:
    return frozenset(part.partition('"')[0] for part in html.split('src="aeo-media:')[1:])


def _sample_pictures(course: Course) -> frozenset[str]:
    """The pictures of the course's own page and of its first lesson."""
    first = next((lesson for module in course.modules for lesson in module.lessons), None)
    texts = [text.html for text in course.texts.values()]
    parts = [part for text in first.texts.values() for part in text.parts] if first else []
    texts.extend(getattr(part, "html", "") for part in parts)
    return frozenset().union(*(_names_in(text) for text in texts)) if texts else frozenset()
