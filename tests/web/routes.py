"""What each visitor gets at each route: the table of tests/web/test_every_route.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VISITORS = ("stranger", "ada", "mallory", "grace", "ivan", "alma", "dora")
"""Nobody, who it is about, another trainee of the same course, its instructor, another instructor, an administrator, a disabled account.

Dora's browser is signed in from before she was disabled.
"""

IN = "in"
"""Sent to sign in."""

OVER = "401"
"""A script is told that the session is over, and keeps what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One route and method. `gets` has an outcome a visitor, in the order of VISITORS: a status, or "in". `public`: open on purpose."""

    endpoint: str
    method: str = "GET"
    path: str
    gets: tuple[str, ...]
    form: Mapping[str, Any] | None = None
    json: Mapping[str, Any] | None = None
    public: bool = False
    shared: bool = False
    """The answer is the same for everybody, so that a cache may keep it."""

    @property
    def name(self) -> str:
        return f"{self.endpoint} {self.method}"

    def expected(self) -> dict[str, str]:
        return dict(zip(VISITORS, self.gets, strict=True))


def _row(endpoint: str, path: str, gets: str, method: str = "GET", **more: Any) -> Row:
    words = gets.split()
    return Row(endpoint=endpoint, path=path, gets=tuple(words * len(VISITORS) if len(words) == 1 else words), method=method, **more)


def _open(endpoint: str, path: str, gets: str = "200", **more: Any) -> Row:
    return _row(endpoint, path, gets, public=True, **more)


ANSWER = {"answer": ["02"], "sequence": 1}
TEXT = {"text": "Some words.", "began": "", "base": ""}
NEW = {"kind": "lesson", "module": "01-seals", "title": "A new page"}
OWN = "in 200 404 404 404 404 in"
"""A page about Ada alone."""

ROWS = (
    # Open on purpose: nobody has to sign in.
    _open("home.index", "/"),
    _open("pages.accessibility", "/accessibility"),
    _open("pages.privacy", "/privacy"),
    _open("pages.shortcuts", "/shortcuts"),
    _open("pages.style", "/style"),
    _open("health.health", "/health"),
    _open("static", "{favicon}", shared=True),
    _open("preferences.choose_language", "/language/fr?next=/style", "302"),
    _open("preferences.choose_theme", "/appearance/dark?next=/style", "302"),
    _open("certificates.check_form", "/c"),
    _open("certificates.check", "/c/{certificate}"),
    _open("courses.overview", "/courses/journey"),
    _open("courses.glossary", "/glossary/journey"),
    _open("courses.media", "/media/journey/{picture}", shared=True),
    _open("accounts.sign_in", "/sign-in", "200 302 302 302 302 302 200"),
    _open("accounts.sign_in", "/sign-in", "422 302 302 302 302 302 422", method="POST", form={"email": "a@example.org", "password": "no"}),
    _open("accounts.sign_out", "/sign-out", "302", method="POST", form={}),
    _open("accounts.invitation", "/invitation/{invitation}"),
    _open("accounts.invitation", "/invitation/{invitation}", "302", method="POST", form={"password": "kettle marble orbit"}),
    _open("lessons.page", "/courses/journey/why"),
    # For people with an account.
    _row("lessons.page", "/courses/journey/register", "in 200 200 200 302 200 in"),
    _row("lessons.page", "/courses/journey/gate", "in 200 403 200 302 200 in"),
    _row("lessons.page", "/courses/journey/check-visit", "in 200 403 302 302 302 in"),
    _row("home.training", "/training", "in 200 200 200 200 200 in"),
    _row("accounts.profile", "/me", "in 200 200 200 200 200 in"),
    _row("accounts.profile", "/me", "in 302 302 302 302 302 in", method="POST", form={"name": "New Name", "language": "en", "theme": ""}),
    _row("courses.enrol", "/courses/journey", "in 302 302 302 302 302 in", method="POST", form={}),
    _row("certificates.list", "/certificates", "in 200 200 200 200 200 in"),
    # For who is enrolled.
    _row("lessons.finish", "/courses/journey/register", "in 302 302 404 404 404 in", method="POST", form={}),
    _row("lessons.finish", "/courses/journey/gate", "in 302 403 404 404 404 in", method="POST", form={}),
    _row("lessons.seen", "/courses/journey/register/seen", "401 200 200 404 404 404 401", method="POST", json={"section": ""}),
    _row(
        "lessons.practise",
        "/courses/journey/why/practice/q-why-single",
        "401 200 200 404 404 404 401",
        method="POST",
        json={"answer": ["02"]},
    ),
    _row("quizzes.start", "/courses/journey/drill/start", "in 302 403 404 404 404 in", method="POST", form={}),
    # For who owns the attempt.
    _row("quizzes.question", "/attempts/{running}/1", OWN),
    _row("quizzes.answer", "/attempts/{running}/answers/q-once-single", "in 302 404 404 404 404 in", method="POST", form={"answer": "02"}),
    _row("quizzes.answer", "/attempts/{running}/answers/q-once-single", "401 200 404 404 404 404 401", method="POST", json=ANSWER),
    _row("quizzes.answer_all", "/attempts/{running}/answers", "in 302 404 404 404 404 in", method="POST", form={"stay": "1"}),
    _row("quizzes.flag", "/attempts/{running}/1/flag", "in 302 404 404 404 404 in", method="POST", form={"flag": "on"}),
    _row("quizzes.finish", "/attempts/{running}/finish", OWN),
    _row("quizzes.finish", "/attempts/{running}/finish", "in 302 404 404 404 404 in", method="POST", form={"key": "matrix-key-1"}),
    _row("quizzes.result", "/attempts/{closed}", OWN),
    _row("cases.page", "/attempts/{case}/case", OWN),
    _row("cases.open_document", "/attempts/{case}/documents/e1", "in 302 404 404 404 404 in", method="POST", form={"stay": "1"}),
    # For the holder, and the staff of the course.
    _row("certificates.holder", "/certificates/{certificate}", "in 200 404 200 404 200 in"),
    _row("certificates.pdf", "/certificates/{certificate}/pdf", "in 200 404 200 404 200 in"),
    _row("certificates.picture", "/certificates/{certificate}/picture", "in 200 404 200 404 200 in"),
    # For the staff of the course.
    _row(
        "certificates.revoke",
        "/certificates/{certificate}/revoke",
        "in 404 404 302 404 302 in",
        method="POST",
        form={"reason": "issued-in-error"},
    ),
)

STAFF = "in 404 404 200 404 200 in"
"""A page for who teaches the course, and for administrators."""

DEED = "in 404 404 302 404 302 in"
"""What they may do."""

ANY_STAFF = "in 404 404 200 200 200 in"

ADMINISTRATOR = "in 404 404 404 404 {} in"

ROWS += (
    # For the staff of the course.
    _row("cohorts.list", "/cohorts", ANY_STAFF),
    _row("cohorts.list", "/cohorts", "in 404 404 302 422 302 in", method="POST", form={"course": "journey", "name": "Lima", "due": ""}),
    _row("cohorts.cohort", "/cohorts/{cohort}", STAFF),
    _row("cohorts.cohort", "/cohorts/all/journey", STAFF),
    _row("cohorts.change", "/cohorts/{cohort}", DEED, method="POST", form={"name": "Nairobi, spring", "due": ""}),
    _row("cohorts.add", "/cohorts/{cohort}/people", DEED, method="POST", form={"email": "nora@example.org"}),
    _row("cohorts.add", "/cohorts/all/journey/people", DEED, method="POST", form={"email": "nora@example.org"}),
    _row("cohorts.csv", "/cohorts/{cohort}/csv", STAFF),
    _row("cohorts.csv", "/cohorts/all/journey/csv", STAFF),
    _row("learners.page", "/cohorts/{cohort}/people/{enrolment}", STAFF),
    _row("learners.page", "/cohorts/all/journey/people/{enrolment}", STAFF),
    _row("learners.give_time", "/learners/{enrolment}/time", DEED, method="POST", form={"extra_time": "50"}),
    _row("learners.join", "/learners/{enrolment}/cohort", DEED, method="POST", form={"cohort": "{cohort}"}),
    _row("learners.leave", "/learners/{enrolment}/leave", DEED, method="POST", form={}),
    _row("learners.come_back", "/learners/{enrolment}/return", DEED, method="POST", form={}),
    _row("packages.list", "/packages", ANY_STAFF),
    _row("packages.report", "/packages/journey", STAFF),
    _row("packages.make", "/packages/journey", STAFF, method="POST", form={"format": "scorm12"}),
    _row("author.list", "/author", ANY_STAFF),
    _row("author.manual", "/author/manual", ANY_STAFF),
    _row("author.problem", "/author/manual/key-unknown", ANY_STAFF),
    _row("author.publish", "/author/journey/publish", STAFF),
    _row("author.publish_now", "/author/journey/publish", "in 404 404 409 404 409 in", method="POST", form={"digest": "0", "base": "1"}),
    _row("enrolling.upload", "/people/enrol", ANY_STAFF),
    _row("enrolling.send", "/people/enrol", "in 404 404 422 404 422 in", method="POST", form={"course": "journey"}),
    _row("enrolling.dry_run", "/people/enrol/never-made", "in 404 404 404 404 404 in"),
    _row("enrolling.enrol", "/people/enrol/never-made", "in 404 404 404 404 404 in", method="POST", form={"key": "matrix-key-1"}),
    _row("enrolling.refused", "/people/enrol/never-made/refused.csv", "in 404 404 404 404 404 in"),
    # For who writes the course.
    _row("editor.files", "/author/journey/edit", STAFF),
    _row("editor.page", "/author/journey/edit/01-seals/01-why.md", STAFF),
    _row("editor.save", "/author/journey/edit/01-seals/01-why.md", "in 404 404 409 404 409 in", method="POST", form=TEXT),
    _row("editor.save", "/author/journey/edit/01-seals/01-why.md", "401 404 404 409 404 409 401", method="POST", json=TEXT),
    _row("editor.check", "/author/journey/check/01-seals/01-why.md", "401 404 404 200 404 200 401", method="POST", json=TEXT),
    _row("editor.tidy", "/author/journey/format/01-seals/01-why.md", "401 404 404 200 404 200 401", method="POST", json=TEXT),
    _row("editor.drop", "/author/journey/drop/01-seals/01-why.md", DEED, method="POST", form={}),
    _row("editor.copy", "/author/journey/copy/01-seals/01-why.md", DEED, method="POST", form=TEXT),
    _row("editor.new", "/author/journey/new", DEED, method="POST", form=NEW),
    _row("editor.picture", "/author/journey/pictures/01-seals/01-why.md", "in 404 404 422 404 422 in", method="POST", form={}),
    _row("editor.see", "/author/journey/see/courses/en/why", STAFF),
    _row("editor.see", "/author/journey/see/courses/en/why", DEED, method="POST", form={}),
    # For administrators.
    _row("people.list", "/people", ADMINISTRATOR.format(200)),
    _row("people.csv", "/people/csv", ADMINISTRATOR.format(200)),
    _row("people.person", "/people/{person}", ADMINISTRATOR.format(200)),
    _row("people.invite", "/people", ADMINISTRATOR.format(422), method="POST", form={"email": "x"}),
    _row("people.roles", "/people/{person}/roles", ADMINISTRATOR.format(302), method="POST", form={"role": "instructor"}),
    _row("people.courses", "/people/{person}/courses", ADMINISTRATOR.format(302), method="POST", form={}),
    _row("people.disable", "/people/{person}/disable", ADMINISTRATOR.format(302), method="POST", form={}),
    _row("people.enable", "/people/{person}/enable", ADMINISTRATOR.format(302), method="POST", form={}),
    _row("people.link", "/people/{person}/link", ADMINISTRATOR.format(200), method="POST", form={}),
)

OPEN_ON_PURPOSE = frozenset(row.endpoint for row in ROWS if row.public)
