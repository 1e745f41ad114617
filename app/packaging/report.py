"""What a package says of itself: in the ZIP as report.html and report.json, and on our pages from the same data."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.content.compiled import CASE, LESSON, QUIZ
from app.content.views import CourseView
from app.packaging.archive import content_digest
from app.packaging.lms import ANSWERS_INSIDE, NEVER_DOWN, RECORD_12, SYSTEMS
from app.packaging.rendering import Renderer

PAGE, DATA = "report.html", "report.json"
LIMIT_12 = 4_096


def report_data(
    view: CourseView, files: Mapping[str, bytes], *, version: int | None, course_hash: str, state_worst: int, format_name: str
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
        "content_digest": content_digest(files),
        "files": {name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in sorted(files.items())},
        "records": [{"when": row.when, "status": row.status, "code": row.code, "score": row.score, "sent": row.sent} for row in RECORD_12],
        "never_down": NEVER_DOWN,
        "answers_inside": ANSWERS_INSIDE,
        "systems": [{"name": each.name, "settings": [list(pair) for pair in each.settings], "note": each.note} for each in SYSTEMS],
    }


def report_json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def report_page(data: Mapping[str, Any], render: Renderer) -> bytes:
    text = render.page("package/report.html", report=data)
    return ("\n".join(line for line in text.split("\n") if line.strip()) + "\n").encode()
