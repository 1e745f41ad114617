"""Numbers, shares and minutes as a language writes them, figures Western everywhere; and text of one language in a page of another."""

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from babel.support import NullTranslations
from markupsafe import Markup


@cache
def direction(language: str) -> str:
    try:
        return "rtl" if Locale.parse(language, sep="-").text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"


def voice(code: str, page: str) -> Markup:
    """The attributes of text in another language than the page's: for its letters, its direction and who reads it aloud; else none."""
    return Markup(' lang="{}" dir="{}"').format(code, direction(code)) if code and code != page else Markup("")


def own(text: str, code: str, page: str) -> str:
    """A title or a sentence of a course among the words of a page, in its own language and direction."""
    attributes = voice(code, page)
    return Markup("<bdi{}>{}</bdi>").format(attributes, text) if attributes else text


def number(value: float, language: str) -> str:
    return format_decimal(value, "#,##0.##", locale=_locale(language))


def percent(value: float, translations: NullTranslations, language: str) -> str:
    return translations.gettext("%(number)s\u202f%%") % {"number": number(value, language)}


def minutes(value: int, translations: NullTranslations, language: str) -> str:
    """5 min, 1 h, 1 h 47 min."""
    hours, rest = divmod(int(value), 60)
    if not hours:
        return translations.ngettext("%(num)s min", "%(num)s min", rest) % {"num": number(rest, language)}
    if not rest:
        return translations.gettext("%(hours)s h") % {"hours": number(hours, language)}
    return translations.gettext("%(hours)s h %(minutes)s min") % {"hours": number(hours, language), "minutes": number(rest, language)}


def _locale(language: str) -> str:
    """Arabic writes its decimals by its own signs only together with its own figures; pages keep Western ones."""
    return "en" if language.split("-")[0] in ("ar", "fa", "ur") else language.replace("-", "_")
