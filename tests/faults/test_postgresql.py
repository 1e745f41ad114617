"""PostgreSQL goes away and comes back while people work: requests of that moment are told so, the next ones are good, nothing is doubled."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from app.database import transaction, writing_for
from app.errors import Busy
from app.learning.models import Attempt, SavedAnswer
from app.statements import READING, WRITING
from tests import postgres
from tests.web import deeds
from tests.web import world as worlds
from tests.web.world import World

pytestmark = [pytest.mark.postgres]


class Server:
    """A server of this test alone, which may be ended and begun again."""

    def __init__(self, shared: Path) -> None:
        self.url = postgres.started(shared)
        self.folder = Path((shared / "postgres.folder").read_text())

    def control(self, *words: str) -> None:
        program = postgres.program_folder(self.folder) / "pg_ctl"
        postgres.as_server([program, "-D", self.folder / "home" / "data", "-l", self.folder / "home" / "log", "-w", *words])

    def crash(self) -> None:
        """As when the machine is switched off: no connection is said goodbye to."""
        self.control("-m", "immediate", "stop")

    def begin(self) -> None:
        """What is acknowledged is with the system by then, so that it outlives the server's processes."""
        port = make_url(self.url).port
        self.control("-t", "60", "-o", f"-h 127.0.0.1 -p {port} -k '' -c fsync=off", "start")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    shared = tmp_path_factory.mktemp("server")
    made = Server(shared)
    made.crash()
    made.begin()
    yield made
    postgres.stop(shared)


@pytest.fixture
def on_server(server: Server, tmp_path: Path) -> Iterator[World]:
    url = postgres.Cluster(server.url).new_database()
    worlds.furnish(tmp_path / "var", url)
    made = World(worlds.settings_of(tmp_path / "var", url))
    yield made
    made.close()
    READING.drop()
    WRITING.drop()
    gc.collect()


def saved(world: World, attempt_id: int) -> dict[str, list[str]]:
    with world.transaction() as db:
        return {row.question_id: list(row.given) for row in db.query(SavedAnswer).filter_by(attempt_id=attempt_id)}


@pytest.mark.row("reliability:I07")
@pytest.mark.row("reliability:I08")
def test_a_server_that_crashes_and_comes_back_costs_only_what_was_under_way(server: Server, on_server: World) -> None:
    attempt_id = deeds.started(on_server, "ada")
    answers = deeds.on_page(on_server, attempt_id)
    first, second = list(answers)[:2]
    ada, paths = on_server.client("ada"), {name: f"/attempts/{attempt_id}/answers/{name}" for name in answers}
    assert ada.send(paths[first], {"answer": answers[first], "sequence": 1}).status_code == 200

    server.crash()
    away = [ada.get("/training"), ada.get(f"/attempts/{attempt_id}/1"), ada.get("/health")]
    lost = ada.send(paths[second], {"answer": answers[second], "sequence": 2})
    form = ada.post(f"/attempts/{attempt_id}/finish", {"key": "key-of-the-crash"})
    server.begin()
    again = ada.send(paths[second], {"answer": answers[second], "sequence": 2})
    back = [ada.get("/training"), ada.get(f"/attempts/{attempt_id}/1"), ada.get("/health")]

    assert [reply.status_code for reply in (*away, lost, form)] == [503] * 5
    assert "Nothing was saved" in lost.get_json()["error"]
    assert lost.headers["Retry-After"] == form.headers["Retry-After"]
    assert [reply.status_code for reply in (again, *back)] == [200] * 4
    assert set(saved(on_server, attempt_id)) == {first, second}


@pytest.mark.row("reliability:I07")
def test_connections_that_died_while_nobody_asked_are_replaced_unseen(server: Server, on_server: World) -> None:
    attempt_id = deeds.started(on_server, "ada")
    question, answer = next(iter(deeds.on_page(on_server, attempt_id).items()))
    ada, path = on_server.client("ada"), f"/attempts/{attempt_id}/answers/{question}"
    ada.send(path, {"answer": answer, "sequence": 1})

    server.crash()
    server.begin()
    replies = [ada.send(path, {"answer": answer, "sequence": 2}), ada.get("/training"), ada.post(f"/attempts/{attempt_id}/finish", {"key": "after-it"})]

    assert [reply.status_code for reply in replies] == [200, 200, 302]


@pytest.mark.row("reliability:I08")
@pytest.mark.row("reliability:Q22")
def test_a_hand_in_whose_answer_was_lost_in_a_crash_is_repeated_to_the_same_result(server: Server, on_server: World) -> None:
    attempt_id = deeds.started(on_server, "ada")
    deeds.answered(on_server, attempt_id)
    ada = on_server.client("ada")
    ada.post(f"/attempts/{attempt_id}/finish", {"key": "one-and-the-same"})

    server.crash()
    server.begin()
    again = ada.post(f"/attempts/{attempt_id}/finish", {"key": "one-and-the-same"})

    assert again.status_code == 302
    with on_server.transaction() as db:
        assert [(each.number, each.percent) for each in db.query(Attempt)] == [(1, 100)]


@pytest.mark.row("reliability:I06")
def test_a_row_that_somebody_holds_makes_a_writer_wait_and_then_tells_it(server: Server, on_server: World, monkeypatch) -> None:
    url = on_server.settings.database_url
    holding, waiting = writing_for(url), writing_for(f"{url}?options=-c%20lock_timeout%3D200")
    deeds.enrolled(on_server, "ada")

    with transaction(holding) as holder:
        holder.execute(text("SELECT id FROM enrolment FOR UPDATE"))
        with pytest.raises(Busy, match="Nothing was saved"), transaction(waiting) as late:
            late.execute(text("SELECT id FROM enrolment FOR UPDATE"))

    for each in (holding, waiting):
        each.engine.dispose()


@pytest.mark.row("reliability:I06")
def test_nobody_waits_longer_for_a_lock_than_the_patience_of_the_house(on_server: World) -> None:
    with on_server.transaction() as db:
        assert db.execute(text("SHOW lock_timeout")).scalar_one() == "5s"


@pytest.mark.row("reliability:I05")
def test_a_server_that_only_reads_serves_pages_and_says_that_nothing_is_saved(server: Server, on_server: World) -> None:
    attempt_id = deeds.started(on_server, "ada")
    question, answer = next(iter(deeds.on_page(on_server, attempt_id).items()))
    ada = on_server.client("ada")
    name = make_url(on_server.settings.database_url).database
    with on_server.transaction() as db:
        db.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    server.crash()
    server.begin()

    page = ada.get(f"/attempts/{attempt_id}/1")
    kept = ada.send(f"/attempts/{attempt_id}/answers/{question}", {"answer": answer, "sequence": 1})

    assert page.status_code == 200
    assert kept.status_code == 503
    assert "Nothing was saved" in kept.get_json()["error"]
    assert ada.get("/health").get_json() == {"state": "the database cannot be written to"}
