"""Fixtures of the commands' tests: a course of two exercises, a submission of both, and a way to call `grade`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.context import Tools
from grader.cli.main import cli
from tests.unit.cli.fakes import FakeGrader
from tests.unit.model.builders import FINISHED
from tests.unit.spec.builder import CourseBuilder

Grade = Callable[..., Result]
GradeIn = Callable[[dict[str, str]], Grade]


@pytest.fixture
def course(tmp_path: Path) -> CourseBuilder:
    """Return a course with the exercises 1.1 and 1.2."""
    builder = CourseBuilder(tmp_path / "course")
    builder.exercise("1.1", "work")
    builder.exercise("1.2", "play", file="play.py")
    return builder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a submission of both exercises."""
    folder = tmp_path / "submission"
    CourseBuilder.write(folder / "1.1-work" / "work.py", "answer = 1\n")
    CourseBuilder.write(folder / "1.2-play" / "play.py", "answer = 2\n")
    return folder


@pytest.fixture
def grader() -> FakeGrader:
    """Return a grader for which everything passes."""
    return FakeGrader()


@pytest.fixture
def grade_in(course: CourseBuilder, grader: FakeGrader) -> GradeIn:
    """Return a function that makes a `grade` whose environment has more than GRADER_COURSE."""

    def make(more: dict[str, str]) -> Grade:
        environ = {"GRADER_COURSE": str(course.root), "TERM": "dumb", **more}
        tools = Tools(make_grader=grader, now=lambda: FINISHED, environ=environ)

        def call(*arguments: str | Path) -> Result:
            return CliRunner().invoke(cli, [str(argument) for argument in arguments], obj=tools, prog_name="grade")

        return call

    return make


@pytest.fixture
def grade(grade_in: GradeIn) -> Grade:
    """Return a function that calls `grade` with the course in GRADER_COURSE."""
    return grade_in({})
