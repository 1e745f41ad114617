"""What the pages of the editor show: a file with its problems and its preview, the files of a course, and two texts to be joined."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.content import new_pages
from app.content.codes import ERROR
from app.content.files import translation_of
from app.content.fixes import Fix
from app.content.joining import join
from app.content.live import Draft as Reading
from app.content.new_pages import Page
from app.content.problems import Problem
from app.errors import Invalid, say
from app.publishing.course_files import COPIES
from app.publishing.drafts import Clash, State
from app.publishing.models import Draft
from app.publishing.versions import ids_of
from app.publishing.workbench import Checked
from app.web import language, preview_page, problems
from app.web.course_page import edition_name
from app.web.joined_page import columns, joined_rows


@dataclass(frozen=True, slots=True)
class Place:
    """A course that somebody writes, and where its files lie."""

    slug: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Given:
    """What a save sends: the text, the sign of where it began, and the text that it was made from."""

    text: str
    began: str
    base: str


def given() -> Given:
    """From a form or as JSON. Raises Invalid."""
    sent = request.get_json(silent=True) if request.is_json else request.form
    values = [sent.get(name, "") for name in ("text", "began", "base")] if isinstance(sent, Mapping) else [None]
    if not all(isinstance(value, str) for value in values) or len(values) != 3:
        raise Invalid(say("We could not read what was sent. Nothing was changed."))
    return Given(*values)


def context(where: Place, path: str, draft: Reading, found: Checked, kept: Draft | None) -> dict[str, Any]:
    """The page of the editor."""
    folder, _slash, name = path.rpartition("/")
    return {
        **_head(where, path, draft),
        "name": name,
        "folder": folder,
        "saved": _saved(kept),
        "has_draft": kept is not None,
        "is_copy": path.startswith(f"{COPIES}/"),
        "preview": _preview(where, path, draft),
        "snippets": [{"name": each, "words": _snippet(each), "text": text} for each, text in new_pages.SNIPPETS],
        "data": _data(found),
        **_list(where, path, found),
        **_publish(where, draft),
    }


def told(where: Place, path: str, found: Checked) -> dict[str, Any]:
    """What a check answers to the script: the problems by place, and the list as the page shows it."""
    shown = _list(where, path, found)
    return {"problems": _data(found), "list": render_template("author/problems.html", **shown), "summary": shown["summary"]}


def saved(where: Place, path: str, state: State, draft: Reading, found: Checked) -> dict[str, Any]:
    """What a save answers to the script: a check, and where the next save begins."""
    publish = _publish(where, draft)
    return {
        **told(where, path, found),
        "began": state.sign,
        "saved": _saved(state.draft),
        "publish": render_template("author/publish_button.html", **publish),
        "revision": draft.revision,
    }


def refused(clash: Clash) -> ResponseReturnValue:
    """The same for who saved after somebody else: what happened, and the words of the way on."""
    return jsonify(error=_clash_title(clash), act=_("Compare both texts")), 409


def files(where: Place, draft: Reading, found: list[Draft], kinds_of: Callable[[str], tuple[str, ...]]) -> dict[str, Any]:
    """The files of a course."""
    drafted = {each.path: each for each in found}
    errors: Counter[str] = Counter(each.path for each in draft.problems if each.severity == ERROR)
    every: Counter[str] = Counter(each.path for each in draft.problems)
    paths = sorted(set(_paths(where.folder)) | {path for path in drafted if not path.startswith(f"{COPIES}/")})
    course = draft.course or draft.sound
    return {
        **_head(where, "", draft),
        "rows": [_file(where, each, drafted.get(each), errors[each], every[each]) for each in paths if not _is_picture(each)],
        "pictures": [_file(where, each, drafted[each], 0, 0) for each in drafted if _is_picture(each)],
        "copies": [_file(where, each, drafted[each], 0, 0) for each in drafted if each.startswith(f"{COPIES}/")],
        "modules": [{"value": each, "text": each} for each in sorted({path.partition("/")[0] for path in draft.pages if "/" in path})],
        "kinds": [{"value": each, "text": _kind(each)} for each in kinds_of(course.language if course else "en")],
        "copied": request.args.get("copied", "")[:200],
        **_publish(where, draft),
    }


def new_page(draft: Reading, form: Mapping[str, str]) -> Page:
    """The page that the form asks for. Raises Invalid."""
    course, title = draft.course or draft.sound, " ".join(form.get("title", "").split())
    code = course.language if course else "en"
    folders = {path.partition("/")[0] for path in draft.pages}
    if not title:
        raise Invalid(say("Write the title of the new page."), "title")
    if form.get("kind", "") not in new_pages.kinds(code) or form.get("module", "") not in folders:
        raise Invalid(say("Choose a kind of page and a module."), "module")
    taken = ids_of(course) if course else {}
    return new_pages.new_page(form["kind"], code, title, form["module"], draft.pages, taken)


def conflict(where: Place, path: str, clash: Clash) -> dict[str, Any]:
    """Both texts side by side and the joined one."""
    made = join(clash.base, clash.mine, clash.theirs)
    their_name = clash.who or _("the folder")
    rows = joined_rows(made)
    return {
        "slug": where.slug,
        "file": path,
        "name": path.rpartition("/")[2],
        "folder": path.rpartition("/")[0],
        "clash": clash,
        "title": _clash_title(clash),
        "their_name": clash.who,
        "their_head": _("Saved by %(name)s", name=clash.who) if clash.who else _("In the folder"),
        "columns": columns(made),
        "joined": rows,
        "open": made.open,
        "settled": made.settled,
        "first": next((row["line"] for row in rows if row["open"]), 0),
        "marked": made.marked(_("yours"), their_name),
        "authoring": url_for("author.list"),
        "files_href": url_for("editor.files", slug=where.slug),
    }


def _clash_title(clash: Clash) -> str:
    if clash.who and clash.at:
        return _("%(name)s saved this file at %(time)s, after you opened it", name=clash.who, time=language.as_time(clash.at))
    return _("This file was changed in the course's folder after you opened it")


def _head(where: Place, path: str, draft: Reading) -> dict[str, Any]:
    course = draft.course or draft.sound
    return {
        "slug": where.slug,
        "file": path,
        "course_title": language.own(course.texts[course.language].title, course.language) if course else where.slug,
        "files_href": url_for("editor.files", slug=where.slug),
        "authoring": url_for("author.list"),
        "all_problems": ngettext("%(num)s problem in the course", "All %(num)s in the course", len(draft.problems)),
        "course_problems": len(draft.problems),
    }


def _publish(where: Place, draft: Reading) -> dict[str, Any]:
    """The way to publish; off while an error stands anywhere in the course, with the reason."""
    errors = draft.errors
    why = ngettext(
        "One error stands in the course. Mend it, then publish.", "%(num)s errors stand in the course. Mend them, then publish.", errors
    )
    return {"publish": {"href": url_for("author.publish", slug=where.slug), "why": why if errors else ""}}


def _saved(kept: Draft | None) -> str:
    return _("Draft saved %(time)s", time=language.as_time(kept.saved_at)) if kept else _("No draft: this is the file as it stands")


def _list(where: Place, path: str, found: Checked) -> dict[str, Any]:
    errors = sum(each.severity == ERROR for each in found.problems)
    warnings = len(found.problems) - errors
    return {
        "problems": [_problem(each) for each in found.problems],
        "errors": errors,
        "warnings": warnings,
        "summary": ", ".join(_counted(errors, warnings)) or _("Sound"),
    }


def _counted(errors: int, warnings: int) -> list[str]:
    words = [ngettext("%(num)s error", "%(num)s errors", errors)] if errors else []
    return words + ([ngettext("%(num)s warning", "%(num)s warnings", warnings)] if warnings else [])


def _problem(each: Problem) -> dict[str, Any]:
    """In the reader's language, and placed within the file."""
    return {**problems.shown(each), "line": each.line, "column": each.column, "place": f"{each.line}:{each.column}"}


def _data(found: Checked) -> list[dict[str, Any]]:
    return [{**_problem(each), "fix": _fix(fix)} for each, fix in zip(found.problems, found.fixes, strict=True)]


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    words = _("Add the id %(word)s", word=fix.word) if fix.kind == "id" else _("Replace with %(word)s", word=fix.word)
    return {"words": words, "line": fix.line, "column": fix.column, "length": fix.length, "insert": fix.insert}


def _preview(where: Place, path: str, draft: Reading) -> dict[str, Any] | None:
    """What the frame shows, and the languages and editions that it can show; None where nothing can be shown."""
    course = draft.course or draft.sound
    if course is None or not (path.endswith(".md") or path == "sources.yaml"):
        return None
    asked = translation_of(path)[1]
    lesson = draft.pages.get(path, "")
    seen = preview_page.Where.of("", lesson, course, asked)
    return {
        "href": _inside(where, seen),
        "languages": [
            {"words": preview_page.own_name(code), "lang": code, "href": _inside(where, preview_page.Where(seen.edition, code, lesson))}
            for code in _others(course.languages, seen.language)
        ],
        "editions": [
            {"words": edition_name(name), "lang": "", "href": _inside(where, preview_page.Where(name, seen.language, lesson))}
            for name in _others(course.audiences, seen.edition)
        ],
    }


def _others(names: tuple[str, ...], first: str) -> list[str]:
    """All of them, that which is shown first at the head; none where there is no choice."""
    return sorted(names, key=lambda name: name != first) if len(names) > 1 else []


def _inside(where: Place, seen: preview_page.Where) -> str:
    rest = f"courses/{seen.slug}/{seen.lesson}" if seen.lesson else f"courses/{seen.slug}"
    return url_for("editor.see", slug=where.slug, rest=rest)


def _paths(folder: Path) -> list[str]:
    """The texts of a course's folder; links and hidden files are none."""
    found = [path for pattern in ("*.md", "*.yaml", "*/*.md", "*/*.yaml") for path in folder.glob(pattern)]
    short = [path.relative_to(folder).as_posix() for path in found if path.is_file() and not path.is_symlink()]
    return [path for path in short if not any(part.startswith((".", "_")) for part in path.split("/"))]


def _is_picture(path: str) -> bool:
    return not path.endswith((".md", ".yaml"))


def _file(where: Place, path: str, draft: Draft | None, errors: int, every: int) -> dict[str, Any]:
    return {
        "path": path,
        "href": "" if _is_picture(path) else url_for("editor.page", slug=where.slug, path=path),
        "errors": errors,
        "warnings": every - errors,
        "draft": _("%(name)s, %(time)s", name=draft.saved_by.name, time=language.as_time(draft.saved_at)) if draft else "",
        "drop": url_for("editor.drop", slug=where.slug, path=path) if draft else "",
    }


def _kind(name: str) -> str:
    return {"lesson": _("Lesson"), "quiz": _("Quiz"), "case": _("Case")}.get(name, name)


def _snippet(name: str) -> str:
    return {
        "single": _("Question, one answer"), "multiple": _("Question, several answers"), "truefalse": _("Question, true or false"),
        "numeric": _("Question, number"), "text": _("Question, short text"), "match": _("Question, matching"),
        "order": _("Question, ordering"), "cloze": _("Question, blanks"), "note": _("Call-out, note"),
        "important": _("Call-out, important"), "table": _("Table with a caption"),
    }[name]  # fmt: skip
