"""What a package says of itself: in the ZIP as report.html and report.json, and on our pages from the same data."""

import json
from collections.abc import Mapping
from typing import Any

from app.content.compiled import CASE, LESSON, QUIZ
from app.content.views import CourseView
from app.packaging.archive import Entry, digest_of_entries
from app.packaging.lms import ANSWERS_INSIDE, NEVER_DOWN, RECORD_12, SYSTEMS
from app.packaging.rendering import Renderer, squeezed

PAGE, DATA = "report.html", "report.json"
LIMIT_12 = 4_096


def report_data(
    view: CourseView, files: Mapping[str, Entry], *, version: int | None, course_hash: str, state_worst: int, format_name: str
) -> dict[str, Any]:
    """Everything that the report says, in English words; the faces translate them. `files` are all others of the package."""
    lessons = [lesson for lesson in view.lessons if lesson.kind == LESSON]
    quizzes = [lesson for lesson in view.lessons if lesson.kind in (QUIZ, CASE)]
    return {
        "format": format_name,
        "course": view.id,
        "title": view.title,
        "version": version,
        "course_hash": course_hash,
        "edition": view.edition,
        "language": view.language,
        "lessons": len(lessons),
        "quizzes": len(quizzes),
        "questions": sum(len(lesson.questions) for lesson in view.lessons),
        "state_worst": state_worst,
        "state_limit": LIMIT_12,
        "content_digest": digest_of_entries(files),
        "files": dict(sorted(files.items())),
        "records": [{"when": row.when, "status": row.status, "code": row.code, "score": row.score, "sent": row.sent} for row in RECORD_12],
        "never_down": NEVER_DOWN,
        "answers_inside": ANSWERS_INSIDE,
        "systems": [{"name": each.name, "settings": [list(pair) for pair in each.settings], "note": each.note} for each in SYSTEMS],
    }


def report_json(data: Mapping[str, Any]) -> bytes:
    """Written bit by bit: the list of its pieces would be many times as large as the text."""
    text = bytearray()
    for piece in json.JSONEncoder(ensure_ascii=False, sort_keys=True, indent=1).iterencode(data):
        text += piece.encode()
    return bytes(text + b"\n")


def report_page(data: Mapping[str, Any], render: Renderer) -> bytes:
    return squeezed(render.page("package/report.html", report=data)).encode()
