"""Files that a page sends: each with a name that any browser keeps, in whatever script it is written."""

import io
import re
from collections.abc import Iterable, Sequence

from flask import Response, send_file

from app.reporting.csv import to_csv


def csv_file(rows: Iterable[Sequence[str]], name: str) -> Response:
    return file(to_csv(rows), f"{plain(name)}.csv", "text/csv; charset=utf-8")


def file(data: bytes, name: str, kind: str) -> Response:
    """The bytes as an attachment, personal like a page; the name is given as RFC 6266 says, in UTF-8 where it needs it."""
    answer = send_file(io.BytesIO(data), mimetype=kind, as_attachment=True, download_name=name)
    del answer.headers["Cache-Control"]
    return answer


def plain(name: str) -> str:
    """A name without what a file system or a header could take for something else."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "file"
