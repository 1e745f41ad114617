"""The editor of a course's files, for who writes it: source, problems as one types, preview, drafts, and what was saved by two."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required
from sqlalchemy.orm import Session

from app import clock, logs
from app.content import live, new_pages
from app.content.formatting import formatted
from app.content.joining import has_marks
from app.errors import Invalid, NotFound, say
from app.people import accounts
from app.people.models import Person
from app.publishing import course_files, course_pictures, drafts, folders
from app.publishing.drafts import Clash
from app.publishing.workbench import Workbench, Workbenches
from app.web import editor_page, trial
from app.web.context import session, site, transaction
from app.web.editor_page import Place
from app.web.headers import POLICY
from app.web.identity import me, refuse_unless

bp = Blueprint("editor", __name__)

LARGEST_REQUEST = 6_000_000
"""Bytes: a picture, or a text with the one that it was made from."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is kept ready of the courses, and the preview that shows them."""

    benches: Workbenches
    preview: Flask


def install(app: Flask, desk: Desk) -> None:
    app.extensions["aeo-editor"] = desk


@bp.url_value_preprocessor
def _take_a_file(endpoint: str | None, values: dict[str, object] | None) -> None:
    request.max_content_length = request.max_form_memory_size = LARGEST_REQUEST


@bp.before_request
@login_required
def _for_staff() -> None:
    refuse_unless(me().is_staff)


@bp.get("/author/<slug>/edit")
def files(slug: str) -> ResponseReturnValue:
    """All files of the course, with their drafts and problems; here a new page begins."""
    where = _place(session(), slug)
    found = editor_page.files(where, _bench(where).look(_overlay(slug)), drafts.of_course(session(), slug), new_pages.kinds)
    return render_template("author/files.html", here="author", **found)


@bp.get("/author/<slug>/edit/<path:path>")
def page(slug: str, path: str) -> ResponseReturnValue:
    """The editor; or both texts, where the file changed in the folder under its draft."""
    where = _place(session(), slug)
    state = drafts.existing(session(), where.folder, slug, path)
    clash = drafts.disturbed(state)
    if clash is not None:
        return _conflict(where, path, clash, stored=True), 200
    return _editor(where, path, state.text or "", state.sign, state.draft)


@bp.post("/author/<slug>/edit/<path:path>")
def save(slug: str, path: str) -> ResponseReturnValue:
    """Keep the text as a draft. A script gets the problems back; who saved after somebody else gets both texts."""
    given = editor_page.given()
    where = _place(session(), slug)
    if has_marks(given.text):
        raise Invalid(say("A place is still open: settle each line that begins with <<<<<<<, ======= or >>>>>>>."), "text")
    with transaction() as db:
        person = _author(db, slug)
        kept = drafts.save(
            db, where.folder, slug, path, text=given.text, began=given.began, base=given.base, person=person, now=clock.now()
        )
        clash = kept if isinstance(kept, Clash) else None
    if clash is not None:
        return editor_page.refused(clash) if request.is_json else (_conflict(where, path, clash, stored=False), 409)
    if not request.is_json:
        return redirect(url_for(".page", slug=slug, path=path))
    state = drafts.existing(session(), where.folder, slug, path)
    draft = _bench(where).look(_overlay(slug))
    found = _bench(where).problems_of(path, state.text or "", draft)
    return jsonify(editor_page.saved(where, path, state, draft, found))


@bp.post("/author/<slug>/check/<path:path>")
def check(slug: str, path: str) -> ResponseReturnValue:
    """What is wrong with a text as it is being typed; nothing is kept."""
    where = _place(session(), slug, path)
    text = course_files.accepted(editor_page.given().text)
    found = _bench(where).check(course_files.text_path(path), text, _overlay(slug))
    return jsonify(editor_page.told(where, path, found))


@bp.post("/author/<slug>/format/<path:path>")
def tidy(slug: str, path: str) -> ResponseReturnValue:
    """The text with blank lines, tables and keys in order, as `aeo courses fmt` writes it; nothing is kept."""
    _place(session(), slug, path)
    text = course_files.accepted(editor_page.given().text)
    return jsonify(text=formatted(text, course_files.text_path(path)) if path.endswith(".md") else text)


@bp.post("/author/<slug>/drop/<path:path>")
def drop(slug: str, path: str) -> ResponseReturnValue:
    """Give a draft up. Of a file that stands in the folder that one is shown then."""
    where = _place(session(), slug, path)
    with transaction() as db:
        _author(db, slug)
        drafts.drop(db, slug, path)
    logs.event("draft.dropped", course=slug, path=path, by=me().email)
    there = path.endswith(course_files.TEXTS) and course_files.read_bytes(where.folder, path) is not None
    return redirect(url_for(".page", slug=slug, path=path) if there else url_for(".files", slug=slug))


@bp.post("/author/<slug>/copy/<path:path>")
def copy(slug: str, path: str) -> ResponseReturnValue:
    """Put a text aside; then the other one is shown."""
    _place(session(), slug, path)
    with transaction() as db:
        person = _author(db, slug)
        made = drafts.keep_copy(db, slug, course_files.text_path(path), editor_page.given().text, person, clock.now()).path
        if request.form.get("stored"):
            drafts.drop(db, slug, path)
    return redirect(url_for(".files", slug=slug, copied=made))


@bp.post("/author/<slug>/new")
def new(slug: str) -> ResponseReturnValue:
    """A new lesson, quiz or case from a template, as a draft."""
    where = _place(session(), slug)
    draft = _bench(where).look(_overlay(slug))
    made = editor_page.new_page(draft, request.form)
    with transaction() as db:
        drafts.start(db, where.folder, slug, made.path, made.text, _author(db, slug), clock.now())
    return redirect(url_for(".page", slug=slug, path=made.path))


@bp.post("/author/<slug>/pictures/<path:path>")
def picture(slug: str, path: str) -> ResponseReturnValue:
    """Keep a picture as a draft, and say how the page names it."""
    where, file = _place(session(), slug, path), request.files.get("picture")
    page_path = course_files.text_path(path)
    if file is None or not file.filename:
        raise Invalid(course_pictures.NO_FILE, "picture")
    with file.stream:
        ending, data = course_pictures.accepted(file.read())
    with transaction() as db:
        added = course_pictures.add(
            db, site().storage, where.folder, slug, name=file.filename, ending=ending, data=data, person=_author(db, slug), now=clock.now()
        )
    logs.event("draft.picture", course=slug, path=added, size=len(data), by=me().email)
    address = course_pictures.address_from(page_path, added)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(address=address)
    return redirect(url_for(".page", slug=slug, path=path, picture=address))


@bp.route("/author/<slug>/see/<path:rest>", methods=["GET", "POST"])
def see(slug: str, rest: str) -> ResponseReturnValue:
    """The course with its drafts, as a trainee sees it. Its forms keep nothing."""
    draft = _bench(_place(session(), slug)).look(_overlay(slug))
    return trial.answer(_desk().preview, draft, url_for(".see", slug=slug, rest="").rstrip("/"), rest)


def _desk() -> Desk:
    found: Desk = current_app.extensions["aeo-editor"]
    return found


def _author(db: Session, slug: str) -> Person:
    """Who writes, in the transaction that writes. Raises NotFound for who may not."""
    person = accounts.person_of(db, me().id)
    folders.place_of(db, person, slug, site().folders)
    return person


def _place(db: Session, slug: str, path: str = "") -> Place:
    """A course and its folder, for its staff. Raises NotFound for everybody else, and for a path that leads out of it or over a link."""
    folder = folders.place_of(db, accounts.person_of(db, me().id), slug, site().folders).desk
    if folder is None:
        raise NotFound(say("The files of this course are not kept here, so it cannot be edited here."))
    if path:
        course_files.read_bytes(folder, path)
    return Place(slug, folder)


def _bench(where: Place) -> Workbench:
    return _desk().benches.of(where.folder)


def _overlay(slug: str) -> dict[str, bytes]:
    return drafts.overlay(session(), site().storage, slug)


def _editor(where: Place, path: str, text: str, sign: str, kept: drafts.Draft | None) -> Response:
    """The page of the editor. It alone may have styles that carry its own word: those of the editor component."""
    bench = _bench(where)
    draft: live.Draft = bench.look(_overlay(where.slug))
    nonce = secrets.token_urlsafe(16)
    context = editor_page.context(where, path, draft, bench.problems_of(path, text, draft), kept)
    answer = make_response(
        render_template(
            "author/editor.html", here="author", nonce=nonce, text=text, sign=sign, added=request.args.get("picture", "")[:200], **context
        )
    )
    styles = POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
    answer.headers["Content-Security-Policy"] = f"{styles}; frame-src 'self'"
    return answer


def _conflict(where: Place, path: str, clash: Clash, *, stored: bool) -> str:
    """Both texts and the joined one. `stored`: mine is the draft, and theirs the file in the folder."""
    return render_template("author/conflict.html", here="author", stored=stored, **editor_page.conflict(where, path, clash))
