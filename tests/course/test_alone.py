"""What a check says does not depend on the checks that ran before it in the same process."""

from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from grader.api import Exercise, Grader, collect
from grader.judge.job import JudgeJob
from grader.model.outcome import Outcome
from tests.course.test_solutions import EXERCISES

pytestmark = pytest.mark.course

SECRET = bytes(32)
MEASURED = {"seconds"}
PLAIN = ("5.1.2", "5.2.2", "5.3.2", "5.4.2")
"""Exercises whose solutions mostly keep nothing, and it is proven: their failures are not run again alone."""


def told(grader: Grader, exercise: Exercise, copy: Path, *, shared: bool) -> dict[str, dict[str, Any]]:
    """Return all that a judge says of each check."""
    outcomes: dict[str, dict[str, Any]] = {}

    def keep(outcome: Outcome) -> None:
        outcomes[outcome.name] = outcome.model_dump(exclude=MEASURED)

    submission = collect(exercise, copy.parent / "handed-in", copy)
    names = tuple(check.name for check in exercise.spec.check)
    grader.judge(exercise, submission, JudgeJob(names, SECRET, shared=shared), keep)
    return outcomes


@pytest.mark.parametrize(
    ("exercise", "file"),
    [
        (exercise, file)
        for exercise in EXERCISES
        if exercise.spec.id in PLAIN
        for file in (*sorted(exercise.folder.glob("wrong/*.py")), *sorted(exercise.folder.glob("right/*.py")))
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else value.spec.id,
)
def test_a_process_for_each_check_says_the_same(exercise: Exercise, file: Path, grader: Grader, tmp_path: Path) -> None:
    """Status, message, evidence and diagnosis, of right and wrong solutions, word for word."""
    (tmp_path / "handed-in").mkdir()
    copyfile(file, tmp_path / "handed-in" / exercise.spec.files[0])
    alone = told(grader, exercise, tmp_path / "alone", shared=False)
    assert told(grader, exercise, tmp_path / "shared", shared=True) == alone
    assert alone
