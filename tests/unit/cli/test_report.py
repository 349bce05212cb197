"""`grade report`: from whatever there is to a page, in the right view, over nobody's file."""

import json
from pathlib import Path

import pytest

from grader.batch.ledger import Ledger
from grader.batch.standing import Standing
from grader.model.scoring import summarize
from tests.unit.cli.conftest import Grade
from tests.unit.model.builders import a_report, a_result

pytestmark = pytest.mark.unit

HIDDEN = "test_hidden"
CHECK = a_result(HIDDEN, show="name").model_copy(update={"title": "A title"})


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return a full report that hides a check from students."""
    path = tmp_path / "1.1-work.json"
    path.write_text(a_report(CHECK, score="1").model_dump_json())
    return path


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Return the output folder of a batch of three, one of whom was not graded."""
    folder = tmp_path / "results"
    ledger = Ledger(folder)
    done: dict[str, Standing | str] = {"zoe": "no archive"}
    for learner in ("ada", ".bob"):
        graded = a_report(CHECK, score="1").model_copy(update={"learner": learner})
        ledger.write(learner, graded)
        done[learner] = Standing.of(summarize([graded], learner))
    ledger.write_results(done, ["1.1"])
    return folder


def test_a_report_becomes_a_students_page_beside_it(grade: Grade, report: Path) -> None:
    """Nothing hidden is in it, and stderr says where it is."""
    done = grade("report", report)
    page = report.with_suffix(".html")
    assert (done.exit_code, done.stdout) == (0, "")
    assert f"Wrote {page}." in done.stderr
    assert HIDDEN not in page.read_text()


def test_an_instructor_asks_for_everything(grade: Grade, report: Path) -> None:
    """The same report, the full view."""
    assert grade("report", report, "--for", "instructor").exit_code == 0
    assert HIDDEN in report.with_suffix(".html").read_text()


def test_a_students_view_holds_no_instructors_page(grade: Grade, report: Path) -> None:
    """What is not there is not made up."""
    full = summarize([a_report(a_result())])
    report.write_text(full.for_student().model_dump_json())
    done = grade("report", report, "--for", "instructor")
    assert done.exit_code == 2
    assert "a student's view" in done.stderr


def test_a_page_is_replaced_and_another_file_is_not(grade: Grade, report: Path) -> None:
    """A page of ours gives way and it is said; anything else stays as it is."""
    grade("report", report)
    assert "Replaced" in grade("report", report).stderr
    mine = report.with_name("mine.html")
    mine.write_text("<p>mine</p>")
    refused = grade("report", report, "--html", mine)
    assert (refused.exit_code, mine.read_text()) == (2, "<p>mine</p>")
    assert "so it stays" in refused.stderr
    assert "is a folder" in grade("report", report, "--html", report.parent).stderr


def test_a_dash_is_stdout(grade: Grade, report: Path) -> None:
    """For a pipe; no file is made."""
    done = grade("report", report, "--html", "-", "--lang", "zh")
    assert done.stdout.startswith('<!DOCTYPE html>\n<html lang="zh-Hans">')
    assert not report.with_suffix(".html").exists()


def test_the_last_attempt_of_a_work_folder(grade: Grade, folder: Path) -> None:
    """A student without a report file gets the page of what was graded last; the attempts stay alone."""
    assert grade("submit", folder).exit_code == 0
    assert grade("report", folder).exit_code == 0
    page = folder / "report.html"
    assert "attempt 1" in page.read_text()
    page.unlink()
    assert grade("report", folder / ".grader" / "attempts" / "0001.json").exit_code == 0
    assert page.exists()


def test_submit_writes_a_page_as_well(grade: Grade, folder: Path, tmp_path: Path) -> None:
    """The report goes to stdout as ever, and the page is the student's."""
    page = tmp_path / "page.html"
    done = grade("submit", folder, "--html", page, "--json")
    assert done.exit_code == 0
    json.loads(done.stdout)
    assert "do not hand out" not in page.read_text()
    assert grade("submit", folder, "--html", page, "--view", "full").exit_code == 0
    assert "do not hand out" in page.read_text()


def test_a_batch_becomes_a_class_page(grade: Grade, batch: Path) -> None:
    """For its instructors: names, hidden checks, and who was not graded."""
    done = grade("report", batch)
    assert done.exit_code == 0
    page = (batch / "class.html").read_text()
    for wanted in ("ada", ".bob", "zoe", "no archive", "A title"):
        assert wanted in page


def test_each_learner_gets_a_students_page(grade: Grade, batch: Path) -> None:
    """One for everybody who was graded, and no name is a path."""
    assert grade("report", batch, "--each").exit_code == 0
    pages = {page.name: page.read_text() for page in (batch / "pages").iterdir()}
    assert sorted(pages) == ["%2Ebob.html", "ada.html"]
    assert not [name for name, page in pages.items() if HIDDEN in page.replace("A title", "")]


def test_one_learner_of_a_batch(grade: Grade, batch: Path, tmp_path: Path) -> None:
    """By name; a stranger and somebody without a report are told apart."""
    assert grade("report", batch, "--learner", "ada", "--html", tmp_path / "a.html").exit_code == 0
    assert "ada" in (tmp_path / "a.html").read_text()
    assert "There is no report of eve" in grade("report", batch, "--learner", "eve").stderr
    assert "was not graded: no archive" in grade("report", batch, "--learner", "zoe").stderr


def test_a_class_page_is_not_for_students(grade: Grade, batch: Path) -> None:
    """It names everybody; the advice leads to pages that do not."""
    done = grade("report", batch, "--for", "student")
    assert done.exit_code == 2
    assert "--learner" in done.stderr
    assert not (batch / "class.html").exists()


def test_each_learner_needs_a_batch(grade: Grade, report: Path) -> None:
    """It means nothing for a single report."""
    done = grade("report", report, "--each")
    assert done.exit_code == 2
    assert "no batch's output folder" in done.stderr


def test_nothing_there_is_a_sentence(grade: Grade, tmp_path: Path) -> None:
    """No traceback for an empty folder, a missing file or another document."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.json").write_text("{}")
    for source in ("empty", "missing", "other.json"):
        done = grade("report", tmp_path / source)
        assert done.exit_code == 2
        assert done.stderr.startswith("Error: ")
        assert "broke" not in done.stderr


def test_a_machine_without_a_browser_is_told(grade: Grade, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is there; where it is, is said."""
    opened: list[str] = []
    answers = iter((0, 1))

    def launch(path: str) -> int:
        opened.append(path)
        return next(answers)

    monkeypatch.setattr("click.launch", launch)
    for said in (False, True):
        done = grade("report", report, "--open")
        assert (done.exit_code, "No browser could be started" in done.stderr) == (0, said)
    assert opened == [str(report.with_suffix(".html"))] * 2


def test_a_page_that_cannot_be_written_is_the_machines_fault(grade: Grade, report: Path) -> None:
    """A file stands where a folder would have to be."""
    done = grade("report", report, "--html", report / "page.html")
    assert done.exit_code == 4
    assert "cannot be written" in done.stderr
