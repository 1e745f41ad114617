"""The few words that the engine itself writes into a text, in the text's own language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`decimal` is the decimal sign; `callouts` are the titles of the five call-outs."""

    table: str
    figure: str
    read_as_table: str
    callouts: dict[str, str]
    takeaway: str
    practice: str
    glossary: str
    back: str
    formula: str
    code: str
    other_site: str
    true: str
    false: str
    line: str
    decimal: str = "."


_ENGLISH = Words(
    table="Table",
    figure="Figure",
    read_as_table="Read as a table",
    callouts={"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution"},
    takeaway="Take away",
    practice="Practice",
    glossary="Glossary",
    back="Back to the text",
    formula="Formula",
    code="Code",
    other_site="opens another site",
    true="True",
    false="False",
    line="Line",
)
_FRENCH = Words(
    table="Tableau",
    figure="Figure",
    read_as_table="Lire sous forme de tableau",
    callouts={"note": "Remarque", "tip": "Conseil", "important": "Important", "warning": "Avertissement", "caution": "Attention"},
    takeaway="À retenir",
    practice="Entraînement",
    glossary="Glossaire",
    back="Retour au texte",
    formula="Formule",
    code="Code",
    other_site="ouvre un autre site",
    true="Vrai",
    false="Faux",
    line="Ligne",
    decimal=",",
)
_ARABIC = Words(
    table="الجدول",
    figure="الشكل",
    read_as_table="اقرأه كجدول",
    callouts={"note": "ملاحظة", "tip": "نصيحة", "important": "مهم", "warning": "تحذير", "caution": "تنبيه"},
    takeaway="خلاصة",
    practice="تمرين",
    glossary="المسرد",
    back="العودة إلى النص",
    formula="صيغة",
    code="رمز برمجي",
    other_site="يفتح موقعًا آخر",
    true="صحيح",
    false="خطأ",
    line="السطر",
)
_BY_LANGUAGE = {"en": _ENGLISH, "fr": _FRENCH, "ar": _ARABIC}


def words(language: str) -> Words:
    """The words of a language; English for one that has none yet."""
    return _BY_LANGUAGE.get(language.partition("-")[0], _ENGLISH)


def has_words(language: str) -> bool:
    return language.partition("-")[0] in _BY_LANGUAGE
