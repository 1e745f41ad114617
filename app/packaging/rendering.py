"""The templates of the pages, rendered for a package: the same macros as on the web, without a web framework."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader
from jinja2.ext import i18n
from markupsafe import Markup

from app.bytecode import Beside
from app.packaging import formats
from app.packaging.assets import ROOT

_EMPTY = re.compile(r"\n(?:[^\S\n]*\n)+")
TEMPLATES = ROOT / "templates"
TRANSLATIONS = ROOT / "app" / "translations"


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders templates in one language."""

    language: str
    translations: NullTranslations
    environment: Environment

    @property
    def direction(self) -> str:
        return formats.direction(self.language)

    def page(self, template: str, **context: Any) -> str:
        return self.environment.get_template(template).render(lang=self.language, dir=self.direction, **context)

    def macro(self, template: str, name: str) -> Any:
        """A macro to be called many times: the template is loaded once."""
        return getattr(self.environment.get_template(template).module, name)

    def say(self, text: str, **values: object) -> str:
        """A text of the interface in this language."""
        told = self.translations.gettext(text)
        return told % values if values else told


@cache
def renderer(language: str) -> Renderer:
    """The renderer of a language; kept, since loading templates is what costs."""
    translations = _translations(language)
    kept = Beside(TEMPLATES, f"package-{language}")
    source = FileSystemLoader(TEMPLATES)
    environment = Environment(loader=source, autoescape=True, extensions=[i18n], trim_blocks=False, bytecode_cache=kept)
    environment.install_gettext_callables(translations.gettext, translations.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["asset"] = _asset
    environment.filters["number"] = lambda value: formats.number(value, language)
    environment.filters["percent"] = lambda value: formats.percent(value, translations, language)
    environment.filters["voice"] = lambda code: formats.voice(code, language)
    environment.filters["own"] = lambda text, code: formats.own(text, code, language)
    environment.filters["minutes"] = lambda value: formats.minutes(value, translations, language)
    return Renderer(language, translations, environment)


def safe(html: str) -> Markup:
    """HTML that our own compiler has cleaned."""
    return Markup(html)


def squeezed(text: str) -> str:
    """Without the lines that only templates need, and with an end to the last one."""
    return _EMPTY.sub("\n", f"\n{text}\n")[1:]


def _translations(language: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [language.replace("-", "_")]) if Path(TRANSLATIONS).is_dir() else NullTranslations()


def _asset(name: str) -> str:
    """Icons and drawings stand in the document itself: a reference to another file is blocked under file://."""
    return "" if name.endswith(".svg") else name
