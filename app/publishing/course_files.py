"""The files of a course's folder as the browser may reach them: its texts by their path, and no step out of the folder or over a link."""

import os
import re
import stat
from pathlib import Path

from app.content.files import has_control
from app.content.limits import LARGEST_FILE, MOST_LINES
from app.errors import Invalid, NotFound, say
from app.whole import write_whole

_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,99}")
_DEEPEST = 4
TEXTS = (".md", ".yaml")
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
COPIES = "_copies"
"""A folder that the reader of a course passes over; no copy in it is ever written to the disk."""

NO_FILE = say("There is no such file in this course.")


def checked_path(path: str) -> str:
    """The path of a text or picture of a course, as it was given. Raises NotFound for any other one."""
    parts = path.split("/")
    if parts[0] == COPIES:
        parts = parts[1:]
    fits = 0 < len(parts) <= _DEEPEST and all(_PART.fullmatch(part) and not part.endswith((".", " ")) for part in parts)
    if not fits or not path.endswith((*TEXTS, *PICTURES)):
        raise NotFound(NO_FILE)
    return path


def text_path(path: str) -> str:
    """The same for a text. Raises NotFound."""
    if not path.endswith(TEXTS):
        raise NotFound(NO_FILE)
    return checked_path(path)


def read_bytes(folder: Path, path: str) -> bytes | None:
    """The bytes of a file, or None where there is none. Every step is opened from the one before and may be no symbolic link."""
    *folders, name = checked_path(path).split("/")
    try:
        step = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        for part in folders:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=step)
            os.close(step)
            step = inner
        with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=step), "rb") as stream:
            return stream.read() if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) else None
    except FileNotFoundError:
        return None
    except OSError:  # A link, a folder, or one that may not be read: for the browser there is no such file.
        raise NotFound(NO_FILE) from None
    finally:
        os.close(step)


def read_text(folder: Path, path: str) -> str | None:
    """A text with plain line ends, or None where there is none. Raises Invalid for one that cannot be edited here."""
    data = read_bytes(folder, path)
    if data is None:
        return None
    try:
        return plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Invalid(say("This file is no UTF-8. Save it as UTF-8 with another program first.")) from None


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def accepted(text: str) -> str:
    """A text as it came from the browser, with plain line ends. Raises Invalid for one that the checker would not read."""
    text = plain(text)
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE or text.count("\n") > MOST_LINES:
        raise Invalid(say("A file of a course has at most %(size)s kB. Split it into two lessons.", size=LARGEST_FILE // 1024), "text")
    if has_control(text) or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Invalid(say("The text holds control characters or half a character. Take them out, then save again."), "text")
    return text


def write(folder: Path, path: str, data: bytes) -> None:
    """Write a file, its folders made where they lack; what stood there stands until the new one is complete."""
    read_bytes(folder, path)
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, data)


def as_before(text: str, before: bytes | None) -> bytes:
    """A text as bytes, with the byte order mark and the line ends of the file that it replaces."""
    mark = b"\xef\xbb\xbf" if before and before.startswith(b"\xef\xbb\xbf") else b""
    ends = "\r\n" if before and b"\r\n" in before else "\n"
    return mark + text.replace("\n", ends).encode()
