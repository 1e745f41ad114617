"""Compiled data as canonical JSON and back: sorted keys, UTF-8, no spaces, defaults left out. Its SHA-256 is the content hash."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from app.assessment.questions import TASKS

T = TypeVar("T")

LEVELS = 4
"""From a course over its modules to their lessons."""

_KIND_OF = {kind: task for task in TASKS for kind in task.kinds}


def to_json(value: object) -> bytes:
    """The canonical bytes of a compiled dataclass."""
    return _dumped(value).encode()


def content_hash(value: object) -> str:
    """SHA-256 of the canonical bytes, in hex. They are made piece by piece: those of a long course are large."""
    seen = hashlib.sha256()
    for piece in _pieces(value, LEVELS):
        seen.update(piece.encode())
    return seen.hexdigest()


def from_json(cls: type[T], data: bytes) -> T:
    """The dataclass that was written. Unknown keys are an error: they come from a newer engine."""
    return cast(T, _read(cls, json.loads(data)))


def _pieces(value: object, levels: int) -> Iterator[str]:
    """The canonical text: at the first levels the parts of each thing one by one, below them each as a whole."""
    if levels and is_dataclass(value):
        for number, (name, item) in enumerate(sorted(_written(value))):
            yield f"{'{' if number == 0 else ','}{json.dumps(name)}:"
            yield from _pieces(item, levels - 1)
        yield "}"
    elif levels and value and isinstance(value, tuple | list):
        for number, item in enumerate(value):
            yield "," if number else "["
            yield from _pieces(item, levels - 1)
        yield "]"
    else:
        yield _dumped(value)


def _dumped(value: object) -> str:
    return json.dumps(to_data(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_data(value: object) -> Any:
    """Plain dicts, lists, strings and numbers; a field at its default is left out, so that a new field leaves old hashes alone."""
    if is_dataclass(value):
        return {name: to_data(item) for name, item in _written(value)}
    if isinstance(value, tuple | list):
        return [to_data(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_data(item) for key, item in value.items()}
    return value


def _written(value: Any) -> list[tuple[str, Any]]:
    """The fields of a dataclass that are not at their default."""
    return [(field.name, item) for field in fields(value) if (item := getattr(value, field.name)) != _default(field)]


def _default(field: Field[Any]) -> object:
    """What need not be written. A kind always is: it tells members of a union apart."""
    if field.name == "kind":
        return MISSING
    return field.default_factory() if field.default_factory is not MISSING else field.default


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _read(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read(_alternative(kind, data), data) if data is not None else None
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in data)
    if origin is Mapping:
        return {key: _read(get_args(kind)[1], item) for key, item in data.items()}
    if is_dataclass(kind):
        cls = cast(type, kind)
        return cls(**{key: _read(_hints(cls)[key], item) for key, item in data.items()})
    return data


def _alternative(union: Any, data: Any) -> Any:
    """Which member of a union was written: a task by its kind, a part of a lesson by the keys that only it has."""
    members = [member for member in get_args(union) if member is not type(None)]
    if len(members) == 1 or not isinstance(data, dict):
        return members[0]
    if "kind" in data and _KIND_OF.get(data["kind"]) in members:
        return _KIND_OF[data["kind"]]
    return next(member for member in members if set(data) <= set(_hints(member)) and _required(member) <= set(data))


@cache
def _required(cls: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(cls) if field.default is MISSING and field.default_factory is MISSING)
