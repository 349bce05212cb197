"""The archive for the instructor: what it holds, and that it appears whole."""

import json
import zipfile
from pathlib import Path

import pytest

from grader.model.exercise import Exercise
from grader.submission.collect import collect
from grader.submission.pack import Manifest, pack
from tests.unit.model.builders import FINISHED
from tests.unit.spec.builder import CourseBuilder

pytestmark = pytest.mark.unit


def test_the_archive_holds_what_counts_and_a_manifest(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """Collected files under the exercise's folder name, each with size and digest in the manifest; nothing else."""
    CourseBuilder.write(handed_in / "diary.txt", "private")
    submission = collect(exercise, handed_in, tmp_path / "copy")
    target = tmp_path / "submission.zip"
    manifest = pack([(exercise, submission)], target, course="nets", learner="ada", time=FINISHED)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["manifest.json", "1.1-work/work.py"]
        assert archive.read("1.1-work/work.py") == b"answer = 42\n"
        assert Manifest.model_validate(json.loads(archive.read("manifest.json"))) == manifest
    assert (manifest.course, manifest.learner, manifest.time) == ("nets", "ada", FINISHED)
    assert [(entry.id, entry.version, entry.digest, entry.files) for entry in manifest.exercises] == [
        ("1.1", exercise.digest, submission.digest, submission.files)
    ]


def test_an_exercise_without_files_is_left_out(exercise: Exercise, tmp_path: Path) -> None:
    """What was not handed in is not packed."""
    nothing = collect(exercise, None, tmp_path / "copy")
    manifest = pack([(exercise, nothing)], tmp_path / "submission.zip", course="", learner="", time=FINISHED)
    assert manifest.exercises == ()


def test_a_failed_packing_leaves_the_earlier_archive(exercise: Exercise, handed_in: Path, tmp_path: Path) -> None:
    """Whatever stops it, the archive that was there is still whole."""
    target = tmp_path / "submission.zip"
    target.write_bytes(b"the earlier one")
    submission = collect(exercise, handed_in, tmp_path / "copy")
    (tmp_path / "copy" / "work.py").unlink()
    with pytest.raises(FileNotFoundError):
        pack([(exercise, submission)], target, course="", learner="", time=FINISHED)
    assert target.read_bytes() == b"the earlier one"
    assert not list(tmp_path.glob(".submission*"))
