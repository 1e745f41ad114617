"""Packages of builder courses for tests, made once a run."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from app.content.compiled import Course
from app.content.views import CourseView, view
from app.packaging.archive import Archive, in_order
from app.packaging.assets import VENDOR, Assets, NotBuilt, load_assets
from app.packaging.scorm12 import Options, Package, export


def archive(files: Mapping[str, bytes]) -> bytes:
    """The ZIP of these files, as an export writes it."""
    buffer = io.BytesIO()
    package = Archive(buffer)
    for name in in_order(files):
        package.add(name, files[name])
    package.close()
    return buffer.getvalue()


@cache
def assets() -> Assets:
    """The built files. A missing build is a failure that says what to do, never a skip."""
    try:
        return load_assets(VENDOR)
    except NotBuilt as missing:
        raise AssertionError(str(missing)) from None


@dataclass(frozen=True)
class Made:
    """A package with its bytes, and its files as they come out of the ZIP."""

    package: Package
    data: bytes

    @property
    def digest(self) -> str:
        return self.package.digest

    @property
    def sha256(self) -> str:
        return self.package.sha256

    @property
    def report(self) -> Mapping[str, Any]:
        return self.package.report

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.package.warnings

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as zipped:
            return {name: zipped.read(name) for name in zipped.namelist()}


def package(course: Course, *, language: str = "", audience: str = "", version: int | None = 7, **options: object) -> Made:
    pictures = {picture.name: f"picture {picture.name}".encode() for picture in course.media}
    seen = view(course, language=language, edition=audience)
    return packed(seen, version, pictures, Options(**options))


def packed(seen: CourseView, version: int | None, pictures: Mapping[str, bytes], options: Options | None = None) -> Made:
    into = io.BytesIO()
    made = export(seen, into, version=version, media=pictures.__getitem__, assets=assets(), options=options)
    return Made(made, into.getvalue())


def unpack(made: Made, folder: Path) -> Path:
    """The package's files in a folder, as an LMS would lay them out."""
    with zipfile.ZipFile(io.BytesIO(made.data)) as zipped:
        zipped.extractall(folder)
    return folder
