"""The same submission with the same seed gets the same report, however many are graded at once."""

import hashlib
import json
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from grader.api import Exercise, Grader, load_course
from grader.batch.entries import find_entries
from grader.batch.ledger import Ledger
from grader.batch.run import Batch
from tests.course.conftest import ROOT

pytestmark = pytest.mark.course

EXERCISES = {exercise.spec.id: exercise for exercise in load_course(ROOT).exercises}
SECRET = bytes(32)
MEASURED = {"started", "finished", "seconds"}
"""What is a clock's and not the grader's."""


def handed_in(exercise: Exercise, folder: Path, most: int) -> Path:
    """Return a class: the reference, right answers in other styles, and wrong ones."""
    assert exercise.reference is not None
    first = exercise.spec.files[0]
    sources = [exercise.reference / first, *sorted(exercise.folder.glob("right/*.py"))]
    sources += sorted(exercise.folder.glob("wrong/*.py"))
    for number, source in enumerate(sources[:most]):
        (folder / f"learner-{number}").mkdir(parents=True)
        copyfile(source, folder / f"learner-{number}" / first)
    return folder


def without_clocks(value: Any) -> Any:
    """Return a document without what was measured."""
    if isinstance(value, dict):
        return {key: without_clocks(item) for key, item in value.items() if key not in MEASURED}
    return [without_clocks(item) for item in value] if isinstance(value, list) else value


def digests(out: Path) -> dict[str, str]:
    """Return a digest of each report that a batch has left."""
    return {
        str(path.relative_to(out)): hashlib.sha256(
            json.dumps(without_clocks(json.loads(path.read_text(encoding="utf-8"))), sort_keys=True).encode()
        ).hexdigest()
        for path in sorted((out / "reports").rglob("*.json"))
    }


@pytest.mark.parametrize("id_", ["5.1.2", "5.2.3"])
def test_reports_do_not_depend_on_how_many_are_graded_at_once(id_: str, tmp_path: Path) -> None:
    """Jobs 1, 2 and 4, each with processes of its own: scores, messages, evidence and seeds are the same."""
    entries = find_entries(handed_in(EXERCISES[id_], tmp_path / "class", 14), None).found
    assert len(entries) == 14  # more than it takes for the servers to change over to huge pages
    found = {}
    for jobs in (1, 2, 4):
        out = tmp_path / f"out-{jobs}"
        with Grader(secret=SECRET) as grader:
            Batch([EXERCISES[id_]], grader, Ledger(out), "auto").run(entries, jobs, lambda _: None)
        found[jobs] = digests(out)
    assert len(found[1]) == 14
    assert found[1] == found[2] == found[4]
