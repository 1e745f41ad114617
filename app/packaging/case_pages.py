"""A case in a package: its page with every line closed, each document as it will lie open, and the path with every step.

The player (`static/player/screen_case.js`) only ticks, fills in and takes away: the markup is that of our own pages.
"""

from typing import Any

from markupsafe import Markup

from app.content.compiled import Document, Prose
from app.content.views import CourseView, LessonView
from app.packaging.questions import LINKS
from app.packaging.rendering import Renderer, safe, squeezed


def case_data(view: CourseView, lesson: LessonView, render: Renderer) -> dict[str, Any]:
    """`page`, `documents` by their keys, and `path`. Documents of other editions are not in the view, so they are in none of these."""
    return {
        "page": squeezed(_page(view, lesson, render)),
        "documents": {document.key: _sheet(view, lesson, document, render) for document in lesson.documents},
        "path": _path(view, lesson, render),
    }


def _page(view: CourseView, lesson: LessonView, render: Renderer) -> str:
    title = (lesson.case.titles.get(lesson.language, "") if lesson.case else "") or lesson.title
    return render.page(
        "package/case.html",
        view=view,
        module=view.module_of(lesson.id),
        lesson=lesson,
        title=title,
        budget=_budget(lesson),
        rows=[_name(view, each) | {"key": each.key, "kind": each.kind, "cost": each.cost, "action": True} for each in lesson.documents],
        text=[safe(LINKS.resolve(part.html)) for part in lesson.parts if isinstance(part, Prose)],
    )


def _sheet(view: CourseView, lesson: LessonView, document: Document, render: Renderer) -> str:
    lang, text = view.text_of(document)
    row = {"key": document.key, "kind": document.kind, "title": text.title, "lang": lang, "untranslated": lang != lesson.language}
    return squeezed(str(render.macro("components/case.html", "sheet")(row | {"html": safe(LINKS.resolve(text.html))})))


def _path(view: CourseView, lesson: LessonView, render: Renderer) -> str:
    """Every document as a step and as one that was not opened: which of both it was, the player knows."""
    steps = [
        _name(view, each) | {"key": each.key, "kind": each.kind, "cost": each.cost, "href": f"#/{lesson.id}/~doc.{each.key}", "used": 0}
        for each in lesson.documents
    ]
    told = _budget(lesson) | {"steps": steps, "unopened": steps}
    return squeezed(str(render.macro("components/case.html", "walked")(told, at=False)))


def _budget(lesson: LessonView) -> dict[str, int]:
    return {"used": 0, "all": lesson.case.budget if lesson.case else 0, "percent": 0}


def _name(view: CourseView, document: Document) -> dict[str, str | Markup]:
    lang, text = view.text_of(document)
    return {"title": text.title, "lang": lang}
