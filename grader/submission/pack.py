"""`submission.zip`: what a student hands to the instructor where the hidden checks are elsewhere."""

import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from grader import __version__
from grader.model.exercise import Exercise
from grader.model.submission import Submission, SubmittedFile
from grader.model.text import Frozen
from grader.submission.atomic import atomic_writer

MANIFEST: Final = "manifest.json"
MANIFEST_FORMAT: Final = 1


class PackedExercise(Frozen):
    """One exercise in the archive: its folder there, and the files in it. `version` is the exercise's digest."""

    id: str
    folder: str
    version: str
    digest: str
    files: tuple[SubmittedFile, ...]


class Manifest(Frozen):
    """The content of `manifest.json`: what the archive holds, so that whatever it does not name is refused."""

    format: Literal[1] = MANIFEST_FORMAT
    grader: str
    course: str
    learner: str
    time: datetime
    exercises: tuple[PackedExercise, ...]


def pack(
    handed_in: Iterable[tuple[Exercise, Submission]], target: Path, *, course: str, learner: str, time: datetime
) -> Manifest:
    """Write the collected files of a submission, and their manifest, to an archive.

    Args:
        handed_in: exercises and what was collected for them; one without files is left out.
        target: the archive; it appears whole or not at all, in place of an earlier one.
        course: the course's id.
        learner: who hands in; may be empty.
        time: when it was packed.

    Returns:
        The manifest.
    """
    packed = [(exercise, submission) for exercise, submission in handed_in if submission.files]
    manifest = Manifest(
        grader=__version__,
        course=course,
        learner=learner,
        time=time,
        exercises=tuple(
            PackedExercise(
                id=exercise.spec.id,
                folder=exercise.spec.folder_name,
                version=exercise.digest,
                digest=submission.digest,
                files=submission.files,
            )
            for exercise, submission in packed
        ),
    )
    with atomic_writer(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, MANIFEST, manifest.model_dump_json(indent=2).encode() + b"\n")
        for exercise, submission in packed:
            for entry in submission.files:
                _add(
                    archive, f"{exercise.spec.folder_name}/{entry.path}", (submission.folder / entry.path).read_bytes()
                )
    return manifest


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a member without a time or an owner: the same work gives the same archive but for the manifest."""
    archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
