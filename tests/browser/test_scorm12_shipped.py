"""The shipped course, taken as a whole under both LMSs: what they record is what our own server says of the same answers."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.content.reader import read_course
from app.content.views import view
from app.database import engine_for
from app.learning import attempts, closing, completion, papers, practice, progress
from app.learning.enrolments import enrol
from app.publishing.versions import publish
from app.storage import Storage
from migrations.target import metadata
from tests.browser.answering import answer_to
from tests.browser.learner import AGAIN, CHROMIUM, HOST, Learner, folder_of
from tests.browser.serving import served
from tests.browser.test_scorm12_again import as_stored
from tests.browser.test_scorm12_lms import BLOCKED
from tests.learning import build as learning
from tests.packaging.packages import packed

pytestmark = pytest.mark.browser

COURSE = Path(__file__).resolve().parents[2] / "courses" / "aeo-validation"
CASE, OPENED = "kestrel-quay", ("e1", "e5", "e9", "e10")
"""The case of the course, and what is opened in it: two hours of six."""
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SEED = 4711
ONE_SEED = f"Crypto.prototype.getRandomValues = (row) => row.fill({SEED});"
"""Every attempt of the package draws and shuffles by this seed, and so does every attempt on the server."""


class Ours:
    """The same person on our own server."""

    def __init__(self, session: Session, storage: Storage, course, edition: str) -> None:
        self.session, self.storage = session, storage
        publish(session, storage, course, {}, "1.0", NOW)
        self.enrolment = enrol(session, storage, learning.person(session, NOW), course.id, NOW, edition=edition)

    def reads(self, lesson) -> None:
        for question in lesson.practice:
            practice.practise(
                self.session, self.storage, self.enrolment, lesson.id, question.id, list(answer_to(question, right=True)), NOW
            )
        assert progress.finish(self.session, self.storage, self.enrolment, lesson.id, NOW).finished

    def sits(self, quiz, wrong: frozenset[str]) -> int:
        """The per cent of this attempt."""
        attempt = attempts.start(self.session, self.storage, self.enrolment, quiz.id, NOW, SEED)
        by_id = {question.id: question for question in quiz.reach()}
        given = [
            closing.Given(name, list(answer_to(by_id[name], right=name not in wrong)), 1)
            for name in (question.id for question in papers.questions_of(quiz, attempt))
        ]
        closed = closing.hand_in(self.session, self.storage, attempt, f"key-{attempt.id:08}", NOW, given)
        return closed.mark.percent

    @property
    def result(self):
        return completion.result_of_course(self.session, self.storage, self.enrolment)


@pytest.fixture(scope="module")
def shipped():
    reading = read_course(COURSE)
    assert reading.course is not None
    return view(reading.course, edition=reading.course.audiences[0])


def written(seen, folder: Path) -> Path:
    pictures = {picture.name: (COURSE / "media" / picture.name).read_bytes() for picture in seen.course.media}
    return folder_of(dict(packed(seen, 1, pictures).files), folder)


@pytest.fixture(scope="module")
def site(shipped, tmp_path_factory):
    with served(written(shipped, tmp_path_factory.mktemp("shipped"))) as running:
        yield running


@pytest.fixture
def ours(shipped, tmp_path):
    engine = engine_for(f"sqlite:///{tmp_path / 'aeo.db'}", writing=True)
    metadata().create_all(engine)
    with Session(engine) as session:
        yield Ours(session, Storage(tmp_path / "files"), shipped.course, shipped.course.audiences[0])
    engine.dispose()


class Theirs:
    """A person at the package under one LMS, who may leave and come back."""

    def __init__(self, browser, site, host, shipped) -> None:
        self.context = browser.new_context(viewport={"width": 1024, "height": 768})
        self.context.add_init_script(ONE_SEED)
        self.site, self.host = site, host
        self.questions = {question.id: question for lesson in shipped.lessons for question in lesson.questions}
        self.wrong: frozenset[str] = frozenset()
        self.said: list[str] = []
        self.rows: list[dict] = []
        self.learner = self.comes({})

    def comes(self, stored) -> Learner:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on(
            "console", lambda line: self.said.append(line.text) if line.type == "error" and "favicon" not in str(line.location) else None
        )
        page.on("request", lambda asked: None if asked.url.startswith(self.site.address) else self.said.append(asked.url))
        self.learner = Learner(page, self.site, host=self.host, knows=self.knows)
        return self.learner.opens(stored=stored).ready()

    def knows(self, question_id: str, kind: str, right: bool) -> tuple[str, ...]:
        return answer_to(self.questions[question_id], right=question_id not in self.wrong)

    def leaves(self, *, close: bool) -> None:
        """Leave, by closing the tab or by the LMS taking the frame away, and come back to what the LMS had before."""
        page = self.learner.page
        if not close:
            page.evaluate("document.querySelector('iframe').remove()")
        stored = self.stored()
        self.rows += self.told()["rows"]
        page.close()
        self.comes(stored)

    def told(self) -> dict:
        """Status, score, place, time and rows as this LMS has them."""
        if self.host == HOST:
            taken = self.learner.taken()
            assert taken["faults"] == []
            kept = taken["committed"]
            return {
                "status": kept["core.lesson_status"],
                "raw": kept.get("core.score.raw", ""),
                "place": kept["core.lesson_location"],
                "time": kept.get("core.session_time", ""),
                "rows": taken["rows"],
            }
        assert self.learner.page.evaluate("errors") == []
        record = self.learner.page.evaluate("commits[commits.length - 1]")
        return {
            "status": record["status"],
            "raw": record["raw"],
            "place": record["location"],
            "time": record["time"],
            "rows": record["details"],
        }

    def stored(self):
        if self.host == HOST:
            return self.learner.stored()
        return as_stored(self.learner.page.evaluate("commits[commits.length - 1]"))

    def sits(self, quiz, wrong: frozenset[str] = frozenset(), *, leave_after: int = 0) -> int:
        """Take a quiz or a case, leaving in the middle of it if so wished; the per cent that the page shows."""
        self.wrong = wrong
        works = self._works if quiz.id == CASE else self._answers
        works(quiz, leave_after)
        self.wrong = frozenset()
        return int(re.sub(r"\D", "", self.learner.sco.locator(".score").inner_text()))

    def _works(self, case, leave_after: int) -> None:
        """All tasks of a case stand on one screen; what is opened and answered is still there after the LMS took the frame away."""
        count = sum(1 for _ in case.reach())
        self.learner.starts_case(case.id).opens_documents(*OPENED)
        assert self.learner.sco.locator(".case form.slip").count() == count
        self.learner.answers_tasks(last=leave_after)
        self.learner.page.wait_for_timeout(1_000)  # an answer of a case is kept shortly after its last key
        if leave_after:
            self.leaves(close=False)
            self.learner.sco.locator(".case").wait_for()
            assert self.learner.sco.locator('[data-part="done"]').inner_text() == f"{leave_after} of {count}"
            assert self.learner.sco.locator('.case__file li:has([data-mark="seen"])').count() == len(OPENED)
        self.learner.answers_tasks(first=leave_after).hands_in(case.id)

    def _answers(self, quiz, leave_after: int) -> None:
        count = sum(1 for _ in quiz.reach())
        self.learner.starts(quiz.id)
        if leave_after:
            self.learner.answers(how_many=leave_after)
            self.leaves(close=True)
            self.learner.sco.locator("form.slip").wait_for()
            assert self.learner.sco.locator(".strip [data-answered]").count() == leave_after
        self.learner.answers(how_many=count - leave_after).hands_in(quiz.id)


def result_of(question, *, right: bool) -> str:
    """What stands in the row of a question. What one marks oneself counts nothing, so it is neither right nor wrong."""
    return "neutral" if question.uncounted else "correct" if right else "wrong"


@pytest.mark.row("ladder:D09")
@pytest.mark.row("ladder:D10")
@pytest.mark.row("ladder:D12")
@pytest.mark.row("ladder:D13")
@pytest.mark.row("ladder:D14")
@pytest.mark.row("ladder:D17")
@pytest.mark.row("ladder:D25")
@pytest.mark.row("ladder:D26")
@pytest.mark.row("issue:package-pass")
@pytest.mark.row("issue:package-fail")
@pytest.mark.row("issue:package-resume")
@pytest.mark.row("issue:package-close")
@pytest.mark.parametrize("host", [HOST, AGAIN], ids=["recorder", "scorm-again"])
def test_the_whole_course_is_recorded_as_our_server_would(browser, site, shipped, ours, host):
    theirs = Theirs(browser, site, host, shipped)
    given: list[tuple[str, str]] = []

    def sits(quiz, wrong=frozenset(), *, leave_after=0):
        given.extend((question.id, result_of(question, right=question.id not in wrong)) for question in quiz.reach())
        mine = ours.sits(quiz, wrong)
        assert theirs.sits(quiz, wrong, leave_after=leave_after) == mine
        told = theirs.told()
        assert told["raw"] == str(ours.result.percent)
        assert told["status"] == (ours.result.status or "incomplete")
        return mine

    for place, module in enumerate(shipped.modules):
        *lessons, last = module.lessons
        quiz = shipped.quiz(last.id)
        ids = sorted(question.id for question in quiz.reach())
        for number, lesson in enumerate(lessons):
            ours.reads(lesson)
            theirs.learner.reads(lesson.id)
            if (place, number) == (1, 2):
                theirs.leaves(close=False)
                assert theirs.told()["status"] == "incomplete"
        assert place > 0 or theirs.told()["raw"] == ""
        if place == 0:
            assert sits(quiz, frozenset(ids[::2])) < 80
            assert sits(quiz) == 100
        else:
            assert sits(quiz, frozenset(ids[:1]), leave_after=4 if place == 1 or quiz.id == CASE else 0) >= quiz.policy.pass_mark

    theirs.learner.page.evaluate("document.querySelector('iframe').remove()")
    told = theirs.told()
    rows = [(row["id"], row["result"]) for row in theirs.rows + told["rows"]]
    assert (told["status"], told["raw"], told["place"]) == ("passed", str(ours.result.percent), shipped.lessons[-1].id)
    assert ours.result.passed
    assert sorted(rows) == sorted(given)
    assert {result for _, result in rows} == {"correct", "wrong", "neutral"}
    assert re.fullmatch(r"0000:0\d:\d\d\.\d\d", told["time"])
    assert theirs.said == []
    theirs.context.close()


@pytest.mark.row("ladder:A09")
@pytest.mark.row("ladder:D27")
def test_every_screen_opens_from_a_disk_with_every_host_refused_and_no_storage(browser, tmp_path, shipped):
    """Everything is open here, so that every lesson is loaded."""
    folder = written(view(replace(shipped.course, order="free"), edition=shipped.course.audiences[0]), tmp_path)
    alone = browser.browser_type.launch(
        executable_path=CHROMIUM["executable_path"], args=[*CHROMIUM["args"], "--host-resolver-rules=MAP * ~NOTFOUND"]
    )
    context = alone.new_context(offline=True)
    context.add_init_script(BLOCKED)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
    page.on("request", lambda asked: None if asked.url.startswith(("file:", "data:", "blob:")) else wrong.append(asked.url))
    page.on("requestfailed", lambda asked: wrong.append(f"failed: {asked.url}"))

    page.goto((folder / "index.html").as_uri())
    page.locator(".map").wait_for()
    for lesson in shipped.lessons:
        page.evaluate("(hash) => { location.hash = hash; }", f"#/{lesson.id}")
        page.locator("main h1", has_text=lesson.title).wait_for()
        page.locator(".lesson__text, dl.facts").first.wait_for()
        assert (
            page.evaluate("[...document.querySelectorAll('main img')].filter((each) => !each.complete || !each.naturalWidth).length") == 0
        )

    assert wrong == []
    alone.close()
