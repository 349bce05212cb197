"""No command replaces what is no file, and none starts where the machine's null device is broken."""

import os
from pathlib import Path

import pytest

from grader.errors import EnvironmentFault
from grader.grading import Grader
from grader.model.submission import Submission
from tests.unit.cli.conftest import Grade
from tests.unit.cli.fakes import FakeGrader
from tests.unit.model.builders import a_check, a_report, a_result, an_exercise
from tests.unit.spec.builder import CourseBuilder
from tests.unit.submission.test_outputs import SPECIAL, kind

pytestmark = pytest.mark.unit

NO_FOLDER = [name for name in SPECIAL if name != "folder"]


def stand(name: str, path: Path, *, linked: bool) -> Path:
    """Let something special stand at a path, or at the end of a link there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not linked:
        SPECIAL[name](path)
        return path
    SPECIAL[name](path.with_name("special"))
    path.symlink_to(path.with_name("special"))
    return path.with_name("special")


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("name", NO_FOLDER)
@pytest.mark.parametrize("option", ["--output", "--html", "--output DIR/summary.json", "--output DIR/1.1-work.json"])
def test_submit_refuses_before_it_grades(
    grade: Grade, grader: FakeGrader, folder: Path, tmp_path: Path, option: str, name: str, linked: bool
) -> None:
    flag, _, inner = option.partition(" DIR/")
    path = tmp_path / "out" / inner if inner else tmp_path / "out"
    special = stand(name, path, linked=linked)
    before = kind(special)
    result = grade("submit", folder, flag, tmp_path / "out")
    assert result.exit_code == 2, result.output
    assert f"is a {name}" in result.stderr
    assert kind(special) == before
    assert grader.calls == []
    assert not (folder / ".grader").exists()


@pytest.mark.parametrize("name", SPECIAL)
def test_what_is_packed_is_a_file(
    grade: Grade, grader: FakeGrader, folder: Path, course: CourseBuilder, name: str
) -> None:
    for checks in course.root.glob("exercises/*/checks.py"):
        checks.unlink()
    SPECIAL[name](folder / "submission.zip")
    before = kind(folder / "submission.zip")
    result = grade("submit", folder)
    assert result.exit_code == 2, result.output
    assert f"submission.zip is a {name}" in result.stderr
    assert (kind(folder / "submission.zip"), grader.calls) == (before, [])


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return a full report on disk."""
    path = tmp_path / "report.json"
    path.write_text(a_report(a_result("test_secret")).model_dump_json(), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize(
    "command",
    [
        ["export", "REPORT", "--format", "junit", "--output"],
        ["export", "REPORT", "--format", "moodle", "--output"],
        ["report", "REPORT", "--html"],
        ["complete", "REPORT", "--output"],
        ["export", "-e", "1.1", "--gradescope-bundle"],
        ["batch", "SUBMISSIONS", "--isolation", "process", "--output"],
        ["handout"],
    ],
)
def test_so_do_the_others(grade: Grade, report: Path, tmp_path: Path, command: list[str], name: str) -> None:
    target = tmp_path / ("out.zip" if "--gradescope-bundle" in command else "out")
    if name == "folder" and command[0] in {"batch", "handout"}:
        return  # there it is what is wanted
    SPECIAL[name](target)
    (tmp_path / "submissions" / "ada").mkdir(parents=True)
    before = kind(target)
    words = {"REPORT": str(report), "SUBMISSIONS": str(tmp_path / "submissions")}
    result = grade(*(words.get(word, word) for word in command), target)
    assert result.exit_code == 2, result.output
    assert kind(target) == before


@pytest.mark.parametrize(
    "command",
    [
        ["export", "REPORT", "--format", "junit", "--output", "-"],
        ["complete", "REPORT", "--output", "-"],
        ["report", "REPORT", "--html", "-"],
    ],
)
def test_a_dash_is_stdout(grade: Grade, report: Path, command: list[str]) -> None:
    result = grade(*(str(report) if word == "REPORT" else word for word in command))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(("<", "{"))
    assert not Path("-").exists()


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the null device be a file, for this process."""
    path = tmp_path / "null"
    path.touch()
    monkeypatch.setattr(os, "devnull", str(path))
    return path


@pytest.mark.usefixtures("broken")
def test_nothing_is_graded_and_no_exercise_is_at_fault(tmp_path: Path) -> None:
    """Neither at the start nor, where it breaks later, in the middle."""
    handed_in = Submission(exercise="1.1", folder=tmp_path, files=(), digest="0")
    with Grader() as grader:
        with pytest.raises(EnvironmentFault, match="null device is broken"):
            grader.warm_up()
        with pytest.raises(EnvironmentFault, match="null device is broken") as caught:
            grader.grade(an_exercise(a_check()), handed_in)
    assert "mknod" in caught.value.advice
    assert caught.value.exit_code == 4


@pytest.mark.usefixtures("broken")
def test_the_doctor_says_so(grade: Grade) -> None:
    result = grade("doctor")
    assert result.exit_code == 4
    assert "✗ null device" in result.stdout
    assert "mknod -m 666" in result.stdout
