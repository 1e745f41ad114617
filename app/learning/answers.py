"""Answers as they arrive: only what a browser could have posted, and only what the question offers."""

from app.assessment.questions import LONGEST_TEXT, Answer, Question, is_answered
from app.errors import Invalid, Sentence, say

MOST_ENTRIES = 200

LARGEST_SEQUENCE = 2**53 - 1
"""What a browser can count to exactly."""

OBJECTIONS: dict[str, Sentence] = {
    "unknown-choice": say("This is not one of the choices."),
    "twice": say("The same choice was given twice."),
    "one-only": say("Choose one only."),
    "wrong-length": say("Fill in each blank, or leave it empty."),
    "incomplete-order": say("Give each item one place."),
    "write-first": say("Write your text first, then compare it with the model."),
    "too-long": say("A text may have %(longest)d characters at most.", longest=LONGEST_TEXT),
    "not-a-number": say("This is not a number. Write figures, for example 12.8."),
    "ambiguous-number": say("This can be read as two numbers. Write it without marks between the thousands."),
}
"""What is said for each word of `Question.objection`."""


def read_answer(question: Question, raw: object) -> Answer:
    """The answer, checked. Raises Invalid with the question's id as its field."""
    answer = _texts(question, raw)
    objection = question.objection(answer)
    if objection is not None:
        raise Invalid(OBJECTIONS[objection], question.id)
    return answer if is_answered(answer) else ()


def read_given(question: Question, raw: object) -> Answer:
    """An answer that is to be judged now, so it cannot be empty. Raises Invalid."""
    answer = read_answer(question, raw)
    if not answer:
        raise Invalid(say("Give an answer first."), question.id)
    return answer


def read_sequence(raw: object) -> int:
    """A whole number from 1, as a browser counts what it sends. Raises Invalid."""
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= LARGEST_SEQUENCE:
        raise Invalid(say("The answer came without its place in the order. Open the page again."), "sequence")
    return raw


def _texts(question: Question, raw: object) -> Answer:
    """A short list of texts and nothing else: no numbers, no nesting, no half characters."""
    if not isinstance(raw, list | tuple) or len(raw) > MOST_ENTRIES or not all(isinstance(entry, str) for entry in raw):
        raise Invalid(say("An answer is a list of texts."), question.id)
    texts = tuple(str(entry) for entry in raw)
    if any(len(entry) > LONGEST_TEXT for entry in texts):
        raise Invalid(OBJECTIONS["too-long"], question.id)
    if any(not _can_be_stored(entry) for entry in texts):
        raise Invalid(say("This text holds signs that cannot be stored."), question.id)
    return texts


def _can_be_stored(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
