"""What an LMS is told and how it should be set: tables that the report in a package and our pages both show."""

from dataclasses import dataclass


def _(text: str) -> str:
    """Mark a text for gettext."""
    return text


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one act of the learner writes, and when it is sent.

    `status` is the standard's own word, or a text that says what becomes of it; `code` tells which.
    """

    when: str
    status: str
    score: str
    sent: str

    @property
    def code(self) -> bool:
        return self.status in STATUSES_12


STATUSES_12 = ("incomplete", "completed", "passed", "failed")
UNCHANGED = _("unchanged")
BEST = _("best so far, 0 to 100")
AT_ONCE = _("at once")

RECORD_12: tuple[Recorded, ...] = (
    Recorded(_("opens the course"), "incomplete", UNCHANGED, AT_ONCE),
    Recorded(_("reads a page"), UNCHANGED, UNCHANGED, _("within 10 seconds, with the place")),
    Recorded(_("answers a question"), UNCHANGED, UNCHANGED, _("at once, the answer as a row of its own")),
    Recorded(_("finishes everything, in a course without a quiz that counts"), "completed", UNCHANGED, AT_ONCE),
    Recorded(_("has passed every quiz that counts and finished every lesson"), "passed", BEST, AT_ONCE),
    Recorded(_("fails a quiz, attempts are left"), UNCHANGED, BEST, AT_ONCE),
    Recorded(_("fails a quiz, no attempt is left"), "failed", BEST, AT_ONCE),
    Recorded(_("leaves the window or closes it"), UNCHANGED, UNCHANGED, _("the time only")),
    Recorded(_("opens it only to look, or to review"), UNCHANGED, UNCHANGED, _("nothing that counts")),
)
"""The state machine of the player's SCORM 1.2 store, as people read it. A test plays each row and compares."""

NEVER_DOWN = _("A status never goes down, and a score never does. Nothing is sent as passed because a window was closed.")

ANSWERS_INSIDE = _(
    "A package must mark answers without our server, so the right answers are inside the file. "
    "Someone with technical skill can read them. For an exam that counts, let learners take it on our own pages."
)


@dataclass(frozen=True, slots=True)
class System:
    """An LMS, and its settings as pairs of name and value."""

    name: str
    settings: tuple[tuple[str, str], ...]
    note: str = ""


SYSTEMS: tuple[System, ...] = (
    System(
        "Moodle",
        (
            (_("Grading method"), _("Highest grade, maximum grade 100")),
            (_("Attempts management"), _("Unlimited attempts, force new attempt: no")),
            (_("Mastery score overrides status"), _("No: the course sends its own status")),
            (_("Completion"), _("Require status: passed (completed, in a course without a quiz that counts)")),
        ),
        _("The grade is the score as it is sent, 0 to 100. A second visit after passing opens in review mode."),
    ),
    System(
        "Cornerstone",
        (
            (_("Reporting"), _("Passed / Failed: a common reason for missing completions is another choice here")),
            (_("Launch"), _("In a frame set, if a test in a new window does not record")),
            (_("Size"), _("Up to about 250 MB")),
        ),
    ),
    System(
        "SAP SuccessFactors",
        (
            (_("Completion"), _("Passed or Completed; no other status counts")),
            (_("Session"), _("It ends after 30 idle minutes; the course keeps in touch every 9 minutes while it is in view")),
        ),
    ),
    System(
        "Docebo",
        (
            (_("Upload"), _("As SCORM 1.2, one training material")),
            (_("Files"), _("None of the file types that it refuses is inside")),
        ),
    ),
    System(
        "Open edX",
        (
            (_("Component"), _("SCORM XBlock, score on, weight as you need it")),
            (_("Versions"), _("Older versions take no grade from “passed”: update the XBlock, then test once")),
        ),
        _("It answers every call with yes, so the course cannot notice what it does not keep."),
    ),
    System(
        "Frappe LMS",
        (
            (_("Completion"), _("Only “passed” counts there: for a course without a quiz export with --completed-as passed")),
            (_("Score"), _("It keeps none")),
        ),
    ),
    System(
        "Blackboard",
        (
            (_("Grade"), _("On, 100 points; in Ultra the last attempt with a grade counts")),
            (_("Attempts"), _("One, so that the same attempt is resumed")),
        ),
    ),
    System(
        "Brightspace",
        (
            (_("Grade item"), _("Numeric, out of 100; it is written when the session ends with “Exit the course”")),
            (_("Player"), _("Open in a new window, if the frame is narrower than 800 pixels")),
        ),
    ),
)
