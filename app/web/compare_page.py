"""What the comparison of two states of a course shows, and the one button that publishes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.content.comparison import GONE, MEANING, MOVED, NEW, SAME, WORDING, Change, Comparison
from app.errors import NotFound, say
from app.publishing import course_files, drafts, stands, versions
from app.publishing.folders import Checked, Place
from app.publishing.models import Draft, Version
from app.publishing.stands import Stand
from app.reporting.authoring import usage
from app.web import author_page, change_rows, language, problems
from app.web.moments import as_moment

CHANGED = "changed"
SHOWS = (CHANGED, MEANING, WORDING, NEW, GONE, MOVED, SAME)
PAGE = 50
"""Changes on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for. `old` and `new` are numbers of versions, 0 for what is usual: the newest one, and the folder."""

    old: int = 0
    new: int = 0
    show: str = CHANGED
    number: int = 1
    published: int = 0

    def address(self, slug: str, **more: Any) -> str:
        kept = {"from": self.old or None, "to": self.new or None, **more}
        return url_for("author.publish", slug=slug, **kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The two states that are compared, either of them perhaps missing: nothing published yet, or a folder with errors."""

    old: Version | None
    new: Version | None
    before: Stand | None
    after: Stand | None


def asked(args: Mapping[str, str]) -> Asked:
    show = args.get("show", CHANGED)
    return Asked(
        old=_number(args.get("from", "")),
        new=_number(args.get("to", "")),
        show=show if show in SHOWS else CHANGED,
        number=_number(args.get("page", "")) or 1,
        published=_number(args.get("published", "")),
    )


def base_of(form: Mapping[str, str]) -> int:
    """The version that the folder was compared with when the button was shown."""
    return _number(form.get("base", ""))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def context(db: Session, place: Place, checked: Checked | None, wanted: Asked) -> dict[str, Any]:
    """The whole page. Raises NotFound for a version that the course does not have."""
    every = versions.versions(db, place.slug)
    sides = _sides(every, place, checked, wanted)
    course = author_page.shown_course(checked, sides.before)
    waiting = drafts.waiting(db, place.slug)
    moved = drafts.moved(db, place.folder, place.slug) if place.folder else []
    found = stands.compared(sides.before, sides.after) if sides.before and sides.after else None
    return {
        "title": language.own(course.texts[course.language].title, course.language) if course else place.slug,
        "slug": place.slug,
        "heading": _heading(sides),
        "done": _done(every, wanted),
        "boxes": _boxes(db, place, checked, sides),
        "choice": _choice(every, place, sides),
        "lost": sides.old is not None and sides.before is None,
        **author_page.standing(place, checked),
        "files": author_page.files_href(place),
        "drafts": [_draft(place, each, each.path in moved) for each in waiting] if sides.new is None else [],
        **_problems(place, checked if sides.new is None else None, {each.path for each in waiting}),
        **_changes(found, sides, place, wanted),
        **_publishing(every, place, checked, sides, drafted=bool(waiting), moved=moved),
    }


def _sides(every: list[Version], place: Place, checked: Checked | None, wanted: Asked) -> Sides:
    """Without a folder the two newest versions are compared, since there is nothing else."""
    known = {version.number: version for version in every}
    if {wanted.old, wanted.new} - {0, *known}:
        raise NotFound(say("There is no such version of this course."))
    new = known.get(wanted.new) or (every[0] if place.folder is None and every else None)
    usual = next((version for version in every if new is None or version.number < new.number), None)
    old = known.get(wanted.old) or usual
    before = author_page.stand_of(old)
    after = author_page.stand_of(new) if new else checked.stand if checked else None
    return Sides(old=old, new=new, before=before, after=after)


def _heading(sides: Sides) -> str:
    if sides.new is not None:
        if sides.old is None:
            return _("Version %(number)s", number=sides.new.number)
        return _("From version %(old)s to version %(new)s", old=sides.old.number, new=sides.new.number)
    if sides.old is None:
        return _("Publish version 1")
    if sides.before and sides.after and sides.before == sides.after:
        return _("Nothing changed since version %(number)s", number=sides.old.number)
    return _("What changed since version %(number)s", number=sides.old.number)


def _done(every: list[Version], wanted: Asked) -> Version | None:
    """The version that was just published."""
    return next((version for version in every if version.number == wanted.published), None)


def _boxes(db: Session, place: Place, checked: Checked | None, sides: Sides) -> list[dict[str, Any]]:
    used = usage(db, [place.record]).get(place.slug) if place.record else None
    return [
        {"label": _("Published"), "value": _version(sides.old)},
        _new_box(checked, sides),
        *([_check_box(place, checked)] if sides.new is None else []),
        {"label": _("Learning now"), "value": language.as_number(used.learning if used else 0)},
        {"label": _("Certificates issued"), "value": language.as_number(used.certificates if used else 0)},
    ]


def _version(version: Version | None) -> str:
    if version is None:
        return _("Not yet")
    return _("%(number)s, of %(day)s", number=version.number, day=language.as_date(version.published_at))


def _new_box(checked: Checked | None, sides: Sides) -> dict[str, Any]:
    if sides.new is not None:
        return {"label": _("Published"), "value": _version(sides.new)}
    return {"label": _("Draft"), "value": as_moment(checked.changed_at) if checked else _("Not known yet")}


def _check_box(place: Place, checked: Checked | None) -> dict[str, Any]:
    if place.folder is None:
        return {"label": _("Check"), "value": _("No folder here")}
    if checked is None:
        return {"label": _("Check"), "value": _("Under way"), "icon": "hourglass"}
    if checked.refusal:
        return {"label": _("Check"), "value": _("Not possible"), "tone": "seal", "icon": "octagon-alert"}
    warnings = ngettext("%(num)s warning", "%(num)s warnings", checked.warnings) if checked.warnings else ""
    if checked.errors:
        errors = ngettext("%(num)s error", "%(num)s errors", checked.errors)
        return {"label": _("Check"), "value": _(", ").join(filter(None, (errors, warnings))), "tone": "seal", "icon": "octagon-alert"}
    return {"label": _("Check"), "value": _(", ").join(filter(None, (_("Sound"), warnings))), "tone": "right", "icon": "check"}


def _choice(every: list[Version], place: Place, sides: Sides) -> dict[str, Any] | None:
    """The two states, to choose others; None where there is but one pair."""
    numbers = [{"value": str(version.number), "text": _version(version)} for version in every]
    if len(every) < (2 if place.folder else 3):
        return None
    draft_too = [{"value": "", "text": _("Draft")}] if place.folder else []
    return {
        "olds": numbers,
        "news": draft_too + numbers,
        "old": str(sides.old.number) if sides.old else "",
        "new": str(sides.new.number) if sides.new else "",
    }


def _draft(place: Place, draft: Draft, moved: bool) -> dict[str, Any]:
    """A draft that the next version takes in, and who wrote it."""
    href = _editor(place, draft.path) if draft.stored is None else ""
    return {"path": draft.path, "href": href, "who": draft.saved_by.name, "at": draft.saved_at, "moved": moved}


def _editor(place: Place, path: str) -> str:
    return url_for("editor.page", slug=place.slug, path=path) if place.desk else ""


def _problems(place: Place, checked: Checked | None, drafted: set[str]) -> dict[str, Any]:
    """The worst first; each place leads into the editor where there is such a file."""
    if checked is None:
        return {"problems": []}
    there = {path for path in {each.path for each in checked.problems} if path in drafted or _is_text(checked.folder, path)}
    hrefs = {path: _editor(place, path) for path in there if path.endswith(course_files.TEXTS)}
    return {"problems": [problems.shown(each, hrefs.get(each.path, "")) for each in problems.worst_first(checked.problems)]}


def _is_text(folder: Path, path: str) -> bool:
    """Whether the editor opens it: a file with an odd name or behind a link it does not."""
    try:
        return course_files.read_bytes(folder, course_files.text_path(path)) is not None
    except NotFound:
        return False


def _changes(found: Comparison | None, sides: Sides, place: Place, wanted: Asked) -> dict[str, Any]:
    """The links by kind with their counts, and the changes that are asked for."""
    if found is None or sides.before is None or sides.after is None:
        return {"same": False, "filters": [], "rows": [], "total": 0, "previous_href": "", "next_href": "", "next_count": 0}
    differ = [change for change in found.changes if change.state != SAME]
    chosen = _in_order(differ) if wanted.show == CHANGED else [change for change in found.changes if change.state == wanted.show]
    start = (wanted.number - 1) * PAGE
    page = chosen[start : start + PAGE]
    old_name, new_name = str(sides.old.number if sides.old else ""), str(sides.new.number) if sides.new else _("Draft")
    maker = change_rows.Maker(sides.before, sides.after, old_name, new_name)
    return {
        "same": not differ,
        "filters": _filters(found, len(differ), place.slug, wanted),
        "rows": [maker.row(change) for change in page],
        **_paging(len(chosen), start, place.slug, wanted),
    }


_ORDER = (MEANING, WORDING, NEW, GONE, MOVED)


def _in_order(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: _ORDER.index(change.state))


def _filters(found: Comparison, differ: int, slug: str, wanted: Asked) -> list[dict[str, Any]]:
    words = {
        CHANGED: _("Changed"), MEANING: _("Meaning"), WORDING: _("Wording"), NEW: _("New"), GONE: _("Gone"), MOVED: _("Moved"),
        SAME: _("Same"),
    }  # fmt: skip
    counts = {show: differ if show == CHANGED else found.count(show) for show in SHOWS}
    return [
        {
            "words": words[show],
            "count": counts[show],
            "href": wanted.address(slug, show=show if show != CHANGED else None),
            "current": show == wanted.show,
        }
        for show in SHOWS
        if counts[show] or show in (CHANGED, wanted.show)
    ]


def _paging(total: int, start: int, slug: str, wanted: Asked) -> dict[str, Any]:
    show = wanted.show if wanted.show != CHANGED else None
    more = total - start - PAGE
    return {
        "total": total,
        "previous_href": wanted.address(slug, show=show, page=wanted.number - 1) if wanted.number > 1 else "",
        "next_href": wanted.address(slug, show=show, page=wanted.number + 1) if more > 0 else "",
        "next_count": max(0, min(more, PAGE)),
    }


def _publishing(
    every: list[Version], place: Place, checked: Checked | None, sides: Sides, *, drafted: bool, moved: list[str]
) -> dict[str, Any]:
    """The button, and why it is off; none where two versions are compared, or where nothing changed.

    Drafts in which a reader would see no change still have to go into the folder: `same` says so.
    """
    newest = every[0] if every else None
    stand = checked.stand if checked else None
    equal = newest is not None and stand is not None and newest.content_hash == stand.digest
    if place.folder is None or sides.new is not None or (equal and not drafted):
        return {"ready": None}
    return {
        "ready": {
            "same": equal,
            "number": newest.number + 1 if newest else 1,
            "base": newest.number if newest else 0,
            "digest": stand.digest if stand else "",
            "reason": _reason(checked, place.slug, moved),
        }
    }


def _reason(checked: Checked | None, slug: str, moved: list[str]) -> str:
    """Why it cannot be published yet, or nothing."""
    if checked is None:
        return _("The check has not ended yet. Look again in a moment.")
    if checked.errors:
        return ngettext("%(num)s error stands. Mend it first.", "%(num)s errors stand. Mend them first.", checked.errors)
    if checked.stand is None:
        return _("The course could not be checked.")
    if moved:
        return _("The file %(path)s changed under its draft. Open it in the editor and join both.", path=moved[0])
    return "" if checked.stand.course.id == slug else _("The course in this folder has another id now.")
