"""Where a page may send the browser next: only to a path on this host, as a browser reads it."""

import re
from urllib.parse import urlsplit

_PATH = re.compile(r"^/(?![/\\])[!-~]*$")


def safe_target(target: str, fallback: str = "/") -> str:
    """The target if it is a plain path of this site, else the fallback. Backslashes, controls and encoded tricks are none."""
    if not _PATH.match(target) or "\\" in target or len(target) > 2_000:
        return fallback
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and "//" not in parts.path else fallback
