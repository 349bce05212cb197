"""What runs of a reference: recorded as coverage.py records it, and analyzed by it."""

import os
import runpy
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest

from grader.audit.bench import Bench
from grader.audit.coverage import Coverage, arcs_of, literal_arcs, measure
from grader.audit.family import Plan, Subject
from grader.audit.figures import CoverageFigures
from grader.audit.source import asked_names, literal_names
from grader.spec.load import load_exercise
from grader.student.record import start
from tests.unit.audit.course import FakeJudge, finished, right_loses_nothing

pytestmark = pytest.mark.unit

PROGRAM = '''\
"""A module with everything that jumps."""

import contextlib


def numbers(n):
    for i in range(n):
        if i == 2:
            continue
        yield i


def risky(x):
    try:
        return 1 / x
    except ZeroDivisionError:
        return None
    finally:
        str(x)


class Thing:
    """A class."""

    size = 3

    def grow(self, by=1):
        with contextlib.suppress(ValueError):
            self.size += (
                by
                if by > 0
                else 0
            )
            raise ValueError


def never(
    a,
):
    return a


total = [n for n in numbers(4) if n]
risky(0)
risky(2)
Thing().grow()
while total:
    total.pop()
else:
    total = None
'''


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "code" / "program.py"
    path.parent.mkdir()
    path.write_text(PROGRAM, encoding="utf-8")
    return path


@pytest.fixture
def as_before() -> Iterator[None]:
    """Give the tracer of this process back."""
    before = sys.gettrace()
    yield
    threading.settrace(None)
    sys.settrace(before)


def recorded(program: Path, record: Path) -> str:
    descriptor = os.open(record, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        start(descriptor, str(program.parent))
        runpy.run_path(str(program))
    finally:
        sys.settrace(None)
        os.close(descriptor)
    return record.read_text(encoding="utf-8")


def by_coverage(program: Path) -> dict[str, Any]:
    """Return what coverage.py finds when it traces the same program itself."""
    traced = coverage.Coverage(data_file=None, config_file=False, branch=True, messages=False, include=[str(program)])
    traced.set_option("run:core", "pytrace")
    with traced.collect():
        runpy.run_path(str(program))
    return {name: set(traced.get_data().arcs(name) or ()) for name in traced.get_data().measured_files()}


def test_the_recorder_agrees_with_coverage_py(program: Path, tmp_path: Path, as_before: None) -> None:
    """Generators, exceptions, with, else, several lines a statement: the same report."""
    arcs = arcs_of(recorded(program, tmp_path / "record"))["program.py"]
    (theirs,) = by_coverage(program).values()
    ours, expected = measure(program, arcs), measure(program, theirs)
    assert ours["missing_lines"] == expected["missing_lines"] == [40]
    assert ours["missing_branches"] == expected["missing_branches"]
    assert ours["summary"] == expected["summary"]


def test_a_record_that_was_cut_short_loses_its_last_step_alone(tmp_path: Path) -> None:
    """A student process can be killed at any moment."""
    assert arcs_of("a.py\t-1\t1\na.py\t1\t2\na.p") == {"a.py": {(-1, 1), (1, 2)}}


def test_a_function_that_is_read_counts_as_run(tmp_path: Path) -> None:
    """A prediction is a literal: no line of it runs, and none is missed."""
    file = tmp_path / "work.py"
    file.write_text('def predict():\n    """Say."""\n    return {"a": True}\n\n\ndef other():\n    return 1\n')
    arcs = {(-1, 1), (1, 6), (6, -1)} | literal_arcs(file, frozenset({"predict"}))
    assert measure(file, arcs)["missing_lines"] == [7]


def test_what_checks_ask_for_is_read_from_their_source(tmp_path: Path) -> None:
    """By attribute, by `get`, as a literal, and inside of the student's process."""
    folder = finished(tmp_path)
    checks = folder / "checks.py"
    text = checks.read_text(encoding="utf-8") + (
        '\n\ndef helper(student):\n    student.get("run")\n    student.literal("predict")\n    student.fresh()\n'
    )
    checks.write_text(text, encoding="utf-8")
    exercise = load_exercise(folder)
    assert {"double", "run", "predict"} <= asked_names(exercise).keys()
    assert "fresh" not in asked_names(exercise)
    assert literal_names(exercise) == {"predict"}


def test_too_little_is_a_finding_with_the_lines(tmp_path: Path) -> None:
    """A grading that recorded nothing covers nothing."""

    class Silent(FakeJudge):
        def judge(self, *arguments: Any, record: int | None = None) -> object:
            assert record is not None
            os.write(record, b"scale.py\t-1\t1\nscale.py\t1\t4\nscale.py\t4\t-1\n")
            return super().judge(*arguments)

    exercise = load_exercise(finished(tmp_path))
    with Bench(lambda: Silent(right_loses_nothing)) as bench:
        examined = Coverage().examine(Subject(exercise, bench, Plan()))
    (finding,) = examined.findings
    assert (finding.rule, finding.severity) == ("C401", "error")
    assert "scale.py:6" in finding.message
    assert examined.figures == CoverageFigures(lines=0.5, branches=1, missing_lines=("scale.py:6",))
