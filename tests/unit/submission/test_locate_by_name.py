"""Folders are found under the names that students give them, and what does not come along is said."""

from pathlib import Path

import pytest

from grader.submission.collect import collect, locate
from tests.unit.model.builders import a_check, an_exercise

pytestmark = pytest.mark.unit

EXERCISE = an_exercise(a_check("test_a"), id_="5.1", slug="my-work")


@pytest.mark.parametrize("name", ["5.1-my-work", "5.1", "my-work", "5.1-My-Work"])
def test_a_folder_is_found_by_id_by_slug_and_in_any_case(tmp_path: Path, name: str) -> None:
    """The words by which an exercise can be asked for are names for its folder too."""
    (tmp_path / name).mkdir()
    assert locate(EXERCISE, tmp_path) == tmp_path.resolve() / name


def test_two_folders_that_could_be_meant_are_none(tmp_path: Path) -> None:
    """Which of them counts is not for the grader to guess; the full name decides."""
    for name in ("5.1", "my-work"):
        (tmp_path / name).mkdir()
    assert locate(EXERCISE, tmp_path) is None
    (tmp_path / "5.1-my-work").mkdir()
    assert locate(EXERCISE, tmp_path) == tmp_path.resolve() / "5.1-my-work"


def test_python_files_that_do_not_come_along_are_named(tmp_path: Path) -> None:
    """An import of them would fail where it is graded, and the student would not know why."""
    folder = tmp_path / "5.1-my-work"
    folder.mkdir()
    for name in (*EXERCISE.spec.files, "helper.py"):
        (folder / name).write_text("x = 1\n", encoding="utf-8")
    submission = collect(EXERCISE, folder, tmp_path / "copy")
    assert not submission.problems
    assert len(submission.notes) == 1
    assert "helper.py" in submission.notes[0]
