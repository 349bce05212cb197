"""Diagnoses of the declared wrong solutions: most visible checks have one, and each is the one that was reviewed."""

import shutil
import tomllib
from pathlib import Path

import pytest

from grader.api import Exercise, Grader, collect, load_course, locate
from grader.model.message import Diagnosis
from grader.model.rules import OWN_WORDS
from tests.course.conftest import ROOT

pytestmark = pytest.mark.course

Reviewed = dict[str, dict[str, dict[str, str]]]

REVIEWED: Reviewed = tomllib.loads((Path(__file__).parent / "diagnoses.toml").read_text(encoding="utf-8"))
EXERCISES = load_course(ROOT).exercises
LEAST = 0.8
"""Share of lost visible checks that must have a diagnosis."""


def told(diagnoses: tuple[Diagnosis, ...]) -> str:
    """Return diagnoses as the table writes them: rules, or an exercise's own sentence."""
    return " + ".join(one.sentence("en") if one.rule == OWN_WORDS else one.rule for one in diagnoses)


def lost(grader: Grader, exercise: Exercise, file: Path, scratch: Path) -> dict[str, str]:
    """Grade one wrong solution by its visible checks; return what is said of those that it loses."""
    folder = scratch / file.stem
    folder.mkdir()
    shutil.copyfile(file, folder / exercise.spec.files[0])
    found = locate(exercise, folder)
    assert found is not None
    visible = tuple(check.name for check in exercise.spec.check if check.name in exercise.visible)
    report = grader.grade(exercise, collect(exercise, found, scratch / f"{file.stem}-copy"), only=visible)
    return {
        check.name: told(check.evidence.diagnosis if check.evidence else ())
        for check in report.checks
        if check.status not in ("passed", "skipped", "blocked")
    }


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.spec.id)
def test_a_wrong_solution_is_told_what_was_reviewed(exercise: Exercise, grader: Grader, tmp_path: Path) -> None:
    """The right diagnosis for every check that it loses, and none that nobody has read."""
    said = {}
    for wrong in exercise.spec.wrong:
        file = exercise.folder / wrong.file
        if checks := lost(grader, exercise, file, tmp_path):
            said[file.stem] = checks
    assert said == REVIEWED.get(exercise.spec.id, {})


def test_most_lost_visible_checks_have_a_diagnosis() -> None:
    """What the table has reviewed, the test above finds: so this is the share of the whole course."""
    entries = [text for files in REVIEWED.values() for checks in files.values() for text in checks.values()]
    share = sum(bool(text) for text in entries) / len(entries)
    assert share >= LEAST, f"only {share:.1%} of {len(entries)} lost visible checks have a diagnosis"


def test_the_table_knows_no_exercise_that_is_not_there() -> None:
    """An entry that nobody looks at would count all the same."""
    assert set(REVIEWED) <= {exercise.spec.id for exercise in EXERCISES}
