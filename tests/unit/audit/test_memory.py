"""What an audit remembers: verdicts for as long as nothing that decides them has changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.audit.bench import Bench
from grader.audit.family import Plan
from grader.audit.figures import ExerciseAudit
from grader.audit.memory import folder_digest, open_memory
from grader.audit.run import audit_one
from grader.spec.load import load_exercise
from tests.unit.audit.course import NAME, FakeJudge, finished, right_loses_nothing

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return finished(tmp_path / "course")


def audit(folder: Path, home: Path, **plan: frozenset[str]) -> tuple[ExerciseAudit, int]:
    """Audit quickly with the memory of this home; return the audit and how many gradings took place."""
    folder_digest.cache_clear()
    judges: list[FakeJudge] = []

    def make() -> FakeJudge:
        judges.append(FakeJudge(right_loses_nothing))
        return judges[-1]

    with Bench(make, memory=open_memory({"HOME": str(home)})) as bench:
        done = audit_one(load_exercise(folder), bench, Plan(quick=True, runs=3, **plan))
    return done, sum(len(judge.jobs) for judge in judges)


def test_the_second_audit_knows_what_the_first_found(folder: Path, tmp_path: Path) -> None:
    """It says the same and grades nothing."""
    first, graded = audit(folder, tmp_path)
    assert (graded, first.known) == (11, 0)
    second, graded = audit(folder, tmp_path)
    assert (graded, second.known) == (0, 11)
    assert (second.findings, second.gradings) == (first.findings, first.gradings)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def declare(folder: Path) -> None:
    with (folder / "exercise.toml").open("a", encoding="utf-8") as spec:
        spec.write('\n[[equivalent]]\nmutants = ["number-00000000"]\nwhy = "it is the same"\n')


KNOWN: list[tuple[str, Callable[[Path], None]]] = [
    ("a hint", lambda folder: edit(folder / "exercise.toml", "Nothing may leave", "No tensor may leave")),
    ("points", lambda folder: edit(folder / "exercise.toml", "points = 1", "points = 2")),
    ("the statement", lambda folder: edit(folder / "README.md", "Done", "Said")),
    ("an equivalent mutant", declare),
]
UNKNOWN: list[tuple[str, Callable[[Path], None]]] = [
    ("a hidden check", lambda folder: edit(folder / "checks.py", "(3, 2)", "(3, 4)")),
    ("a visible check", lambda folder: edit(folder / "visible.py", "5.0", "6.0")),
    ("inside", lambda folder: edit(folder / "inside.py", "Return", "Give")),
    ("a limit", lambda folder: edit(folder / "exercise.toml", "seconds = 5", "seconds = 6")),
    ("the reference", lambda folder: edit(folder.parents[1] / "reference_solutions" / NAME / "scale.py", "X", "Y")),
]


@pytest.mark.parametrize(("what", "change"), KNOWN, ids=[what for what, _ in KNOWN])
def test_what_no_judge_reads_changes_no_verdict(
    folder: Path, tmp_path: Path, what: str, change: Callable[[Path], None]
) -> None:
    """An author who edits it does not wait."""
    audit(folder, tmp_path)
    change(folder)
    assert audit(folder, tmp_path)[1] == 0, what


@pytest.mark.parametrize(("what", "change"), UNKNOWN, ids=[what for what, _ in UNKNOWN])
def test_what_decides_a_verdict_is_graded_anew(
    folder: Path, tmp_path: Path, what: str, change: Callable[[Path], None]
) -> None:
    """Everything, as any check may be another one now."""
    audit(folder, tmp_path)
    change(folder)
    assert audit(folder, tmp_path)[1] >= 10, what


def test_stability_is_never_remembered(folder: Path, tmp_path: Path) -> None:
    """It is what comes of doing the same thing again."""
    only = frozenset({"T601"})
    assert audit(folder, tmp_path, only=only)[1] == 4
    assert audit(folder, tmp_path, only=only)[1] == 3


def test_a_memory_that_cannot_be_opened_is_none(folder: Path, tmp_path: Path) -> None:
    """The audit takes longer, and that is all."""
    (tmp_path / ".cache").write_text("a file in the way")
    assert [audit(folder, tmp_path)[1] for _ in range(2)] == [11, 11]
    (tmp_path / ".cache").unlink()
    (tmp_path / ".cache" / "grader").mkdir(parents=True)
    (tmp_path / ".cache" / "grader" / "audit.sqlite3").write_bytes(b"not a database" * 100)
    assert [audit(folder, tmp_path)[1] for _ in range(2)] == [11, 11]
    assert open_memory({}).database is None
