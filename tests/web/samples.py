"""A full context for every page template, as its comment asks for it: what the template tests render and the browser tests look at."""

from datetime import UTC, date, datetime
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, Form, PasswordField, RadioField, SelectChoice, SelectField, StringField

from app.web import specimens
from tests.web.bare import environment
from tests.web.certificate_samples import certificates

COURSE = {"title": "AEO validation", "href": "/courses/aeo"}
MODULE = {"number": "3", "title": "Risk assessment", "href": "/courses/aeo#risk"}
NOW = datetime(2026, 3, 14, 14, 32, tzinfo=UTC)


class SignIn(Form):
    email = StringField("E-mail address")
    password = PasswordField("Password")
    remember = BooleanField("Keep me signed in on this device for 30 days")
    problems = (("", "The address or the password does not fit. Nothing was changed."), ("password", "Type your password again"))


class Profile(Form):
    name = StringField("In Latin letters")
    name_native = StringField("In your own script")
    language = SelectField("Interface", choices=[SelectChoice("en", "English"), SelectChoice("ar", "العربية")])
    zone = StringField("Time zone")
    theme = RadioField(
        "Appearance",
        choices=[
            SelectChoice(name, words)
            for name, words in (("system", "As this device"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
        ],
    )
    problems = ()


class Password(Form):
    password = PasswordField("New password")
    problems = ()


def all_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """By a name for the picture: the template and what it needs beside the frame."""
    return {**_open_pages(), **_learning(), **_quizzes(), **certificates()}


def _open_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    refused = SignIn(data={"email": "ada@example.org"})
    refused.password.errors = ["Type your password again"]
    stranger: dict[str, Any] = {"visitor": None}
    home = {
        "start_href": "/courses/aeo", "sample_href": "/courses/aeo/what-risk-means", "check_url": "/c",
        "courses": [{**COURSE, "summary": "Three modules in order, under two hours. Stop at any time and go on from any device.", "modules": [
            {"number": number, "title": title, "href": "/courses/aeo", "summary": question, "minutes": minutes} for number, title, question, minutes in MODULES
        ]}],
    }  # fmt: skip
    profile = Profile(data={"name": "Leila Hassan", "name_native": "ليلى حسن", "language": "en", "zone": "Africa/Cairo", "theme": "system"})
    return {
        "home": ("home.html", {**stranger, **home, "here": "courses"}),
        "home-empty": ("home.html", {**stranger, "start_href": "", "sample_href": "", "check_url": "/c", "courses": []}),
        "sign-in": ("accounts/sign_in.html", {**stranger, "form": refused, "next": "", "sample_href": "/courses/aeo/what-risk-means"}),
        "invitation": ("accounts/invitation.html", {**stranger, "form": Password(), "person": {"name": "Sami Mansour", "email": "sami@example.org"}, "least": 8}),
        "profile": ("accounts/profile.html", {"form": profile, "person": {"email": "leila@example.org", "roles": ["Trainee"]}, "certificate_note": "The one of 14 March 2026 keeps its names.", "saved": True}),
        "error-locked": ("errors/error.html", {
            "here": "training", "status": 403, "title": "This lesson is still locked", "message": "Lesson 4.1 opens when you have passed the quiz of module 3.", "reference": "R-5K2M-81",
            "boxes": [{"label": "What is safe", "value": "All your answers and marks"}, {"label": "What opens it", "value": "80 % in quiz 3.6, 2 attempts left"}],
            "acts": [{"href": "/courses/aeo/score", "text": "Go to lesson 3.4"}, {"href": "/courses/aeo", "text": "See all modules"}],
        }),
        "error-bare": ("errors/error.html", {**stranger, "status": 404, "message": "There is no page at this address."}),
        "accessibility": ("pages/accessibility.html", {**stranger, "contact": "training@example.org"}),
        "privacy": ("pages/privacy.html", {**stranger, "contact": "training@example.org"}),
        "shortcuts": ("pages/shortcuts.html", {"shortcuts_off": False, "action": "/shortcuts"}),
    }  # fmt: skip


MODULES = [
    ("1", "Risk assessment", "Where can this company hurt the supply chain or the revenue, and how well does it control that?", 35),
    ("2", "On-site audit", "Is what is written also what is done?", 35),
    ("3", "Compliance evaluation", "Is the record clean, the audit trail whole, the company solvent?", 30),
]


def map_rows() -> list[dict[str, Any]]:
    lessons = [
        ("finished", "3.1", "What risk means here"),
        ("finished", "3.2", "Threat, weakness, consequence"),
        ("seen", "3.4", "Score likelihood, impact and control"),
        ("none", "3.5", "Decide with the worst, not the average"),
    ]
    rows = [
        {"mark": mark, "number": number, "title": title, "href": "/l", "end": "5 min", "here": mark == "seen"}
        for mark, number, title in lessons
    ]
    rows.append(
        {"mark": "locked", "number": "3.6", "title": "Quiz: risk assessment", "end": "6 min", "note": "Opens when 3.1 to 3.5 are finished"}
    )
    return [
        {"state": "passed", "number": 1, "title": "AEO and SAFE", "href": "/m1", "stamp": {"word": "Passed, 92 %", "below": "3 March 2026"}, "marks": ["finished", "finished", "finished", "finished", "passed"], "marks_text": "5 of 5 finished"},
        {"state": "passed", "number": 2, "title": "Application and SAQ review", "href": "/m2", "stamp": {"word": "Passed, 83 %", "below": "10 March 2026"}, "marks": ["finished", "passed"], "marks_text": "6 of 6 finished", "lessons": rows[:2]},
        {"state": "here", "number": 3, "title": "Risk assessment", "href": "/m3", "badge": {"word": "17 of 35 min left"}, "note": MODULES[0][2], "opened": True, "lessons": rows},
        {"state": "locked", "number": 4, "title": "On-site audit", "note": "35 min", "badge": {"word": "Opens after module 3", "icon": "lock"}},
        {"state": "locked", "title": "Certificate", "note": "When all modules are passed"},
    ]  # fmt: skip


def _learning() -> dict[str, tuple[str, dict[str, Any]]]:
    training = {
        **COURSE, "state": "seen", "done": 2, "modules": 6, "minutes_left": 107, "version": 12, "due": date(2026, 4, 30), "late": True,
        "next": {"href": "/l", "title": "3.4 Score likelihood, impact and control", "minutes": 5}, "changed": {"version": 13, "href": "/courses/aeo"}, "certificate_href": "",
    }  # fmt: skip
    done = {
        **training,
        "title": "Port security for validators",
        "state": "passed",
        "done": 6,
        "minutes_left": 0,
        "due": None,
        "late": False,
        "next": None,
        "changed": None,
        "certificate_href": "/certificates/1",
    }
    boxes = [
        {"label": "Done", "value": "2 of 6 modules"},
        {"label": "Time left", "value": "about 1 h 47 min"},
        {"label": "Due", "value": "30 April 2026"},
        {"label": "Version", "value": "12"},
    ]
    overview = {
        "title": "AEO validation", "summary": "Assess risk, audit on site and evaluate compliance.", "welcome": Markup("<p>Welcome.</p>"), "enrolled": True, "boxes": boxes, "sign_in_href": "/sign-in",
        "stopped": {"when": "You stopped here yesterday, at 3.4.3", "title": "Score likelihood, impact and control", "href": "/l", "words": "Continue, 5 min left"},
        "finished": None, "enrol": None, "rows": map_rows(), "pass_mark": 80, "newer": None, "here": "training",
        "needs": [{"mark": "passed", "text": "Module quizzes: 2 of 6 passed"}, {"mark": "none", "text": "All lessons finished"}],
    }  # fmt: skip
    editions = [{"value": "customs", "text": "Customs"}, {"value": "trade", "text": "Trade"}]
    return {
        "training": ("training.html", {"rows": [training, done], "courses_href": "/", "here": "training"}),
        "training-empty": ("training.html", {"rows": [], "courses_href": "/", "here": "training"}),
        "overview": ("courses/overview.html", overview),
        "overview-finished": (
            "courses/overview.html",
            {**overview, "finished": {"word": "Passed, 87 %", "below": "14 March 2026"}, "newer": {"version": 13}},
        ),
        "overview-enrol": (
            "courses/overview.html",
            {**overview, "enrolled": False, "stopped": None, "boxes": boxes[3:], "enrol": {"action": "/courses/aeo", "editions": editions}},
        ),
        "overview-stranger": (
            "courses/overview.html",
            {**overview, "visitor": None, "enrolled": False, "stopped": None, "boxes": boxes[3:]},
        ),
        "glossary": (
            "courses/glossary.html",
            {
                "course": COURSE,
                "text_lang": "en",
                "terms": [{"id": "residual", "term": "Residual risk", "definition": Markup("The risk that is left.")}],
            },
        ),
        "lesson": ("lessons/lesson.html", lesson()),
        "lesson-early": ("lessons/lesson.html", {**lesson(), "notice": NOTICE, "stale": {"href": "/en"}}),
    }


NOTICE = Markup(
    environment().get_template("lessons/notice.html").render(words="Try the practice question to finish this lesson.", href="/next")
)
SECTIONS = [
    {"number": "3.4.1", "anchor": "before", "title": Markup("Rate the risk before controls")},
    {"number": "3.4.2", "anchor": "control", "title": Markup("Rate the control, from evidence")},
]


def row(mark: str, number: str, title: str, href: str, here: bool = False) -> Markup:
    context = {"lesson": {"number": number, "title": title}, "mark": mark, "href": href, "here": here, "sections": SECTIONS if here else []}
    return Markup(environment().get_template("lessons/row.html").render(context))


def lesson() -> dict[str, Any]:
    slip = environment().get_template("components/slip.html").make_module().slip  # type: ignore[attr-defined]
    practice = Markup(slip(specimens.questions()["numeric"], practice=True, action="/answer", token="token"))
    return {
        "here": "training", "course": COURSE, "module": MODULE, "lesson_of": "3.6", "progress": "Seen, 5 min left", "percent": 38, "version": 12,
        "lesson": {"id": "score", "number": "3.4", "title": "Score likelihood, impact and control", "summary": "One number per risk, worked out the same way by every validator, so that two teams can compare what they saw.", "minutes": 8},
        "text_lang": "en", "parts": [Markup(TEXT), Markup('<h2 id="practice">Practice</h2>'), practice, Markup(TAKEAWAY)],
        "sections": SECTIONS,
        "lessons": [row("finished", "3.1", "What risk means here", "/1"), row("finished", "3.2", "Threat, weakness, consequence", "/2"), row("seen", "3.4", "Score likelihood, impact and control", "", here=True), row("none", "3.5", "Decide with the worst, not the average", "/5"), row("locked", "3.6", "Quiz: risk assessment", "")],
        "minutes_left": "17 min", "sources": ["SAFE Framework 2021, annex on AEO criteria", "ISO 31000:2018 for the terms"], "stale": None, "untranslated": False, "notice": "",
        "previous": {"href": "/3", "text": "3.3 Map the company’s flows"}, "finish": {"action": "/finish", "words": "Finish, go to 3.5 Decide with the worst"}, "next": None, "script": False,
    }  # fmt: skip


TEXT = """
<h2 id="before"><span class="secno">3.4.1</span> Rate the risk before controls</h2>
<aside class="sidenote"><p><strong>Course convention.</strong> The method is called RISK-13, one line for each criterion A to M. It is a teaching method, not a WCO, EU or CTPAT rule.</p></aside>
<p>Write the risk as <em>cause, event, effect</em>. Then give two marks from 1 to 5, as if the company had no control at all. The product of the two is the <a class="term" href="/glossary#inherent">inherent risk</a>.</p>
<div class="table-scroll" role="region" tabindex="0" aria-label="Table 3.2 Marks for likelihood and impact"><table><caption><b>Table 3.2</b> Marks for likelihood and impact</caption>
<thead><tr><th scope="col" class="align-center">Mark</th><th scope="col">Likelihood</th><th scope="col">Impact</th></tr></thead>
<tbody><tr><td class="align-center">1</td><td>Rare: no known case in the sector, no motive</td><td>Negligible: fixed the same day, no loss</td></tr><tr><td class="align-center">4</td><td>Likely: cases on this route or goods, clear motive</td><td>Major: prohibited goods, large fraud, status abused</td></tr></tbody></table></div>
<h2 id="control"><span class="secno">3.4.2</span> Rate the control, from evidence</h2>
<p>Now give the control a mark from 0 to 4. A written procedure alone earns no more than 2.</p>
<div class="callout callout--important" role="note"><p class="callout__title">Important</p><p>Mark what you have seen, never what you were promised.</p></div>
<p class="formula"><math display="block"><mi>R</mi><mo>=</mo><mi>L</mi><mo>×</mo><mi>I</mi><mo>×</mo><mfrac><mrow><mn>10</mn><mo>−</mo><mn>2</mn><mi>C</mi></mrow><mn>10</mn></mfrac></math></p>
<figure class="figure"><figcaption><b>Figure 3.1</b> Inherent risk. The framed field is the example. <a href="#before">Read as a table</a></figcaption><svg viewBox="0 0 640 160" role="img" aria-label="Two fields"><rect class="f-low" x="20" y="20" width="180" height="120"/><text class="t t-on-band" x="110" y="92" font-size="34" text-anchor="middle">4</text><rect class="f-critical" x="220" y="20" width="180" height="120"/><rect class="s-mark" x="220" y="20" width="180" height="120"/><text class="t-on-critical" x="310" y="92" font-size="34" text-anchor="middle">20</text></svg></figure>
<div class="callout callout--warning" role="note"><p class="callout__title">Warning</p><p>Do not lower the impact because a control is good. Counting it twice hides the risk.</p></div>
"""
TAKEAWAY = '<section class="takeaway"><h2>Take away</h2><ul><li>Likelihood and impact first, as if no control existed.</li><li>The control is marked from evidence, 0 to 4.</li></ul></section>'


def _case() -> dict[str, Any]:
    """A running case with one paper open."""
    row = {"key": "e1", "kind": "doc", "title": "Questionnaire (SAQ)", "lang": "en", "action": "/open", "href": "", "dear": False, "here": False}
    table = '<div class="table-scroll" role="region" tabindex="0" aria-label="Register"><table><thead><tr><th scope="col">Line</th><th scope="col">Seal</th></tr></thead><tbody><tr><th scope="row">1</th><td>H 448 201</td></tr></tbody></table></div>'
    return {
        "course": COURSE, "module": MODULE, "number": "3.7", "title": "Kestrel Quay Logistics", "text_lang": "en", "summary": "Papers and money look sound.",
        "boxes": [{"label": "Opened", "value": "2 of 4"}, {"label": "Tasks done", "value": "1 of 4"}, {"label": "Your answers", "value": "Saved 10:14", "tone": "right"}],
        "budget": {"used": 195, "all": 360, "left": 165, "percent": 54}, "refusal": "This takes 30 minutes, and 10 minutes of the budget are left.", "over": False, "result_href": "/attempts/1",
        "files": [
            {**row, "opened": True, "cost": 0}, {**row, "key": "e5", "title": "Seal register", "opened": True, "cost": 0, "here": True},
            {**row, "key": "e6", "title": "Dock 7 at 21:40", "kind": "visit", "opened": False, "cost": 90},
            {**row, "key": "e9", "title": "Night loader", "kind": "interview", "opened": False, "cost": 20, "action": "", "dear": True},
        ],
        "document": {"key": "e5", "kind": "doc", "title": "Seal register", "lang": "en", "html": Markup(table), "untranslated": True}, "text": [Markup("<p>Forwarder and bonded warehouse.</p>")],
        "all_action": "/attempts/1/answers", "finish_href": "/attempts/1/finish", "sequence": 3, "feedback": "at-end", "attempt_id": 1,
    }  # fmt: skip


def _quizzes() -> dict[str, tuple[str, dict[str, Any]]]:
    strip = [
        {"number": number, "href": f"/q{number}", "answered": number < 5 or number > 10, "flagged": number == 3} for number in range(1, 13)
    ]
    frame = {
        "attempt_id": 1,
        "sequence": 3,
        "feedback": "at-end",
        "next_href": "/attempts/1/6",
        "seconds_left": 300,
        "ends_at": NOW,
        "timer_end": "/attempts/1",
        "saved_at": NOW,
        "text_lang": "en",
        "leave_href": "/courses/aeo",
        "course_line": "AEO validation, module 3",
        "quiz_title": "Quiz: risk assessment",
        "questions": strip,
        "counts": {"answered": 6, "flagged": 1, "open": 6},
    }
    boxes = [
        {"label": "Question", "value": "5 of 12"},
        {"label": "Points", "value": "2"},
        {"label": "Time left", "value": "4 min", "tone": "amber"},
        {"label": "Your answers", "value": "Saved 14:32", "tone": "right"},
    ]
    buttons = {"previous": {"href": "/q4", "text": "Question 4"}, "submit": "Check my answer", "next": None}
    kinds = specimens.questions()
    question = {
        **frame,
        "boxes": boxes,
        "here": (5,),
        "flag": {"action": "/flag", "words": "Mark question 5 to look at again", "number": 5},
        "all_href": "?view=all",
        "one_href": "",
        "finish_href": "/finish",
        "expired": False,
    }
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        f"question-{kind}": (
            "quizzes/question.html",
            {**question, "slips": [{"question": one, "action": "/answer", "buttons": buttons, "moved": "02"}]},
        )
        for kind, one in kinds.items()
    }
    answered = [
        {
            "question": one.question,
            "answer": one.answer,
            "review": one.review,
            "action": "/answer",
            "answered": "14:33",
            "number": number,
            "see": {"href": "/l#control", "title": "3.4.2 Rate the control, from evidence"},
            "sources": ["course convention, evidence strength"],
            "buttons": {"next": {"href": "/q6", "text": "Next question"}, "previous": None},
        }
        for number, one in enumerate(specimens.marked(), 1)
    ]
    pages["feedback"] = ("quizzes/question.html", {**question, "slips": answered[1:2]})
    pages["feedback-all"] = ("quizzes/question.html", {**question, "slips": answered, "all_href": "", "one_href": "?"})
    pages["case"] = ("quizzes/case.html", {**frame, "here": (1,), **_case(), "slips": [{**answered[0], "review": None, "whole": True}]})
    pages["case-over"] = ("quizzes/case.html", {**_case(), "over": True})
    row = {
        "number": 7,
        "text": "L is 4, I is 4. Which smallest C brings the residual below 10.0?",
        "note": "Give a number, 2 points",
        "href": "/q7",
        "answered": False,
        "flagged": False,
    }
    pages["finish"] = (
        "quizzes/finish.html",
        {
            **frame,
            "boxes": boxes,
            "attempt": "Attempt 1 of 3",
            "open": [row, {**row, "number": 10}],
            "flagged": [{**row, "number": 3, "answered": True, "flagged": True}],
            "back": {"href": "/q7", "text": "Question 7"},
            "action": "/finish",
            "key": "k",
        },
    )
    before = {
        "here": "training", "course": COURSE, "module": MODULE, "number": "3.6", "title": "Quiz: risk assessment", "summary": "Twelve questions on module 3. Pass it, and module 4 opens.", "questions": 12, "points": 24, "pass_mark": 80, "minutes": 20,
        "attempts_left": 3, "attempts": 3, "graded": True, "feedback": "at-once", "topics": [{"title": "Likelihood and impact", "questions": 3, "mark": "finished"}, {"title": "Decision by the worst item", "questions": 1, "mark": "none"}],
        "start": {"action": "/start", "words": "Start, 20 min"}, "running": None, "refusal": "", "attempt": 1, "results": [],
    }  # fmt: skip
    pages["before"] = ("quizzes/before.html", before)
    pages["before-refused"] = (
        "quizzes/before.html",
        {
            **before,
            "start": None,
            "attempts_left": 0,
            "refusal": "You have used all 3 attempts. Your best result, 76 %, is stored. Ask your instructor for another attempt.",
            "results": [{"href": "/attempts/1", "text": "Attempt 1: 76 %"}],
        },
    )
    topics = [
        {"title": "Terms: threat, weakness, risk", "earned": 4, "possible": 4, "read": None},
        {
            "title": "Control from evidence",
            "earned": 3,
            "possible": 6,
            "read": {"href": "/l", "text": "3.4.2 Rate the control, from evidence"},
        },
    ]
    result = {
        "here": "training", "course": COURSE, "module": MODULE, "title": "Quiz: risk assessment", "percent": 83, "earned": "20", "possible": 24, "pass_mark": 80, "passed": True, "missing_points": "", "stamp_below": "14 March 2026, attempt 1 of 3",
        "boxes": [{"label": "Time used", "value": "17 of 20 min"}, {"label": "Attempts left", "value": "2, if you want"}, {"label": "Counts", "value": "Best attempt"}, {"label": "Course version", "value": "12"}],
        "read_first": [], "topics": topics, "answers": [{"number": number, "href": f"/a{number}", "mark": ("finished", "seen", "failed")[number % 3]} for number in range(1, 13)], "review_href": "/review",
        "next": {"text": "Module 4, On-site audit, is open now.", "href": "/m4", "words": "Go on to module 4"}, "again": {"action": "/start"}, "attempts_left": 2, "instructor": {"name": "Grace", "address": "grace@example.org"}, "certificate_href": "", "handed_in_late": False,
    }  # fmt: skip
    pages["result"] = ("quizzes/result.html", result)
    read = [
        {
            "number": "3.4.2",
            "title": "Rate the control, from evidence",
            "href": "/l",
            "note": "Control from evidence: 2 of 6 points",
            "minutes": 2,
        }
    ]
    pages["result-not-passed"] = (
        "quizzes/result.html",
        {
            **result,
            "percent": 67,
            "earned": "16",
            "passed": False,
            "missing_points": "4",
            "read_first": read,
            "next": None,
            "handed_in_late": True,
        },
    )
    return pages
