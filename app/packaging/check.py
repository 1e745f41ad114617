"""Checks a package of ours: rules by name, all findings at once. An LMS that refuses a package says far less."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from app.errors import Invalid
from app.packaging.archive import MANIFEST, content_digest
from app.packaging.manifest12 import LONGEST_TITLE
from app.packaging.report import DATA, PAGE
from app.packaging.scorm12 import WARN_SIZE

CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

_NAME = re.compile(r"[A-Za-z0-9._/-]+")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_REFUSED = re.compile(r"\.(htaccess|phps?|php\d|phtml|cgi|sh|shtml|aspx?|jsp|py|rb|pl)$", re.IGNORECASE)
_CODE = (
    ("eval(", re.compile(r"\beval\s*\(")),
    ("new Function(", re.compile(r"\bnew\s+Function\s*\(")),
    ("an inline handler", re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)),
    ("unload", re.compile(r"Listener\s*\(\s*[\"'](?:before)?unload|\.on(?:before)?unload\b")),
    ("top.location", re.compile(r"\btop\s*\.\s*location\b")),
)
_OUTSIDE = re.compile(
    r"""(?:\bsrc\s*=\s*["']?|url\(\s*["']?|@import\s+["']|<link\b[^>]*\bhref\s*=\s*["']?|<use\b[^>]*\bhref\s*=\s*["']?)(?:https?:)?//""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: the rule's name, and what was found where. `advice` findings do not fail a check."""

    rule: str
    message: str
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What the rules look at."""

    size: int
    entries: tuple[zipfile.ZipInfo, ...]
    files: dict[str, bytes]
    manifest: Element | None

    @property
    def listed(self) -> list[str]:
        return [each.get("href", "") for each in self.all(f"{CP}file")]

    @property
    def resources(self) -> list[Element]:
        return self.all(f"{CP}resource")

    def all(self, tag: str) -> list[Element]:
        return list(self.manifest.iter(tag)) if self.manifest is not None else []


Rule = Callable[[Unpacked], Iterator[str]]


def check_package(data: bytes) -> tuple[Finding, ...]:
    """Everything that is wrong with a package. Raises Invalid when it is no ZIP that can be read."""
    package = _unpacked(data)
    found = [Finding(name, message, advice=name in ADVICE) for name, rule in RULES.items() for message in rule(package)]
    return tuple(found)


def digest_of(data: bytes) -> str:
    """The content digest of a package. Raises Invalid."""
    return content_digest(_unpacked(data).files)


def _unpacked(data: bytes) -> Unpacked:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = tuple(package.infolist())
            files = {entry.filename: package.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as broken:
        raise Invalid(f"This is no ZIP that can be read: {broken}.", "file") from None
    return Unpacked(len(data), entries, files, _manifest(files.get(MANIFEST, b"")))


def _manifest(text: bytes) -> Element | None:
    try:
        return fromstring(text, forbid_dtd=True)  # type: ignore[no-any-return]
    except (ParseError, DefusedXmlException, ValueError):
        return None


def _manifest_first(package: Unpacked) -> Iterator[str]:
    if not package.entries or package.entries[0].filename != MANIFEST:
        yield f"{MANIFEST} is not the first entry."
    if package.manifest is None:
        yield f"{MANIFEST} is missing, or no XML that can be read."


def _safe_names(package: Unpacked) -> Iterator[str]:
    for entry in package.entries:
        name = entry.filename
        parts = name.split("/")
        if not _NAME.fullmatch(name) or name.startswith("/") or ".." in parts:
            yield f"{name!r} is no name that every LMS can serve."
        elif any(part.startswith(".") for part in parts) or "__MACOSX" in parts:
            yield f"{name} is a leftover of a desktop."
        if entry.is_dir() or (entry.external_attr >> 16) & 0o170000 not in (0, 0o100000):
            yield f"{name} is no plain file."


def _no_doubles(package: Unpacked) -> Iterator[str]:
    seen: dict[str, str] = {}
    for entry in package.entries:
        last = entry.filename.rpartition("/")[2].casefold()
        if last in seen:
            yield f"{entry.filename} and {seen[last]} share the name “{last}”; some LMSs know only the last part."
        seen[last] = entry.filename


def _no_refused(package: Unpacked) -> Iterator[str]:
    for name in package.files:
        if _REFUSED.search(name):
            yield f"{name} has an ending that some LMSs refuse."


def _same_bytes(package: Unpacked) -> Iterator[str]:
    for entry in package.entries:
        if entry.date_time != (1980, 1, 1, 0, 0, 0):
            yield f"{entry.filename} carries a date, so two exports could never be equal."


def _version(package: Unpacked) -> Iterator[str]:
    wanted = {"schema": "ADL SCORM", "schemaversion": "1.2"}
    for tag, text in wanted.items():
        if [each.text for each in package.all(f"{CP}{tag}")] != [text]:
            yield f"<{tag}> is not exactly “{text}”."


def _kind(package: Unpacked) -> Iterator[str]:
    for resource in package.resources:
        if resource.get(f"{ADL}scormtype") not in ("sco", "asset"):
            yield f"The resource {resource.get('identifier')} has no adlcp:scormtype (all lower case) of sco or asset."


def _schemas(package: Unpacked) -> Iterator[str]:
    told = package.manifest.get(f"{XSI}schemaLocation", "") if package.manifest is not None else ""
    for name in told.split()[1::2]:
        if name not in package.files:
            yield f"The schema {name} is named but is not at the root of the package."


def _references(package: Unpacked) -> Iterator[str]:
    organizations = {each.get("identifier") for each in package.all(f"{CP}organization")}
    for each in package.all(f"{CP}organizations"):
        if each.get("default") not in organizations:
            yield f"The default organization “{each.get('default')}” does not exist."
    known = {each.get("identifier") for each in package.resources}
    for item in package.all(f"{CP}item"):
        if item.get("identifierref") not in known and not item.findall(f"{CP}item"):
            yield f"The item {item.get('identifier')} leads to no resource."


def _identifiers(package: Unpacked) -> Iterator[str]:
    seen: set[str] = set()
    tags = ("manifest", "organization", "item", "resource")
    for each in (element for tag in tags for element in package.all(f"{CP}{tag}")):
        name = each.get("identifier", "")
        if not _ID.fullmatch(name):
            yield f"“{name}” is no identifier: it may not begin with a figure, nor hold a colon or a space."
        if name in seen:
            yield f"The identifier {name} is used twice."
        seen.add(name)


def _launch(package: Unpacked) -> Iterator[str]:
    first = package.resources[0] if package.resources else None
    launched = {item.get("identifierref") for item in package.all(f"{CP}item")}
    if first is None or not first.get("href") or first.get("identifier") not in launched:
        yield "The first resource is not the one that is launched."
    for resource in package.resources:
        if resource.get("href") and resource.get("href") not in [each.get("href") for each in resource.findall(f"{CP}file")]:
            yield f"The resource {resource.get('identifier')} does not list its own page."


def _plain_addresses(package: Unpacked) -> Iterator[str]:
    for href in [*package.listed, *(each.get("href", "") for each in package.resources)]:
        if "?" in href or "#" in href or "\\" in href or href.startswith("/"):
            yield f"“{href}” is no plain address of a file."


def _listed(package: Unpacked) -> Iterator[str]:
    schemas = {name for name in package.files if name.endswith((".xsd", ".dtd"))}
    for name in sorted(set(package.files) - set(package.listed) - schemas - {MANIFEST}):
        yield f"{name} is not listed in the manifest."


def _present(package: Unpacked) -> Iterator[str]:
    for name in sorted(set(package.listed) - set(package.files)):
        yield f"{name} is listed but not there, or its letters differ in case."


def _mastery(package: Unpacked) -> Iterator[str]:
    for each in package.all(f"{ADL}masteryscore"):
        if not (each.text or "").isdecimal() or int(each.text or "") > 100:
            yield f"The mastery score “{each.text}” is no whole number from 0 to 100."


def _titles(package: Unpacked) -> Iterator[str]:
    for each in package.all(f"{CP}title"):
        if not each.text or len(each.text) > LONGEST_TITLE:
            yield f"A title is empty or longer than {LONGEST_TITLE} signs."


def _code(package: Unpacked) -> Iterator[str]:
    for name, text in _texts(package, (".js", ".html")):
        for what, pattern in _CODE:
            if pattern.search(text):
                yield f"{name} holds {what}."


def _inside(package: Unpacked) -> Iterator[str]:
    for name, text in _texts(package, (".js", ".html", ".css", ".svg")):
        if found := _OUTSIDE.search(text):
            yield f"{name} asks another host: {found.group(0)}…"


def _texts(package: Unpacked, endings: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Texts as a browser reads them; HTML in the JSON of a script is unescaped."""
    for name, content in package.files.items():
        if name.endswith(endings):
            yield name, content.decode("utf-8", "replace").replace("\\u003c", "<").replace('\\"', '"')


def _report(package: Unpacked) -> Iterator[str]:
    try:
        told = json.loads(package.files[DATA])["files"]
        wrong = [name for name, file in told.items() if hashlib.sha256(package.files.get(name, b"")).hexdigest() != file["sha256"]]
    except (KeyError, TypeError, ValueError):
        yield f"{DATA} is missing or cannot be read."
        return
    for name in wrong:
        yield f"{name} is not the file that the report describes."
    schemas = {name for name in package.files if name.endswith(".xsd")}
    for name in sorted(set(package.files) - set(told) - schemas - {MANIFEST, DATA, PAGE}):
        yield f"{name} is not in the report."


def _size(package: Unpacked) -> Iterator[str]:
    if package.size > WARN_SIZE:
        yield f"The package has {package.size // 1024 // 1024} MB; some LMSs take 250 MB at most."


RULES: dict[str, Rule] = {
    "manifest-first": _manifest_first,
    "safe-names": _safe_names,
    "unique-names": _no_doubles,
    "refused-endings": _no_refused,
    "same-bytes": _same_bytes,
    "schema-version": _version,
    "scormtype": _kind,
    "schemas-at-root": _schemas,
    "references": _references,
    "identifiers": _identifiers,
    "launch-first": _launch,
    "plain-addresses": _plain_addresses,
    "files-listed": _listed,
    "files-present": _present,
    "mastery-score": _mastery,
    "titles": _titles,
    "forbidden-code": _code,
    "nothing-outside": _inside,
    "report": _report,
    "size": _size,
}
ADVICE = frozenset({"size"})
