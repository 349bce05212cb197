"""Reports that were written before: wherever they lie, they are found; what is none is refused with what is wanted."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from grader.batch.ledger import Ledger
from grader.batch.reading import Records, newest_attempt, parse_records, read_records
from grader.batch.standing import Standing
from grader.errors import UsageError
from grader.model.report import Report
from grader.model.scoring import summarize
from grader.submission.attempts import save_attempt
from tests.unit.model.builders import FINISHED, a_report, a_result

pytestmark = pytest.mark.unit


def report_of(learner: str, id_: str = "1.1", score: str = "1") -> Report:
    """Return one learner's report."""
    return a_report(a_result(), id_=id_, score=score).model_copy(update={"learner": learner})


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Return the output of a batch: two learners graded, one who handed in an archive that is none."""
    ledger = Ledger(tmp_path / "results")
    done: dict[str, Standing | str] = {}
    for learner in ("bob", "=ada"):
        reports = [report_of(learner, id_) for id_ in ("1.10", "1.2")]
        for report in reports:
            ledger.write(learner, report)
        done[learner] = Standing.of(summarize(reports, learner))
    ledger.write_results({**done, "cyd": "this is no archive"}, ["1.2", "1.10"])
    return tmp_path / "results"


def test_a_report_alone_is_a_summary_of_one(tmp_path: Path) -> None:
    """As `--output` writes it for each exercise."""
    path = tmp_path / "1.1-work.json"
    path.write_text(report_of("ada").model_dump_json(), encoding="utf-8")
    (summary,) = read_records(path).summaries
    assert (summary.learner, summary.score, len(summary.reports)) == ("ada", Decimal(1), 1)


def test_a_summary_is_read_as_it_was_printed(tmp_path: Path) -> None:
    """By its own name, or by the folder that `--output` wrote."""
    summary = summarize([report_of("ada")], "ada")
    (tmp_path / "summary.json").write_text(summary.model_dump_json(), encoding="utf-8")
    assert read_records(tmp_path) == read_records(tmp_path / "summary.json") == Records((summary,))
    assert parse_records(summary.model_dump_json().encode(), "stdin").summaries == (summary,)


def test_a_submissions_folder_stands_for_its_newest_attempt(tmp_path: Path) -> None:
    """By number, not by name: 10 000 comes after 9 999. It stays a student's view."""
    summary = summarize([report_of("ada")], "ada").for_student()
    for _ in range(2):
        save_attempt(tmp_path, summary, time=FINISHED)
    attempts = tmp_path / ".grader" / "attempts"
    (attempts / "0002.json").rename(attempts / "10000.json")
    (attempts / "0001.json").rename(attempts / "9999.json")
    assert newest_attempt(tmp_path) == attempts / "10000.json"
    records = read_records(tmp_path)
    assert records.summaries[0].reports[0].attempt == 2
    assert records.view == "student"
    assert records.folder == tmp_path.resolve()


def test_a_submission_with_a_folder_of_reports_is_no_batch(tmp_path: Path) -> None:
    """`grade submit --output reports`, in the folder that was graded."""
    summary = summarize([report_of("ada")], "ada")
    save_attempt(tmp_path, summary.for_student(), time=FINISHED)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "summary.json").write_text(summary.model_dump_json(), encoding="utf-8")
    assert read_records(tmp_path).view == "student"
    assert read_records(tmp_path / "reports").view == "full"


def test_what_is_no_file_is_no_attempt(tmp_path: Path) -> None:
    """A pipe would be waited for without an end, a link leads to what is not the student's."""
    save_attempt(tmp_path, summarize([report_of("ada")], "ada").for_student(), time=FINISHED)
    attempts = tmp_path / ".grader" / "attempts"
    os.mkfifo(attempts / "0007.json")
    (attempts / "0008.json").symlink_to("/etc/passwd")
    (attempts / "0009.json").mkdir()
    assert newest_attempt(tmp_path) == attempts / "0001.json"
    assert newest_attempt(tmp_path / "nowhere") is None


def test_a_batch_is_read_with_those_who_were_not_graded(batch: Path) -> None:
    """Learners in order, exercises in theirs, names as they are."""
    records = read_records(batch)
    assert [summary.learner for summary in records.summaries] == ["=ada", "bob"]
    assert [report.exercise.id for report in records.summaries[0].reports] == ["1.2", "1.10"]
    assert records.ungraded == ("cyd",)
    assert records.view == "full"


def test_a_batch_that_was_interrupted_is_read_as_far_as_it_went(batch: Path) -> None:
    """Its tables come at the end, its reports as they are known."""
    (batch / "results.json").unlink()
    assert len(read_records(batch).summaries) == 2


def test_one_learner_and_some_exercises_can_be_picked(batch: Path) -> None:
    """By id, slug or folder name; sums are of what was picked."""
    records = read_records(batch).of("bob").about(["1.10-work"])
    (summary,) = records.summaries
    assert [report.exercise.id for report in summary.reports] == ["1.10"]
    assert (summary.score, summary.max_score) == (Decimal(1), Decimal(4))
    assert read_records(batch).of("cyd").ungraded == ("cyd",)
    with pytest.raises(UsageError, match="There is no report of zoe"):
        read_records(batch).of("zoe")
    with pytest.raises(UsageError, match=r"There is no report about `9\.9`"):
        read_records(batch).about(["9.9"])


NO_REPORTS = {
    "text": b"hello",
    "nesting": b"[" * 100_000,
    "list": b"[]",
    "number": b"3",
    "object": b"{}",
    "bytes": b"\xff\xfe",
    "empty": b"",
    "other version": json.dumps({"checks": [], "schema_version": 9}).encode(),
    "half a summary": b'{"reports": [{}]}',
    "attempt": b'{"attempt": 1}',
}


@pytest.mark.parametrize("content", NO_REPORTS.values(), ids=NO_REPORTS)
def test_what_is_no_report_is_refused(content: bytes, tmp_path: Path) -> None:
    """As a file and as a stream, in a sentence."""
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(UsageError) as from_file:
        read_records(path)
    with pytest.raises(UsageError) as from_stream:
        parse_records(content, "stdin")
    for error in (from_file.value, from_stream.value):
        assert error.advice
        assert "report" in error.message or "JSON" in error.message


def test_a_folder_or_file_that_is_not_there_is_refused(tmp_path: Path, batch: Path) -> None:
    """With what a source can be."""
    (batch / "results.json").write_text('[{"name": 1}]', encoding="utf-8")
    for path in (tmp_path, tmp_path / "missing.json", batch):
        with pytest.raises(UsageError):
            read_records(path)


def test_a_class_is_everybody_with_reports_or_the_reason(batch: Path) -> None:
    """In order of their names; whether the batch came to its end is known."""
    cohort = read_records(batch).cohort()
    assert [(member.learner, member.reason) for member in cohort.members] == [
        ("=ada", ""),
        ("bob", ""),
        ("cyd", "this is no archive"),
    ]
    assert cohort.finished
    (batch / "results.json").unlink()
    assert not read_records(batch).cohort().finished


def test_the_folder_of_one_learner_is_that_learner(batch: Path) -> None:
    """As a batch keeps it, exercises in their order."""
    (summary,) = read_records(batch / "reports" / "bob").summaries
    assert summary.learner == "bob"
    assert [report.exercise.id for report in summary.reports] == ["1.2", "1.10"]


def test_reports_of_an_earlier_run_into_the_same_folder_count(batch: Path) -> None:
    """Exercises that a later run was not asked about are not lost."""
    Ledger(batch).write("bob", report_of("bob", "2.1"))
    Ledger(batch).write_results({"bob": Standing.of(summarize([report_of("bob", "2.1")], "bob"))}, ["2.1"])
    records = read_records(batch)
    assert [summary.learner for summary in records.summaries] == ["=ada", "bob"]
    assert [report.exercise.id for report in records.summaries[1].reports] == ["1.2", "1.10", "2.1"]


def test_names_that_are_paths_come_back_as_they_were(tmp_path: Path) -> None:
    """A batch quotes them in the names of folders."""
    done: dict[str, Standing | str] = {}
    for learner in ("../eve", "b%2Fob", ".dot"):
        Ledger(tmp_path).write(learner, report_of(learner))
        done[learner] = Standing.of(summarize([report_of(learner)], learner))
    Ledger(tmp_path).write_results(done, ["1.1"])
    assert [summary.learner for summary in read_records(tmp_path).summaries] == ["../eve", ".dot", "b%2Fob"]


def test_a_report_that_a_batch_lacks_is_said(batch: Path) -> None:
    """A class is not shown without one of its submissions."""
    (batch / "reports" / "bob" / "1.2.json").unlink()
    with pytest.raises(UsageError, match=r"lacks the report of bob on 1\.2") as refused:
        read_records(batch)
    assert "grade batch" in refused.value.advice


@pytest.mark.parametrize(("version", "advice"), [(2, "install"), (0, "Grade the submission anew"), ("x", "anew")])
def test_another_version_of_the_schema_is_said(version: object, advice: str) -> None:
    """Who has an old grader is told so; who has an old report is told to grade again."""
    with pytest.raises(UsageError, match="this grader reads 1") as refused:
        parse_records(json.dumps({"schema_version": version, "checks": []}).encode(), "stdin")
    assert advice in refused.value.advice
