"""What was handed in for one exercise, as plain files whose bytes are known."""

from pathlib import Path

from grader.model.clean import CleanLine, CleanText
from grader.model.text import Frozen


class SubmittedFile(Frozen):
    """One regular file: its path inside the submission (forward slashes), size in bytes and SHA-256."""

    path: CleanLine
    size: int
    digest: str


class Submission(Frozen):
    """A private copy of the files handed in for one exercise.

    `digest` is empty where nothing was handed in. `problems` are reasons, in
    words for the student, why it cannot be graded at all (a missing file, a
    link, too large); empty where it can be.
    """

    exercise: str
    folder: Path
    files: tuple[SubmittedFile, ...]
    digest: str
    problems: tuple[CleanText, ...] = ()
    notes: tuple[CleanText, ...] = ()
