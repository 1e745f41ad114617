"""Rung B: the manifest of a SCORM 1.2 package."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.errors import Invalid
from app.packaging.manifest12 import identifier, manifest12, short_title
from tests import build
from tests.packaging.packages import package

SCHEMAS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "schemas" / "scorm12"
CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"


class Local(etree.Resolver):
    """Schemas are found beside each other, never on a network."""

    def resolve(self, url, public, context):
        return self.resolve_filename(str(SCHEMAS / url.rpartition("/")[2]), context)


def schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    both = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2" schemaLocation="imscp_rootv1p1p2.xsd"/>
      <xs:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2" schemaLocation="adlcp_rootv1p2.xsd"/></xs:schema>"""
    return etree.XMLSchema(etree.fromstring(both, parser))


SCHEMA = schema()


def read(manifest: bytes) -> etree._Element:
    return etree.fromstring(manifest, etree.XMLParser(no_network=True, resolve_entities=False))


def manifest(**changes):
    return read(manifest12(**{"course_id": "seal-control", "title": "Seal control", "files": ["index.html", "course.js"], **changes}))


@pytest.fixture(scope="module")
def made():
    return package(build.course())


@pytest.mark.row("ladder:B01")
@pytest.mark.row("ladder:B02")
def test_it_is_valid_against_the_official_schemas(made):
    SCHEMA.assertValid(read(made.files["imsmanifest.xml"]))


@pytest.mark.row("ladder:B01")
def test_the_schemas_do_refuse_a_wrong_order():
    turned = manifest()
    turned.append(turned[0])

    assert not SCHEMA.validate(turned)


@pytest.mark.row("ladder:B03")
def test_it_names_the_schema_and_its_version():
    metadata = manifest().find(f"{CP}metadata")

    assert [(each.tag, each.text) for each in metadata] == [(f"{CP}schema", "ADL SCORM"), (f"{CP}schemaversion", "1.2")]


@pytest.mark.row("ladder:B04")
def test_scormtype_is_written_in_small_letters(made):
    assert b' adlcp:scormtype="sco"' in made.files["imsmanifest.xml"]


@pytest.mark.row("ladder:B05")
def test_the_schemas_it_names_lie_at_the_root(made):
    location = read(made.files["imsmanifest.xml"]).get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation")

    assert set(location.split()[1::2]) <= set(made.files)
    for name in ("imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd", "ims_xml.xsd"):
        assert made.files[name] == (SCHEMAS / name).read_bytes()


@pytest.mark.row("ladder:B06")
def test_every_reference_resolves():
    root = manifest()
    organizations = root.find(f"{CP}organizations")

    assert organizations.get("default") == organizations.find(f"{CP}organization").get("identifier")
    assert root.find(f".//{CP}item").get("identifierref") == root.find(f".//{CP}resource").get("identifier")


@pytest.mark.row("ladder:B07")
def test_identifiers_are_names_each_its_own_and_outlive_an_edit():
    before = package(build.course())
    course = build.course()
    text = replace(course.texts["en"], title="Seal control, revised")
    after = package(replace(course, texts={"en": text}), version=8)
    found = [re.findall(r'identifier="([^"]+)"', each.files["imsmanifest.xml"].decode()) for each in (before, after)]

    assert found[0] == found[1]
    assert len(set(found[0])) == len(found[0]) == 4
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", name) for name in found[0])
    assert identifier("ITEM", "a") != identifier("ITEM", "b")


@pytest.mark.row("ladder:B08")
@pytest.mark.row("ladder:B10")
def test_the_first_resource_is_launched_and_its_address_is_plain():
    first = manifest().findall(f".//{CP}resource")[0]

    assert first.get("href") == "index.html" == first[0].get("href")
    assert not [each for each in first if re.search(r"[?#\\]", each.get("href"))]


@pytest.mark.row("ladder:B09")
def test_a_mastery_score_is_written_only_when_asked_for_and_is_the_pass_mark(made):
    asked = package(build.course(), mastery=True)

    assert b"masteryscore" not in made.files["imsmanifest.xml"]
    assert read(asked.files["imsmanifest.xml"]).find(f".//{ADL}masteryscore").text == "80"
    SCHEMA.assertValid(read(asked.files["imsmanifest.xml"]))


@pytest.mark.row("ladder:B09")
def test_a_mastery_score_is_refused_where_it_could_not_be_true():
    two = build.course(
        build.module("m", build.quiz("a", build.question(id="q-a")), build.quiz("b", build.question(id="q-b"), number="1.3"))
    )

    with pytest.raises(Invalid, match="exactly one quiz that counts; this course has 2"):
        package(two, mastery=True)
    with pytest.raises(Invalid, match="has 0"):
        package(build.course(build.module("m", build.lesson())), mastery=True)


@pytest.mark.row("ladder:B11")
@given(st.text(max_size=320))
def test_any_title_gives_a_valid_manifest(title):
    root = manifest(title=title)

    SCHEMA.assertValid(root)
    assert all(1 <= len(each.text) <= 200 for each in root.iter(f"{CP}title"))


@pytest.mark.row("ladder:B11")
@pytest.mark.parametrize("title", ["Seals & < > \" '", "🔒 Seals", "ختم الحاويات", "x" * 300, "\x00\x0b", "  two   words "])
def test_hard_titles_arrive_as_they_were_meant(title):
    assert manifest(title=title).find(f".//{CP}title").text == short_title(title)


def test_a_long_title_is_cut_with_a_sign():
    assert short_title("x" * 300) == "x" * 199 + "…"
    assert short_title("\x00 ") == "Course"
