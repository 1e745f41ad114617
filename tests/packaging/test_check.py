"""The linter of our own packages: each seeded fault fails by the rule that names it."""

import io
import json
import zipfile

import pytest

from app.errors import Invalid
from app.packaging.archive import MANIFEST
from app.packaging.check import ADVICE, RULES, check_package, digest_of
from tests import build
from tests.packaging.packages import archive, package


@pytest.fixture(scope="module")
def files():
    return dict(package(build.course()).files)


def rules_broken(data: bytes) -> set[str]:
    return {finding.rule for finding in check_package(data)}


def with_manifest(files, old, new):
    text = files[MANIFEST].decode()
    assert old in text
    return files | {MANIFEST: text.replace(old, new).encode()}


def test_a_package_of_ours_breaks_no_rule(files):
    assert check_package(archive(files)) == ()


FAULTS = {
    "manifest-first": lambda files: {name: content for name, content in files.items() if name != MANIFEST},
    "safe-names": lambda files: files | {".DS_Store": b""},
    "unique-names": lambda files: files | {"copy/Index.html": b""},
    "refused-endings": lambda files: files | {"sample.py": b""},
    "schema-version": lambda files: with_manifest(files, "<schemaversion>1.2<", "<schemaversion>1.3<"),
    "scormtype": lambda files: with_manifest(files, "adlcp:scormtype", "adlcp:scormType"),
    "schemas-at-root": lambda files: {name: content for name, content in files.items() if name != "adlcp_rootv1p2.xsd"},
    "references": lambda files: with_manifest(files, 'identifierref="RESOURCE', 'identifierref="GONE'),
    "identifiers": lambda files: with_manifest(files, 'item identifier="ITEM-', 'item identifier="1:ITEM '),
    "launch-first": lambda files: with_manifest(files, ' href="index.html">', ' href="course.html">'),
    "plain-addresses": lambda files: with_manifest(files, '<file href="course.js"', '<file href="course.js?v=1"'),
    "files-listed": lambda files: files | {"extra.html": b""},
    "files-present": lambda files: {name: content for name, content in files.items() if name != "site.css"},
    "mastery-score": lambda files: with_manifest(files, "</item>", "<adlcp:masteryscore>101</adlcp:masteryscore></item>"),
    "titles": lambda files: with_manifest(files, "<title>Seal control</title>", f"<title>{'x' * 201}</title>"),
    "forbidden-code": lambda files: files | {"course.js": files["course.js"] + b"\nwindow.addEventListener('beforeunload', f);"},
    "nothing-outside": lambda files: (
        files | {"index.html": files["index.html"].replace(b"</body>", b'<img src="https://cdn.example/x.png"></body>')}
    ),
    "report": lambda files: files | {"course.js": files["course.js"] + b" "},
}


@pytest.mark.row("ladder:B12")
@pytest.mark.parametrize("rule", FAULTS)
def test_a_seeded_fault_is_named_by_its_rule(files, rule):
    broken = archive(FAULTS[rule](files))

    assert rule in rules_broken(broken)


@pytest.mark.row("ladder:B12")
def test_every_rule_has_a_seeded_fault():
    assert set(RULES) == set(FAULTS) | {"same-bytes", "size"}


@pytest.mark.row("ladder:B12")
def test_dates_folders_and_names_that_climb_are_named(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 31, 10, 0, 0)), content)
        package.writestr(zipfile.ZipInfo("../outside.html", (1980, 1, 1, 0, 0, 0)), b"")
        package.writestr(zipfile.ZipInfo("folder/", (1980, 1, 1, 0, 0, 0)), b"")

    assert {"same-bytes", "safe-names"} <= rules_broken(buffer.getvalue())


def test_inline_handlers_and_evaluated_text_are_found_inside_the_json_of_a_script(files):
    for code in (r"\u003cp onclick=\"go()\">", "eval (x)", "new Function('x')", "top.location.href"):
        broken = files | {"course.js": files["course.js"] + code.encode()}

        assert "forbidden-code" in rules_broken(archive(broken))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('organizations default="ORG', 'organizations default="X', "references"),
        ('item identifier="ITEM', 'item identifier="RESOURCE', "identifiers"),
    ],
)
def test_references_and_identifiers_are_each_looked_at_twice(files, old, new, rule):
    assert rule in rules_broken(archive(with_manifest(files, old, new)))


def test_a_right_mastery_score_is_no_fault():
    assert check_package(package(build.course(), mastery=True).data) == ()


def test_a_manifest_with_a_document_type_is_not_read(files):
    evil = b'<!DOCTYPE x [<!ENTITY a "b">]>' + files[MANIFEST].split(b"?>", 1)[1]

    assert "manifest-first" in rules_broken(archive(files | {MANIFEST: evil}))


def test_a_report_that_leaves_a_file_out_is_named(files):
    told = json.loads(files["report.json"])
    del told["files"]["course.js"]

    broken = files | {"report.json": json.dumps(told).encode()}

    assert [finding.message for finding in check_package(archive(broken))] == ["course.js is not in the report."]
    assert "report" in rules_broken(archive(files | {"report.json": b"[]"}))


def test_advice_does_not_fail(files, monkeypatch):
    monkeypatch.setattr("app.packaging.check.WARN_SIZE", 1)

    findings = check_package(archive(files))

    assert [finding.rule for finding in findings] == ["size"]
    assert all(finding.advice for finding in findings)
    assert frozenset({"size"}) == ADVICE


def test_what_is_no_zip_is_refused_in_words():
    with pytest.raises(Invalid, match="no ZIP that can be read"):
        check_package(b"PK\x03\x04 but no more")


def test_the_digest_of_a_package_is_that_of_its_export():
    made = package(build.course())

    assert digest_of(made.data) == made.digest
