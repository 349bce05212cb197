"""What an audit sees in files: one thing broken, one finding."""

# ruff: noqa: RUF001 - Chinese texts use Chinese punctuation

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.audit.bench import Bench
from grader.audit.family import Plan
from grader.audit.run import audit_one
from grader.audit.static import Static
from grader.spec.discover import load_course
from tests.unit.audit.course import NAME, FakeJudge, examine, finished, only, right_loses_nothing, told

pytestmark = pytest.mark.unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return finished(tmp_path)


def test_a_finished_exercise_has_no_finding(folder: Path) -> None:
    """Nor do caches that tools leave behind make one."""
    (folder / ".pytest_cache").mkdir()
    assert told(examine(Static(), folder)) == []


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new), encoding="utf-8")


def reference(folder: Path) -> Path:
    return folder.parents[1] / "reference_solutions" / NAME


def template(folder: Path) -> Path:
    return folder.parents[1] / "student_template" / NAME


BROKEN: list[tuple[str, str, Callable[[Path], object]]] = [
    ("S103", "README.zh.md", lambda folder: (folder / "README.zh.md").unlink()),
    ("S103", "README.md", lambda folder: (folder / "README.md").write_text("\n")),
    ("S103", "README.md", lambda folder: edit(folder / "README.md", "`scale.py`", "the file")),
    ("S103", "README.zh.md", lambda folder: edit(folder / "README.zh.md", "double", "twice")),
    ("S104", "exercise.toml", lambda folder: edit(folder / "exercise.toml", ', zh = "Done：标题"', "")),
    ("S104", "test_doubles", lambda folder: edit(folder / "exercise.toml", "Done：把三个数加倍", " ")),
    ("S105", "test_gradient", lambda folder: edit(folder / "exercise.toml", "Done: Nothing may leave the graph.", " ")),
    ("S106", "template scale.py", lambda folder: edit(template(folder) / "scale.py", "def double", "def")),
    ("S106", "template scale.py", lambda folder: (template(folder) / "scale.py").unlink()),
    ("S106", "template", lambda folder: edit(template(folder) / "scale.py", "double", "twice")),
    ("S107", "NOTES.md", lambda folder: (folder / "NOTES.md").unlink()),
    ("S108", "checks.py.orig", lambda folder: (folder / "checks.py.orig").write_text("")),
    ("S108", "right/notes.txt", lambda folder: (folder / "right" / "notes.txt").write_text("")),
    ("S108", "reference draft.py", lambda folder: (reference(folder) / "draft.py").write_text("")),
    ("S109", "wrong/new.py", lambda folder: (folder / "wrong" / "new.py").write_text("")),
    ("S110", "right/", lambda folder: (folder / "right" / "adds_to_itself.py").unlink()),
    ("S111", "reference scale.py:1", lambda folder: edit(reference(folder) / "scale.py", "Done", "TODO")),
    ("S111", "checks.py:1", lambda folder: edit(folder / "checks.py", "Done", "TODO")),
]


@pytest.mark.parametrize(("rule", "where", "break_it"), BROKEN, ids=[f"{rule} {where}" for rule, where, _ in BROKEN])
def test_one_thing_broken_is_one_finding(
    folder: Path, rule: str, where: str, break_it: Callable[[Path], object]
) -> None:
    """The rule and the place are told, and nothing else."""
    break_it(folder)
    finding = only(examine(Static(), folder))
    assert (finding.rule, finding.where, finding.severity) == (rule, where, "error")


def test_an_exercise_without_wrong_solutions_proves_nothing(folder: Path) -> None:
    """The spec names none, whatever lies in wrong/."""
    spec = (folder / "exercise.toml").read_text(encoding="utf-8")
    (folder / "exercise.toml").write_text(spec.partition("[[wrong]]")[0], encoding="utf-8")
    shutil.rmtree(folder / "wrong")
    assert told(examine(Static(), folder)) == [("S109", "exercise.toml")]


def test_students_have_a_check_of_their_own(folder: Path) -> None:
    """An exercise whose checks are all hidden is told of."""
    hidden = folder / "checks.py"
    hidden.write_text(
        hidden.read_text(encoding="utf-8") + (folder / "visible.py").read_text(encoding="utf-8").partition('"""\n')[2],
        encoding="utf-8",
    )
    (folder / "visible.py").unlink()
    assert told(examine(Static(), folder)) == [("S112", "visible.py")]


def test_a_broken_spec_has_its_faults_for_findings(folder: Path, tmp_path: Path) -> None:
    """Each fault is one of S101, and nothing else of the exercise is examined."""
    edit(folder / "exercise.toml", "points = 1", "points = -1")
    (exercise,) = load_course(tmp_path).broken
    with Bench(lambda: FakeJudge(right_loses_nothing)) as bench:
        audit = audit_one(exercise, bench, Plan())
    assert {finding.rule for finding in audit.findings} == {"S101"}
    assert len(audit.findings) == 4
    assert audit.gradings == 0


def test_without_a_reference_only_files_are_examined(folder: Path, tmp_path: Path) -> None:
    """Nothing could be arbitrated, covered or broken."""
    shutil.rmtree(reference(folder))
    (exercise,) = load_course(tmp_path).exercises
    with Bench(lambda: FakeJudge(right_loses_nothing)) as bench:
        audit = audit_one(exercise, bench, Plan())
    assert audit.families == ("static",)
    assert [finding.rule for finding in audit.findings] == ["S102"]
