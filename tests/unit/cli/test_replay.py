"""`grade replay`: the recorded seed and files or a sentence about what differs; the same verdict or exit status 1."""

from pathlib import Path

import pytest

from grader.cli.replay import DIFFERS
from tests.unit.cli.conftest import Grade
from tests.unit.cli.fakes import FakeGrader
from tests.unit.spec.builder import CourseBuilder

pytestmark = pytest.mark.unit

SEED = "5e" * 32


@pytest.fixture
def reports(grade: Grade, folder: Path, tmp_path: Path, grader: FakeGrader) -> Path:
    """Return full reports of a submission in which one check failed."""
    grader.statuses = {"test_hinted": "failed"}
    output = tmp_path / "reports"
    assert grade("submit", folder, "-e", "1.1", "--seed", SEED, "--output", output).exit_code == 0
    grader.calls.clear()
    grader.seeds.clear()
    return output


def test_one_check_is_graded_with_the_recorded_seed(
    grade: Grade, reports: Path, folder: Path, grader: FakeGrader
) -> None:
    """That check alone, and the same verdict is said to be it."""
    done = grade("replay", reports, "test_hinted", folder)
    assert done.exit_code == 0
    assert grader.calls == [("1.1", ("test_hinted",))]
    assert grader.seeds == [SEED]
    assert (grader.close, grader.terminal) == (True, None)
    assert "message of test_hinted" in done.stdout
    assert "printed in test_hinted" in done.stdout
    assert "The same verdict as in the report: ✗ failed  0 / 2.5" in done.stdout


def test_another_verdict_is_exit_status_1(grade: Grade, reports: Path, folder: Path, grader: FakeGrader) -> None:
    """With both."""
    grader.statuses = {}
    done = grade("replay", reports, "test_hinted", folder)
    assert done.exit_code == DIFFERS
    assert "Another verdict than in the report: ✗ failed  0 / 2.5, and now ✓ passed  2.5 / 2.5" in done.stdout


def test_a_check_without_a_verdict_has_none_to_compare_with(
    grade: Grade, folder: Path, tmp_path: Path, grader: FakeGrader
) -> None:
    """Blocked then, run now."""
    grader.statuses = {"test_open": "failed"}
    grade("submit", folder, "-e", "1.1", "--output", tmp_path / "reports")
    grader.statuses = {"test_hinted": "crashed"}
    done = grade("replay", tmp_path / "reports", "test_hinted", folder)
    assert done.exit_code == 0
    assert "no verdict to compare with" in done.stdout


def test_files_that_changed_are_named(grade: Grade, reports: Path, folder: Path) -> None:
    """Changed, gone or new; `--anyway` grades them all the same."""
    work = folder / "1.1-work"
    (work / "work.py").write_text("answer = 2\n", encoding="utf-8")
    (work / "more.py").write_text("x = 1\n", encoding="utf-8")
    done = grade("replay", reports, "test_hinted", folder)
    assert done.exit_code == 2
    assert "`work.py` has changed." in done.stderr
    assert "`more.py` is there and was not handed in." in done.stderr
    anyway = grade("replay", reports, "test_hinted", folder, "--anyway")
    assert anyway.exit_code == 0
    assert "Warning: `work.py` has changed." in anyway.stderr
    (work / "work.py").unlink()
    gone = grade("replay", reports, "test_hinted", folder)
    assert "`work.py` was handed in and is not there." in gone.stderr


def test_an_exercise_that_changed_is_told_of(grade: Grade, reports: Path, folder: Path, course: CourseBuilder) -> None:
    """Its digest is over spec and checks."""
    checks = course.root / "exercises" / "1.1-work" / "checks.py"
    checks.write_text(checks.read_text(encoding="utf-8") + "# mended\n", encoding="utf-8")
    done = grade("replay", reports, "test_hinted", folder)
    assert done.exit_code == 2
    assert "Exercise 1.1 has changed" in done.stderr


def test_an_attempt_knows_its_folder(grade: Grade, folder: Path, course: CourseBuilder, grader: FakeGrader) -> None:
    """A student's own: where nothing is hidden the seed is in it."""
    for name in ("1.1-work", "1.2-play"):
        exercise = course.root / "exercises" / name
        (exercise / "checks.py").unlink()
        spec = (
            (exercise / "exercise.toml").read_text(encoding="utf-8").partition('\n[[check]]\nname = "test_hinted"')[0]
        )
        (exercise / "exercise.toml").write_text(spec, encoding="utf-8")
    assert grade("submit", folder).exit_code == 0
    done = grade("replay", folder, "test_open", "-e", "1.1")
    assert done.exit_code == 0, done.stderr
    assert grader.seeds[-1] == "ab" * 32


def test_a_students_view_of_hidden_checks_has_no_seed(grade: Grade, reports: Path, folder: Path) -> None:
    """It could be searched for what was hidden."""
    done = grade("replay", folder, "test_hinted", "-e", "1.1")
    assert done.exit_code == 2
    assert "does not tell its seed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("test_hintd",), "did you mean `test_hinted`"),
        (("test_hinted", "-e", "9.9"), "no report about `9.9`"),
        (("test_hinted", "--learner", "zoe"), "no report of zoe"),
        (("test_hinted", "missing-folder"), "does not exist"),
    ],
)
def test_names_that_are_not_there_are_refused(
    grade: Grade, reports: Path, arguments: tuple[str, ...], message: str
) -> None:
    """With what there is."""
    done = grade("replay", reports, *arguments)
    assert done.exit_code == 2
    assert message.lower() in done.stderr.lower()


def test_a_debugger_without_a_terminal_is_refused(grade: Grade, reports: Path, folder: Path) -> None:
    """The test's stdin is no file."""
    done = grade("replay", reports, "test_hinted", folder, "--debug")
    assert done.exit_code == 2
    assert "needs a stdin" in done.stderr
