"""Packages of builder courses for tests, made once a run."""

import io
import zipfile
from functools import cache
from pathlib import Path

from app.content.compiled import Course
from app.content.views import view
from app.packaging.assets import VENDOR, Assets, NotBuilt, load_assets
from app.packaging.scorm12 import Options, Package, export


@cache
def assets() -> Assets:
    """The built files. A missing build is a failure that says what to do, never a skip."""
    try:
        return load_assets(VENDOR)
    except NotBuilt as missing:
        raise AssertionError(str(missing)) from None


def package(course: Course, *, language: str = "", audience: str = "", version: int | None = 7, **options: object) -> Package:
    pictures = {picture.name: f"picture {picture.name}".encode() for picture in course.media}
    seen = view(course, language=language, edition=audience)
    return export(seen, version=version, media=pictures.__getitem__, assets=assets(), options=Options(**options))


def unpack(made: Package, folder: Path) -> Path:
    """The package's files in a folder, as an LMS would lay them out."""
    with zipfile.ZipFile(io.BytesIO(made.data)) as zipped:
        zipped.extractall(folder)
    return folder
