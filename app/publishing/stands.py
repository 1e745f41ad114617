"""A course at one moment, published or not, named by its content: what is compared, and compared once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.content.comparison import Change, Comparison, Item, compare, items_of
from app.content.compiled import Course
from app.content.differences import Difference, difference
from app.publishing.models import Version
from app.publishing.versions import compiled
from app.storage import Storage


@dataclass(frozen=True, slots=True)
class Stand:
    """Two are equal when their content is."""

    digest: str
    course: Course = field(compare=False, repr=False)


def published(storage: Storage, version: Version) -> Stand:
    """A version as it was published. Raises NotFound when the storage has lost it."""
    return Stand(version.content_hash, compiled(storage, version))


@lru_cache(maxsize=16)
def compared(old: Stand, new: Stand) -> Comparison:
    return compare(old.course, new.course)


@lru_cache(maxsize=4)
def _items(stand: Stand) -> Mapping[str, Item]:
    return dict(items_of(stand.course))


def told(old: Stand, new: Stand, change: Change) -> Difference:
    """The lines of one change of theirs."""
    return difference(_items(old), _items(new), change)
