"""The files of a case, read by what they are: Markdown, a CSV table with line numbers, a drawing that stands in the page."""

import csv
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from app.content import drawings
from app.content.cases import Entry
from app.content.compiled import Document, DocumentText, Prose
from app.content.files import read_text, title_from_name, translation_in
from app.content.lessons import lesson_body
from app.content.limits import within_limits
from app.content.page import Page, Target
from app.content.pictures import Pictures, is_plain_file
from app.content.problems import Log, Problem
from app.content.scanner import scan
from app.content.sheets import first_heading
from app.content.words import words

MOST_LINES = 1_000
MOST_COLUMNS = 40


@dataclass(slots=True)
class Documents:
    """Reads the entries of the cases of one course. `linked` is told of every page, so that links in it are checked."""

    folder: Path
    problems: list[Problem]
    pictures: Pictures
    targets: Mapping[str, Target]
    linked: Callable[[Page], None]
    count: int = 0

    def document(self, entry: Entry, lesson_id: str, languages: tuple[str, ...], titles: Mapping[str, str], log: Log) -> Document | None:
        """An entry with its file and the translations beside it; None without the file itself. The first language is the course's."""
        if not is_plain_file(self.folder, entry.path):
            log.add("document-missing", entry.line, file=entry.path.removeprefix("cases/"))
            return None
        texts: dict[str, DocumentText] = {}
        for place, language in enumerate(languages):
            path = entry.path if place == 0 else translation_in(entry.path, language)
            if not is_plain_file(self.folder, path):
                continue
            made = self._text(path, f"{lesson_id}-{entry.key}", entry.key, language)
            if made is not None:
                texts[language] = DocumentText(title=titles.get(language) or made.title, html=made.html)
        if languages[0] not in texts:
            return None
        return Document(key=entry.key, kind=entry.kind, cost=entry.cost, audience=entry.audience, texts=texts)

    def _text(self, path: str, own_id: str, key: str, language: str) -> DocumentText | None:
        log = Log(path, self.problems)
        name = title_from_name(path.rpartition("/")[2].partition(".")[0])
        if path.endswith(".svg"):
            return self._drawing(path, key, name, log)
        text = read_text(self.folder, path, log)
        if text is None:
            return None
        if path.endswith(".csv"):
            return _table(text, name, words(language).line, log)
        page = Page(path=path, log=log, words=words(language), pictures=self.pictures, targets=self.targets, own_id=own_id)
        page.anchor_prefix = f"d-{key}-"
        return self._markdown(page, text, name, key)

    def _markdown(self, page: Page, text: str, name: str, key: str) -> DocumentText:
        title, text = first_heading(text)
        blocks = scan(text, 1, page.log) if within_limits(text, 1, page.log) else ()
        body = lesson_body(page, blocks, (), practice=False, questions=False)
        self.linked(page)
        self.count += body.words
        inner = "".join(part.html for part in body.parts if isinstance(part, Prose))
        return DocumentText(title=title or name, html=inner.replace('id="fn', f'id="d-{key}-fn').replace('href="#fn', f'href="#d-{key}-fn'))

    def _drawing(self, path: str, key: str, name: str, log: Log) -> DocumentText | None:
        data = b""
        try:
            if (self.folder / path).stat().st_size > drawings.LARGEST:
                raise drawings.Refused("picture-large", limit=f"{drawings.LARGEST // 1024} kB")
            data = (self.folder / path).read_bytes()
            drawing = drawings.read(data)
        except drawings.Refused as error:
            at = data.find(error.near.encode()) if error.near else 0
            log.add(error.code, data.count(b"\n", 0, max(at, 0)) + 1, **error.values)
            return None
        if not drawing.description:
            log.add("document-no-text", 1)
        shown = drawing.shown(f"doc-{key}-", drawing.description)
        return DocumentText(title=drawing.title or name, html=f'<figure class="figure">{shown}</figure>\n')


def _table(text: str, title: str, line_word: str, log: Log) -> DocumentText | None:
    """The first row names the columns; the others are numbered, so that a place in them can be named."""
    reader = csv.reader(StringIO(text), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if row:
                rows.append((reader.line_num, row))
    except csv.Error as error:
        log.add("document-csv", reader.line_num or 1, reason=str(error))
        return None
    if len(rows) < 2:
        log.add("document-empty")
        return None
    columns = len(rows[0][1])
    if len(rows) > MOST_LINES or columns > MOST_COLUMNS:
        log.add("document-large", lines=MOST_LINES, columns=MOST_COLUMNS)
        return None
    for line, row in rows[1:]:
        if len(row) != columns:
            log.add("document-row", line, count=len(row), columns=columns)
    return DocumentText(title=title, html=_rows([row for _, row in rows], title, line_word))


def _rows(rows: list[list[str]], title: str, line_word: str) -> str:
    head = "".join(f'<th scope="col">{html.escape(cell.strip(), quote=False)}</th>' for cell in (line_word, *rows[0]))
    body = "".join(
        f'<tr><th scope="row">{number}</th>{"".join(f"<td>{html.escape(cell.strip(), quote=False)}</td>" for cell in row)}</tr>\n'
        for number, row in enumerate(rows[1:], start=1)
    )
    opening = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{html.escape(title)}">'
    return f"{opening}\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>\n"
