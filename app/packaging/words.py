"""What the player's scripts say, so that gettext finds it; a test holds this list against the scripts.

A page or package hands the translations over as JSON (`static/player/words.js`); English is its own key and is left out.
"""

from typing import Any

from babel import Locale
from babel.support import NullTranslations


def _(text: str) -> str:
    """Mark a text for gettext."""
    return text


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Mark a text that hangs on a number for gettext."""
    return one, many


PAGES: tuple[str, ...] = (
    _("%(answered)s, %(flagged)s, %(open)s."),
    _("%(hour)s:%(minute)s"),
    _("%(hours)s h"),
    _("%(hours)s h %(minutes)s min"),
    _("%(number)s\u202f%%"),
    _("%(percent)s of 100, pass mark %(mark)s"),
    _("%(piece)s is at %(lines)s."),
    _(", "),
    _("Also right, you left it open"),
    _("Choose one answer only."),
    _("Copied"),
    _("Drag one to a line, or choose it there."),
    _("Expert: likelihood %(likelihood)s, impact %(impact)s, control %(control)s. Band: %(band)s"),
    _("Experts: likelihood %(likelihood)s, impact %(impact)s"),
    _("Finished"),
    _("Give an answer first."),
    _("Give each line a position."),
    _("Inherent %(inherent)s, residual %(residual)s, band %(band)s."),
    _("Kept on this device, not sent yet"),
    _("Left open"),
    _("Locked"),
    _("Next question"),
    _("Not passed yet"),
    _("Not started"),
    _("Not this one"),
    _("Not this one, %(given)s"),
    _("Not this one, you chose “%(given)s”"),
    _("Not this one, you ticked it"),
    _("Not this one, you typed “%(given)s”"),
    _("Not this one."),
    _("Not this place"),
    _("Not this place. Its place is %(place)s"),
    _("Nothing was given."),
    _("Now"),
    _("Partly right"),
    _("Partly right."),
    _("Passed"),
    _("Put back."),
    _("Question %(number)s"),
    _("Read again: %(text)s"),
    _("Read why below."),
    _("Right"),
    _("Right place"),
    _("Right, %(given)s"),
    _("Right, you chose “%(given)s”"),
    _("Right, you ticked it"),
    _("Right, you typed “%(given)s”"),
    _("Right."),
    _("Right: %(piece)s"),
    _("Saved"),
    _("Saved %(time)s"),
    _("Saving"),
    _("Seen"),
    _("Something was given twice. Choose each once."),
    _("The answer is %(right)s"),
    _("The document %(says)s"),
    _("The document %(says)s, at: %(place)s"),
    _("The time is up. Your answers are handed in as they are."),
    _("This answer does not fit the question. Load the page again."),
    _("This can be read as two numbers. Leave the thousands sign out."),
    _("This is not a number. Write figures only, say 12.5."),
    _("This is the right one"),
    _("This is too long. Keep it under 2,000 characters."),
    _("Training only: fewer than ten experts stand behind this, so it never counts."),
    _("Undo"),
    _("Why"),
    _("You are here"),
    _("You left it open"),
    _("You typed %(typed)s: read as %(read)s."),
    _("answered"),
    _("at %(lines)s"),
    _("contradicts it"),
    _("critical"),
    _("high"),
    _("low"),
    _("marked to look at again"),
    _("medium"),
    _("open"),
    _("pass mark %(mark)s"),
    _("says nothing on it"),
    _("supports it"),
    _("“%(name)s” is now %(place)s of %(all)s."),
    _("Cause"),
    _("Condition"),
    _("Criterion"),
    _("Effect"),
    _("Evidence"),
    _("Grade"),
    _("Model"),
    _("Self-assessed: you mark your own text, so it never counts towards a pass or a certificate."),
    _("Write your text first, then compare it with the model."),
    _("Your text"),
    _("Yours"),
)
"""Said on our own pages and in packages."""

PAGES_BY_NUMBER: tuple[tuple[str, str], ...] = (
    ngettext("%(earned)s of %(num)s point", "%(earned)s of %(num)s points"),
    ngettext("%(num)s answered", "%(num)s answered"),
    ngettext("%(num)s marked to look at again", "%(num)s marked to look at again"),
    ngettext("%(num)s min", "%(num)s min"),
    ngettext("%(num)s minute left.", "%(num)s minutes left."),
    ngettext("%(num)s missed", "%(num)s missed"),
    ngettext("%(num)s not", "%(num)s not"),
    ngettext("%(num)s of %(all)s lines has a piece.", "%(num)s of %(all)s lines have a piece."),
    ngettext("%(num)s open", "%(num)s open"),
    ngettext("%(num)s partly", "%(num)s partly"),
    ngettext("%(num)s point", "%(num)s points"),
    ngettext("%(num)s right", "%(num)s right"),
    ngettext(
        "No line. You can go on. %(num)s answer waits on this device.", "No line. You can go on. %(num)s answers wait on this device."
    ),
    ngettext("Source: %(names)s", "Sources: %(names)s"),
    ngettext("%(num)s word", "%(num)s words"),
)
"""The same, by number."""

PACKAGES: tuple[str, ...] = (
    _("%(course)s, module %(number)s"),
    _("%(earned)s of %(possible)s"),
    _("%(left)s of %(all)s"),
    _("%(name)s: %(text)s"),
    _("%(number)s of %(all)s"),
    _("%(questions)s, for %(points)s"),
    _("%(title)s: %(mark)s or more"),
    _("About this course"),
    _("After finishing you cannot change an answer."),
    _("All answers with the reasons."),
    _("All questions"),
    _("An open question"),
    _("Another quiz is still open. Finish it first."),
    _("Answer it"),
    _("Answered"),
    _("Answered %(time)s"),
    _("Attempt %(number)s of %(all)s"),
    _("Attempts left"),
    _("Back to the course"),
    _("Back to the result"),
    _("Before you finish"),
    _("Before you start"),
    _("Begin with %(number)s"),
    _("Best attempt"),
    _("Best attempt, %(score)s"),
    _("Between attempts"),
    _("By topic"),
    _("Check my answer"),
    _("Checking"),
    _("Continue"),
    _("Continue, %(time)s"),
    _("Counts"),
    _("Done"),
    _("Each answer is kept when you give it. If the line or the power fails, come back: your answers stay."),
    _("Each one is kept when you give it. You may go back and change it until you check it."),
    _("Every question has an answer."),
    _("Finish the quiz"),
    _("Finish the quiz?"),
    _("Finished: read to the end, practice done"),
    _("Glossary"),
    _("Go on answering"),
    _("Go on without finishing"),
    _("Go to the end"),
    _("Go to the question"),
    _("In this order: where you lost most points comes first."),
    _("It starts with the button and runs on, also while you are away. At the end your answers are handed in as they are."),
    _("Locked: the line says what opens it"),
    _("Look again"),
    _("Mark question %(number)s to look at again"),
    _("Marked"),
    _("Module %(number)s"),
    _("Module %(number)s:"),
    _("No limit"),
    _("Not now, back to the course"),
    _("Not open yet"),
    _("Nothing"),
    _("Nothing is lost. Check the line, then open it again."),
    _("Nothing is lost. You may try again as often as you like. The best attempt counts."),
    _("Nothing yet"),
    _("Open"),
    _("Opens after module %(number)s"),
    _("Opens when %(first)s to %(last)s are finished"),
    _("Pass mark"),
    _("Passed, %(score)s"),
    _("Passed: quiz at its pass mark or more"),
    _("Points"),
    _("Practice, it never counts"),
    _("Question"),
    _("Questions"),
    _("Read %(text)s"),
    _("Read again"),
    _("Read this first"),
    _("Result"),
    _("Result so far"),
    _("Review"),
    _("Review all answers with the reasons"),
    _("Save, go to the end"),
    _("Save, next question"),
    _("Seen: you opened it"),
    _("Save my words as a file"),
    _("Start"),
    _("Start, %(time)s"),
    _("Take the mark off question %(number)s"),
    _("Take the quiz again"),
    _("The clock"),
    _("The next attempt opens in %(time)s."),
    _("The time was up. Your answers were handed in as they were."),
    _("This course was renewed. What you finished is kept; a quiz that was open has to be started again."),
    _("This part could not be loaded"),
    _("This quiz is for practice. It never counts."),
    _("This session has ended. Open the course again from your LMS."),
    _("Tick: all points. Stroke: some points. Cross: none."),
    _("Time"),
    _("Time left"),
    _("To pass the course"),
    _("Topic"),
    _("Version"),
    _("Wait %(time)s."),
    _("What happens now"),
    _("What is safe."),
    _("What the marks mean"),
    _("What your LMS kept of your place could not be read. What it recorded stays; you start at the lesson it names, if it names one."),
    _("You have passed already. The best attempt counts."),
    _("You have used all %(all)s attempts. Your best result is stored."),
    _("You have used all %(all)s attempts. Your best result is stored. Ask your instructor what comes next."),
    _("You see at once what is right, and why."),
    _("You see what is right, and why, after you finish."),
    _("You stopped at %(number)s"),
    _("You use attempt %(number)s of %(all)s."),
    _("Your LMS did not confirm that it took your last answers. Open the course again from it, and see whether they are there."),
    _("Your LMS did not take your place. What you do now may be gone when you come back."),
    _("Your LMS keeps little text. Some of your words will be gone when you come back; their mark stays."),
    _("Your answer counts. Its text was not kept by this LMS."),
    _("Your answers"),
    _("Your result is recorded. You may go on."),
    _("about %(time)s"),
    _("all points"),
    _("gives no points and takes none away."),
    _("no points"),
    _("none"),
    _("some points"),
    _("Add up my marks"),
)
"""Said in packages only."""

PACKAGES_BY_NUMBER: tuple[tuple[str, str], ...] = (
    ngettext("%(done)s of %(num)s finished", "%(done)s of %(num)s finished"),
    ngettext("%(done)s of %(num)s module", "%(done)s of %(num)s modules"),
    ngettext("%(earned)s of %(num)s point.", "%(earned)s of %(num)s points."),
    ngettext("%(lost)s point lost", "%(lost)s points lost"),
    ngettext("%(num)s lesson", "%(num)s lessons"),
    ngettext(
        "%(num)s question is open and gives no points. After finishing you cannot change an answer.",
        "%(num)s questions are open and give no points. After finishing you cannot change an answer.",
    ),
    ngettext("Marked to look at again: %(num)s question", "Marked to look at again: %(num)s questions"),
    ngettext(
        "Nothing is lost. You have %(num)s attempt left. The best one counts.",
        "Nothing is lost. You have %(num)s attempts left. The best one counts.",
    ),
    ngettext("Open: %(num)s question", "Open: %(num)s questions"),
    ngettext("Opens when %(numbers)s is finished", "Opens when %(numbers)s are finished"),
    ngettext("The pass mark is %(mark)s, so about %(num)s point more.", "The pass mark is %(mark)s, so about %(num)s points more."),
    ngettext("Try the practice question to finish this lesson.", "Try the %(num)s practice questions to finish this lesson."),
    ngettext(
        "You see at once what is right. You have %(num)s try.",
        "You see at once what is right. You have %(num)s tries, and each further one earns less.",
    ),
)
"""The same, by number."""


def words(translations: NullTranslations, language: str, *, package: bool) -> dict[str, Any]:
    """The JSON that the scripts read: only what differs from English."""
    texts = PAGES + (PACKAGES if package else ())
    numbered = PAGES_BY_NUMBER + (PACKAGES_BY_NUMBER if package else ())
    samples = _samples(language)
    said = {text: translations.gettext(text) for text in texts}
    plurals = {one: {form: translations.ngettext(one, many, number) for form, number in samples.items()} for one, many in numbered}
    return {
        "language": language,
        "texts": {text: told for text, told in said.items() if told and told != text},
        "plurals": {one: plurals[one] for one, many in numbered if not set(plurals[one].values()) <= {one, many}},
    }


def _samples(language: str) -> dict[str, int]:
    """For each plural form of a language the smallest number that takes it."""
    form = Locale.parse(language, sep="-").plural_form
    samples: dict[str, int] = {}
    for number in range(200):
        samples.setdefault(form(number), number)
    samples.setdefault("other", 100)
    return samples
