"""Problems are written for people, for programs and for pull requests; the command ends as they say."""

import json
from pathlib import Path

from click.testing import CliRunner

from app.cli.courses import courses
from app.content.reader import read_course
from app.content.report import report
from tests.content.folders import front, write

BROKEN = Path(__file__).parents[1] / "fixtures" / "broken"


def lines(folder: Path, form: str) -> list[str]:
    return list(report(read_course(folder).problems, form, folder))


def test_a_problem_is_told_with_its_line_a_mark_and_what_to_do():
    told = lines(BROKEN / "value-word", "text")

    assert told == [
        f"{BROKEN / 'value-word'}/01-part/01-page.md:4:11 error value-word: “no” cannot be the value of “required”.",
        "    required: no",
        "              ^",
        "    Write one of: true, false.",
        "",
        "1 error, 0 warnings",
    ]


def test_a_long_line_is_cut_around_the_place(tmp_path: Path):
    folder = write(tmp_path, {"01-part/01-page.md": front("page") + "x" * 10_001})

    told = lines(folder, "text")

    assert told[2].endswith("^")
    assert len(told[2]) < 130


def test_a_file_that_is_no_text_has_no_line_to_show():
    assert len(lines(BROKEN / "file-not-utf8", "text")) == 4
    assert "\ufffd" in "".join(lines(BROKEN / "file-nul", "text"))


def test_a_program_gets_everything_as_data():
    told = json.loads("\n".join(lines(BROKEN / "minutes-far", "json")))

    assert told == [
        {
            "path": "01-part/01-page.md",
            "line": 4,
            "column": 1,
            "severity": "warning",
            "code": "minutes-far",
            "message": "30 minutes are given; about 1 are likely.",
            "remedy": "Change minutes, or the length of the text.",
        }
    ]


def test_a_pull_request_gets_a_note_at_the_line(tmp_path: Path):
    folder = write(tmp_path, {"01-part/01-page.md": front("page", "summary: [100%]\n")})

    told = lines(folder, "github")

    assert told[0].startswith("::error file=")
    assert told[0].endswith(
        "/01-part/01-page.md,line=4,col=10,title=value-text::“summary” should be a text. "
        "Write some words; put them in quotes if they look like something else."
    )


def test_the_command_fails_for_errors_and_if_asked_for_warnings():
    run = CliRunner().invoke

    assert run(courses, ["check", str(BROKEN / "value-word")]).exit_code == 1
    assert run(courses, ["check", str(BROKEN / "minutes-far")]).exit_code == 0
    assert run(courses, ["check", "--strict", str(BROKEN / "minutes-far")]).exit_code == 1
    assert run(courses, ["check", "--format", "json", str(BROKEN / "minutes-far")]).output.startswith("[")
