"""Versions: made only when something changed, kept whole, and never altered by anybody."""

import hashlib

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from app.assessment.quiz import Pool
from app.content.canonical import to_json
from app.content.compiled import Media
from app.database import engine_for
from app.errors import Invalid, NotFound, Refused
from app.publishing import versions
from app.publishing.models import CourseRecord, Version
from app.publishing.staff import course_for_staff, course_staff, give, instructors_of, take, taught_by
from app.publishing.versions import catalogue, changed_since, compiled, ids_of, newest, publish, version_of, view_of
from migrations import moving
from tests.learning import build

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def test_the_first_version_is_number_one_and_equal_sources_make_no_other(session, storage, now):
    made = build.course()

    first = publish(session, storage, made, {}, "1.0", now)
    again = publish(session, storage, made, {}, "2.0", now)

    assert (first.made, first.version.number, again.made, again.version) == (True, 1, False, first.version)
    assert first.version.content_hash == hashlib.sha256(to_json(made)).hexdigest()
    assert storage.get(first.version.content_hash) == to_json(made)
    assert not changed_since(made, first.version)


def test_a_changed_source_is_the_next_version_and_the_old_one_is_still_there(session, storage, now):
    old = build.course(slug="moving")
    new = build.course(build.module("m1", "1", build.lesson("l1", "1.1")), slug="moving")
    publish(session, storage, old, {}, "1.0", now)

    second = publish(session, storage, new, {}, "1.0", now).version
    third = publish(session, storage, old, {}, "1.0", now).version

    assert (second.number, third.number) == (2, 3)
    assert changed_since(old, second)
    assert compiled(storage, version_of(session, "moving", 1)) == old
    assert compiled(storage, second) == new
    assert newest(session, "moving") is third
    assert [each.number for each in versions.versions(session, "moving")] == [3, 2, 1]


def test_pictures_are_stored_before_the_version_that_names_them(session, storage, now):
    digest = hashlib.sha256(PICTURE).hexdigest()
    made = with_picture(digest)

    publish(session, storage, made, {"plan.svg": lambda: PICTURE}, "1.0", now)

    assert storage.get(digest) == PICTURE
    assert publish(session, storage, with_picture(digest, slug="second"), {}, "1.0", now).made


def with_picture(digest, slug="pictured"):
    course = build.course(slug=slug)
    return type(course)(
        **{name: getattr(course, name) for name in ("id", "language", "languages", "texts", "modules")},
        media=(Media(name="plan.svg", sha256=digest, size=len(PICTURE), type="image/svg+xml"),),
    )


@pytest.mark.parametrize("media", [{}, {"plan.svg": lambda: b"another picture"}])
def test_a_picture_that_is_missing_or_another_one_makes_no_version(session, storage, now, media):
    made = with_picture("0" * 64)

    with pytest.raises(Invalid, match="changed while the course was read"):
        publish(session, storage, made, media, "1.0", now)

    assert versions.find_newest(session, "pictured") is None


def test_who_published_at_the_same_moment_is_told(session, storage, now, monkeypatch):
    publish(session, storage, build.course(slug="contested"), {}, "1.0", now)
    monkeypatch.setattr(versions, "find_newest", lambda session, slug: None)

    with pytest.raises(Refused, match="Somebody has just published"):
        publish(session, storage, build.course(build.module("m2", "1"), slug="contested"), {}, "1.0", now)


@pytest.mark.row("reliability:Q14")
@pytest.mark.parametrize("act", [update(Version).values(content_hash="0" * 64), delete(Version)])
def test_the_database_itself_refuses_to_change_a_version(session, storage, now, act):
    version = build.published(session, storage, build.course(), now)

    with pytest.raises(DatabaseError, match="never changed"), session.begin_nested():
        session.execute(act.where(Version.id == version.id))

    session.refresh(version)
    assert version.number == 1


def test_the_migrations_make_the_same_guard(empty_url, now):
    moving.upgrade(empty_url)
    engine = engine_for(empty_url, writing=True)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO course (id, slug, created_at) VALUES (1, 'a', '2026-11-24 09:30:00+00')"))
        connection.execute(
            text("INSERT INTO version (id, course_id, number, content_hash, engine, published_at) VALUES (1, 1, 1, 'x', '1', '2026-11-24')")
        )

    for act in ("UPDATE version SET number = 2", "DELETE FROM version"):
        with pytest.raises(DatabaseError, match="never changed"), engine.begin() as connection:
            connection.execute(text(act))
    engine.dispose()


def test_an_id_never_comes_to_mean_something_else(session, storage, now):
    publish(session, storage, build.course(slug="ids"), {}, "1.0", now)
    gone = build.course(build.module("m1", "1", build.lesson("other", "1.1")), slug="ids")
    publish(session, storage, gone, {}, "1.0", now)
    reused = build.course(build.module("m1", "1", build.quiz("l1", "1.1")), slug="ids")

    with pytest.raises(Invalid, match="The id “l1” named a lesson in version 1 and cannot name a quiz now"):
        publish(session, storage, reused, {}, "1.0", now)

    assert publish(session, storage, build.course(slug="ids"), {}, "1.0", now).version.number == 3


def test_ids_are_those_of_all_parts():
    pool = build.question("pooled")
    made = build.course(build.module("m1", "1", build.quiz("q1", "1.1", build.question("a"), Pool(id="p", pick=1, questions=(pool,)))))

    assert ids_of(made) == {"m1": "module", "q1": "quiz", "a": "question", "p": "pool", "pooled": "question"}


def test_what_there_is_not_is_not_found(session):
    for act in (lambda: newest(session, "nowhere"), lambda: version_of(session, "nowhere", 1)):
        with pytest.raises(NotFound):
            act()


def test_a_damaged_file_is_no_course(session, storage, now):
    version = build.published(session, storage, build.course(), now)
    storage.path(version.content_hash).write_bytes(b"{}")

    with pytest.raises(NotFound, match="damaged"):
        compiled(storage, version)


def test_compiled_courses_and_views_are_kept_in_memory(session, storage, now):
    version = build.published(session, storage, build.course(), now)
    first, view = compiled(storage, version), view_of(storage, version)
    storage.path(version.content_hash).unlink()

    assert compiled(storage, version) is first
    assert view_of(storage, version) is view


def test_the_catalogue_holds_the_newest_of_each_course(session, storage, now):
    publish(session, storage, build.course(slug="bb"), {}, "1.0", now)
    publish(session, storage, build.course(slug="aa"), {}, "1.0", now)
    publish(session, storage, build.course(build.module("m1", "1"), slug="bb"), {}, "1.0", now)

    rows = [(each.course.slug, each.number) for each in catalogue(session)]

    assert [row for row in rows if row[0] in ("aa", "bb")] == [("aa", 1), ("bb", 2)]


@pytest.mark.row("reliability:L02")
@pytest.mark.row("reliability:L13")
def test_a_course_is_taught_by_those_to_whom_it_was_given(session, storage, now):
    course = build.published(session, storage, build.course(), now).course
    grace, tom = build.person(session, now, "Grace Mwangi", "instructor"), build.person(session, now, "Tom Rivera", "instructor")
    boss, ada = build.person(session, now, "Ines Duarte", "administrator"), build.person(session, now)
    give(session, grace, course)
    give(session, grace, course)

    assert [course_staff(session, each, course) for each in (grace, tom, boss, ada)] == [True, False, True, False]
    assert (taught_by(session, grace), taught_by(session, tom), taught_by(session, ada)) == ([course], [], [])
    assert course in taught_by(session, boss)
    assert instructors_of(session, course) == [grace]
    assert course_for_staff(session, grace, course.slug) is course
    for person, slug in ((tom, course.slug), (ada, course.slug), (boss, "nowhere"), (tom, "nowhere")):
        with pytest.raises(NotFound, match=r"There is no such course\."):
            course_for_staff(session, person, slug)
    take(session, grace, course)
    assert not course_staff(session, grace, course)
    with pytest.raises(Invalid, match="no instructor"):
        give(session, ada, course)
    assert isinstance(course, CourseRecord)
