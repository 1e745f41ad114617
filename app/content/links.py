"""Turn the addresses in compiled HTML into those of the place where it is shown."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, cast

from app.assessment.questions import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What stands before a picture's name, a lesson's id and a term's id, say "/courses/aeo-validation/"."""

    media: str
    lesson: str
    term: str

    def resolve(self, html: str) -> str:
        return (
            html.replace('src="aeo-media:', f'src="{self.media}')
            .replace('href="aeo-lesson:', f'href="{self.lesson}')
            .replace('href="aeo-term:', f'href="{self.term}')
        )

    def question(self, question: Question) -> Question:
        """The question with every address in its texts resolved."""
        return cast(Question, _everywhere(question, self.resolve))


def _everywhere(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_everywhere(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{field.name: _everywhere(getattr(value, field.name), change) for field in fields(value)})
    return value
