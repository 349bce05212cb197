"""Every solution of the built-in course earns what it must: no check is too strict, and none too lax."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.api import Exercise, Report, load_course
from tests.course.conftest import ROOT

pytestmark = pytest.mark.course

Grade = Callable[[Exercise, Path], Report]
COURSE = load_course(ROOT)
EXERCISES = COURSE.exercises


def lost(report: Report) -> set[str]:
    """Return the names of the checks that a report does not count as passed."""
    return {check.name for check in report.checks if check.status not in ("passed", "skipped")}


def reasons(report: Report) -> str:
    return "\n".join(
        f"{check.name}: {check.status}: {check.message}" for check in report.checks if check.name in lost(report)
    )


def test_every_spec_is_right() -> None:
    """An exercise with a faulty spec would be missing from all tests below, and nobody would see it."""
    assert not COURSE.broken, [str(fault) for broken in COURSE.broken for fault in broken.faults]
    assert not COURSE.faults


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.spec.id)
def test_the_reference_loses_nothing(exercise: Exercise, grade: Grade) -> None:
    """The reference solution passes every check that this machine can run."""
    report = grade(exercise, ROOT / "reference_solutions")
    assert not lost(report), reasons(report)
    assert report.score == report.max_score - report.pending


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.spec.id)
def test_the_template_earns_nothing(exercise: Exercise, grade: Grade) -> None:
    """What students start from can be graded and is worth no point."""
    report = grade(exercise, ROOT / "student_template")
    assert report.status in ("graded", "provisional"), report.message
    assert report.score == 0
    assert not [check.name for check in report.checks if check.status == "passed"]


@pytest.mark.parametrize(
    ("exercise", "file"),
    [(exercise, file) for exercise in EXERCISES for file in sorted(exercise.folder.glob("right/*.py"))],
    ids=lambda value: value.stem if isinstance(value, Path) else value.spec.id,
)
def test_right_answers_of_other_styles_lose_nothing(exercise: Exercise, file: Path, grade: Grade) -> None:
    """A right answer is right however it is written."""
    report = grade(exercise, file)
    assert not lost(report), reasons(report)


@pytest.mark.parametrize(
    ("exercise", "number"),
    [(exercise, number) for exercise in EXERCISES for number in range(len(exercise.spec.wrong))],
    ids=lambda value: str(value) if isinstance(value, int) else value.spec.id,
)
def test_wrong_answers_lose_exactly_what_the_spec_says(exercise: Exercise, number: int, grade: Grade) -> None:
    """Each wrong solution loses the checks that it names and no other."""
    wrong = exercise.spec.wrong[number]
    report = grade(exercise, exercise.folder / wrong.file)
    assert lost(report) == set(wrong.loses), f"{wrong.file}: {reasons(report)}"
    assert report.status in ("graded", "provisional")
