"""`grade submit`: what is graded, printed, written and recorded, and the exit status."""

import json
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from grader.errors import EnvironmentFault
from grader.model.report import Report
from grader.spec.schema import schema
from grader.submission.attempts import Attempt
from tests.unit.cli.conftest import Grade
from tests.unit.cli.fakes import FakeGrader
from tests.unit.spec.builder import SPEC, CourseBuilder

pytestmark = pytest.mark.unit


def attempts(folder: Path) -> list[Attempt]:
    """Return the attempts recorded in a folder."""
    return [Attempt.model_validate_json(p.read_bytes()) for p in sorted(folder.glob(".grader/attempts/*.json"))]


def test_a_folder_is_graded_and_the_report_is_on_stdout(grade: Grade, grader: FakeGrader, folder: Path) -> None:
    """Points and total on stdout; progress, plain in a pipe, on stderr; the grader warmed up and closed."""
    result = grade("submit", folder)
    assert result.exit_code == 0
    assert "Total" in result.stdout
    assert "8 / 8" in result.stdout
    assert "[1/2] 1.1 A title of 1.1: 4 / 4" in result.stderr
    assert (grader.warm, grader.closed) == (True, True)
    assert grader.graded_files == {"work.py": "answer = 1\n", "play.py": "answer = 2\n"}


def test_json_is_exactly_one_document_and_obeys_its_schema(grade: Grade, grader: FakeGrader, folder: Path) -> None:
    """Nothing else is on stdout; scores are strings; it is the full view."""
    grader.statuses = {"test_secret": "failed"}
    result = grade("submit", folder, "--json", "--learner", "ada")
    document = json.loads(result.stdout)
    jsonschema.validate(document, schema("summary"))
    assert (document["learner"], document["score"], document["max_score"]) == ("ada", "7", "8")
    secret = document["reports"][0]["checks"][2]
    assert (secret["name"], secret["message"], secret["points"]) == ("test_secret", "message of test_secret", "0")
    assert document["reports"][0]["attempt"] == 1


def test_what_is_hidden_shows_neither_at_the_terminal_nor_in_the_record(
    grade: Grade, grader: FakeGrader, folder: Path
) -> None:
    """The student's view is the default for people, and the only one left in the folder; --view full shows all."""
    grader.statuses = {"test_secret": "failed", "test_hinted": "failed"}
    result = grade("submit", folder)
    for text in (result.stdout, *(attempt.model_dump_json() for attempt in attempts(folder))):
        assert "message of" not in text
        assert "test_secret" not in text
        assert "Hidden check 3" in text
        assert "Look at the shapes." in text
    assert "message of test_secret" in grade("submit", folder, "--view", "full").stdout
    assert "message of" not in grade("submit", folder, "--json", "--view", "student").stdout


def test_each_run_records_another_attempt(grade: Grade, folder: Path) -> None:
    """With number, time and digest; the earlier one stays as it was."""
    grade("submit", folder)
    result = grade("submit", folder, "-e", "1.1")
    first, second = attempts(folder)
    assert (first.attempt, second.attempt) == (1, 2)
    assert first.digest != second.digest
    assert "Recorded in" in result.stderr
    assert "Attempt 2." in result.stdout


def test_output_gets_the_full_reports(grade: Grade, grader: FakeGrader, folder: Path, tmp_path: Path) -> None:
    """One file for each exercise and the summary, for whoever grades."""
    grader.statuses = {"test_secret": "failed"}
    grade("submit", folder, "--output", tmp_path / "out")
    written = {path.name: json.loads(path.read_text()) for path in (tmp_path / "out").iterdir()}
    assert sorted(written) == ["1.1-work.json", "1.2-play.json", "summary.json"]
    assert written["1.1-work.json"] == written["summary.json"]["reports"][0]
    assert written["1.1-work.json"]["checks"][2]["message"] == "message of test_secret"


@pytest.mark.parametrize("name", ["1.2", "play", "1.2-play", "1.2-play/"])
def test_an_exercise_is_named_by_id_slug_or_folder(grade: Grade, grader: FakeGrader, folder: Path, name: str) -> None:
    """Whatever a student has at hand."""
    assert grade("submit", folder, "--exercise", name).exit_code == 0
    assert grader.calls == [("1.2", None)]


def test_a_typo_of_an_exercise_gets_a_suggestion(grade: Grade, folder: Path) -> None:
    """Exit status 2, before anything is graded."""
    result = grade("submit", folder, "-e", "plya")
    assert result.exit_code == 2
    assert "There is no exercise `plya`." in result.stderr
    assert "Did you mean `play`?" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("layout", ["1.2-play", "flat"])
def test_one_exercises_folder_grades_only_that(
    grade: Grade, grader: FakeGrader, folder: Path, tmp_path: Path, layout: str
) -> None:
    """The folder of its name, or a folder that holds its files."""
    CourseBuilder.write(tmp_path / "submission" / "flat" / "play.py", "answer = 2\n")
    assert grade("submit", folder / layout).exit_code == 0
    assert grader.calls == [("1.2", None)]


def test_an_exercise_that_was_not_handed_in_is_no_zero(grade: Grade, folder: Path) -> None:
    """Its score is null, and it counts to the maximum."""
    (folder / "1.2-play" / "play.py").unlink()
    (folder / "1.2-play").rmdir()
    document = json.loads(grade("submit", folder, "--json").stdout)
    assert (document["status"], document["score"], document["max_score"]) == ("graded", "4", "8")
    assert (document["reports"][1]["status"], document["reports"][1]["score"]) == ("ungradable", None)


def test_a_misnamed_file_is_no_missing_hand_in(grade: Grade, folder: Path) -> None:
    """Beside exercises that were not handed in, its sentence is still there."""
    (folder / "1.2-play" / "play.py").rename(folder / "1.2-play" / "Play.py")
    result = grade("submit", folder)
    assert "There is `Play.py`" in " ".join(result.stdout.split())
    assert "Not handed in" not in result.stdout
    assert "(not graded)" in result.stderr


def test_an_empty_folder_is_said_and_leaves_no_trace(grade: Grade, tmp_path: Path) -> None:
    """Exit status 2 with the document still printed; no record in a folder that is nobody's submission."""
    (tmp_path / "empty").mkdir()
    result = grade("submit", tmp_path / "empty", "--json")
    assert result.exit_code == 2
    assert "holds none of the exercises" in result.stderr
    assert json.loads(result.stdout)["status"] == "ungradable"
    assert not list((tmp_path / "empty").iterdir())


def test_no_such_folder(grade: Grade, tmp_path: Path) -> None:
    """Exit status 2, one sentence, advice, no traceback."""
    result = grade("submit", tmp_path / "absent")
    assert result.exit_code == 2
    assert "absent does not exist." in result.stderr
    assert "Traceback" not in result.output


def test_a_broken_spec_stops_no_other_exercise(
    grade: Grade, course: CourseBuilder, grader: FakeGrader, folder: Path
) -> None:
    """The others are graded, every fault is told with file and key, the total is withheld."""
    course.exercise(
        "1.2", "play", spec=SPEC.format(id="1.2", slug="play", file="play.py").replace("2.5", "-1\ncolor = 1")
    )
    result = grade("submit", folder, "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert grader.calls == [("1.1", None)]
    assert (document["status"], document["score"]) == ("internal", None)
    assert [report["score"] for report in document["reports"]] == ["4", None]
    for text in (result.stderr, document["reports"][1]["message"]):
        assert "1.2-play/exercise.toml: check[1].points: a number of at least 0" in text
        assert "1.2-play/exercise.toml: check[1].color: unknown key" in text


def test_nothing_but_broken_specs_is_the_courses_fault(grade: Grade, course: CourseBuilder, folder: Path) -> None:
    """Exit status 3."""
    course.exercise("1.1", "work", spec="")
    assert grade("submit", folder, "-e", "1.1").exit_code == 3


@pytest.mark.parametrize(("fault", "status"), [("exercise", 3), ("grader", 5)])
def test_nothing_but_internal_reports_is_a_fault(
    grade: Grade, grader: FakeGrader, folder: Path, fault: str, status: int
) -> None:
    """The exercise's or the grader's, never a zero; and the way to see why is told."""
    grader.statuses = {"test_open": "internal"}
    grader.fault = "exercise" if fault == "exercise" else "grader"
    result = grade("submit", folder)
    assert result.exit_code == status
    assert "score withheld" in result.stdout
    assert "`--view full` shows why" in result.stderr


def test_without_hidden_checks_the_work_is_packed(
    grade: Grade, course: CourseBuilder, grader: FakeGrader, folder: Path
) -> None:
    """The visible checks run, submission.zip is there, and what to do with it is said."""
    for name in ("1.1-work", "1.2-play"):
        (course.root / "exercises" / name / "checks.py").unlink()
    result = grade("submit", folder)
    assert result.exit_code == 0
    assert grader.calls == [("1.1", ("test_open",)), ("1.2", ("test_open",))]
    assert "2 / 2" in result.stdout
    with zipfile.ZipFile(folder / "submission.zip") as archive:
        assert archive.namelist() == ["manifest.json", "1.1-work/work.py", "1.2-play/play.py"]
    assert f"Packed 1.1, 1.2 into {folder / 'submission.zip'}: hand that in." in result.stderr
    assert len(attempts(folder)) == 1


def test_nothing_is_not_packed_in_place_of_something(grade: Grade, course: CourseBuilder, folder: Path) -> None:
    """A file that was renamed by mistake costs neither the earlier archive nor a zero that nobody meant."""
    for name in ("1.1-work", "1.2-play"):
        (course.root / "exercises" / name / "checks.py").unlink()
    grade("submit", folder)
    before = (folder / "submission.zip").read_bytes()
    (folder / "1.1-work" / "work.py").unlink()
    result = grade("submit", folder, "-e", "1.1")
    assert (folder / "submission.zip").read_bytes() == before
    assert "Packed" not in result.stderr
    assert "work.py` is missing" in result.stderr


def test_packing_without_any_visible_check_still_packs(grade: Grade, course: CourseBuilder, folder: Path) -> None:
    """All checks are the instructor's: nothing is graded, and the work is packed all the same."""
    for name in ("1.1-work", "1.2-play"):
        (course.root / "exercises" / name / "checks.py").unlink()
        (course.root / "exercises" / name / "visible.py").unlink()
    result = grade("submit", folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (folder / "submission.zip").exists()


def test_a_folder_that_cannot_be_written_to_costs_the_record_alone(grade: Grade, folder: Path) -> None:
    """The report is printed, and why it was not recorded."""
    CourseBuilder.write(folder / ".grader", "a file in its place")
    result = grade("submit", folder)
    assert result.exit_code == 0
    assert "8 / 8" in result.stdout
    assert "The attempt cannot be recorded" in result.stderr


def test_output_that_cannot_be_written_is_told_after_the_report(grade: Grade, folder: Path, tmp_path: Path) -> None:
    """Nothing of the grading is lost; the exit status is 4."""
    CourseBuilder.write(tmp_path / "file", "")
    result = grade("submit", folder, "--output", tmp_path / "file" / "below")
    assert result.exit_code == 4
    assert "8 / 8" in result.stdout
    assert len(attempts(folder)) == 1


@pytest.mark.parametrize("seed", ["xyz", "abcd", "é" * 64])
def test_a_seed_that_is_none_is_refused(grade: Grade, folder: Path, seed: str) -> None:
    """Before anything is graded."""
    result = grade("submit", folder, "--seed", seed)
    assert result.exit_code == 2
    assert "64 hexadecimal digits" in result.stderr


def test_seed_isolation_and_language_reach_the_grader(grade: Grade, grader: FakeGrader, folder: Path) -> None:
    """And the report says which seed it was."""
    result = grade("submit", folder, "--json", "--seed", "0A" * 32, "--isolation", "process", "--lang", "zh")
    report = json.loads(result.stdout)["reports"][0]
    assert (report["seed"], report["language"], report["exercise"]["title"]) == ("0a" * 32, "zh", "1.1 的标题")
    assert grader.isolation == "process"


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (EnvironmentFault("No Landlock here.", advice="Use Linux 6.2."), 4, "Use Linux 6.2."),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (RuntimeError("a bug"), 5, "the grader itself broke (RuntimeError: a bug)"),
    ],
)
def test_errors_are_sentences_with_an_exit_status(
    grade: Grade, grader: FakeGrader, folder: Path, raised: BaseException, status: int, said: str
) -> None:
    """No traceback unless asked for, nothing on stdout, and the grader's processes are ended."""
    grader.raises = raised
    result = grade("submit", folder, "--json")
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert grader.closed


def test_debug_lets_the_error_through(grade: Grade, grader: FakeGrader, folder: Path) -> None:
    """Before or after the subcommand."""
    grader.raises = RuntimeError("a bug")
    for arguments in (("--debug", "submit", folder), ("submit", folder, "--debug")):
        assert grade(*arguments).exception is grader.raises


def test_scratch_copies_are_removed(
    grade: Grade, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of a submission is left in the temporary folder."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    grade("submit", folder)
    assert not list((tmp_path / "tmp").iterdir())


def test_an_interruption_keeps_what_is_graded(grade: Grade, grader: FakeGrader, folder: Path) -> None:
    """The exercises that are done are shown and recorded; the rest is as if it had not been asked for."""
    graded = grader.grade

    def second_time_interrupted(*arguments: Any, **options: Any) -> Report:
        if grader.calls:
            raise KeyboardInterrupt
        return graded(*arguments, **options)

    grader.grade = second_time_interrupted  # type: ignore[method-assign]
    done = grade("submit", str(folder), "--json")
    assert done.exit_code == 130
    assert len(json.loads(done.stdout)["reports"]) == 1
    assert "1 of" in done.stderr
    assert done.stderr.endswith("Interrupted.\n")
    assert len(attempts(folder)) == 1
