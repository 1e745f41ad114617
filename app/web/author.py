"""For who writes courses: what state each is in, what publishing it would change, and the manual of the checker."""

import contextlib
import time
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from app import clock
from app.content.earlier import Earlier
from app.errors import Invalid, NotFound, Refused, say
from app.people import accounts
from app.publishing import drafts, folders, versions
from app.publishing.folders import Checked, Place
from app.publishing.models import Version
from app.publishing.workbench import Overlay
from app.reporting.authoring import usage
from app.web import author_page, compare_page, manual_page
from app.web.context import session, site, transaction
from app.web.identity import me, refuse_unless

bp = Blueprint("author", __name__)

LIST_PATIENCE = 2.0
PAGE_PATIENCE = 8.0
"""Seconds that a page waits for checks; what takes longer goes on without it, and the page says so."""


CHANGED = say("The course has changed since you looked at it. Nothing was published. Look at the changes again.")


@bp.before_request
@login_required
def _for_staff() -> None:
    refuse_unless(me().is_staff)


@bp.get("/author", endpoint="list")
def every() -> ResponseReturnValue:
    places = folders.reachable(session(), accounts.person_of(session(), me().id), site().folders)
    for place in places:
        _ask(place)
    end = time.monotonic() + LIST_PATIENCE
    used = usage(session(), [place.record for place in places if place.record])
    rows = [author_page.row(session(), place, _checked(place, end - time.monotonic()), used) for place in places]
    return render_template("author/list.html", here="author", rows=rows)


@bp.get("/author/<slug>/publish")
def publish(slug: str) -> ResponseReturnValue:
    """What changes between two states of a course, the newest version and the folder unless others are named."""
    place = folders.place_of(session(), accounts.person_of(session(), me().id), slug, site().folders)
    asked = compare_page.asked(request.args)
    context = compare_page.context(session(), place, _checked(place, PAGE_PATIENCE), asked)
    return render_template("author/publish.html", here="author", **context)


@bp.post("/author/<slug>/publish")
def publish_now(slug: str) -> ResponseReturnValue:
    """Publish what the page has shown. A second click finds it published."""
    place = folders.place_of(session(), accounts.person_of(session(), me().id), slug, site().folders)
    overlay = _overlay(place)
    checked = _fit(slug, _checked(place, PAGE_PATIENCE), request.form.get("digest", ""))
    base = compare_page.base_of(request.form)
    with transaction() as db:
        person = accounts.person_of(db, me().id)
        folders.place_of(db, person, slug, site().folders)
        drafts.hold(db, slug)
        after = versions.find_newest(db, slug)
        _nothing_between(after.number if after else 0, after.content_hash if after else "", checked)
        if _still_to_do(after, drafts.overlay(db, site().storage, slug), overlay, checked):
            done = drafts.release(db, site().storage, checked.folder, slug, checked.reading, site().software, clock.now(), person)
            after = done.version
        number = after.number if after else 0
    return redirect(url_for(".publish", slug=slug, published=number if number > base else None))


def _ask(place: Place) -> None:
    """Have it checked. What cannot be asked now is told by the look that follows."""
    if place.folder:
        with contextlib.suppress(NotFound):
            site().folders.ask(place.folder, _earlier(place), _overlay(place))


def _checked(place: Place, seconds: float) -> Checked | None:
    """The folder of a course as it is now with its drafts over it, its ids compared with those of its versions."""
    if place.folder is None:
        return None
    try:
        found = site().folders.look(place.folder, seconds, _earlier(place), _overlay(place))
    except NotFound as lost:
        return Checked(folder=place.folder, revision="", changed_at=folders.last_change(place.folder), refusal=lost.sentence)
    saved = [draft.saved_at for draft in drafts.waiting(session(), place.slug)]
    return replace(found, changed_at=max(found.changed_at, *saved)) if found and saved else found


def _overlay(place: Place) -> Overlay:
    return drafts.overlay(session(), site().storage, place.slug)


def _earlier(place: Place) -> Earlier:
    return versions.earlier(session(), site().storage, place.slug)


def _fit(slug: str, checked: Checked | None, digest: str) -> Checked:
    """The folder as it was looked at. Raises Invalid, Refused."""
    if checked is None:
        raise Refused(say("The check of this course has not ended yet. Nothing was published. Look again."))
    if checked.stand is None:
        raise Invalid(say("A course with errors cannot be published."))
    if checked.stand.course.id != slug:
        raise Invalid(say("The course in this folder has another id now. Nothing was published."))
    if checked.stand.digest != digest:
        raise Refused(CHANGED)
    return checked


def _still_to_do(newest: Version | None, now: Overlay, seen: Overlay, checked: Checked) -> bool:
    """Whether drafts or folder are to be published; not where a click before this one has done it. Raises Refused for other drafts."""
    assert checked.stand is not None
    if now == seen:
        return True
    if newest is None or newest.content_hash != checked.stand.digest:
        raise Refused(CHANGED)
    return False


def _nothing_between(number: int, digest: str, checked: Checked) -> None:
    """Refuse what somebody else has published in the meantime, unless it is the same."""
    assert checked.stand is not None
    if digest != checked.stand.digest and number != compare_page.base_of(request.form):
        told = say("Version %(number)d was published while you looked. Nothing was published. Compare with that one.", number=number)
        raise Refused(told)


@bp.get("/author/manual")
def manual() -> ResponseReturnValue:
    return render_template("author/manual.html", here="author", **manual_page.whole())


@bp.get("/author/manual/<code>")
def problem(code: str) -> ResponseReturnValue:
    """One problem: what it means, what to do, and an example."""
    return render_template("author/problem.html", here="author", **manual_page.of(code))
