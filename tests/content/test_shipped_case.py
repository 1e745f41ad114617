"""Every answer of the shipped case is recomputed from its documents, and a good validator can open what the answers need."""

import csv
import re
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from app.assessment.judgements import BANDS, Claim, Evidence, Rating, RiskMatrix, band_of
from app.assessment.lines import first_match
from app.assessment.questions import Choice, Cloze, Numeric, Question
from app.content.reader import read_course
from app.content.views import LessonView, view

COURSE = Path(__file__).parents[2] / "courses" / "aeo-validation"
FOLDER = COURSE / "cases" / "kestrel-quay"
LEADS = (4, 20)
"""A shift lead is on duty from 04:00 to 20:00, by answer 5.2 of the questionnaire; the night shift fills the rest."""

EXPERT = {
    "cargo": (4, 5, 1),
    "conveyance": (4, 4, 2),
    "personnel": (4, 4, 1),
    "partners": (4, 4, 1),
    "measurement": (3, 3, 1),
    "false-data": (2, 4),
    "bonded-stock": (3, 4),
    "late-report": (2, 3),
    "untrained": (4, 3),
    "night-entry": (3, 4),
}
CHOSEN = ("e5", "e9", "e16", "e6", "e7", "e8", "e20", "e10", "e18", "e14", "e12")
"""What a good validator pays for: all that an answer needs."""


@pytest.fixture(scope="module")
def lesson() -> LessonView:
    reading = read_course(COURSE)
    assert reading.course is not None
    return view(reading.course, edition="customs").lesson("kestrel-quay")


@pytest.fixture(scope="module")
def tasks(lesson: LessonView) -> dict[str, Question]:
    return {question.id.removeprefix("q-kestrel-"): question for question in lesson.questions}


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def moment(day: str, time: str) -> datetime:
    return datetime.strptime(f"{day} 2026 {time}", "%d %b %Y %H:%M")


def day(words: str) -> date:
    return datetime.strptime(words, "%d %b %Y").date()


def at_night(time: str) -> bool:
    return not LEADS[0] <= int(time.partition(":")[0]) < LEADS[1]


def number(seal: str) -> int:
    return int(seal.rpartition(" ")[2])


def answer(question: Question) -> Fraction:
    assert isinstance(question.task, Numeric)
    return (Fraction(question.task.lines[0].low) + Fraction(question.task.lines[0].high)) / 2


def claims(question: Question, document: str) -> list[Claim]:
    assert isinstance(question.task, Evidence)
    return [claim for claim in question.task.claims if re.search(rf"\b{document}\b", claim.document.partition(",")[0])]


def accepted(claim: Claim, count: int) -> set[int]:
    return {line for line in range(1, count + 1) if first_match(claim.places, f"line {line}", keep_case=False) is not None}


def test_the_register_numbers_run_on_and_three_of_them_have_no_line(tasks: dict[str, Question]) -> None:
    register = rows("seal-register.csv")
    there = [number(row["Seal number"]) for row in register]
    missing = set(range(there[0], there[-1] + 1)) - set(there)

    assert len(register) == 40
    assert all(one < two for one, two in pairwise(there))
    assert missing == {204, 205, 219}
    assert answer(tasks["missing"]) == len(missing)


def test_one_missing_number_was_read_at_no_gate(tasks: dict[str, Question]) -> None:
    gate = {row["Seal read at the gate"]: row for row in rows("gate-log-nights.csv")}
    register = {row["Seal number"]: row for row in rows("seal-register.csv")}
    question = tasks["nowhere"]

    assert set(gate) - set(register) == {"H 448 204", "H 448 205"}
    assert gate["H 448 204"]["Haulier"] not in text("partner-list.md")
    assert all(question.credit((right,)) == 1 for right in ("219", "448219", "h 448 219"))
    assert all(question.credit((wrong,)) == 0 for wrong in ("204", "H 448 205", "191"))
    assert set(register) < set(gate)


def test_seals_are_issued_at_night_photographed_before_and_out_of_the_gate_after(tasks: dict[str, Question]) -> None:
    gate = {row["Container"]: row for row in rows("gate-log-nights.csv")}
    photos = {row["Container"]: moment(row["Date"], row["Time"]) for row in rows("inspection-photos.csv")}

    for row in rows("seal-register.csv"):
        issued, left = moment(row["Date"], row["Issued"]), gate[row["Container"]]
        assert at_night(row["Issued"])
        assert row["Dock"] in "5678"
        assert left["Seal read at the gate"] == row["Seal number"]
        assert timedelta(minutes=15) < moment(left["Date"], left["Out"]) - issued < timedelta(hours=2)
        if row["Container"] in photos:
            assert photos[row["Container"]] < issued


def test_no_complete_line_could_be_signed_by_a_lead_at_that_hour_and_all_but_one_container_left_before_the_next_came() -> None:
    signed = {row["Seal number"] for row in rows("seal-register.csv") if row["Second"] != "-"}
    left_later = [row for row in rows("gate-log-nights.csv") if row["Seal read at the gate"] in signed and not at_night(row["Out"])]

    assert "early 04:00 to 12:00, late 12:00 to 20:00" in text("saq.md")
    assert len(signed) == 31
    assert len(left_later) == 1


def test_the_gap_in_the_photographs_is_one_of_the_night(tasks: dict[str, Question]) -> None:
    sets = rows("inspection-photos.csv")
    lacking = [place for place, row in enumerate(sets, start=1) if row["Outside and undercarriage"] == "-"]
    night = [row for row in sets if at_night(row["Time"])]
    night_lacking = [row for row in night if row["Outside and undercarriage"] == "-"]
    (claim,) = claims(tasks["claims"], "E7")

    assert (len(sets), len(lacking)) == (30, 14)
    assert (len(night), len(night_lacking)) == (12, 11)
    assert abs(answer(tasks["photos"]) - Fraction(1100, 12)) < Fraction(1, 10)
    assert accepted(claim, len(sets)) == set(lacking)
    assert not any(row[point] == "-" for row in sets for point in ("Doors", "Right side", "Left side", "Front wall", "Floor"))


def test_all_containers_stuffed_on_the_nights_of_the_photographed_week_have_their_set() -> None:
    stuffed = [
        row for row in rows("gate-log-nights.csv") if datetime(2026, 1, 12, 4) <= moment(row["Date"], row["Out"]) < datetime(2026, 1, 19, 4)
    ]

    assert {row["Container"] for row in stuffed} == {row["Container"] for row in rows("inspection-photos.csv") if at_night(row["Time"])}


def test_the_unsigned_lines_are_the_places_that_count(tasks: dict[str, Question]) -> None:
    register = rows("seal-register.csv")
    unsigned = {place for place, row in enumerate(register, start=1) if row["Second"] == "-"}
    (claim,) = claims(tasks["claims"], "E5")

    assert len(unsigned) == 9
    assert accepted(claim, len(register)) == unsigned


def test_live_badges_of_leavers_and_their_use_follow_from_the_two_lists(tasks: dict[str, Question]) -> None:
    left = {row["Staff no."]: day(row["Last day"]) for row in rows("leavers.csv")}
    badges = rows("badges.csv")
    live = {place: row for place, row in enumerate(badges, start=1) if row["Staff no."] in left and row["Badge is"] == "live"}
    used = {row["Staff no."] for row in live.values() if day(row["Last used"]) > left[row["Staff no."]]}
    (claim,) = claims(tasks["claims"], "E8")
    choice = tasks["used"].task
    assert isinstance(choice, Choice)

    assert len(left) == 14
    assert answer(tasks["leavers"]) == len(live) == 11
    assert accepted(claim, len(badges)) == set(live)
    assert {re.search(r"\d{4}", option.text)[0] for option in choice.options if option.correct} == used == {"2203", "4012"}
    for option in choice.options:
        staff, last = re.search(r"no\. (\d{4}), left on (.+?\d{4})", option.text).groups()
        assert datetime.strptime(last, "%d %B %Y").date() == left[staff]
    assert min(left.values()) == date(2025, 7, 10)


def test_four_hauliers_that_are_not_on_the_list_collected_63_times(tasks: dict[str, Question]) -> None:
    totals = rows("gate-totals.csv")
    unlisted = {
        place: row for place, row in enumerate(totals, start=1) if row["Who collected"] not in text("partner-list.md") and place > 1
    }
    (claim,) = claims(tasks["claims"], "E10")

    assert sum(int(row["Quarter"]) for row in unlisted.values()) == 63
    assert [int(row["Quarter"]) for row in unlisted.values()] == [31, 17, 9, 6]
    assert all(sum(int(row[month]) for month in ("October", "November", "December")) == int(row["Quarter"]) for row in totals)
    assert accepted(claim, len(totals)) == set(unlisted)
    assert {row["Haulier"] for row in rows("gate-log-nights.csv")} - {"Own truck"} < {row["Who collected"] for row in totals}


def test_stock_differences_are_small_and_booked_by_the_one_who_counts() -> None:
    counts = rows("stock-counts.csv")
    differences = [int(row["Difference"].replace("−", "-")) for row in counts]

    for row, difference in zip(counts, differences, strict=True):
        assert int(row["Cartons counted"]) - int(row["Cartons in the books"]) == difference
        assert row["Counted by"] == row["Difference booked by"]
    assert round(100 * sum(map(abs, differences)) / sum(int(row["Cartons in the books"]) for row in counts), 1) == 0.4


def test_the_action_was_closed_by_its_owner_fourteen_months_before_the_visit(tasks: dict[str, Question]) -> None:
    found, visited = date(2024, 12, 9), date(2026, 2, 10)
    task = tasks["repeat"].task
    assert isinstance(task, Cloze)

    assert f"{found.day} December 2024" in text("internal-audit.md")
    assert "10 February 2026" in text("dock-7.md")
    assert (visited.year - found.year) * 12 + visited.month - found.month == 14
    assert first_match(task.blanks[0].accepted, "14", keep_case=False) is not None
    assert re.search(r"\| Seal control at night \| (.+?) \| closed \| .+? \| \1 \| – \|", text("internal-audit.md"))


def test_the_seals_in_the_drawer_are_sixty_and_come_after_those_of_january() -> None:
    first, last = map(int, re.search(r"60 class H seals, H 448 (\d+) to H 448 (\d+)", text("dock-7.md")).groups())

    assert last - first + 1 == 60
    assert first > number(rows("seal-register.csv")[-1]["Seal number"])


def test_the_refresher_lies_thirty_one_months_back() -> None:
    assert "8 July 2023, 31 months before the visit" in text("training.md")
    assert (2026 - 2023) * 12 + 2 - 7 == 31


def test_ratings_are_those_of_the_method_and_of_the_lesson_on_decisions(tasks: dict[str, Question]) -> None:
    rating, matrix = tasks["rating"].task, tasks["inherent"].task
    assert isinstance(rating, Rating)
    assert isinstance(matrix, RiskMatrix)
    lesson = (COURSE / "03-risk-assessment" / "05-decide.md").read_text("utf-8")
    after = {row[0]: tuple(map(int, row[1:])) for row in re.findall(r"^\| ([A-M]) [\w ]+ \| (\d) \| (\d) \| (\d) \|", lesson, re.MULTILINE)}

    for risk in rating.risks:
        assert (risk.likelihood, risk.impact, risk.control) == EXPERT[risk.name] == after[risk.text[0]]
    for spot in matrix.spots:
        assert tuple(map(int, spot.cell.split("."))) == EXPERT[spot.name] == after[spot.text[0]][:2]
    assert [BANDS[band_of(*EXPERT[name])] for name in ("cargo", "conveyance", "personnel", "partners", "measurement")] == [
        "critical", "medium", "high", "high", "medium",
    ]  # fmt: skip


def test_the_bulletin_gives_each_likelihood_and_impact_in_the_words_of_the_scale(tasks: dict[str, Question]) -> None:
    signs = {2: "Elsewhere", 3: "in the region|In the region|of firms in the region", 4: "On this route"}
    lines = dict(re.findall(r"^\| ([A-M]) [^|]*\| ([^|]+)\|", text("bulletin.md"), re.MULTILINE))
    rating, matrix = tasks["rating"].task, tasks["inherent"].task
    assert isinstance(rating, Rating)
    assert isinstance(matrix, RiskMatrix)

    marked = [(risk.likelihood, risk.text[0]) for risk in rating.risks] + [(int(spot.cell[0]), spot.text[0]) for spot in matrix.spots]
    for mark, letter in marked:
        assert re.search(signs[mark], lines[letter]), letter


def test_everything_that_an_answer_needs_fits_into_the_budget_and_not_everything_there_is(lesson: LessonView) -> None:
    case = lesson.case
    assert case is not None
    documents = {document.key: document for document in lesson.documents}
    named = {key.lower() for question in lesson.questions for key in re.findall(r"\bE\d+\b", question.prompt + str(question.task))}
    free = {key for key, document in documents.items() if document.cost == 0}

    assert named - free <= set(CHOSEN)
    assert sum(documents[key].cost for key in CHOSEN) <= case.budget
    assert sum(document.cost for document in documents.values()) > 1.5 * case.budget


def test_a_container_number_ends_in_its_check_digit() -> None:
    values = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (value for value in range(10, 39) if value % 11), strict=True))
    for name in ("seal-register.csv", "gate-log-nights.csv", "inspection-photos.csv"):
        for container in (row["Container"] for row in rows(name)):
            body, digit = container.replace(" ", "")[:10], int(container[-1])
            total = sum((values[sign] if sign.isalpha() else int(sign)) * 2**place for place, sign in enumerate(body))
            assert total % 11 == digit, container
