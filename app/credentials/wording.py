"""What stands on a certificate beside the facts: sentences that a face translates, filled with dates in its language."""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from app.credentials.models import Certificate
from app.errors import Sentence, say, say_number

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "dv", "ps"}

LONG = 28
"""Characters from which on the two names stand below each other."""

NOTICE = say(
    "This certificate shows that training was finished. It is not an AEO authorization, "
    "and it is not a licence, qualification or decision of any customs administration."
)

HEADING = say("Certificate of completion")
HOLDER = say("Holder, as named on the day of issue")
STAMP_PASSED = say("Passed")
STAMP_FINISHED = say("Finished")
NUMBER = say("Certificate number")
VERSION = say("Course version")
RESULT = say("Result")
ISSUED = say("Issued")
UNTIL = say("Valid until")
FOREVER = say("Without end")
CHECK = say("Check:")
QR_TEXT = say("QR code with the address at which this certificate is checked")


def done(certificate: Certificate) -> Sentence:
    """What the holder did, in one sentence that goes on from the name."""
    if not certificate.quizzes:
        return say_number(
            "has finished %(number)d module of this course.", "has finished %(number)d modules of this course.", certificate.modules
        )
    return say_number(
        "has finished %(number)d module of this course and passed its quiz, with %(percent)d %% where %(pass_mark)d %% is needed.",
        "has finished %(number)d modules of this course and passed their quizzes, with %(percent)d %% where %(pass_mark)d %% is needed.",
        certificate.modules, percent=certificate.percent, pass_mark=certificate.pass_mark,
    )  # fmt: skip


def result(certificate: Certificate) -> Sentence:
    """Box 4."""
    if not certificate.quizzes:
        return STAMP_FINISHED
    return say("%(percent)d %%, pass mark %(pass_mark)d %%", percent=certificate.percent, pass_mark=certificate.pass_mark)


def printed(
    certificate: Certificate, *, site: str, base_url: str, told: Callable[[Sentence], str] = str, day: Callable[[date], str] | None = None
) -> dict[str, Any]:
    """All that the PDF is made from. `told` puts a sentence into the certificate's language, `day` a date."""
    day = day or plain_day
    base = base_url.rstrip("/")
    until = certificate.valid_until
    version = say("%(version)d, of %(day)s", version=certificate.version, day=day(certificate.published_on))
    return {
        "language": certificate.language.partition("-")[0],
        "dir": direction(certificate.language),
        "site": site,
        "document_title": told(say("%(name)s: %(text)s", name=told(HEADING), text=certificate.name)),
        "heading": told(HEADING),
        "title": certificate.title,
        "names": names(certificate),
        "long_name": max(len(certificate.name), len(certificate.name_native)) >= LONG,
        "holder_label": told(HOLDER),
        "sentence": told(done(certificate)),
        "stamp": told(STAMP_PASSED if certificate.quizzes else STAMP_FINISHED),
        "stamp_date": day(certificate.finished_on),
        "boxes": [
            {"number": "1", "label": told(NUMBER), "value": certificate.number, "code": True},
            {"number": "3", "label": told(VERSION), "value": told(version), "code": False},
            {"number": "4", "label": told(RESULT), "value": told(result(certificate)), "code": False},
            {"number": "5", "label": told(ISSUED), "value": day(certificate.issued_on), "code": False},
            {"number": "6", "label": told(UNTIL), "value": told(FOREVER) if until is None else day(until), "code": False},
        ],
        "notice": told(NOTICE),
        "check_label": told(CHECK),
        "check_address": f"{base}/c".partition("://")[2],
        "check_url": check_url(certificate, base),
        "qr_alt": told(QR_TEXT),
        "timestamp": int(certificate.issued_at.timestamp()),
    }


def check_url(certificate: Certificate, base_url: str) -> str:
    """Where anybody can check it: what the QR code holds."""
    return f"{base_url.rstrip('/')}/c/{certificate.number}"


def names(certificate: Certificate) -> list[dict[str, Any]]:
    """The names, the one in the certificate's own direction first."""
    latin = {**_name(certificate.name), "main": True}
    if not certificate.name_native or certificate.name_native == certificate.name:
        return [latin]
    native = _name(certificate.name_native)
    return [native, latin] if native["dir"] == direction(certificate.language) == "rtl" else [latin, native]


def _name(name: str) -> dict[str, Any]:
    """A name with how it is to be set. `serif`: all of its letters are in the display font; `main`: it may not be left out."""
    serif = all(unicodedata.name(sign, "").startswith(("LATIN", "CYRILLIC")) for sign in name if sign.isalpha())
    return {"text": name, "dir": direction_of_text(name), "language": language_of_text(name), "serif": serif, "main": False}


def direction(language: str) -> str:
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def direction_of_text(text: str) -> str:
    """By the first letter that has one."""
    strong = next((kind for sign in text if (kind := unicodedata.bidirectional(sign)) in {"L", "R", "AL"}), "L")
    return "ltr" if strong == "L" else "rtl"


def language_of_text(text: str) -> str:
    """The likeliest language of a name by its script, for the tags of the PDF and the shaping of its letters."""
    name = next((unicodedata.name(sign, "") for sign in text if sign.isalpha()), "")
    return next((code for script, code in _SCRIPTS if name.startswith(script)), "und")


def plain_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_SCRIPTS = (
    ("LATIN", "en"),
    ("ARABIC", "ar"),
    ("CYRILLIC", "ru"),
    ("GREEK", "el"),
    ("CJK", "zh"),
    ("THAI", "th"),
    ("HEBREW", "he"),
    ("HIRAGANA", "ja"),
)
