"""The questions that are judged row by row: evidence for claims, ratings of risks, places in a risk matrix."""

import re
from collections.abc import Iterable, Sequence

from app.assessment.judgements import CONTROLS, MARKS, SAYS, Claim, Evidence, Rating, Risk, RiskMatrix, Spot
from app.assessment.lines import TextLine
from app.content.answers import Item, content, wording
from app.content.drafts import Draft
from app.content.keys import ID
from app.content.panels import Panel, read_panel

_BAR = re.compile(r"\s*\|\s*")
_KEY = re.compile(r"(.*?)\s*\{([^{}]*)\}", re.DOTALL)
_PLACE = re.compile(r"#(?P<name>\S+)(?:\s+l=(?P<likelihood>\S+)\s+i=(?P<impact>\S+))?")


def evidence(draft: Draft) -> Evidence | None:
    """A table of claims: `Claim | Document | Says`, and `Place` when it is asked for."""
    asked = draft.given["place"]
    rows = [(line, row) for line, row in draft.rows() if _has_cells(draft, line, row, "Claim, Document, Says and Place", (3, 4))]
    claims = tuple(_claim(draft, number, line, [*row, ""]) for number, (line, row) in enumerate(rows, start=1))
    _all_different(draft, [f"{claim.claim}, {claim.document}" for claim in claims])
    if asked and claims and not any(claim.places for claim in claims):
        draft.note("evidence-no-place")
    return Evidence(claims=claims, place=asked) if claims else None


def _claim(draft: Draft, number: int, line: int, row: Sequence[str]) -> Claim:
    claim, document, says, place = row[:4]
    if says.strip() not in SAYS:
        draft.note("evidence-says", line, word=says[:40])
    elif says.strip() == "silent" and place.strip():
        draft.note("evidence-place", line)
    return Claim(
        key=f"{number:02}",
        claim=_shown(draft, line, claim),
        document=_shown(draft, line, document),
        says=says.strip(),
        places=_places(draft, line, place),
    )


def _places(draft: Draft, line: int, cell: str) -> tuple[TextLine, ...]:
    """The wordings of a place. A stroke between them is written with a backslash, which the table has taken off."""
    wordings = [each for each in _BAR.split(cell.strip()) if each]
    found = (wording(draft.page, " ".join(each.split()), Item(line), "1") for each in wordings)
    return tuple(each for each in found if each is not None)


def rating(draft: Draft) -> Rating | None:
    """A table of risks with the expert's marks: `Risk | L | I | C`."""
    rows = [(line, row) for line, row in draft.rows() if _has_cells(draft, line, row, "Risk, L, I and C", (4,))]
    risks = [risk for number, (line, row) in enumerate(rows, start=1) if (risk := _risk(draft, number, line, row))]
    _all_different(draft, [risk.text for risk in risks])
    _names_differ(draft, [risk.name for risk in risks])
    return Rating(risks=tuple(risks)) if risks else None


def _risk(draft: Draft, number: int, line: int, row: Sequence[str]) -> Risk | None:
    text, name = _named(draft, line, row[0])
    scales = (("likelihood", MARKS), ("impact", MARKS), ("control", CONTROLS))
    marks = [_mark(draft, line, given, what, scale) for given, (what, scale) in zip(row[1:], scales, strict=True)]
    likelihood, impact, control = marks
    if likelihood is None or impact is None or control is None:
        return None
    shown = _shown(draft, line, text)
    return Risk(key=f"{number:02}", text=shown, likelihood=likelihood, impact=impact, control=control, name=name)


def _named(draft: Draft, line: int, cell: str) -> tuple[str, str]:
    """A cell without the key in braces at its end, and the key."""
    match = _KEY.fullmatch(cell)
    if match is None:
        return cell, ""
    if not ID.fullmatch(match[2].removeprefix("#")) or not match[2].startswith("#"):
        draft.note("item-mark", line, mark=match[2][:40], known="{#key}")
        return match[1], ""
    return match[1], match[2][1:]


def riskmatrix(draft: Draft) -> RiskMatrix | None:
    """A list of items, each with its key in braces, and with its cell unless a panel gives the cells."""
    panel = read_panel(draft) if draft.given["panel"] else None
    listed = draft.items()
    spots = [spot for number, item in enumerate(listed, start=1) if (spot := _spot(draft, number, item, panel))]
    _all_different(draft, [spot.text for spot in spots])
    _names_differ(draft, [spot.name for spot in spots])
    if len(spots) < len(listed) or (draft.given["panel"] and panel is None):
        return None
    return RiskMatrix(spots=tuple(spots), experts=panel.experts if panel else 0)


def _spot(draft: Draft, number: int, item: Item, panel: Panel | None) -> Spot | None:
    match = _PLACE.fullmatch(item.mark)
    if match is None or not ID.fullmatch(match["name"]):
        draft.note("matrix-key", item.line)
        return None
    if item.feedback:
        draft.note("feedback-place", item.line)
    text, key, name = content(draft.page, item, draft.first), f"{number:02}", match["name"]
    if draft.given["panel"]:
        if match["likelihood"]:
            draft.note("matrix-two-keys", item.line)
        return Spot(key=key, text=text, name=name, votes=panel.votes(draft, name, item.line)) if panel else None
    if not match["likelihood"]:
        draft.note("matrix-no-cell", item.line, key=name)
        return None
    marks = [_mark(draft, item.line, match[what], what, MARKS) for what in ("likelihood", "impact")]
    return Spot(key=key, text=text, name=name, cell=".".join(map(str, marks))) if None not in marks else None


def _mark(draft: Draft, line: int, given: str, what: str, scale: tuple[str, ...]) -> int | None:
    if given.strip() in scale:
        return int(given)
    draft.note("mark-value", line, value=given[:40], what=what, low=scale[0], high=scale[-1])
    return None


def _has_cells(draft: Draft, line: int, row: Sequence[str], columns: str, counts: tuple[int, ...]) -> bool:
    """Whether a row has its cells, and none of those that must hold something is empty."""
    if len(row) in counts and all(cell.strip() for cell in row[:3]):
        return True
    draft.note("row-cells", line, type=draft.kind, columns=columns)
    return False


def _shown(draft: Draft, line: int, source: str) -> str:
    return content(draft.page, Item(line, source.strip()), draft.first)


def _all_different(draft: Draft, texts: Sequence[str]) -> None:
    if twice := next((text for text in texts if texts.count(text) > 1), ""):
        draft.note("choice-twice", text=twice[:60])


def _names_differ(draft: Draft, names: Iterable[str]) -> None:
    given = [name for name in names if name]
    if twice := next((name for name in given if given.count(name) > 1), ""):
        draft.note("row-key-twice", key=twice)
