"""JSON Schemas of the front matter and of sources.yaml for editors, made from the tables of keys that the checker reads by."""

import json
from collections.abc import Mapping
from typing import Any

from app.content import keys
from app.content.keys import Key, Number, Read, Word

DRAFT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]

_ID = "^[a-z0-9-]{1,64}$"
_SECONDS = "^[1-9][0-9]{0,3} ?(min|h|hours?|days?|weeks?)$"
_MONTHS = "^[1-9][0-9]{0,3} ?(months?|years?)$"


def _text(limit: int) -> Schema:
    """Any single value is a text, also one that looks like a number."""
    return {"type": ["string", "number", "boolean"], "pattern": "\\S", "maxLength": limit}


_NAME: Schema = {"type": ["string", "integer", "boolean"], "pattern": _ID}
_CITE: Schema = {"type": ["string", "integer", "boolean"], "pattern": "^[a-z0-9-]{1,64}(:\\S*)?$"}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


SIMPLE: dict[Read, Schema] = {
    keys.text: _text(keys.LONGEST_TEXT),
    keys.identity: _NAME,
    keys.identities: _list(_NAME),
    keys.cites: _list(_CITE),
    keys.language: {"type": "string", "pattern": f"^{keys.LANGUAGE.pattern}$"},
    keys.flag: {"type": "boolean"},
    keys.attempts: {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 100}, {"const": "unlimited"}]},
    keys.seconds: {"type": "string", "pattern": _SECONDS},
    keys.months: {"type": "string", "pattern": _MONTHS},
    keys.feedback: {"enum": ["at-end", "at-once", "tries-2", "tries-3", "tries-4", "tries-5"]},
    keys.titles: {"type": "object", "propertyNames": {"pattern": _ID}, "additionalProperties": _text(keys.LONGEST_TITLE)},
    keys.provisions: _list(_text(keys.LONGEST_TEXT)),
    keys.address: {"type": "string", "pattern": '^https?://[^\\s<>"]+$'},
}
"""What each way of reading a value takes. One that is missing here is an error when a schema is made."""


def _shape(read: Read) -> Schema:
    if read is keys.certificate:
        return {"anyOf": [{"const": "none"}, _mapping(keys.CERTIFICATE)]}
    if read is keys.certificate_title:
        return _mapping(keys.CERTIFICATE_TITLE)
    if read is keys.blueprint:
        return _list(_mapping(keys.BLUEPRINT_LINE))
    return SIMPLE[read]


def _mapping(table: Mapping[str, Key]) -> Schema:
    """The keys of a table, and no others."""
    found: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _value(name, key) for name, key in table.items()},
    }
    required = [name for name, key in table.items() if key.required]
    return found | ({"required": required} if required else {})


def _value(name: str, key: Key) -> Schema:
    if isinstance(key.read, Number):
        shape: Schema = {"type": "integer", "minimum": key.read.low, "maximum": key.read.high}
    elif isinstance(key.read, Word):
        shape = {"enum": list(key.read.words)}
    elif name == "title":
        shape = _text(keys.LONGEST_TITLE)
    else:
        shape = _shape(key.read)
    return {"description": MEANING[name], **shape}


def _lesson() -> Schema:
    """A lesson has the keys of its kind."""
    kinds = {"quiz": keys.QUIZ, "case": keys.CASE}
    chosen = _mapping(keys.LESSON)
    for kind, table in kinds.items():
        asked = {"required": ["kind"], "properties": {"kind": {"const": kind}}}
        chosen = {"if": asked, "then": _mapping(table), "else": chosen}
    return {"type": "object", **chosen}


def schemas() -> dict[str, Schema]:
    """The schemas by name."""
    sources: Schema = {"type": "object", "propertyNames": {"pattern": _ID}, "additionalProperties": _mapping(keys.SOURCE)}
    made = {
        "course": _mapping(keys.COURSE),
        "module": _mapping(keys.MODULE),
        "lesson": _lesson(),
        "glossary": _mapping(keys.GLOSSARY),
        "sources": sources,
        "course-translation": _mapping(keys.COURSE_TRANSLATION),
        "translation": _mapping(keys.TRANSLATION),
    }
    return {name: {"$schema": DRAFT, "title": TITLES[name], **schema} for name, schema in made.items()}


def written_out(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


TITLES = {
    "course": "Front matter of course.md",
    "module": "Front matter of module.md",
    "lesson": "Front matter of a lesson, a quiz or a case",
    "glossary": "Front matter of glossary.md",
    "sources": "sources.yaml",
    "course-translation": "Front matter of course.LANG.md",
    "translation": "Front matter of the translation of a module or lesson",
}
NAMES = tuple(TITLES)

MEANING = {
    "id": "The identity: small letters, figures and hyphens. Never change it, never use it again.",
    "title": "The title, shown at the top.",
    "language": "The language of the texts, such as en, fr or ar.",
    "summary": "One sentence: in the catalogue, or under the title.",
    "audiences": "The editions of the course; the first is the usual one.",
    "order": "locked: modules open one after the other.",
    "pass": "Per cent that has to be reached.",
    "topics": "Tags with a title each: the topics of the result page.",
    "certificate": "What who finishes and passes the course gets, or none.",
    "valid": "How long it is valid: 3 years, 18 months.",
    "licence": "Shown at the foot of each page.",
    "iri": "The address that names the course for other systems.",
    "minutes": "Reading time; without it, 130 words and one question a minute.",
    "audience": "Only these editions have it.",
    "cites": "Sources, as id or id:provision.",
    "tags": "Words to find it by, and to draw questions by.",
    "elective": "true: it never counts for completion.",
    "kind": "lesson, quiz or case.",
    "required": "false: it need not be finished.",
    "graded": "false: practice, which never counts.",
    "attempts": "How often it may be taken, or unlimited.",
    "wait": "The time between two attempts: 1 day.",
    "time-limit": "The time for an attempt: 30 min.",
    "feedback": "When it is told what was right: at-end, at-once, or after some tries.",
    "shuffle": "false: questions and choices keep their order.",
    "blueprint": "What to draw from all quizzes of the course, line by line.",
    "pick": "How many questions to draw.",
    "tag": "Only questions with this tag.",
    "level": "Only questions of this level: 1 knows, 2 applies, 3 judges.",
    "final": "true: its best result alone is that of the course.",
    "instrument": "The law, standard or guideline, whatever its edition.",
    "edition": "The edition, such as the year.",
    "publisher": "Who published it.",
    "date": "When it was published.",
    "url": "Where it can be read.",
    "superseded-by": "The id of the source that replaces it; the checker then warns where it is cited.",
    "provisions": "When given, only these may be cited.",
    "evidence": "V, K, U or O: how sure it is.",
    "source": "The fingerprint of the text that was translated; aeo courses translated writes it.",
}
