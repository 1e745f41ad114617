"""The least that an export can cost: Markdown, a page shell and a SCORM 1.2 package, nothing checked. Exports are measured against it."""

import re
import sys
import time
import zipfile
from pathlib import Path

from jinja2 import Environment
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

_QUESTION = re.compile(r"^::: question (\w+) #(\S+)[^\n]*\n(.*?)^:::$", re.MULTILINE | re.DOTALL)
_CHOICE = re.compile(r"^- \[(.)\] (.*)$", re.MULTILINE)
_SCRIPT = "/* a stand-in for a player */\n" * 2_000

_SHELL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title><script defer src="player.js"></script></head>
<body><h1>{{ title }}</h1><main>{{ body | safe }}</main>
<nav>{% if before %}<a href="{{ before }}">Previous</a>{% endif %} {% if after %}<a href="{{ after }}">Next</a>{% endif %}</nav>
</body></html>
"""
_FORM = """<form id="{{ id }}"><fieldset><legend>{{ prompt }}</legend>
{% for choice in choices %}<label><input type="{{ kind }}" name="{{ id }}" value="{{ loop.index }}"> {{ choice }}</label>
{% endfor %}</fieldset><button>Check</button></form>
"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="floor" version="1.2" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><organizations default="o"><organization identifier="o"><title>Floor</title>
{% for page in pages %}<item identifier="i{{ loop.index }}" identifierref="r{{ loop.index }}"><title>{{ page.title }}</title></item>
{% endfor %}</organization></organizations><resources>
{% for page in pages %}<resource identifier="r{{ loop.index }}" type="webcontent" adlcp:scormtype="sco" href="{{ page.name }}">
<file href="{{ page.name }}"/></resource>
{% endfor %}</resources></manifest>
"""


def parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(footnote_plugin)


def pages_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*.md") if path.name != "module.md")


def body_of(text: str) -> tuple[str, str]:
    """Title and text of a file."""
    _, head, body = text.split("---\n", 2)
    return next(line for line in head.splitlines() if line.startswith("title:"))[7:], body


def parse_all(folder: Path) -> int:
    """Only read and render the Markdown, questions included as text: what a check is measured against."""
    md = parser()
    return sum(len(md.render(body_of(path.read_text("utf-8"))[1])) for path in pages_of(folder))


def export(folder: Path, target: Path) -> None:
    md, jinja = parser(), Environment(autoescape=True)
    shell, form, manifest = (jinja.from_string(each) for each in (_SHELL, _FORM, _MANIFEST))
    paths, listed = pages_of(folder), []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr("player.js", _SCRIPT)
        for at, path in enumerate(paths):
            title, body = body_of(path.read_text("utf-8"))
            forms: list[str] = []

            def keep(match: re.Match[str], forms: list[str] = forms) -> str:
                kind = "checkbox" if match[1] == "multiple" else "radio"
                prompt = match[3].strip().split("\n\n", 1)[0]
                choices = [choice for _, choice in _CHOICE.findall(match[3])]
                forms.append(form.render(id=match[2], kind=kind, prompt=prompt, choices=choices))
                return ""

            text = md.render(_QUESTION.sub(keep, body)) + "".join(forms)
            before, after = (paths[place].stem + ".html" if 0 <= place < len(paths) else "" for place in (at - 1, at + 1))
            archive.writestr(f"{path.stem}.html", shell.render(title=title, body=text, before=before, after=after))
            listed.append({"title": title, "name": f"{path.stem}.html"})
        for picture in sorted((folder / "media").iterdir()):
            archive.write(picture, f"media/{picture.name}", zipfile.ZIP_STORED)
        archive.writestr("imsmanifest.xml", manifest.render(pages=listed))


def main() -> None:
    started = time.process_time()
    export(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"{time.process_time() - started:.3f} CPU seconds")


if __name__ == "__main__":
    main()
