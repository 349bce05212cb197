"""A whole audit of one small exercise, with real judges and student processes."""

from collections.abc import Iterator

import pytest

from grader.audit.bench import Bench
from grader.audit.family import Plan
from grader.audit.figures import ExerciseAudit
from grader.audit.run import audit_one
from grader.grading import Grader
from grader.spec.load import load_exercise
from tests.unit.audit.course import finished

pytestmark = [pytest.mark.sandbox, pytest.mark.xdist_group("audit")]

CHECKS = '''\
import inside
import torch
from grader.checks import close, equal


def test_runs(student):
    """It runs."""
    student.run(inside.count)
    equal(type(student.double(torch.ones(2))).__name__, "Tensor")


def test_two_runs(student):
    """A second time as well; but only where the first was before it in the same process."""
    close(student.double(torch.ones(2)), torch.tensor([2.0, 2.0]))
    equal(student.run(inside.count), 2)
'''
INSIDE = """\
import keyword

import torch


def count(work):
    keyword.softkwlist.append("counted")  # where nobody looks for what a check has left
    return keyword.softkwlist.count("counted")


def result_and_input(work, X):
    return {"result": work.double(X), "X": X}
"""
REFERENCE = '''\
"""Doubles."""


def double(X):
    """Double."""
    if X.dim() > 3:
        return X + X
    for _ in range(0):
        X = None
    return 2 * X
'''
SPEC = """\
format = 1
id = "7.1"
slug = "scale"
title = { en = "a", zh = "b" }
files = ["scale.py"]

[limits]
seconds = 2

[[check]]
name = "test_doubles"
points = 1

[[check]]
name = "test_runs"
points = 1

[[check]]
name = "test_two_runs"
points = 1

[[wrong]]
file = "wrong/adds_two.py"
loses = ["test_doubles"]
why = "adds two"
"""


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench(Grader, jobs=2) as bench:
        yield bench


@pytest.fixture(scope="module")
def good(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> ExerciseAudit:
    """Return the full audit of a finished skeleton."""
    folder = finished(tmp_path_factory.mktemp("good"))
    return audit_one(load_exercise(folder), bench, Plan(runs=3))


@pytest.fixture(scope="module")
def bad(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> ExerciseAudit:
    """Return the full audit of an exercise in which everything is wrong that is not a matter of files."""
    folder = finished(tmp_path_factory.mktemp("bad"))
    files = {"checks.py": CHECKS, "inside.py": INSIDE, "exercise.toml": SPEC}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder.parents[1] / "reference_solutions" / folder.name / "scale.py").write_text(REFERENCE, encoding="utf-8")
    return audit_one(load_exercise(folder), bench, Plan(runs=3))


def rules(audit: ExerciseAudit) -> set[tuple[str, str]]:
    """Return rule and place of all findings but those about files."""
    return {(finding.rule, finding.where) for finding in audit.findings if finding.rule[0] not in "SM"}


def test_a_finished_skeleton_audits_without_a_finding(good: ExerciseAudit) -> None:
    """Every family runs; what the skeleton shows is a good exercise."""
    assert good.findings == ()
    assert good.families == ("static", "verdicts", "vacuous", "liars", "coverage", "mutation", "stability")
    assert good.coverage is not None
    assert (good.coverage.lines, good.coverage.branches) == (1, 1)
    assert good.mutation is not None
    assert good.mutation.killed_share == 1


def test_verdicts_that_are_not_as_declared_are_found(bad: ExerciseAudit) -> None:
    """A wrong solution loses a check that it does not name."""
    assert ("V205", "wrong/adds_two.py") in rules(bad)


def test_a_check_that_takes_anything_is_found(bad: ExerciseAudit) -> None:
    """It asks whether there is a tensor, and zeros are one."""
    assert ("B302", "test_runs") in rules(bad)


def test_a_check_that_lives_on_another_is_found(bad: ExerciseAudit) -> None:
    """Alone it does not pass, not even on the reference."""
    found = [finding for finding in bad.findings if finding.rule == "V208"]
    assert {finding.where for finding in found} == {"test_two_runs"}
    assert any("the reference passes it in a shared process, but not alone" in finding.message for finding in found)


def test_code_that_no_check_reaches_is_found(bad: ExerciseAudit) -> None:
    """By line and by branch."""
    assert bad.coverage is not None
    assert bad.coverage.missing_lines == ("scale.py:7", "scale.py:9")
    assert bad.coverage.missing_branches == ("scale.py:6->7", "scale.py:8->9")
    assert {("C401", "reference"), ("C402", "reference")} <= rules(bad)


def test_mutants_of_code_that_nobody_checks_survive(bad: ExerciseAudit) -> None:
    """And those of code that is checked do not."""
    assert bad.mutation is not None
    states = {mutant.line: mutant.state for mutant in bad.mutation.mutants}
    assert states[7] == "survived"
    assert states[10] == "killed"
    assert bad.mutation.killed_share < 0.9
