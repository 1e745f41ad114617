"""The manifest of a SCORM 1.2 package with one SCO."""

import hashlib
import html
import re
from collections.abc import Iterable

LAUNCH = "index.html"
LONGEST_TITLE = 200
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier={manifest} version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd
    http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd">
 <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
 <organizations default={organization}>
  <organization identifier={organization}>
   <title>{title}</title>
   <item identifier={item} identifierref={resource} isvisible="true">
    <title>{title}</title>{mastery}
   </item>
  </organization>
 </organizations>
 <resources>
  <resource identifier={resource} type="webcontent" adlcp:scormtype="sco" href="{launch}">
"""
_FOOT = """  </resource>
 </resources>
</manifest>
"""


def manifest12(*, course_id: str, title: str, files: Iterable[str], mastery: int | None = None) -> bytes:
    """imsmanifest.xml. Its identifiers hang on the course's id alone: an edited text keeps a learner's records in the LMS."""
    listed = sorted(files, key=lambda name: (name != LAUNCH, name))
    names = {part: _quoted(identifier(part.upper(), course_id)) for part in ("manifest", "organization", "item", "resource")}
    text = _HEAD.format(
        title=html.escape(short_title(title), quote=False),
        mastery="" if mastery is None else f"\n    <adlcp:masteryscore>{mastery}</adlcp:masteryscore>",
        launch=LAUNCH,
        **names,
    )
    return (text + "".join(f"   <file href={_quoted(name)}/>\n" for name in listed) + _FOOT).encode()


def _quoted(value: str) -> str:
    """A value as XML writes it behind the equals sign. (The library's own function brings half of a web client with it.)"""
    return '"' + html.escape(value, quote=False).replace('"', "&quot;") + '"'


def identifier(kind: str, course_id: str) -> str:
    """An xs:ID of this course: no leading figure, no colon, no space."""
    return f"{kind}-{course_id}-{hashlib.sha256(course_id.encode()).hexdigest()[:8]}"


def short_title(title: str) -> str:
    """A title as XML and LMSs can hold it: no forbidden sign, at most 200 signs."""
    clean = " ".join(_FORBIDDEN.sub("", title).split()) or "Course"
    return clean if len(clean) <= LONGEST_TITLE else f"{clean[: LONGEST_TITLE - 1].rstrip()}…"
