"""The built-in course, and one warm grader for all its tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from grader.api import Exercise, Grader, Report, collect, locate

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def grader() -> Iterator[Grader]:
    with Grader() as warm:
        yield warm


@pytest.fixture
def grade(grader: Grader, tmp_path: Path) -> Callable[[Exercise, Path], Report]:
    """Grade a folder, or a single file in place of the exercise's first."""

    def grade_one(exercise: Exercise, source: Path) -> Report:
        folder = source
        if source.is_file():
            folder = tmp_path / "handed-in"
            folder.mkdir()
            copyfile(source, folder / exercise.spec.files[0])
        found = locate(exercise, folder)
        assert found is not None, f"nothing of {exercise.spec.id} in {folder}"
        return grader.grade(exercise, collect(exercise, found, tmp_path / "copy"))

    return grade_one
