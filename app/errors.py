"""The refusals of the domain. Each is a sentence for the person who asked; the faces map them to a status once."""

from datetime import datetime


class Sentence(str):
    """English words for a person that remember their pattern and what stands in it, so that a face can say them in another language.

    A face translates `pattern` (with `plural` and `number` by the plural forms of its language) and fills in `values`,
    times in the reader's zone, several things as a list of that language, and words that are themselves sentences translated too.
    """

    __slots__ = ("number", "pattern", "plural", "values")

    pattern: str
    plural: str
    number: int
    values: dict[str, object]


def say(pattern: str, **values: object) -> Sentence:
    """A sentence; `%(name)s` in it stands for a value. The words are collected for translation by this name."""
    return _sentence(pattern, "", 1, values)


def say_number(pattern: str, plural: str, number: int, **values: object) -> Sentence:
    """A sentence that speaks of a number of things, `%(number)s` in it."""
    return _sentence(pattern, plural, number, {"number": number, **values})


def _sentence(pattern: str, plural: str, number: int, values: dict[str, object]) -> Sentence:
    chosen = plural if plural and number != 1 else pattern
    shown = {name: _in_english(value) for name, value in values.items()}
    sentence = Sentence(chosen % shown if values else chosen)
    sentence.pattern, sentence.plural, sentence.number, sentence.values = pattern, plural, number, values
    return sentence


def _in_english(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value:%d %B %Y, %H:%M} UTC"
    if isinstance(value, tuple):
        return " and ".join(part for part in (", ".join(map(str, value[:-1])), *map(str, value[-1:])) if part)
    return value


class DomainError(Exception):
    """The request makes sense but cannot be done; `str()` is the sentence to show."""

    @property
    def sentence(self) -> str:
        """The sentence as it was given, which a face may be able to say in another language."""
        return str(self) if not self.args or not isinstance(self.args[0], str) else self.args[0]


class NotFound(DomainError):
    """It does not exist, or the person may not know that it does."""


class NotAllowed(DomainError):
    """It exists and the person may know it, but not now: a locked page, no attempt left."""


class Locked(NotAllowed):
    """A lesson or quiz whose turn has not come; the sentence says what opens it."""


class Invalid(DomainError):
    """A value has no meaning here. `field` names the form field at fault, if there is one."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Refused(DomainError):
    """Lost a race, or what it acts on is closed."""


class Busy(DomainError):
    """The one writer was held for too long; nothing was saved, the same request may be sent again."""
