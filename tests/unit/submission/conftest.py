"""Fixtures of the submission's tests."""

from pathlib import Path

import pytest

from grader.model.exercise import Exercise
from grader.spec.load import load_exercise
from tests.unit.spec.builder import CourseBuilder


@pytest.fixture
def course(tmp_path: Path) -> CourseBuilder:
    """Return a builder of a course in a folder of its own."""
    return CourseBuilder(tmp_path / "course")


@pytest.fixture
def exercise(course: CourseBuilder) -> Exercise:
    """Return an exercise that wants `work.py`, and takes `*.py` and `data/*` besides."""
    return load_exercise(course.exercise())


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Return a submission's folder for that exercise, with the file that it wants."""
    folder = tmp_path / "submission" / "1.1-work"
    CourseBuilder.write(folder / "work.py", "answer = 42\n")
    return folder
