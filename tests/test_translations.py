"""The catalogues hold every sentence of the code, with nothing lost on the way."""

import re
import sys
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from app.content.codes import CODES
from app.content.phrases import PHRASES

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "static"))
import build_words  # noqa: E402

PLACE = re.compile(r"%\((\w+)\)[sd]|%%")

MUST = {
    "fr": {"Continue": "Continuer", "Check my answer": "Vérifier ma réponse", "Not started": "Pas commencé", "Revoked": "Révoqué", "Locked": "Verrouillé"},
    "ar": {"Continue": "متابعة", "Check my answer": "تحقق من إجابتي", "Not started": "لم يبدأ", "Revoked": "ملغاة", "Locked": "مقفل"},
}  # fmt: skip


def catalogue(language: str):
    with (build_words.FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_sentence_is_said_in_every_language(language):
    said = {texts(message.id)[0]: texts(message.string) for message in catalogue(language) if message.id}

    wanted = {texts(message.id)[0] for message in build_words.collected() if message.id}

    assert wanted - set(said) == set()
    assert [sentence for sentence in sorted(wanted) if not all(said[sentence])] == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_translation_keeps_every_value_of_its_sentence(language):
    wrong = []
    for message in catalogue(language):
        wanted = set(PLACE.findall(texts(message.id)[-1])) - {""} if message.id else set()
        for form in texts(message.string):
            given = set(PLACE.findall(form)) - {""}
            if message.id and not (given <= wanted and wanted - given <= {"num", "number"}):
                wrong.append((message.id, form))

    assert wrong == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_sentence_of_the_checker_keeps_its_values_too(language):
    found = catalogue(language)
    sentences = {words for code in CODES.values() for words in (code.message, code.remedy)} | set(PHRASES)

    wrong = {each: found.get(each).string for each in sentences if values_in(each) != values_in(found.get(each).string)}

    assert wrong == {}


def values_in(template: str) -> set[str]:
    return {name for _text, name, _form, _how in Formatter().parse(template) if name}


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_words_of_the_states_are_as_agreed(language):
    found = catalogue(language)

    assert {word: found.get(word).string for word in MUST[language] if found.get(word)} == {
        word: words for word, words in MUST[language].items() if found.get(word)
    }


@pytest.mark.parametrize("file", build_words.catalogues(), ids=lambda file: file.parts[-3])
def test_a_catalogue_names_no_person_and_no_address(file):
    head = file.read_text("utf-8").partition("\n\n")[0]

    assert "@" not in head
    assert "Creation-Date" not in head
