"""The built-in course under audit, in its quick form; `make audit` does the rest."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.api import Exercise, Grader, load_course
from grader.audit.bench import Bench
from grader.audit.family import Plan
from grader.audit.run import audit_one
from grader.authoring.handout import build_handout, hidden_names
from tests.course.conftest import ROOT

pytestmark = pytest.mark.course

COURSE = load_course(ROOT)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with Bench(Grader) as bench:
        yield bench


@pytest.mark.parametrize("exercise", [pytest.param(one, id=one.spec.id) for one in COURSE.exercises])
def test_a_quick_audit_has_no_errors(exercise: Exercise, bench: Bench) -> None:
    """Texts and names are there in both languages; answers without a thought earn nothing, and liars little."""
    audit = audit_one(exercise, bench, Plan(quick=True))
    errors = [finding for finding in audit.findings if finding.severity == "error"]
    assert not errors, "\n".join(f"{finding.rule} {finding.where}: {finding.message}" for finding in errors)


def test_what_students_get_tells_nothing_of_what_is_hidden(tmp_path: Path) -> None:
    """No byte of the handout, and no path, has the name of a hidden check or of a solution in it."""
    out = tmp_path / "out"
    build_handout(COURSE, COURSE.exercises, out)
    everything = b"\n".join(
        str(path.relative_to(out)).encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
        for path in out.rglob("*")
    )
    words = set(re.findall(rb"\w+", everything)) | set(re.findall(rb"\w+\.py\b", everything))
    hidden = {name.encode() for exercise in COURSE.exercises for name in hidden_names(exercise)}
    assert len(hidden) > 300
    assert sorted(words & hidden) == []


def test_the_handout_has_every_exercise(tmp_path: Path) -> None:
    """Statement in both languages, template, and at least one check to run."""
    build_handout(COURSE, COURSE.exercises, tmp_path / "out")
    handout = load_course(tmp_path / "out")
    assert [exercise.spec.id for exercise in handout.exercises] == [exercise.spec.id for exercise in COURSE.exercises]
    assert not handout.has_hidden_checks
    for exercise in handout.exercises:
        assert exercise.visible
        assert exercise.template
        assert (exercise.folder / "README.md").is_file()
        assert (exercise.folder / "README.zh.md").is_file()
