"""`grade export`: sources, options that fit a format, views, and where a document goes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.main import cli
from grader.model.scoring import summarize
from tests.unit.cli.conftest import Grade
from tests.unit.cli.fakes import FakeGrader
from tests.unit.render.samples import a_class_report

pytestmark = pytest.mark.unit


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return a full summary."""
    path = tmp_path / "report.json"
    path.write_text(summarize([a_class_report("ada")], "ada").model_dump_json(), encoding="utf-8")
    return path


def test_a_submissions_newest_attempt_is_exported(grade: Grade, folder: Path, grader: FakeGrader) -> None:
    """What a student has after `grade submit`, in the student's view."""
    grader.statuses = {"test_secret": "failed"}
    assert grade("submit", folder).exit_code == 0
    done = grade("export", "--format", "junit", folder)
    assert done.exit_code == 0
    assert "hidden-3" in done.stdout
    assert "test_secret" not in done.stdout


def test_stdin_is_a_source(report: Path) -> None:
    """`grade submit --json | grade export -`."""
    done = CliRunner().invoke(
        cli, ["export", "--format", "gradescope", "-"], input=report.read_bytes(), prog_name="grade"
    )
    assert (done.exit_code, json.loads(done.stdout)["score"]) == (0, 1.5)


def test_a_document_goes_to_a_file_whole_or_not_at_all(grade: Grade, report: Path, tmp_path: Path) -> None:
    """Byte for byte what stdout would get; what cannot be written is this machine's fault."""
    target = tmp_path / "out.csv"
    assert grade("export", "--format", "moodle", report, "--output", target).exit_code == 0
    assert target.read_bytes() == grade("export", "--format", "moodle", report).stdout_bytes
    failed = grade("export", "--format", "moodle", report, "--output", tmp_path / "no" / "such" / "out.csv")
    assert failed.exit_code == 4


def test_what_the_grader_says_is_said_in_another_language(grade: Grade, report: Path) -> None:
    """Titles stay as they were recorded."""
    text = grade("export", "--format", "junit", report, "--lang", "zh").stdout
    assert "✗ 未通过" in text
    assert "About shape" in text
    assert "✗ failed" in grade("export", "--format", "junit", report).stdout


def test_remarks_go_to_stderr(grade: Grade, tmp_path: Path) -> None:
    """The document on stdout can be piped."""
    path = tmp_path / "report.json"
    path.write_text(a_class_report("cyd", provisional=True).model_dump_json(), encoding="utf-8")
    done = grade("export", "--format", "moodle", path)
    assert done.exit_code == 0
    assert "cyd has points pending" in done.stderr
    assert "cyd" not in done.stdout
    assert "cyd" in grade("export", "--format", "moodle", path, "--provisional").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Which format?"),
        (("--format", "fax"), "no format `fax`"),
        (("--format", "junit", "--column", "x"), "does not take --column"),
        (("--format", "moodle", "--gradebook", "x.csv"), "does not take --gradebook"),
        (("--format", "github", "--provisional"), "does not take --provisional"),
        (("--format", "moodle", "--for", "student"), "is for instructors"),
        (("--format", "canvas", "--gradebook", "missing.csv"), "cannot be read"),
        (("--format", "moodle", "--roster", "missing.csv"), "cannot be read"),
        (("--format", "junit", "--learner", "zoe"), "no report of zoe"),
        (("--format", "junit", "-e", "9.9"), "no report about `9.9`"),
        (("--format", "junit", "--gradescope-bundle", "x.zip"), "has no part in a bundle"),
        (("--format", "junit", "--isolation", "process"), "--isolation is for"),
        (("--format", "junit", "--course", "."), "--course is for"),
    ],
)
def test_a_command_line_that_fits_nothing_is_refused(
    grade: Grade, report: Path, arguments: tuple[str, ...], message: str
) -> None:
    """Nothing is ignored without a word."""
    done = grade("export", report, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_students_view_is_no_source_for_instructors(grade: Grade, folder: Path) -> None:
    """An attempt lies where a student can write: no score of it is booked."""
    grade("submit", folder)
    for arguments in (("--format", "moodle"), ("--format", "junit", "--for", "instructor")):
        done = grade("export", folder, *arguments)
        assert done.exit_code == 2
        assert "student's view" in done.stderr


@pytest.mark.parametrize("text", ["", "name,id\nada,1\n", "learner,ID\nada,1\nada,2\n", "learner\n"])
def test_a_roster_that_tells_nothing_is_refused(grade: Grade, report: Path, tmp_path: Path, text: str) -> None:
    """No column, no rows, two rows for one learner."""
    roster = tmp_path / "roster.csv"
    roster.write_text(text, encoding="utf-8")
    done = grade("export", "--format", "moodle", report, "--roster", roster)
    assert done.exit_code == 2
    assert "The roster" in done.stderr


def test_a_roster_names_learners_as_the_gradebook_does(grade: Grade, report: Path, tmp_path: Path) -> None:
    """Also one that a spreadsheet has saved, with a byte order mark and cells to spare."""
    roster = tmp_path / "roster.csv"
    roster.write_text("\ufefflearner,Email address\nada,ada@example.org,spare\n,x\n", encoding="utf-8")
    done = grade("export", "--format", "moodle", report, "--roster", roster)
    assert done.exit_code == 0
    assert "ada@example.org,1.5" in done.stdout


def test_annotations_name_files_as_they_lie_in_the_repository(
    grade: Grade, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder for each exercise, or side by side."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "work.py").touch()
    assert "file=work.py," in grade("export", "--format", "github", report).stdout
    (tmp_path / "1.1-work").mkdir()
    assert "file=1.1-work/work.py," in grade("export", "--format", "github", report).stdout


def test_an_attempt_knows_where_its_files_lie(
    grade: Grade, folder: Path, grader: FakeGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen from the current folder, which is the repository's in a workflow; `--path-prefix` says otherwise."""
    grader.statuses = {"test_open": "failed"}
    grade("submit", folder)
    monkeypatch.chdir(folder.parent)
    assert "file=submission/1.1-work/work.py," in grade("export", "--format", "github", "submission").stdout
    moved = grade("export", "--format", "github", "submission", "--path-prefix", "elsewhere").stdout
    assert "file=elsewhere/1.1-work/work.py," in moved
