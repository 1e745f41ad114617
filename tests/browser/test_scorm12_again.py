"""The package under scorm-again, the runtime that many LMSs build on: what a learner did is what it has recorded."""

import pytest

from tests import build
from tests.browser.learner import AGAIN, Learner, folder_of
from tests.browser.serving import served
from tests.packaging.packages import package

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    course = build.course(order="free")
    with served(folder_of(dict(package(course).files), tmp_path_factory.mktemp("again"))) as running:
        yield running


@pytest.fixture
def learner(page, site):
    """A person under scorm-again; a console error or a call that it refuses fails the test."""
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" and "favicon" not in str(line.location) else None)
    ada = Learner(page, site, host=AGAIN)
    yield ada
    assert said == []


def recorded(learner):
    assert learner.page.evaluate("errors") == []
    return learner.page.evaluate("commits[commits.length - 1]")


def as_stored(record):
    """What scorm-again is given at the next launch."""
    core = {
        "lesson_status": record["status"], "lesson_location": record["location"], "entry": "resume",
        "score": {"raw": record["raw"], "min": record["min"], "max": record["max"]},
    }  # fmt: skip
    return {"core": core, "suspend_data": record["suspendData"]}


@pytest.mark.row("ladder:D25")
@pytest.mark.row("issue:package-pass")
def test_passing_is_recorded_as_passed_with_100(learner):
    learner.opens().ready().reads("why-seals").takes("seal-check")

    record = recorded(learner)
    assert (record["status"], record["raw"], record["min"], record["max"]) == ("passed", "100", "0", "100")
    assert record["location"] == "seal-check"
    assert record["rows"] == len(build.KINDS)


@pytest.mark.row("ladder:D25")
@pytest.mark.row("issue:package-fail")
def test_failing_is_recorded_as_incomplete_with_its_score(learner):
    learner.opens().ready().reads("why-seals").takes("seal-check", right=False)

    record = recorded(learner)
    assert (record["status"], record["raw"]) == ("incomplete", "0")


def test_failing_all_attempts_is_recorded_as_failed(learner):
    learner.opens().ready().reads("why-seals")

    for _ in range(3):
        learner.takes("seal-check", right=False)

    assert recorded(learner)["status"] == "failed"


@pytest.mark.row("ladder:D26")
@pytest.mark.row("issue:package-resume")
def test_leaving_half_way_and_coming_back_goes_on_where_it_was(learner):
    learner.opens().ready().reads("why-seals").starts("seal-check").answers(how_many=4)
    learner.page.evaluate("document.querySelector('iframe').remove()")
    half_way = recorded(learner)

    learner.opens(stored=as_stored(half_way)).ready()
    learner.sco.locator("form.slip").wait_for()
    answered = learner.sco.locator(".strip [data-answered]").count()
    learner.answers_rest().hands_in("seal-check")

    assert (half_way["status"], half_way["raw"]) == ("incomplete", "")
    assert answered == 4
    assert (recorded(learner)["status"], recorded(learner)["raw"]) == ("passed", "100")


@pytest.mark.row("ladder:D17")
@pytest.mark.row("issue:package-close")
@pytest.mark.parametrize("way", ["remove", "navigate", "close"])
def test_however_the_window_goes_the_record_is_as_last_seen(learner, way):
    learner.opens().ready().reads("why-seals").takes("seal-check", right=False)

    if way == "close":
        learner.page.evaluate("addEventListener('pagehide', () => localStorage.setItem('commits', JSON.stringify(commits)))")
        learner.page.goto(learner.site.address + "/lms/nest.html?depth=0&address=about:blank")
        record = learner.page.evaluate("JSON.parse(localStorage.getItem('commits')).pop()")
        learner.page.evaluate("localStorage.clear()")
    else:
        act = "remove()" if way == "remove" else "src = 'about:blank'"
        learner.page.evaluate(f"document.querySelector('iframe').{act}")
        learner.page.wait_for_function("finished")
        record = recorded(learner)

    assert (record["status"], record["raw"], record["location"]) == ("incomplete", "0", "seal-check")
    assert record["suspendData"]


@pytest.mark.row("ladder:D12")
def test_a_worse_try_after_passing_changes_nothing(learner):
    learner.opens().ready().reads("why-seals").takes("seal-check").takes_again(right=False)

    assert (recorded(learner)["status"], recorded(learner)["raw"]) == ("passed", "100")
