"""The schemas for editors say what the checker says: both are asked about the same values.

All but a number with a leading nought, which is none for the checker and which a schema never sees.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

from app.content import keys
from app.content.codes import CODES
from app.content.frontmatter import read_mapping
from app.content.keys import Key, take
from app.content.problems import Log, Problem
from app.content.schema import MEANING, NAMES, schemas
from app.content.sheets import table_for

TABLES: dict[str, Mapping[str, Key]] = {
    "course": keys.COURSE,
    "module": keys.MODULE,
    "lesson": keys.LESSON,
    "glossary": keys.GLOSSARY,
    "course-translation": keys.COURSE_TRANSLATION,
    "translation": keys.TRANSLATION,
}
WHOLE = {"id": "x", "title": "T", "language": "en", "instrument": "i", "edition": "e"}
VALUES = [
    "word", "two words", "Up", "5", "0", "1", "101", "700", "1.5", "-3", '"5"', "true", "false", '"true"', "no", "[]", "[a]", "[a, b-1]",
    "[A]", "[a b]", "[[a]]", "[1]", "[safe:1.2]", "[safe:a b]", "[':x']", "{}", "{title: T}", "{title: T, valid: 3 years}",
    "{title: T, valid: 3 days}", "{valid: 1 month}", "{title: T, more: x}", "{a: T}", "{A: T}", "{a: [x]}", "none", "unlimited", "30 min", "1 day",
    "2 hours", "2h", "3 years", "18 months", "1 week", "0 min", "at-end", "at-once", "tries-2", "tries-6", "free", "locked", "quiz", "case", "lesson",
    "V", "X", "https://a.org", "http://a b", "mailto:a@b.c", "en", "pt-BR", "english", '""', '" "', f'"{"x" * 201}"', f'"{"x" * 2001}"',
    "[{pick: 1}]", "[{pick: 8, tag: m3, level: 2}]", "[{tag: a}]", "[{pick: 0}]", "[{pick: 1, level: 4}]", "[{pick: 1, more: 1}]", "['']",
]  # fmt: skip


def fits(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a value meets a schema: as much of JSON Schema as ours use, and an error for any other word of it."""
    unknown = set(schema) - {"$schema", "title", "description", *RULES, "then", "else"}
    assert not unknown
    return all(rule(schema, value) for word, rule in RULES.items() if word in schema)


def kind_of(value: Any) -> set[str]:
    if isinstance(value, bool):
        return {"boolean"}
    if isinstance(value, int | float):
        return {"number", "integer"} if isinstance(value, int) else {"number"}
    return {{str: "string", list: "array", dict: "object", type(None): "null"}[type(value)]}


def wanted(schema: Mapping[str, Any], value: Any) -> bool:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return bool(kind_of(value) & set(kinds))


def chosen(schema: Mapping[str, Any], value: Any) -> bool:
    return fits(schema["then" if fits(schema["if"], value) else "else"], value)


def closed(schema: Mapping[str, Any], value: Any) -> bool:
    others = {name: each for name, each in value.items() if name not in schema.get("properties", {})} if isinstance(value, dict) else {}
    more = schema["additionalProperties"]
    return not others if more is False else all(fits(more, each) for each in others.values())


def number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


RULES: dict[str, Any] = {
    "type": wanted,
    "pattern": lambda schema, value: not isinstance(value, str) or re.search(schema["pattern"], value) is not None,
    "maxLength": lambda schema, value: not isinstance(value, str) or len(value) <= schema["maxLength"],
    "minimum": lambda schema, value: not number(value) or value >= schema["minimum"],
    "maximum": lambda schema, value: not number(value) or value <= schema["maximum"],
    "enum": lambda schema, value: value in schema["enum"],
    "const": lambda schema, value: value == schema["const"],
    "anyOf": lambda schema, value: any(fits(each, value) for each in schema["anyOf"]),
    "items": lambda schema, value: not isinstance(value, list) or all(fits(schema["items"], each) for each in value),
    "properties": lambda schema, value: (
        not isinstance(value, dict) or all(fits(each, value[name]) for name, each in schema["properties"].items() if name in value)
    ),
    "required": lambda schema, value: not isinstance(value, dict) or set(schema["required"]) <= set(value),
    "additionalProperties": closed,
    "propertyNames": lambda schema, value: not isinstance(value, dict) or all(fits(schema["propertyNames"], name) for name in value),
    "if": chosen,
}


def taken(text: str, table: Mapping[str, Key]) -> bool:
    """Whether the checker takes these keys without an error."""
    problems: list[Problem] = []
    log = Log("", problems)
    entries = read_mapping(text, 1, log)
    if entries is not None:
        chosen_table = table_for(entries, dict(table)) if table is not keys.LESSON else table_for(entries, keys.LESSON)
        take(entries, chosen_table, log)
    return not any(CODES[problem.code].severity == "error" for problem in problems)


def front(table: Mapping[str, Key], **more: str) -> str:
    given = {name: WHOLE[name] for name, key in table.items() if key.required} | {
        name.replace("_", "-"): value for name, value in more.items()
    }
    return "\n".join(f"{name}: {value}" for name, value in given.items())


@cache
def loaded(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


KINDS = [*TABLES, "quiz", "case"]


@pytest.mark.parametrize("name", KINDS)
def test_schema_and_checker_take_the_same_values(name: str):
    table = {"quiz": keys.QUIZ, "case": keys.CASE}.get(name) or TABLES[name]
    schema = schemas()["lesson" if name in ("quiz", "case") else name]
    kind = {"kind": name} if name in ("quiz", "case") else {}
    base = loaded(front(table, **kind)) or {}

    for key in [key for key in {**table, "unheard-of": None} if key != "kind"]:
        for value in VALUES:
            text = front(table, **(kind | {key: value}))
            expected = taken(text, keys.LESSON if kind else table)
            assert fits(schema, base | {key: loaded(value)}) == expected, f"{key}: {value}"


def test_a_source_is_taken_as_the_checker_takes_it():
    schema = schemas()["sources"]
    for key in keys.SOURCE:
        for value in VALUES:
            text = front(keys.SOURCE, **{key: value})
            assert fits(schema, {"safe": loaded(front(keys.SOURCE)) | {key: loaded(value)}}) == taken(text, keys.SOURCE), f"{key}: {value}"

    assert not fits(schema, {"Safe": loaded(front(keys.SOURCE))})


@pytest.mark.parametrize("name", TABLES)
def test_what_is_required_is_required_in_both(name: str):
    table = TABLES[name]
    for left_out in [key for key, each in table.items() if each.required]:
        text = "\n".join(line for line in front(table).split("\n") if not line.startswith(f"{left_out}:"))
        assert not fits(schemas()[name], loaded(text) or {})
        assert not taken(text, table)


def test_every_key_has_a_meaning_and_no_other():
    tables = [*TABLES.values(), keys.QUIZ, keys.CASE, keys.SOURCE, keys.CERTIFICATE, keys.BLUEPRINT_LINE]

    assert {key for table in tables for key in table} == set(MEANING)
    assert set(schemas()) == set(NAMES) == {*TABLES, "sources"}
