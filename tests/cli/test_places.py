"""Where a database lies: what other machines see, or a program copies, is told of; an ordinary disk is not."""

from pathlib import Path

import pytest

from app.cli.places import objection

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/courses nfs4 rw 0 0
//host/share /mnt/with\\040space cifs rw 0 0
/dev/sdb1 /srv/courses/local xfs rw 0 0
"""

pytestmark = [pytest.mark.row("reliability:I25")]


@pytest.mark.parametrize(
    ("file", "word"),
    [
        ("/srv/courses/var/aeo.db", "nfs4"),
        ("/mnt/with space/aeo.db", "cifs"),
        ("/home/ada/Dropbox/aeo/var/aeo.db", "copied to other machines"),
        ("/home/ada/OneDrive - Customs/var/aeo.db", "copied to other machines"),
    ],
)
def test_a_place_that_other_machines_share_is_told_of(file, word):
    assert word in objection(Path(file), MOUNTS)


@pytest.mark.parametrize("file", ["/var/lib/aeo/aeo.db", "/srv/courses/local/aeo.db", "/srv/courses-too/aeo.db"])
def test_an_ordinary_place_is_not(file):
    assert objection(Path(file), MOUNTS) == ""


def test_a_folder_with_the_sign_of_such_a_program_is_told_of(tmp_path):
    (tmp_path / ".stfolder").mkdir()

    assert str(tmp_path) in objection(tmp_path / "var" / "aeo.db", MOUNTS)


def test_the_server_says_so_when_it_starts(run, data_dir, monkeypatch, caplog):
    monkeypatch.setattr("app.cli.places.mounts", lambda: "server:/export / nfs rw 0 0\n")
    monkeypatch.setattr("app.cli.serve.refuse_taken", lambda host, port: None)
    monkeypatch.setattr("app.cli.serve.supervise", lambda *arguments: 0)
    run("keys")
    run("db", "upgrade")

    run("serve")

    told = [record for record in caplog.records if record.getMessage() == "database.place"]
    assert "nfs" in told[0].fields["words"]
