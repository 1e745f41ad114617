"""Pictures that come by the browser: known by their content, within the limits, without EXIF, and as drafts until somebody publishes."""

import re
import tempfile
from datetime import datetime
from pathlib import Path
from posixpath import relpath

from sqlalchemy.orm import Session

from app.content.codes import CODES, ERROR
from app.content.drawings import Drawing
from app.content.pictures import LARGEST, Pictures
from app.content.problems import Log, Problem
from app.content.stripping import stripped
from app.errors import Invalid, say
from app.people.models import Person
from app.publishing import course_files, drafts
from app.storage import Storage

FOLDER = "media"


def accepted(data: bytes) -> tuple[str, bytes]:
    """The ending that fits the content of an upload, and the bytes to keep. Raises Invalid for what is no picture that can be shown."""
    if len(data) > LARGEST:
        raise Invalid(_told("picture-large", limit=f"{LARGEST // 1024 // 1024} MB"), "picture")
    drawn = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    name, problems = "upload.svg" if drawn else "upload.bin", list[Problem]()
    with tempfile.TemporaryDirectory(prefix="aeo-upload-") as place:
        (Path(place) / name).write_bytes(data)
        found = Pictures(Path(place), problems).find(name, "page.md", Log("page.md", problems), 1)
    for problem in problems:
        if problem.severity == ERROR:
            raise Invalid(_told(problem.code, **dict(problem.values)), "picture")
    if found is None or isinstance(found, Drawing):
        return ".svg", data
    kind = found.media.type.removeprefix("image/")
    return f".{'jpg' if kind == 'jpeg' else kind}", stripped(kind, data)


def add(
    session: Session, storage: Storage, folder: Path, slug: str, *, name: str, ending: str, data: bytes, person: Person, now: datetime
) -> str:
    """Keep a picture as a draft and return its path. One of another content under that name gets a number behind it."""
    stem, number = stem_of(name), 1
    path = f"{FOLDER}/{stem}{ending}"
    while not _fits(session, storage, folder, slug, path, data):
        number += 1
        path = f"{FOLDER}/{stem}-{number}{ending}"
    if course_files.read_bytes(folder, path) != data and drafts.find(session, slug, path) is None:
        drafts.keep(session, slug, path, stored=storage.put(data), person=person, now=now)
    return path


def address_from(page: str, picture: str) -> str:
    """How a page names a picture: the path from one to the other."""
    return relpath(picture, page.rpartition("/")[0] or ".")


def stem_of(name: str) -> str:
    """A file's name without folders and ending, in letters that every system takes."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[^a-z0-9]+", "-", last.rpartition(".")[0].lower()).strip("-")[:60] or "picture"


def _fits(session: Session, storage: Storage, folder: Path, slug: str, path: str, data: bytes) -> bool:
    """Whether nothing else has that name."""
    draft = drafts.find(session, slug, path)
    there = storage.get(draft.stored) if draft and draft.stored else course_files.read_bytes(folder, path)
    return there is None or there == data


def _told(code: str, **values: str) -> str:
    """The checker's words."""
    return f"{CODES[code].message.format(**values)} {CODES[code].remedy.format(**values)}"


NO_FILE = say("Choose a picture first.")
