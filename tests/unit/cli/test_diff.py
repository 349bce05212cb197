"""`grade diff`: a table for people, a document for machines, an exit status for scripts."""

# ruff: noqa: RUF001 - the dash is the mark of what has no score

import json
from pathlib import Path

import pytest

from grader.model.report import Report
from grader.model.scoring import summarize
from tests.unit.cli.conftest import Grade
from tests.unit.model.builders import a_report, a_result

pytestmark = pytest.mark.unit


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a report in which a check failed."""
    return write(tmp_path / "old.json", a_report(a_result(), score="0.5"))


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return a report in which it passed."""
    return write(tmp_path / "new.json", a_report(a_result(status="passed"), score="2"))


def write(path: Path, *reports: Report) -> Path:
    """Write a summary."""
    path.write_text(summarize(reports, "ada").model_dump_json(), encoding="utf-8")
    return path


def test_a_table_says_who_gets_what_instead(grade: Grade, old: Path, new: Path) -> None:
    """Learner, exercise, both scores, the difference, and below it the checks."""
    done = grade("diff", old, new)
    assert done.exit_code == 1
    assert done.stderr == ""
    rows = done.stdout.splitlines()
    assert rows[1].split() == ["ada", "1.1", "Some", "work", "0.5", "/", "4", "2", "/", "4", "+1.5"]
    assert rows[2].split() == ["test_one", "failed", "0", "passed", "0"]
    assert "1 report compared: 1 would change (1 up); all in all +1.5 points." in done.stdout
    assert grade("diff", new, old).stdout.splitlines()[1].split()[-1] == "-1.5"


def test_nothing_that_differs_is_exit_status_0(grade: Grade, old: Path) -> None:
    """In a script: `grade diff old new && book`."""
    done = grade("diff", old, old)
    assert (done.exit_code, done.stdout) == (0, "1 report compared: every score, status and check is the same.\n")


def test_another_seed_alone_is_told_and_changes_nothing(grade: Grade, old: Path, tmp_path: Path) -> None:
    """Status 0: no verdict differs."""
    other = a_report(a_result(), score="0.5").model_copy(update={"seed": "11"})
    done = grade("diff", old, write(tmp_path / "other.json", other))
    assert done.exit_code == 0
    assert "In 1 of them the seed differs." in done.stdout


def test_a_machine_gets_one_document(grade: Grade, old: Path, new: Path) -> None:
    """With points as text."""
    done = grade("diff", old, new, "--json")
    document = json.loads(done.stdout)
    assert (done.exit_code, document["compared"]) == (1, 1)
    assert document["changes"][0]["old_score"] == "0.5"
    assert document["changes"][0]["checks"][0]["new_status"] == "passed"


def test_what_has_no_score_is_a_dash(grade: Grade, old: Path, tmp_path: Path) -> None:
    """Withheld is not lost: no number is made up for it."""
    internal = a_report(a_result(status="internal"), status="internal", score=None)
    done = grade("diff", old, write(tmp_path / "broken.json", internal))
    assert "– / 4, internal" in done.stdout
    assert "1 otherwise" in done.stdout


def test_a_students_view_is_compared_with_a_full_one(grade: Grade, tmp_path: Path) -> None:
    """Hidden checks by their number, on both sides, and no name of theirs."""
    full = a_report(a_result("test_secret", show="nothing"), score="0.5")
    done = grade("diff", write(tmp_path / "full.json", full), write(tmp_path / "student.json", full.for_student()))
    assert done.exit_code == 0
    worse = a_report(a_result("test_secret", "crashed", show="nothing"), score="0.5").for_student()
    done = grade("diff", tmp_path / "full.json", write(tmp_path / "worse.json", worse))
    assert done.exit_code == 1
    assert "hidden-1" in done.stdout
    assert "test_secret" not in done.stdout


def test_bad_sources_are_refused(grade: Grade, old: Path, tmp_path: Path) -> None:
    """Either of them, and a learner or exercise that neither has."""
    for arguments in (
        (old, tmp_path / "none.json"),
        (tmp_path, old),
        (old, old, "-e", "9"),
        (old, old, "--learner", "x"),
    ):
        assert grade("diff", *arguments).exit_code == 2
