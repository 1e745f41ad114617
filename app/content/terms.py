"""Finds the glossary's terms in running text, each at its first use."""

import html
import re
from collections.abc import Callable

from app.content.compiled import Term
from app.content.words import Words


class Terms:
    """The terms of one language, as one expression. A plural s is taken for the same word; abbreviations count letter by letter."""

    def __init__(self, terms: tuple[Term, ...], words: Words) -> None:
        self.words = words
        self.by_word = {_folded(term.term): term for term in terms}
        longest_first = sorted(self.by_word, key=lambda word: (-len(word), word))
        choices = "|".join(re.sub(r"\s+", r"\\s+", re.escape(word).replace(r"\ ", " ")) for word in longest_first)
        self.pattern = re.compile(rf"(?<![\w-])({choices})(?:e?s)?(?![\w-])", re.IGNORECASE) if choices else None

    def linked(self, text: str, is_new: Callable[[Term], bool]) -> str:
        """The text, escaped, with a link at each term for which `is_new` says yes."""
        if self.pattern is None:
            return html.escape(text, quote=False)
        out, at = [], 0
        for match in self.pattern.finditer(text):
            term = self.by_word.get(_folded(match[1]))
            if term is None or (term.term.isupper() and match[1] != term.term) or not is_new(term):
                continue
            link = f'<a class="term" href="aeo-term:{term.id}">{html.escape(match[0], quote=False)}</a>'
            out += [html.escape(text[at : match.start()], quote=False), link]
            at = match.end()
        out.append(html.escape(text[at:], quote=False))
        return "".join(out)

    def note(self, term: Term) -> str:
        """The side note with a term's definition."""
        title = html.escape(term.term, quote=False)
        more = f'<a href="aeo-term:{term.id}">{self.words.glossary}</a>'
        return f'<aside class="sidenote" role="note"><b>{title}</b> {term.definition} {more}</aside>\n'


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()
