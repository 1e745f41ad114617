"""Tick marks, and progress in words."""

from flask_babel import gettext as _

from app.learning import facts
from app.web import language

SHOWN = {facts.NOT_STARTED: "none", facts.NOT_PASSED: "failed"}
"""Marks that the style sheet calls by a shorter name."""


def shown(mark: str) -> str:
    """The mark as the templates name it."""
    return SHOWN.get(mark, mark)


def progress_words(here: facts.LessonFacts) -> str:
    """What stands in the docket: "Seen, 5 min left"."""
    if here.mark == facts.SEEN:
        return _("Seen, %(left)s left", left=language.as_minutes(here.minutes_left))
    words = {facts.FINISHED: _("Finished"), facts.PASSED: _("Passed"), facts.NOT_PASSED: _("Not passed yet")}
    return words.get(here.mark, _("Not started"))
