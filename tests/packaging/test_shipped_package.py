"""The shipped course as a package that an LMS is handed: made anywhere, read with nothing but what lies in it."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "courses" / "aeo-validation"
CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>"""


def exported(course: Path, target: Path, **environment: str) -> str:
    """Export as somebody at a shell does; what the command says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    script = f"import os; os.umask(0o{environment.pop('UMASK', '022')}); from app.cli.main import main; main()"
    command = [sys.executable, "-c", script, "packages", "export", str(course), "--format", "scorm12", "-o", str(target)]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(target.parent), **environment}
    done = subprocess.run(command, cwd=target.parent, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def copied(target: Path) -> Path:
    """The same course elsewhere: made in another order, with other times and other rights."""
    for name in sorted((path for path in COURSE.rglob("*") if path.is_file()), reverse=True):
        copy = target / name.relative_to(COURSE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(name, copy)
        copy.chmod(0o600)
        os.utime(copy, (86_400, 86_400))
    return target


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    target = tmp_path_factory.mktemp("made") / "aeo.zip"
    said = exported(COURSE, target, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="0")
    return target, said


@pytest.fixture(scope="module")
def unpacked(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(made[0]) as zipped:
        zipped.extractall(folder)
    return folder


@pytest.mark.row("ladder:A05")
def test_another_place_time_zone_language_seed_and_mask_give_the_same_bytes(made, tmp_path):
    target, said = made
    other = tmp_path / "elsewhere äö" / "other name.zip"

    told = exported(
        copied(tmp_path / "a course"),
        other,
        TZ="Pacific/Kiritimati",
        LC_ALL="tr_TR.UTF-8",
        LANG="ar_EG.UTF-8",
        PYTHONHASHSEED="4711",
        UMASK="077",
    )

    assert other.read_bytes() == target.read_bytes()
    assert told.replace(str(other), "") == said.replace(str(target), "")


@pytest.mark.row("ladder:A05")
def test_the_digest_that_is_told_is_that_of_the_entries(made):
    target, said = made
    with zipfile.ZipFile(target) as zipped:
        lines = sorted(f"{hashlib.sha256(zipped.read(name)).hexdigest()}  {name}\n" for name in zipped.namelist())
        dates = {entry.date_time for entry in zipped.infolist()}

    assert f"Content digest {hashlib.sha256(''.join(lines).encode()).hexdigest()}" in said
    assert f"SHA-256 {hashlib.sha256(target.read_bytes()).hexdigest()}" in said
    assert dates == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.row("ladder:A02")
def test_other_programs_open_it_where_they_are(made):
    """Python's own reader is everywhere; unzip and Java are asked where the machine has them."""
    others = [[tool, way] for name, way in (("unzip", "-tq"), ("jar", "tf")) if (tool := shutil.which(name))]

    for command in ([sys.executable, "-m", "zipfile", "-t"], *others):
        done = subprocess.run([*command, str(made[0])], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command, done.stderr)


@pytest.mark.row("ladder:B01")
@pytest.mark.row("ladder:B05")
def test_the_manifest_is_valid_against_the_schemas_beside_it_and_nothing_else(unpacked):
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    root = etree.parse(unpacked / "imsmanifest.xml", parser).getroot()
    pairs = root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation").split()
    imports = "".join(
        f'<xs:import namespace="{space}" schemaLocation="{(unpacked / name).as_uri()}"/>'
        for space, name in zip(pairs[::2], pairs[1::2], strict=True)
    )

    schema = etree.XMLSchema(etree.fromstring(SCHEMA.format(imports=imports), etree.XMLParser(no_network=True)))

    schema.assertValid(root)


@pytest.mark.row("ladder:B02")
def test_there_is_no_lom_block_that_could_be_wrong(unpacked):
    root = etree.parse(unpacked / "imsmanifest.xml").getroot()

    assert {etree.QName(each).namespace for each in root.iter() if isinstance(each.tag, str)} <= {CP[1:-1], ADL[1:-1]}


@pytest.mark.row("ladder:A07")
@pytest.mark.row("ladder:A08")
def test_what_the_manifest_lists_is_there_letter_by_letter_and_nothing_besides(unpacked):
    root = etree.parse(unpacked / "imsmanifest.xml").getroot()
    listed = [each.get("href") for each in root.iter(f"{CP}file")]
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}

    assert len(listed) == len(set(listed))
    assert set(listed) == {name for name in there if name != "imsmanifest.xml" and not name.endswith(".xsd")}


@pytest.mark.row("ladder:A09")
def test_no_file_names_an_address_that_would_be_loaded_from_elsewhere(unpacked):
    loaded = re.compile(r"""(?:\bsrc|srcset|<link[^>]*\bhref|@import|url\()\s*[=(]?\s*\\?["']?\s*(?:https?:)?//""", re.IGNORECASE)

    for path in unpacked.rglob("*"):
        if path.suffix in (".html", ".js", ".css"):
            assert not loaded.search(path.read_text("utf-8")), path.name


def test_nothing_in_it_tells_where_or_by_whom_it_was_made(unpacked):
    for path in unpacked.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".js", ".json", ".css", ".xml"):
            text = path.read_text("utf-8")
            assert str(ROOT) not in text
            assert not re.search(r"file://|/home/|/tmp/|localhost|127\.0\.0\.1", text), path.name
