"""Tiny exercises, made for one test each: written to disk, loaded, handed in and graded as real ones are."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from grader.grading import Grader
from grader.model.exercise import Exercise
from grader.model.report import CheckResult, Report
from grader.model.submission import Submission
from grader.spec.load import load_exercise
from grader.submission.collect import collect
from tests.unit.spec.builder import CourseBuilder

HEAD = """\
format = 1
id = "1.1"
slug = "tiny"
title = "A tiny exercise"
files = ["work.py"]
optional = ["*.py", "data/*"]
"""
IMPORTS = """\
import pytest
import torch
from torch import nn
from grader.checks import *
"""

COUNTER = """
    calls = 0

    def count():
        global calls
        calls += 1
        return calls
    """
"""A submission that tells how often it was called in its process."""


class Graded:
    """A report, and the questions that tests ask of it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.checks = {check.name: check for check in report.checks}

    @property
    def statuses(self) -> dict[str, str]:
        """The status of each check, by its name without `test_`."""
        return {name.removeprefix("test_"): check.status for name, check in self.checks.items()}

    @property
    def only(self) -> CheckResult:
        """The one check."""
        (check,) = self.report.checks
        return check

    def __getitem__(self, name: str) -> CheckResult:
        return self.checks[f"test_{name}"]

    def assert_passed(self) -> None:
        """Fail with every check's message unless all of them passed."""
        lost = [
            f"{check.name}: {check.status}: {check.message}" for check in self.report.checks if check.status != "passed"
        ]
        assert not lost, "\n".join(lost)
        assert self.report.status == "graded"


class Bench:
    """Makes, hands in and grades tiny exercises in one folder.

    Args:
        grader: warm.
        folder: a folder of its own.
    """

    def __init__(self, grader: Grader, folder: Path) -> None:
        self.grader = grader
        self.folder = folder

    def exercise(
        self,
        checks: str,
        *,
        reference: str | None = "",
        inside: str | None = None,
        visible: str | None = None,
        options: Mapping[str, str] | None = None,
        spec: str = "",
    ) -> Exercise:
        """Write an exercise and load it.

        Args:
            checks: checks.py, without its usual imports.
            reference: the reference solution; None for an exercise without one.
            inside: inside.py.
            visible: visible.py, without its usual imports.
            options: lines of a check's table, by its name without `test_`.
            spec: lines and tables at the end of the spec.
        """
        names = re.findall(r"^def (test_\w+)", dedent(visible or "") + dedent(checks), re.MULTILINE)
        tables = [
            f'\n[[check]]\nname = "{name}"\npoints = 1\n{dedent((options or {}).get(name.removeprefix("test_"), ""))}'
            for name in dict.fromkeys(names)
        ]
        course = CourseBuilder(self.folder / "course")
        made = course.exercise(
            slug="tiny",
            spec=f"{HEAD}{dedent(spec)}{''.join(tables)}",
            checks=IMPORTS + ("import inside\n" if inside is not None else "") + dedent(checks),
            visible=None if visible is None else IMPORTS + dedent(visible),
        )
        if inside is not None:
            course.write(made / "inside.py", dedent(inside))
        right = course.root / "reference_solutions" / made.name / "work.py"
        if reference is None:
            right.unlink()
            right.parent.rmdir()
        else:
            course.write(right, dedent(reference))
        return load_exercise(made)

    def hand_in(
        self, exercise: Exercise, work: str | bytes, files: Mapping[str, str | bytes] | None = None
    ) -> Submission:
        """Collect a submission of `work.py` and other files."""
        number = sum(1 for _ in self.folder.glob("handed-in-*"))
        handed_in = self.folder / f"handed-in-{number}"
        for name, content in {"work.py": work, **(files or {})}.items():
            path = handed_in / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else dedent(content).encode())
        return collect(exercise, handed_in, self.folder / f"copy-{number}")

    def grade(
        self,
        checks: str,
        work: str | bytes = "",
        *,
        reference: str | None = "",
        files: Mapping[str, str | bytes] | None = None,
        inside: str | None = None,
        visible: str | None = None,
        options: Mapping[str, str] | None = None,
        spec: str = "",
        seed: str | None = None,
    ) -> Graded:
        """Grade one submission of a new exercise; the reference is the submission itself unless it is given."""
        if reference == "":
            reference = work if isinstance(work, str) else work.decode("utf-8", "replace")
        exercise = self.exercise(
            checks, reference=reference, inside=inside, visible=visible, options=options, spec=spec
        )
        return Graded(self.grader.grade(exercise, self.hand_in(exercise, work, files), seed=seed))
