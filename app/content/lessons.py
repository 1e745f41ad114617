"""A lesson's blocks become its parts: prose kept for audiences, questions and pools, in order."""

import html
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.assessment.questions import Question
from app.assessment.quiz import Pool
from app.content.cases import CaseBlock, both
from app.content.compiled import Part, Prose, Section
from app.content.keys import nearest
from app.content.markdown import Token
from app.content.page import Footnote, Page
from app.content.pools import pool
from app.content.questions import question
from app.content.render import render
from app.content.sanitiser import cleaned
from app.content.scanner import Block

NAMES = ("question", "pool", "only", "takeaway", "aside")


@dataclass(slots=True)
class Placed:
    """A question or pool and the line at which it stands."""

    part: Question | Pool
    line: int


@dataclass(slots=True)
class Body:
    """A lesson's text: its parts, its sections, the words of its prose, and where its questions stand."""

    parts: list[Part] = field(default_factory=list)
    sections: tuple[Section, ...] = ()
    words: int = 0
    placed: list[Placed] = field(default_factory=list)
    case: CaseBlock | None = None


def lesson_body(page: Page, blocks: tuple[Block, ...], audiences: tuple[str, ...], *, practice: bool, questions: bool = True) -> Body:
    """Render a file. `practice`: a run of questions at its end gets a heading; without `questions` only prose may stand in it."""
    writer = _Writer(page, audiences, questions)
    writer.gather(blocks)
    writer.walk(blocks)
    writer.flush()
    if practice:
        writer.head_practice()
    writer.add_footnotes()
    return writer.finished()


class _Writer:
    def __init__(self, page: Page, audiences: tuple[str, ...], questions: bool) -> None:
        self.page = page
        self.audiences = audiences
        self.questions = questions
        self.tokens: dict[int, list[Token]] = {}
        self.body = Body()
        self.html: list[str] = []
        self.tail = True
        self.tails: set[int] = set()
        self.notes: dict[str, tuple[list[Token], int]] = {}

    def gather(self, blocks: Iterable[Block]) -> None:
        """Parse all prose first, so that a footnote or link may be defined below its use."""
        for block in blocks:
            if not block.name:
                tokens = self.tokens[block.line] = self.page.parse(block.text, block.line)
                self._gather_notes(tokens, block.line)
            elif block.name in ("only", "takeaway", "aside"):
                self.gather(block.blocks)

    def _gather_notes(self, tokens: list[Token], first: int) -> None:
        opened: list[tuple[int, str]] = []
        for index, token in enumerate(tokens):
            if token.type == "footnote_reference_open":
                opened.append((index + 1, str(token.meta["label"])))
                self.page.footnotes[opened[-1][1]] = Footnote(first + (token.map or [0])[0])
            elif token.type == "footnote_reference_close":
                start, label = opened.pop()
                self.notes[label] = (tokens[start:index], first)

    def walk(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if not block.name:
                self.html.append(render(self.page, self.tokens[block.line], block.line))
                self.tail = False
            elif block.name in ("takeaway", "aside"):
                self._prose_block(block)
            elif block.name == "only":
                self._only(block)
            elif block.name in ("question", "pool"):
                self._question(block)
            elif block.name == "case":
                self.page.log.add("case-kind", block.line)
            else:
                self.page.log.add("block-unknown", block.line, name=block.name[:40], near=nearest(block.name, NAMES))

    def flush(self) -> None:
        text = "".join(self.html)
        if text.strip():
            if self.tail:
                self.tails.add(len(self.body.parts))
            self.body.parts.append(Prose(html=cleaned(text), audience=self.page.audience))
        self.html, self.tail = [], True

    def _prose_block(self, block: Block) -> None:
        if block.head:
            self.page.log.add("head-word", block.line, word=block.head[:40])
        inner = "".join(self._inner(each) for each in block.blocks)
        if not inner:
            self.page.log.add("block-empty", block.line, name=block.name)
        elif block.name == "aside":
            self.html.append(f'<aside class="sidenote" role="note">\n{inner}</aside>\n')
            self.page.noted = True
            self.tail = False
        else:
            anchor = self.page.anchor("takeaway")
            title = self.page.words.takeaway
            self.html.append(f'<section class="takeaway">\n<h2 id="{anchor}">{title}</h2>\n{inner}</section>\n')

    def _inner(self, block: Block) -> str:
        """The text of a block that holds nothing else; no term is linked in it."""
        terms, self.page.terms = self.page.terms, None
        text = render(self.page, self.tokens[block.line], block.line)
        self.page.terms = terms
        return text

    def _only(self, block: Block) -> None:
        names = tuple(name for name in block.head.replace(",", " ").split() if name)
        unknown = [name for name in names if name not in self.audiences]
        if not self.questions:
            self.page.log.add("block-place", block.line, name="only", where="the text of a course or module")
        elif not names or unknown:
            known = ", ".join(self.audiences) or "none"
            self.page.log.add("audience-unknown", block.line, name=(unknown or ["nothing"])[0][:40], known=known)
        self.flush()
        outer = self.page.audience
        self.page.audience = both(outer, names)
        if outer and not self.page.audience:
            self.page.log.add("audience-never", block.line)
        self.walk(block.blocks)
        self.flush()
        self.page.audience = outer

    def _question(self, block: Block) -> None:
        if not self.questions:
            self.page.log.add("block-place", block.line, name=block.name, where="the text of a course or module")
            return
        self.flush()
        made = question(self.page, block) if block.name == "question" else pool(self.page, block)
        if made is None:
            return
        made = self._sent_back(self._kept(made, block))
        self.body.parts.append(made)
        self.body.placed.append(Placed(made, block.line))

    def _kept(self, part: Question | Pool, block: Block) -> Question | Pool:
        """The part for those readers that both it and the blocks around it name."""
        for name in part.audience:
            if name not in self.audiences:
                self.page.log.add("audience-unknown", block.line, name=name, known=", ".join(self.audiences) or "none")
        audience = both(self.page.audience, part.audience)
        if self.page.audience and part.audience and not audience:
            self.page.log.add("audience-never", block.line)
        return replace(part, audience=audience)

    def _sent_back(self, part: Question | Pool) -> Question | Pool:
        """What to read again where a question names nothing: the section it stands in, or the lesson before its quiz."""
        if isinstance(part, Pool):
            return replace(part, questions=tuple(self._see(each) for each in part.questions))
        return self._see(part)

    def _see(self, asked: Question) -> Question:
        page = self.page
        section = len(page.marks)
        here = page.read_again or (f"{page.own_id}/{section}" if section else page.own_id)
        return asked if asked.see else replace(asked, see=here)

    def head_practice(self) -> None:
        """Questions that end the lesson's text are announced by a heading of their own."""
        parts = self.body.parts
        end = len(parts)
        while end and end - 1 in self.tails and isinstance(parts[end - 1], Prose):
            end -= 1
        start = end
        while start and not isinstance(parts[start - 1], Prose):
            start -= 1
        before = parts[start - 1] if start else None
        if start == end or not isinstance(before, Prose) or before.html.rstrip().endswith(("</h2>", "</h3>", "</h4>")):
            return
        audiences = {part.audience for part in parts[start:end]}
        audience = audiences.pop() if len(audiences) == 1 else ()
        anchor, title = self.page.anchor("practice"), html.escape(self.page.words.practice, quote=False)
        parts.insert(start, Prose(html=f'<h2 class="practice-head" id="{anchor}">{title}</h2>\n', audience=audience))
        self.body.sections = (Section(number="", anchor=anchor, title=title, audience=audience),)

    def add_footnotes(self) -> None:
        """The notes at the end, in the order of their use, those of an edition in a part of their own."""
        page = self.page
        texts: dict[str, str] = {}
        for label in page.cited:  # It grows by what the notes themselves cite.
            texts[label] = self._note_text(label)
        for label, note in page.footnotes.items():
            if not note.number:
                page.log.add("footnote-unused", note.line, note=label[:40])
        groups: list[tuple[tuple[str, ...], list[str]]] = []
        for label in page.cited:
            audience = _all(page.footnotes[label].audiences)
            if not groups or groups[-1][0] != audience:
                groups.append((audience, []))
            groups[-1][1].append(texts[label])
        for audience, rows in groups:
            text = f'<section class="footnotes">\n<ol>\n{"".join(rows)}</ol>\n</section>\n'
            self.body.parts.append(Prose(html=cleaned(text), audience=audience))

    def _note_text(self, label: str) -> str:
        page, note = self.page, self.page.footnotes[label]
        tokens, first = self.notes[label]
        terms, page.terms = page.terms, None
        page.audience = _all(note.audiences)
        text = render(page, tokens, first).rstrip()
        page.terms, page.audience = terms, ()
        back = f'<a class="footnote-back" href="#fnref-{note.number}" aria-label="{html.escape(page.words.back)}">↩</a>'
        text = f"{text[:-4]} {back}</p>" if text.endswith("</p>") else f"{text}<p>{back}</p>"
        return f'<li id="fn-{note.number}" value="{note.number}">{text}</li>\n'

    def finished(self) -> Body:
        page, marks = self.page, self.page.marks
        ends = [mark.words for mark in marks[1:]] + [page.count]
        total = max(page.count, 1)
        sections = tuple(
            replace(mark.section, title=cleaned(mark.section.title), share=(end - mark.words) * 100 // total)
            for mark, end in zip(marks, ends, strict=False)
        )
        self.body.sections = (*sections, *self.body.sections)
        self.body.words = page.count
        return self.body


def _all(audiences: set[tuple[str, ...]]) -> tuple[str, ...]:
    """Everyone who has one of the parts."""
    return () if () in audiences else tuple(sorted({name for audience in audiences for name in audience}))
