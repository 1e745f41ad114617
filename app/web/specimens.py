"""One question of each kind, and the same ones answered: what the style page shows and the browser tests look at."""

from dataclasses import dataclass

# ruff: noqa: E501
from app.assessment.judgements import Claim, Evidence, Rating, Risk, RiskMatrix, Spot
from app.assessment.questions import (
    Answer,
    Blank,
    Choice,
    Cloze,
    Match,
    NumberLine,
    Numeric,
    Option,
    Order,
    Piece,
    Question,
    Text,
    TextLine,
)  # fmt: skip
from app.assessment.review import Review, review
from app.assessment.written import Criterion, Essay, Finding, FindingPart, Grade


@dataclass(frozen=True, slots=True)
class Marked:
    question: Question
    answer: Answer
    review: Review
    order: tuple[str, ...] = ()


def questions() -> dict[str, Question]:
    return {question.kind: question for question in (*_chosen(), *_typed(), *_arranged(), *_judged(), *_written())}


def marked() -> list[Marked]:
    answers: dict[str, Answer] = {
        "single": ("01",),
        "multiple": ("02", "03"),
        "truefalse": ("02",),
        "numeric": ("14,3",),
        "text": ("validation report",),
        "match": ("01.01", "02.03"),
        "order": ("01", "03", "02"),
        "cloze": ("condition", "02", ""),
        "evidence": ("contradicts", "line 13", "supports", "", "", ""),
        "rating": ("4", "5", "2", "3", "3", "3"),
        "riskmatrix": ("4", "3", "4", "4"),
        "essay": ("In 9 of 40 night lines the second signature is missing.", "model", "01"),
        "finding": ("Second signature missing on nine lines.", "The procedure is not kept.", "01", "model", "01"),
    }
    return [Marked(question, answers[kind], review(question, answers[kind])) for kind, question in questions().items()]


def _chosen() -> tuple[Question, ...]:
    return (
        Question(
            id="q-owner", prompt="<p>Who answers for the content of the questionnaire?</p>", hints=("<p>Who signs the last page?</p>",),
            explain="<p>The applicant declares it and keeps it current.</p>",
            task=Choice(kind="single", options=(
                Option(key="01", text="The broker", feedback="<p>A broker may help to fill it in, but does not answer for it.</p>"),
                Option(key="02", text="The applicant", correct=True),
                Option(key="03", text="The validation team"),
            )),
        ),
        Question(
            id="q-seals", points=2, explain="<p>A procedure says what should happen. Records and observation say what does happen.</p>",
            prompt="<p>At Kestrel Quay the seal procedure asks for two people. Which of these show whether seals are controlled in practice?</p>",
            hints=("<p>What was made at the time?</p>", "<p>What did you see yourself?</p>"),
            task=Choice(kind="multiple", scoring="no-wrong", options=(
                Option(key="01", text="The written procedure 4.2, signed by the director"),
                Option(key="02", text="A sample of 40 lines of the seal register", correct=True, feedback="<p>Records made at the time show use.</p>"),
                Option(key="03", text="The dock manager, who says that seals are always checked", feedback="<p>Speech alone needs something to back it.</p>"),
                Option(key="04", text="Watching the loader fix a seal at 21:40", correct=True, feedback="<p>What you see is your strongest evidence.</p>"),
                Option(key="05", text="None of these", last=True),
            )),
        ),
        Question(
            id="q-desk", prompt="<p>A desk review can replace every site visit.</p>", explain="<p>Premises have to be seen.</p>",
            task=Choice(kind="truefalse", options=(Option(key="01", text="true"), Option(key="02", text="false", correct=True))),
        ),
    )  # fmt: skip


def _typed() -> tuple[Question, ...]:
    return (
        Question(
            id="q-rate", points=2, explain="<p>Error rate = errors / items tested.</p>",
            prompt="<p>In 7 of 56 lines of a seal register the second signature is missing. What is the rate in per cent?</p>",
            task=Numeric(unit="%", lines=(
                NumberLine(low="12.4", high="12.6", shown="12.5"),
                NumberLine(low="14.2", high="14.4", shown="14.3", weight="0", feedback="<p>That is 7 of 49. Divide by all lines that you tested.</p>"),
            )),
        ),
        Question(
            id="q-saq", prompt="<p>Which document does the applicant fill in before the visit?</p>",
            task=Text(lines=(
                TextLine(value="self-assessment questionnaire"),
                TextLine(value="validation report", weight="0", feedback="<p>That one is written after the visit.</p>"),
            )),
        ),
    )  # fmt: skip


def _arranged() -> tuple[Question, ...]:
    return (
        Question(
            id="q-evidence", points=3, prompt="<p>Which piece of evidence tells you most about each criterion?</p>",
            task=Match(
                items=(Piece("01", "Management of commercial records"), Piece("02", "Information exchange and confidentiality"), Piece("03", "Cargo security")),
                pieces=(Piece("01", "Audit-trail test on five declarations"), Piece("02", "Restore test of the last back-up"),
                        Piece("03", "Seal register with running numbers"), Piece("04", "Report of the last crisis exercise")),
                pairs=("01.01", "02.02", "03.03"),
            ),
        ),
        Question(
            id="q-steps", points=2, prompt="<p>Put the steps of risk mapping in order.</p>",
            task=Order(scoring="pairs", items=(Piece("01", "Understand the business"), Piece("02", "Identify the risks"), Piece("03", "Assess the risks"))),
        ),
        Question(
            id="q-finding", points=3, explain="<p>A finding has six parts. The company cures the cause, not the condition.</p>",
            prompt=(
                "<p>Kestrel Quay: name the parts of this finding.</p>"
                '<p>“In 9 of 40 lines the signature is missing” is the <span data-blank="what"></span>. “There is one loader at night” is the '
                '<span data-blank="why"></span>. The grade is <span data-blank="grade"></span>.</p>'
            ),
            task=Cloze(blanks=(
                Blank(name="what", accepted=(TextLine(value="condition"),)),
                Blank(name="why", options=(Option(key="01", text="cause", correct=True), Option(key="02", text="effect"))),
                Blank(name="grade", options=(Option(key="01", text="minor"), Option(key="02", text="major", correct=True))),
            )),
        ),
    )  # fmt: skip


def _judged() -> tuple[Question, ...]:
    return (
        Question(
            id="q-review", points=3, explain="<p>Paper, person, practice: when two of the three disagree, look for a third source.</p>",
            prompt="<p>For each claim of Kestrel Quay, say what the document does to it, and where.</p>",
            task=Evidence(place="half", claims=(
                Claim(key="01", claim="All seals are kept under dual control", document="E5 Seal register", says="contradicts",
                      places=(TextLine(value="line 13"), TextLine(value="lines 13-16"))),
                Claim(key="02", claim="All seals are kept under dual control", document="E4 Seal procedure", says="silent"),
                Claim(key="03", claim="No subcontractors for road haulage", document="E10 Gate log", says="contradicts", places=(TextLine(value="March"),)),
            )),
        ),
        Question(
            id="q-rating", points=2, explain="<p>A whole shift works without the check: the control is informal.</p>",
            prompt="<p>Rate both risks of Kestrel Quay.</p>",
            task=Rating(risks=(
                Risk(key="01", text="Seals in an open drawer at night", likelihood=4, impact=5, control=1),
                Risk(key="02", text="Badges of leavers still open doors", likelihood=3, impact=4, control=3),
            )),
        ),
        Question(
            id="q-matrix", points=2, prompt="<p>Place each threat on the matrix.</p>",
            task=RiskMatrix(spots=(
                Spot(key="01", text="Unlogged night access", cell="4.3"),
                Spot(key="02", text="Seals kept in an open drawer", cell="5.5"),
            )),
        ),
    )  # fmt: skip


def _written() -> tuple[Question, ...]:
    return (
        Question(
            id="q-essay", points=3, prompt="<p>Write the finding on the unsigned seal lines.</p>",
            task=Essay(min_words=20, model="<p>In 9 of 40 sampled lines (22.5 %) of the seal register …</p>", criteria=(
                Criterion(key="01", text="Gives population, sample and count", points=2),
                Criterion(key="02", text="Separates fact from opinion"),
            )),
        ),
        Question(
            id="q-parts", points=3, prompt="<p>Write the finding on the unsigned seal lines, in its parts.</p>",
            explain="<p>The effect says what the reader should fear. “The procedure is not kept” repeats the condition.</p>",
            task=Finding(
                parts=(FindingPart(name="condition", model="Second signature missing."), FindingPart(name="effect", model="An unwatched seal could be swapped.")),
                criteria=(
                    Criterion(key="01", text="Says what is the case, no opinion", part="condition"),
                    Criterion(key="02", text="Says what may follow for the cargo", part="effect"),
                ),
                grades=(Grade(key="01", text="minor"), Grade(key="02", text="major", correct=True)),
            ),
        ),
    )  # fmt: skip
