"""A batch with a grader that starts no process: what is graded, what is kept, what is told."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest

from grader.batch.entries import Entry, find_entries
from grader.batch.ledger import Ledger
from grader.batch.run import Batch, Done
from grader.errors import EnvironmentFault
from grader.model.exercise import Exercise
from grader.model.report import Report
from grader.model.submission import Submission
from tests.unit.model.builders import a_check, a_report, an_exercise

pytestmark = pytest.mark.unit


class CountingGrader:
    """Gives every submission two points and remembers whose it graded."""

    def __init__(self) -> None:
        self.graded: list[str] = []

    def seed_for(self, exercise: Exercise, submission: Submission) -> str:
        """Return what tells gradings apart."""
        return f"{exercise.digest}{submission.digest}"[:64]

    def grade(
        self,
        exercise: Exercise,
        submission: Submission,
        *,
        learner: str,
        seed: str,
        authority: Literal["self", "course"],
    ) -> Report:
        """Grade without looking."""
        self.graded.append(learner)
        made = a_report(score="2", files=submission.files)
        return made.model_copy(
            update={
                "exercise": made.exercise.model_copy(update={"id": exercise.spec.id, "digest": exercise.digest}),
                "submission": made.submission.model_copy(update={"digest": submission.digest}),
                "learner": learner,
                "seed": seed,
                "authority": authority,
            }
        )


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Three learners, one of whom sent something that is no archive."""
    for name in ("ada", "=bea"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "work.py").write_text(f"name = {name!r}\n", encoding="utf-8")
    (tmp_path / "class" / "cyd.zip").write_bytes(b"nothing of an archive")
    return tmp_path / "class"


def run(folder: Path, out: Path, grader: CountingGrader, jobs: int = 2) -> list[Done]:
    batch = Batch([an_exercise(a_check("test_a"))], grader, Ledger(out), "process")
    return batch.run(find_entries(folder).found, jobs, lambda _done: None)


def test_one_broken_submission_stops_no_other(handed_in: Path, tmp_path: Path) -> None:
    """What cannot be opened is said, and the rest is graded."""
    grader = CountingGrader()
    done = {one.entry.learner: one for one in run(handed_in, tmp_path / "out", grader)}
    assert sorted(grader.graded) == ["=bea", "ada"]
    assert done["cyd"].standing is None
    assert "archive" in done["cyd"].fault


def test_what_the_machine_lacks_ends_the_batch(
    handed_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no submission's fault, so none is told to be ungradable for it."""

    def lack(*_: object, **_more: object) -> Report:
        raise EnvironmentFault("the null device is broken")

    monkeypatch.setattr(CountingGrader, "grade", lack)
    with pytest.raises(EnvironmentFault, match="null device"):
        run(handed_in, tmp_path / "out", CountingGrader())
    assert not (tmp_path / "out" / "results.csv").exists()


def test_a_second_run_grades_only_what_has_changed(handed_in: Path, tmp_path: Path) -> None:
    """Exercise, files and seed decide what is kept; a changed file is graded anew."""
    run(handed_in, tmp_path / "out", CountingGrader())
    (handed_in / "ada" / "work.py").write_text("changed = True\n", encoding="utf-8")
    again = CountingGrader()
    done = run(handed_in, tmp_path / "out", again)
    assert again.graded == ["ada"]
    assert sum(one.reused for one in done) == 1


def test_a_report_that_was_cut_off_is_made_again(handed_in: Path, tmp_path: Path) -> None:
    """A kill in the middle of anything leaves nothing that passes for a report."""
    run(handed_in, tmp_path / "out", CountingGrader())
    (report,) = (tmp_path / "out" / "reports" / "ada").iterdir()
    report.write_bytes(report.read_bytes()[:100])
    again = CountingGrader()
    run(handed_in, tmp_path / "out", again)
    assert again.graded == ["ada"]


def test_an_interruption_keeps_what_is_known(handed_in: Path, tmp_path: Path) -> None:
    """The reports of those who were done are on disk."""

    def interrupt(_done: Done) -> None:
        raise KeyboardInterrupt

    batch = Batch([an_exercise(a_check("test_a"))], CountingGrader(), Ledger(tmp_path / "out"), "process")
    with pytest.raises(KeyboardInterrupt):
        batch.run([Entry("ada", handed_in / "ada")], 1, interrupt)
    assert (tmp_path / "out" / "reports" / "ada").is_dir()


def test_the_tables_hold_everybody_and_no_formula(handed_in: Path, tmp_path: Path) -> None:
    """Who was not graded has a blank, never a zero; a name that a spreadsheet would run is made text."""
    done = run(handed_in, tmp_path / "out", CountingGrader())
    Ledger(tmp_path / "out").write_results({one.entry.learner: one.standing or one.fault for one in done}, ["1.1"])
    with (tmp_path / "out" / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["learner"]: row for row in csv.DictReader(file)}
    assert rows["'=bea"]["score"] == "2"
    assert (rows["cyd"]["score"], rows["cyd"]["1.1"]) == ("", "")
    document = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert [entry["learner"] for entry in document] == ["=bea", "ada", "cyd"]


@pytest.mark.parametrize("learner", ["../../ada", "a/b", ".", "..", "a\\b"])
def test_no_name_of_a_learner_leaves_the_folder(tmp_path: Path, learner: str) -> None:
    """A learner's id comes from a file or a roster: it is a name, never a path."""
    ledger = Ledger(tmp_path / "out")
    ledger.write(learner, a_report(score="2").model_copy(update={"max_score": Decimal(2)}))
    written = list(tmp_path.rglob("*.json"))
    assert len(written) == 1
    assert written[0].parent.parent == tmp_path / "out" / "reports"


def test_the_secret_is_made_once_and_for_nobody_else(tmp_path: Path) -> None:
    """A batch that goes on has the same seeds; others cannot read what they derive from."""
    first = Ledger(tmp_path / "out").secret()
    assert Ledger(tmp_path / "out").secret() == first
    assert (tmp_path / "out" / "secret.key").stat().st_mode & 0o077 == 0
