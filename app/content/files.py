"""The files of a course folder: found without following links, read as strict UTF-8, sorted into modules and lessons."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from app.content.keys import ID
from app.content.limits import LARGEST_FILE, MOST_LINES
from app.content.problems import Log, Problem

_ORDER = re.compile(r"(\d{1,6})[-_. ]+(?=.)")
_TRANSLATED = re.compile(r"(.+)\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Two of them are no characters at all, and would make the manifest of a package unreadable."""
_OVERRIDE = re.compile("[\u202a-\u202e]")
_STRANGE = re.compile("[\x00-\x1f\x7f\u202a-\u202e\ud800-\udfff\ufffe\uffff]")
_ASIDE = frozenset({"cases", "media"})


@dataclass(slots=True)
class ModuleFiles:
    """A module's folder ("" is the course folder itself), its lessons in order, all as paths from the course folder."""

    folder: str
    lessons: list[str] = field(default_factory=list)


@dataclass(slots=True)
class CourseFiles:
    """`languages` gives for each file the languages into which a file beside it translates it."""

    modules: list[ModuleFiles] = field(default_factory=list)
    languages: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def has(self, path: str) -> bool:
        return path in self.names


def find_files(folder: Path, problems: list[Problem]) -> CourseFiles:
    """What a course folder holds."""
    found = CourseFiles()
    folders = [""]
    for name in _names(folder, "", problems, found):
        if name not in _ASIDE:
            folders.append(name)
    for name in folders[1:]:
        _names(folder, name, problems, found)
    _pair_translations(found, problems)
    inside: dict[str, list[str]] = {}
    for path in sorted(found.names, key=_place):
        if not translation_of(path)[0] and _is_lesson(path):
            inside.setdefault(path.rpartition("/")[0], []).append(path)
    for name in folders:
        lessons = inside.get(name, [])
        if lessons or f"{name}/module.md" in found.names:
            found.modules.append(ModuleFiles(name, lessons))
    found.modules.sort(key=lambda module: _place(module.folder))
    return _settled(found, problems)


def _settled(found: CourseFiles, problems: list[Problem]) -> CourseFiles:
    """Pages in the course folder itself are a module only where there is no other."""
    if any(module.folder for module in found.modules):
        for path in [path for module in found.modules if not module.folder for path in module.lessons]:
            Log(path, problems).add("file-unused")
        found.modules = [module for module in found.modules if module.folder]
    return found


def _names(folder: Path, below: str, problems: list[Problem], found: CourseFiles) -> list[str]:
    """Note the Markdown and YAML files of one folder, and return its folders."""
    folders = []
    for entry in _entries(folder, below, problems):
        path = f"{below}/{entry.name}" if below else entry.name
        if entry.name.startswith((".", "_")):
            continue
        if _STRANGE.search(entry.name):
            shown = _STRANGE.sub("\ufffd", path)
            Log(shown, problems).add("file-unreadable", reason="its name holds control characters, or is not UTF-8")
        elif entry.is_symlink():
            Log(path, problems).add("file-link")
        elif entry.is_dir():
            folders.append(entry.name)
        elif entry.suffix not in (".md", ".yaml"):
            continue
        elif not entry.is_file():
            Log(path, problems).add("file-unreadable", reason="it is no ordinary file")
        else:
            found.names.add(path)
    return folders


def _entries(folder: Path, below: str, problems: list[Problem]) -> list[Path]:
    try:
        return sorted((folder / below).iterdir(), key=lambda each: _place(each.name))
    except OSError as error:
        Log(below or ".", problems).add("file-unreadable", reason=error.strerror)
        return []


def _is_lesson(path: str) -> bool:
    name = path.rpartition("/")[2]
    special = ("module.md",) if "/" in path else ("course.md", "glossary.md", "README.md", "LICENSE.md", "CHANGELOG.md")
    return name.endswith(".md") and name not in special


def _pair_translations(found: CourseFiles, problems: list[Problem]) -> None:
    for path in sorted(found.names):
        original, language = translation_of(path)
        if original in found.names:
            found.languages.setdefault(original, []).append(language)
        elif original:
            Log(path, problems).add("translation-orphan", original=original)


def _place(path: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts `2-x` before `10-x`; names without a number come last, by letter."""
    parts = []
    for part in path.split("/"):
        match = _ORDER.match(part)
        parts.append((0, int(match[1]), part) if match else (1, 0, part))
    return tuple(parts)


def read_text(folder: Path, path: str, log: Log) -> str | None:
    """The text of a file with plain line ends; None when it is no text that we take, which is noted."""
    file = folder / path
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            log.add("file-large", size=size // 1024, limit=LARGEST_FILE // 1024)
            return None
        data = file.read_bytes()
    except OSError as error:
        log.add("file-unreadable", reason=error.strerror)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        log.add("file-not-utf8", data.count(b"\n", 0, error.start) + 1, offset=error.start)
        return None
    if "\0" in text:
        log.add("file-nul", text.count("\n", 0, text.index("\0")) + 1, offset=data.index(b"\0"))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if text.count("\n") > MOST_LINES:
        log.add("file-lines", MOST_LINES + 1, limit=MOST_LINES)
        return None
    if control := _CONTROL.search(text):
        log.add("control-character", text.count("\n", 0, control.start()) + 1, sign=f"U+{ord(control[0]):04X}")
        text = _CONTROL.sub("\ufffd", text)
    if override := _OVERRIDE.search(text):
        log.add("direction-override", text.count("\n", 0, override.start()) + 1, sign=f"U+{ord(override[0]):04X}")
    return text


def translation_of(path: str) -> tuple[str, str]:
    """The path of the original and the language, as the path of a translation tells them; twice "" for one that is none."""
    match = _TRANSLATED.fullmatch(path.removesuffix(".md")) if path.endswith(".md") else None
    return (f"{match[1]}.md", match[2]) if match else ("", "")


def translation_in(path: str, language: str) -> str:
    """The path of a file's translation into a language: `saq.fr.md` for `saq.md`."""
    stem, _, ending = path.rpartition(".")
    return f"{stem}.{language}.{ending}"


def has_control(text: str) -> bool:
    """Whether a text holds control characters, for which a replacement sign is shown."""
    return _CONTROL.search(text) is not None


def id_from_name(name: str, taken: set[str], fallback: str) -> str:
    """An id for a file or folder that gives none: its name without the number, in the letters that an id may have."""
    plain = _ORDER.sub("", name.removesuffix(".md"), count=1).lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56] or fallback
    made, number = base, 2
    while made in taken or not ID.fullmatch(made):
        made, number = f"{base}-{number}", number + 1
    return made


def title_from_name(name: str) -> str:
    plain = _ORDER.sub("", name.removesuffix(".md"), count=1)
    words = " ".join(re.split(r"[-_\s]+", plain)).strip()
    return words[:1].upper() + words[1:] or name
