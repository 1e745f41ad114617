"""A compiled course: the whole source, all editions, languages and pictures, as immutable data that is hashed, stored, served and packed.

Addresses in HTML are written as `aeo-media:NAME`, `aeo-lesson:LESSON-ID` and `aeo-term:TERM-ID` (with `#section` behind a lesson);
whoever shows the HTML turns them into its own (`content/links.py`). Numbers such as 3.4 are places over all editions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.assessment.questions import Question
from app.assessment.quiz import BlueprintLine, Policy, Pool

LESSON, QUIZ, CASE = "lesson", "quiz", "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Cleaned HTML, kept for some audiences only when `audience` names any."""

    html: str
    audience: tuple[str, ...] = ()


Part = Prose | Question | Pool
"""What a lesson consists of, in order. A question outside a quiz is practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A `##` of a lesson: "3.4.2", its anchor, its title as HTML, and the share of the lesson's words in it, per cent."""

    number: str
    anchor: str
    title: str
    audience: tuple[str, ...] = ()
    share: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonText:
    """A lesson in one language. `stale`: the original has changed since it was translated."""

    title: str
    summary: str = ""
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...] = ()
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """A document of a case in one language, as HTML."""

    title: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What can be opened in a case: a `doc`, a `visit` or an `interview`. `cost` is in minutes of the case's budget."""

    key: str
    kind: str
    cost: int = 0
    audience: tuple[str, ...] = ()
    texts: Mapping[str, DocumentText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The file of a case lesson; its text and its tasks are the parts of the lesson. `budget` is in minutes."""

    id: str
    budget: int
    titles: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson, quiz or case. `policy` is that of a quiz or case, `blueprint` of a quiz; `minutes` is the reading estimate."""

    id: str
    number: str
    minutes: int
    kind: str = LESSON
    required: bool = True
    audience: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    policy: Policy | None = None
    blueprint: tuple[BlueprintLine, ...] = ()
    case: Case | None = None
    texts: Mapping[str, LessonText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """Title, the sentence under it, and the text of a course or module page, in one language."""

    title: str
    summary: str = ""
    html: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module; an `elective` one never counts for completion."""

    id: str
    number: str
    minutes: int
    elective: bool = False
    audience: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    texts: Mapping[str, PageText] = field(default_factory=dict)
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRule:
    """What a finished course earns: its title by language, and for how many years or months (0 is without end)."""

    titles: Mapping[str, str]
    years: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An instrument in one edition, as `cites` names it (`id`, or `id:provision`)."""

    id: str
    instrument: str
    edition: str
    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""
    superseded_by: str = ""
    provisions: tuple[str, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A glossary term and its definition (HTML)."""

    id: str
    term: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture: `name` as addresses in HTML use it (SHA-256 shortened, and its ending), full `sha256`, size in bytes, media type."""

    name: str
    sha256: str
    size: int
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One version of a course, whole."""

    id: str
    language: str
    languages: tuple[str, ...]
    audiences: tuple[str, ...] = ()
    order: str = "free"
    pass_mark: int = 80
    topics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    certificate: CertificateRule | None = None
    licence: str = ""
    iri: str = ""
    texts: Mapping[str, PageText] = field(default_factory=dict)
    modules: tuple[Module, ...] = ()
    sources: tuple[Source, ...] = ()
    glossary: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    media: tuple[Media, ...] = ()
