"""Fixtures of the spec's tests."""

from pathlib import Path

import pytest

from tests.unit.spec.builder import CourseBuilder


@pytest.fixture
def course(tmp_path: Path) -> CourseBuilder:
    """Return a builder of a course in a folder of its own."""
    return CourseBuilder(tmp_path / "course")
