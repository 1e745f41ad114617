"""Packages for an LMS, for the staff of a course."""

import hashlib
import io
import zipfile

from app.packaging.check import check_package, digest_of
from app.packaging.lms import RECORD_12, SYSTEMS
from tests.web.world import SLUG, World


def test_the_courses_that_one_teaches_can_be_packed(world: World) -> None:
    assert f"/packages/{SLUG}" in world.client("grace").get("/packages").text
    assert "No course to pack yet" in world.client("ivan").get("/packages").text
    assert world.client("ada").get("/packages").status_code == 404


def test_the_report_says_what_the_package_holds_and_what_is_recorded(world: World) -> None:
    grace = world.client("grace")

    page = grace.get(f"/packages/{SLUG}").text
    made = grace.post(f"/packages/{SLUG}", {"format": "scorm12"}).get_data()

    assert digest_of(made) in page
    assert all(row.when in page for row in RECORD_12)
    assert all(system.name in page for system in SYSTEMS)
    assert "of 4,096 characters" in page


def test_the_file_is_sound_the_same_every_time_and_bears_the_version(world: World) -> None:
    grace = world.client("grace")

    first, second = (grace.post(f"/packages/{SLUG}", {"format": "scorm12"}) for _ in range(2))

    assert not [finding for finding in check_package(first.get_data()) if not finding.advice]
    assert hashlib.sha256(first.get_data()).digest() == hashlib.sha256(second.get_data()).digest()
    assert first.mimetype == "application/zip"
    assert first.headers["Content-Disposition"].startswith(f"attachment; filename={SLUG}-v1-")
    assert "imsmanifest.xml" in zipfile.ZipFile(io.BytesIO(first.get_data())).namelist()


def test_another_choice_is_looked_at_before_it_is_made(world: World) -> None:
    answer = world.client("grace").post(f"/packages/{SLUG}", {"act": "look", "language": "en"})

    assert answer.status_code == 302
    assert answer.location == f"/packages/{SLUG}?edition=customs&language=en"


def test_what_the_course_does_not_have_is_refused(world: World) -> None:
    grace = world.client("grace")

    assert grace.get(f"/packages/{SLUG}?language=xx").status_code == 422
    assert grace.get(f"/packages/{SLUG}?edition=nobody").status_code == 422
    assert grace.post(f"/packages/{SLUG}", {"format": "papyrus"}).status_code == 422


def test_nobody_packs_a_course_of_others(world: World) -> None:
    for who in ("ada", "ivan"):
        browser = world.client(who)
        assert browser.get(f"/packages/{SLUG}").status_code == 404
        assert browser.post(f"/packages/{SLUG}", {}).status_code == 404
