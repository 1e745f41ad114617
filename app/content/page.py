"""What the rendering of one file knows and gathers on its way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.content.compiled import Section, Term
from app.content.limits import DEEPEST
from app.content.markdown import Document, Token
from app.content.pictures import Pictures
from app.content.problems import Log
from app.content.rows import wide_rows
from app.content.terms import Terms
from app.content.words import Words


@dataclass(frozen=True, slots=True)
class Target:
    """What a link to a file of the course leads to: the lesson of that id."""

    lesson: str


@dataclass(slots=True)
class Counters:
    """Tables and figures are numbered through a module."""

    tables: int = 0
    figures: int = 0


@dataclass(slots=True)
class Tally:
    """Pictures drawn into one file, its questions included: their ids must not meet."""

    drawn: int = 0

    def next(self) -> int:
        self.drawn += 1
        return self.drawn


@dataclass(slots=True)
class Mark:
    """A `##` on its way to become a Section: the words of the lesson that stand before it."""

    section: Section
    words: int


@dataclass(slots=True)
class Wish:
    """A link to a place in a lesson, to be checked when all lessons are known."""

    lesson: str
    anchor: str
    line: int


@dataclass(slots=True, kw_only=True)
class Page:
    """`number` is the lesson's ("3.4"), "" where nothing is numbered; `module` is that of its tables and figures ("3").

    `read_again` is the lesson that the questions of a quiz send back to.
    `cited` are the labels of the footnotes in the order of their first use.
    `running` is off in a question's texts and the like: no anchors, no numbers, no links to terms there.
    """

    path: str
    log: Log
    words: Words
    pictures: Pictures
    targets: Mapping[str, Target]
    document: Document = field(default_factory=Document)
    own_id: str = ""
    read_again: str = ""
    number: str = ""
    module: str = ""
    anchor_prefix: str = "s-"
    counters: Counters = field(default_factory=Counters)
    terms: Terms | None = None
    running: bool = True
    audience: tuple[str, ...] = ()
    marks: list[Mark] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    repeats: dict[str, int] = field(default_factory=dict)
    wishes: list[Wish] = field(default_factory=list)
    used_terms: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    note: Term | None = None
    footnotes: dict[str, "Footnote"] = field(default_factory=dict)
    cited: list[str] = field(default_factory=list)
    level: int = 1
    count: int = 0
    line: int = 1
    noted: bool = False
    tally: Tally = field(default_factory=Tally)

    def anchor(self, title: str) -> str:
        """A new id for a heading, as GitHub makes them but with a prefix, so that it can shadow nothing in a browser."""
        plain = re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")
        base = self.anchor_prefix + (plain or "section")
        name = base
        while name in self.anchors:
            self.repeats[base] = self.repeats.get(base, 0) + 1
            name = f"{base}-{self.repeats[base]}"
        self.anchors.add(name)
        return name

    def parse(self, text: str, first: int) -> list[Token]:
        """The block tokens of a piece that begins at line `first`; nothing when it is nested too deep."""
        tokens = self.document.blocks(text)
        deep = next((token for token in tokens if token.level > 2 * DEEPEST), None)
        if deep is None:
            for line, count, columns in wide_rows(tokens, text):
                self.log.add("table-row", first + line, count=count, columns=columns)
            return tokens
        self.log.add("nesting-deep", first + (deep.map or [0])[0], limit=DEEPEST)
        return []

    def is_new(self, term: Term) -> bool:
        """Whether this is a term's first use here, for the readers of this part; the first of a block gets the side note."""
        if (term.id, ()) in self.used_terms or (term.id, self.audience) in self.used_terms:
            return False
        self.used_terms.add((term.id, self.audience))
        self.note = self.note or term
        return True

    def beside(self) -> "Page":
        """A page for a question's texts: same file, but standing alone."""
        return Page(
            path=self.path,
            log=self.log,
            words=self.words,
            pictures=self.pictures,
            targets=self.targets,
            own_id=self.own_id,
            running=False,
            anchors=self.anchors,
            wishes=self.wishes,
            tally=self.tally,
        )


@dataclass(slots=True)
class Footnote:
    """A note and who may read it; `number` is given at its first use."""

    line: int
    html: str = ""
    number: int = 0
    uses: int = 0
    audiences: set[tuple[str, ...]] = field(default_factory=set)
