"""The cloze: blanks `[[name]]` in the prompt, their answers in the list below."""

import re
from collections import Counter
from dataclasses import dataclass, field

from app.assessment.questions import Blank, Cloze, Option
from app.content.answers import Item, content, wording
from app.content.drafts import Draft
from app.content.menus import menu_entries

_BLANK = re.compile(r"\[\[([^\[\]]*)\]\]")
_LINE = re.compile(r"\[\[([^\[\]]*)\]\]\s*([=:])\s*(.*)", re.DOTALL)
_NAME = re.compile(r"[a-z0-9-]{1,64}")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(slots=True)
class _Answers:
    blanks: dict[str, Blank] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def cloze(draft: Draft, prompt: str) -> tuple[str, Cloze | None]:
    """The prompt with a place for each blank, and the task."""
    names = _BLANK.findall(prompt)
    times = Counter(names)
    for name in times:
        if not _NAME.fullmatch(name):
            draft.note("blank-name", name=name[:40])
        elif times[name] > 1:
            draft.note("blank-repeated", name=name)
    answers = _Answers()
    for item in draft.items():
        _answer(draft, item, answers)
    for name in sorted(set(names) - set(answers.lines)):
        draft.note("blank-unanswered", name=name[:40])
    for name, line in answers.lines.items():
        if name not in times:
            draft.note("blank-missing", line, name=name[:40], question=draft.line)
    blanks = tuple(answers.blanks[name] for name in names if name in answers.blanks)
    shown = _BLANK.sub(lambda match: f'<span data-blank="{match[1]}"></span>' if _NAME.fullmatch(match[1]) else match[0], prompt)
    return shown, Cloze(blanks=blanks, keep_case=draft.given["case"] == "keep") if blanks else None


def _answer(draft: Draft, item: Item, answers: _Answers) -> None:
    match = _LINE.fullmatch(item.source)
    if match is None or not match[3].strip():
        draft.note("blank-line", item.line, text=item.source[:40])
        return
    name, sign, rest = match[1], match[2], " ".join(match[3].split())
    if name in answers.lines:
        draft.note("blank-answered-twice", item.line, name=name[:40], first=answers.lines[name])
        return
    answers.lines[name] = item.line
    if item.mark or item.feedback:
        draft.note("item-mark", item.line, mark=item.mark[:40] or "a quote", known="none in a cloze")
    blank = _typed(draft, item, name, rest) if sign == "=" else _menu(draft, item, name, rest)
    if blank is not None:
        answers.blanks[name] = blank


def _typed(draft: Draft, item: Item, name: str, rest: str) -> Blank | None:
    values = [each.replace("\\|", "|").strip() for each in _BAR.split(rest)]
    if not all(values):
        draft.note("blank-line", item.line, text=item.source[:40])
        return None
    lines = [wording(draft.page, value, item, "1") for value in values]
    accepted = tuple(line for line in lines if line is not None)
    return Blank(name=name, accepted=accepted) if accepted else None


def _menu(draft: Draft, item: Item, name: str, rest: str) -> Blank | None:
    entries = menu_entries(rest)
    if entries is None:
        draft.note("blank-menu", item.line, name=name[:40])
        return None
    options = tuple(
        Option(key=f"{number:02}", text=content(draft.page, item, draft.first, entry), correct=correct)
        for number, (entry, correct) in enumerate(entries, start=1)
    )
    return Blank(name=name, options=options)
